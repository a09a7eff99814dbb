"""A calendar that comes to the kiosk: in pieces of the link, or on a stick; whole, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backup.stick import StickBackup
from kiosk.calendar import kept
from kiosk.calendar.kept import CalendarFailed, CalendarStop
from kiosk.calendar.packed import pack, unpack
from kiosk.calendar.taking import CalendarTaker
from queue_display.codec import LONGEST_ASK, encode
from queue_display.messages import Do, PlanStops, Role
from queue_display.messages.bounds import LARGEST_NUMBER, LONGEST_PIECE
from queue_display.messages.roles import ROLES

TODAY = date(2026, 12, 10)
PAST = CalendarStop(date(2026, 12, 1), time(9), time(12), "Attin")
COMING = replace(PAST, day=date(2026, 12, 15))
MANY = [
    replace(PAST, day=date(2027, 1, 1 + n % 28), opens=time(n % 24, n % 60), place=f"Village {n * 7919}")
    for n in range(900)
]


def pieces_of(stops: list[CalendarStop]) -> list[PlanStops]:
    packed = pack(kept.as_csv(stops))
    return [PlanStops(part, len(packed), text) for part, text in enumerate(packed, 1)]


@given(st.binary(max_size=3000))
def test_what_is_packed_comes_out_again(content: bytes) -> None:
    assert unpack(pack(content)) == content


@pytest.mark.parametrize("pieces", [[], ["x"], ["€"], [*pack(b"a" * 9), "x" * 9], pack(bytes(5 << 20))])
def test_what_is_not_whole_or_too_large_is_refused(pieces: list[str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(pieces)


def test_the_largest_piece_has_the_length_of_any_other_command() -> None:
    ask = PlanStops(LARGEST_NUMBER, LARGEST_NUMBER, "~" * LONGEST_PIECE)
    assert len(encode(Do("x" * 64, ask))) == LONGEST_ASK


def test_in_pieces_it_is_there_once_the_last_has_come(tmp_path: Path) -> None:
    taker = CalendarTaker(tmp_path)
    pieces = pieces_of(MANY)
    assert len(pieces) > 2
    for piece in pieces[:-1]:
        assert taker.piece("laptop", piece, TODAY) is None
    assert kept.load(tmp_path) is None
    assert taker.piece("laptop", pieces[-1], TODAY) == sorted(MANY)
    assert kept.load(tmp_path) == tuple(sorted(MANY))


def test_begun_again_after_a_cut(tmp_path: Path) -> None:
    taker = CalendarTaker(tmp_path)
    pieces = pieces_of(MANY)
    taker.piece("laptop", pieces[0], TODAY)
    taker.piece("laptop", pieces[1], TODAY)
    found = [taker.piece("laptop", piece, TODAY) for piece in pieces]
    assert found[-1] == sorted(MANY)


def test_two_laptops_do_not_get_into_each_others_way(tmp_path: Path) -> None:
    taker = CalendarTaker(tmp_path)
    pieces = pieces_of(MANY)
    taker.piece("other", pieces[0], TODAY)
    for piece in pieces[:-1]:
        taker.piece("laptop", piece, TODAY)
    assert taker.piece("laptop", pieces[-1], TODAY)


@pytest.mark.parametrize("wrong", ["a piece lacks", "no calendar", "beyond the last"])
def test_what_is_no_calendar_leaves_the_one_before(wrong: str, tmp_path: Path) -> None:
    kept.keep(tmp_path, [COMING])
    taker = CalendarTaker(tmp_path)
    pieces = {
        "a piece lacks": [pieces_of(MANY)[0], pieces_of(MANY)[2]],
        "no calendar": [PlanStops(1, 1, pack(b"no calendar")[0])],
        "beyond the last": [msgspec.structs.replace(pieces_of([PAST])[0], part=1, parts=1, packed="")],
    }[wrong]
    for piece in pieces[:-1]:
        taker.piece("laptop", piece, TODAY)
    with pytest.raises(CalendarFailed):
        taker.piece("laptop", pieces[-1], TODAY)
    assert kept.load(tmp_path) == (COMING,)


def test_stops_that_are_over_stay_those_of_the_settings_too(tmp_path: Path) -> None:
    taker = CalendarTaker(tmp_path, (PAST.planned,))
    (piece,) = pieces_of([COMING])
    assert taker.piece("laptop", piece, TODAY) == [PAST, COMING]


def test_only_the_referent_may_ask_it() -> None:
    (ask,) = pieces_of([COMING])
    may = {role: row.may_ask(ask, 1) for role, row in ROLES.items()}
    assert may == {Role.AGENT: False, Role.BOARD: False, Role.REFERENT: True}


# --- The stick ---------------------------------------------------------------------------------------


def stick_with(tmp_path: Path, content: bytes) -> Path:
    stick = tmp_path / "stick"
    stick.mkdir(exist_ok=True)
    (stick / kept.FILE).write_bytes(content)
    return stick


def test_from_a_stick_once(tmp_path: Path) -> None:
    taker = CalendarTaker(tmp_path / "data")
    stick = stick_with(tmp_path, kept.as_csv([COMING]))
    assert taker.from_folder(stick, TODAY) == [COMING]
    assert taker.from_folder(stick, TODAY) is None
    assert CalendarTaker(tmp_path / "data").from_folder(stick, TODAY) is None
    (stick / kept.FILE).unlink()
    assert taker.from_folder(stick, TODAY) is None
    assert kept.load(tmp_path / "data") == (COMING,)


def test_a_stick_whose_calendar_cannot_be_read_is_told(tmp_path: Path) -> None:
    taker = CalendarTaker(tmp_path / "data")
    stick = stick_with(tmp_path, b"no calendar")
    (tmp_path / "data").mkdir()
    copying = StickBackup(stick, tmp_path / "data", None)
    told: list[str] = []

    def brought(folder: Path) -> bool:
        return taker.from_folder(folder, TODAY) is not None

    async def until_told() -> None:
        changed = asyncio.Event()

        async def here(look: Callable[[], None]) -> None:
            copying.look(lambda folder, data: True)

        running = asyncio.create_task(copying.run(lambda: True, changed.set, here, brought))
        await changed.wait()
        told.append(copying.condition.name)
        running.cancel()

    asyncio.run(until_told())
    stick_with(tmp_path, kept.as_csv([COMING]))
    asyncio.run(until_told())
    assert told == ["stick_stops_unreadable", ""]
    assert kept.load(tmp_path / "data") == (COMING,)
