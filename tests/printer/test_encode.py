"""French text round trip: what the settings say is what a printer reads back, for three profiles."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.encode import encode, printable
from printer.profiles import FRENCH_SIGNS, UnknownProfile, names, profile
from printer.ticket import TicketText
from tests.printer.reading import slip
from tests.printer.tickets import FRENCH as TICKET

PROFILES = {"TM-T20II": "epson-80", "POS-5890": "pos-58", "default": "clone"}
"""An Epson TM, a 58 mm clone without cutter and status, a generic one; and the simulated model that fits."""

EVERY_PROFILE = pytest.mark.parametrize(("name", "model"), PROFILES.items())

LETTERS = string.ascii_letters + string.digits + string.punctuation + FRENCH_SIGNS


def read_back(ticket: TicketText, name: str) -> list[str]:
    return list(slip(b"".join(encode(ticket, profile(name))), PROFILES[name]).lines)


def squeezed(text: str) -> str:
    """Without the spaces at which lines may break; CP1252 has no narrow no-break space."""
    return text.replace("\u202f", "\u00a0").replace(" ", "")


@EVERY_PROFILE
def test_every_character_of_french_comes_back(name: str, model: str) -> None:
    for character in LETTERS:
        assert read_back(TicketText("Van", 1, phone=f"x{character}x"), name)[-1] == f"x{character}x"


@EVERY_PROFILE
def test_a_ticket_reads_as_it_was_written(name: str, model: str) -> None:
    said = [TICKET.van, TICKET.day, TICKET.heading, "12", TICKET.ahead, TICKET.confidential, TICKET.phone]
    wanted = [*said, TICKET.stops_heading, *TICKET.stops]
    assert squeezed("".join(read_back(TICKET, name))) == squeezed("".join(wanted))


@given(
    st.text(LETTERS + " \u202f", min_size=1, max_size=200),
    st.text(LETTERS + " ", max_size=200),
    st.lists(st.text(LETTERS + " ", max_size=80), max_size=3),
    st.integers(1, 99_999),
    st.sampled_from(sorted(PROFILES)),
)
def test_french_text_comes_back_whole_and_within_the_paper(
    ahead: str, phone: str, stops: list[str], number: int, name: str
) -> None:
    ticket = TicketText("Van", number, ahead=ahead, phone=phone, stops=tuple(stops))
    lines = read_back(ticket, name)
    assert squeezed("".join(lines)) == squeezed("".join(["Van", str(number), ahead, phone, *stops]))
    assert max(map(len, lines)) <= profile(name).columns


@given(st.text(max_size=200), st.sampled_from(names()))
def test_any_text_at_all_is_printed_without_control_codes_or_failure(text: str, name: str) -> None:
    paper = profile(name)
    data = printable(text, paper).encode(paper.page.codec)
    assert all(byte >= 0x20 for byte in data)


@EVERY_PROFILE
def test_one_code_page_and_no_switch_within(name: str, model: str) -> None:
    data = b"".join(encode(TICKET, profile(name)))
    assert re.findall(rb"\x1bt(.)", data, re.DOTALL) == [bytes([16])]


@EVERY_PROFILE
def test_a_ticket_is_under_300_bytes_and_its_first_line_holds_no_number(name: str, model: str) -> None:
    pieces = encode(TICKET, profile(name))
    assert len(b"".join(pieces)) < 300
    assert b"Agglo Mobile" in pieces[0]
    assert b"12" not in pieces[0]


def test_english_fits_as_well() -> None:
    ticket = TicketText("Agglo Mobile", 12, heading="Your number", ahead="3 people ahead of you")
    assert read_back(ticket, "POS-5890") == ["Agglo Mobile", "Your number", "12", "3 people ahead of you"]


def test_what_a_page_lacks_is_replaced_by_its_nearest_neighbour() -> None:
    poor = profile("simple")  # CP437 alone
    assert printable("Œuvre d’été à 5 €… « n° 2 » – ÿ", poor) == "OEuvre d'été à 5 EUR... « n° 2 » - ÿ"


def test_a_printer_without_cutter_is_not_told_to_cut() -> None:
    assert b"\x1dV" not in b"".join(encode(TICKET, profile("POS-5890")))
    assert b"\x1dV" in b"".join(encode(TICKET, profile("TM-T20II")))


def test_an_unknown_profile_names_its_neighbours() -> None:
    with pytest.raises(UnknownProfile, match="TM-T20II"):
        profile("TM-T20")
