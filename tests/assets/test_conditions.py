"""How printer and record are: a name each, said in every language, also one of a newer Halte."""

from __future__ import annotations

from datetime import date

import pytest

from assets.conditions import SENTENCES, UNKNOWN, Condition
from assets.wording import languages, wording
from kiosk.backup import stick
from kiosk.parts import PARTS
from kiosk.record import causes
from printer.status import Cause, PaperStatus

VALUES: dict[str, str | int] = {"name": "halte.sqlite.aside-1", "number": 28, "day": "2026-04-02"}

PRINTER = {PaperStatus(cause).condition.name for cause in Cause} - {""}
LATER = causes.later_day(date(2026, 4, 2))
RECORD = {
    *causes.NAMES.values(),
    *(c.name for c in (causes.damaged("x"), causes.unusable("x"), causes.gone("x"), LATER)),
    causes.log_not_taken("x", PermissionError(13, "denied")).name,
}
RECORD |= {"record_converted", "day_damaged"}
KEYS = {"keys_unusable", "card_twin"}
ENDED = {f"part_{part}" for part in PARTS}
BACKUP = {*stick.NAMES.values(), "backup_no_stick", "backup_not_written", "backup_has_more", "backup_newer"}
BACKUP |= {"stick_stops_unreadable"}
ANY_OTHER = causes.not_written(OSError(999, "a failure that has no name"))


def test_every_name_has_its_sentence_and_no_other_has() -> None:
    assert PRINTER | RECORD | KEYS | BACKUP | ENDED | {ANY_OTHER.name} == set(SENTENCES)


@pytest.mark.parametrize("name", SENTENCES)
def test_each_is_said_in_every_language(name: str) -> None:
    said = [Condition(name, VALUES).said(wording(language)) for language in languages()]
    assert len(set(said)) == len(languages())
    for sentence in said:
        assert sentence.endswith(".")
        assert "{" not in sentence


def test_all_is_well_says_nothing() -> None:
    assert not Condition()
    assert Condition().said(wording("fr")) == ""


def test_a_file_is_named_and_a_failure_numbered() -> None:
    assert "halte.sqlite.aside-1" in causes.damaged("halte.sqlite.aside-1").said(wording("en"))
    assert "999" in ANY_OTHER.said(wording("en"))


def test_a_day_is_written_as_people_write_it_and_what_is_none_as_it_is() -> None:
    assert "jeudi 2 avril 2026" in LATER.said(wording("fr"))
    assert "Thursday 2 April 2026" in LATER.said(wording("en"))
    for odd in ("soon", "2026-13-02", 7):
        assert f" {odd}," in Condition(LATER.name, {"day": odd}).said(wording("fr"))


@pytest.mark.parametrize(
    "odd",
    [
        Condition("flooded"),
        Condition("record_damaged"),
        Condition("record_damaged", {"number": 3}),
        Condition("{0}{x!r}", {"x": "y"}),
    ],
)
def test_what_a_newer_halte_says_gets_a_sentence_all_the_same(odd: Condition) -> None:
    assert odd.said(wording("en")) == wording("en")(UNKNOWN)


def test_values_are_shown_as_they_are() -> None:
    odd = Condition("record_damaged", {"name": "{x} %s", "text": "2", "self": "3"})
    assert "{x} %s" in odd.said(wording("fr"))
