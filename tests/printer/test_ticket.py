from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.ticket import TicketText, lay_out, wrap
from tests.printer.tickets import FRENCH


@pytest.mark.parametrize(
    ("number", "columns", "size"), [(7, 48, 8), (128, 32, 8), (1234567, 48, 6), (12345, 32, 6)]
)
def test_the_number_is_as_large_as_the_paper_allows(number: int, columns: int, size: int) -> None:
    lines = lay_out(TicketText("Van", number), columns)
    assert [(line.wide, line.high) for line in lines if line.text == str(number)] == [(size, size)]


def test_everything_said_is_on_the_paper_in_its_order() -> None:
    said = " ".join(line.text for line in lay_out(FRENCH, 48))
    assert said == (
        "Agglo Mobile lundi 23 novembre 2026 Votre numéro 12 3 personnes avant vous "
        "Votre visite est confidentielle. Téléphone\u00a0: 03 21 00 00 00 "
        "Prochains arrêts mardi 24 novembre, 9\u00a0h – 12\u00a0h\u00a030\u00a0: Cormont "
        "mercredi 25 novembre, 14\u00a0h – 17\u00a0h\u00a0: Hubersent"
    )


def test_nothing_is_printed_for_what_is_not_known() -> None:
    assert [line.text for line in lay_out(TicketText("Van", 5, stops_heading="Prochains arrêts"), 32)] == [
        "Van",
        "5",
    ]


def test_a_ticket_has_no_place_for_topic_or_hour() -> None:
    assert {field.name for field in fields(TicketText)} == {
        "van", "number", "heading", "day", "ahead", "confidential", "phone", "stops_heading", "stops",
    }  # fmt: skip


def test_words_stay_whole_and_no_break_spaces_hold() -> None:
    assert wrap("Votre visite est confidentielle", 16) == ["Votre visite est", "confidentielle"]
    assert wrap("ouvert 9\u00a0h – 12\u00a0h 30", 9) == ["ouvert", "9\u00a0h –", "12\u00a0h 30"]
    assert wrap("mardi 24 : Cormont", 8) == ["mardi", "24 :", "Cormont"]


@given(st.text(max_size=300), st.integers(1, 64))
def test_a_wrapped_text_fits_and_loses_nothing_but_spaces(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(0 < len(line) <= columns for line in lines)
    kept = "".join(line.replace(" ", "") for line in lines)
    assert kept == "".join(c for c in text if c not in " \n\r\t")


@given(
    st.builds(
        TicketText,
        van=st.text(min_size=1, max_size=60),
        number=st.integers(1, 10**9),
        ahead=st.text(max_size=80),
        phone=st.text(max_size=80),
        stops=st.lists(st.text(max_size=80), max_size=3).map(tuple),
    ),
    st.sampled_from([32, 42, 48]),
)
def test_no_line_is_wider_than_the_paper(ticket: TicketText, columns: int) -> None:
    assert all(len(line.text) * line.wide <= columns for line in lay_out(ticket, columns))
