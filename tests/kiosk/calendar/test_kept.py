"""The calendar's own file: written, read again, damaged; what becomes of stops that are over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.told import told
from kiosk.calendar import kept
from kiosk.calendar.kept import CalendarFailed, CalendarStop
from kiosk.settings import PlannedStop, Settings

STOP = CalendarStop(date(2026, 12, 1), time(9), time(12), "Attin, mairie", "Attin", "62170", "62044")
LATER = replace(STOP, day=date(2026, 12, 15))

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(told)
STOPS = st.builds(
    CalendarStop,
    st.dates(date(2024, 1, 1), date(2050, 1, 1)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    WORDS.filter(str.strip),
    *[WORDS] * 6,
)


@given(st.lists(STOPS, max_size=5))
def test_it_reads_what_it_wrote(stops: list[CalendarStop]) -> None:
    content = kept.as_csv(stops)
    assert kept.parse(content) == tuple(sorted({*stops}))
    assert kept.parse_planned(content) == tuple(stop.planned for stop in sorted({*stops}))


def test_what_others_wrote_in_it_is_seen_for_what_it_is() -> None:
    """A stick's calendar, or one that a laptop sends: shown to visitors, at the terminal, on paper."""
    odd = replace(STOP, place="\x1b[2JAttin\u202e\n mairie", address="rue\x00 de\xa0Attin" + "x" * 999)
    (stop,) = kept.parse(kept.as_csv([odd]))
    assert stop.place == "[2JAttin mairie"
    assert stop.address.startswith("rue de Attin")
    assert len(stop.address) == kept.LONGEST_TEXT
    with pytest.raises(ValueError, match="2"):
        kept.parse(kept.as_csv([replace(STOP, place="\u200b\u2028")]))


def test_the_same_stops_are_the_same_bytes() -> None:
    assert kept.as_csv([STOP, LATER]) == kept.as_csv([LATER, STOP, STOP])


def test_without_a_file_there_is_none(tmp_path: Path) -> None:
    assert kept.load(tmp_path) is None
    settings = Settings(stops=(STOP.planned,))
    assert kept.with_calendar(settings, tmp_path) is settings


def test_the_calendar_wins_over_the_settings(tmp_path: Path) -> None:
    kept.keep(tmp_path, [LATER])
    settings = Settings(stops=(STOP.planned,))
    assert kept.with_calendar(settings, tmp_path).stops == (
        PlannedStop(date(2026, 12, 15), "Attin, mairie", time(9), time(12)),
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"\xff\xfe", 1),
        (b"day;opens\r\n", 1),
        (kept.as_csv([STOP]) + b"2026-02-30;09:00;10:00;A;;;;;;\r\n", 3),
        (kept.as_csv([STOP]) + b"2026-02-20;09:00;10:00; ;;;;;;\r\n", 3),
        (kept.as_csv([STOP])[:-9], 2),
        (kept.as_csv([STOP]) + b'"', 3),
    ],
)
def test_a_damaged_one_is_named_and_the_van_opens_all_the_same(
    content: bytes, line: int, tmp_path: Path
) -> None:
    (tmp_path / kept.FILE).write_bytes(content)
    with pytest.raises(CalendarFailed, match=rf"\(ligne {line}\)"):
        kept.load(tmp_path)
    settings = Settings(stops=(STOP.planned,))
    assert kept.with_calendar(settings, tmp_path) is settings


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / kept.FILE).mkdir()
    with pytest.raises(CalendarFailed):
        kept.load(tmp_path)
    with pytest.raises(CalendarFailed, match="d’avant est toujours là"):
        kept.keep(tmp_path, [STOP])


def test_stops_that_are_over_stay() -> None:
    other = replace(STOP, place="Beussent")
    today = date(2026, 12, 10)
    assert kept.merged([STOP, LATER], [], today) == [STOP]
    assert kept.merged([STOP], [LATER], today) == [STOP, LATER]
    assert kept.merged([STOP], [other], today) == [other]


def test_villages_by_day() -> None:
    other = replace(STOP, opens=time(14), closes=time(17), place="Beussent", village="")
    assert kept.villages([other, STOP, LATER]) == {
        STOP.day: ("Attin", "Beussent"),
        LATER.day: ("Attin",),
    }
