"""Records of earlier versions, read once more: they held topics and minutes of a visit together.

What is read of them joins nothing any more: the pairing is forgotten here, before anything is written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from kiosk.queue import State
from kiosk.record import day_file
from kiosk.record.counts import NOTHING, UNKNOWN, Counts, Days, day_of, is_count, is_minutes, is_topic
from kiosk.record.day_file import StopRow, TooNew
from kiosk.record.log import APPLICATION, VERSION, bound

if TYPE_CHECKING:
    from sqlite_utils import Database

SqlRow: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class OlderRecord:
    """What it held; `state` where a stop was under way."""

    days: Days = field(default_factory=dict)
    state: State | None = None


def read_older(image: bytes) -> OlderRecord | None:
    """What `image` holds, if it is a whole record of an earlier version; None if it is none.

    Raises TooNew.
    """
    if not image:  # which Python's SQLite takes for a lack of memory
        return None
    from sqlite_utils import Database  # takes a while: only a kiosk's first start with this version waits

    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            bound(connection)
            connection.deserialize(image)
            return _read(Database(connection, execute_plugins=False))
    except (sqlite3.Error, KeyError, ValueError, TypeError, RecursionError, OverflowError):
        return None


def _read(db: Database) -> OlderRecord | None:
    if _pragma(db, "application_id") != APPLICATION:
        return None
    version = _pragma(db, "user_version")
    if version > VERSION:
        raise TooNew
    if version not in READERS or _kinds(db) != {"table"} or _pragma(db, "integrity_check") != "ok":
        return None
    return READERS[version](db)


def _pragma(db: Database, name: str) -> Any:
    return db.execute(f"pragma {name}").fetchone()[0]


def _kinds(db: Database) -> set[str]:
    """There were never views or triggers, which could do anything at all."""
    return {row["type"] for row in db.query("select distinct type from sqlite_master")}


def _together(db: Database) -> OlderRecord:
    """Versions 1 and 2: a row for each day, topic and minutes; stop and tickets beside them."""
    days: dict[date, Counts] = {}
    for row in db.query("select day, topic, minutes, count from visits"):
        day, topic, minutes, visits = day_of(row["day"]), row["topic"], row["minutes"], row["count"]
        known = is_minutes(minutes) or minutes == UNKNOWN
        if day is None or not (is_topic(topic) and known and is_count(visits)):
            raise ValueError("no count of visits")
        days[day] = days.get(day, NOTHING) + Counts({topic: visits}, {minutes: visits})
    stop = next(iter(db.query("select * from stop")), None)
    state = _state(stop, db.query("select * from tickets")) if stop else None
    return OlderRecord(days, state)


READERS: Mapping[int, Callable[[Database], OlderRecord]] = {1: _together, 2: _together}
"""How each version is read."""


def _state(stop: SqlRow, tickets: Iterable[SqlRow]) -> State:
    """What the rows say, held to all that a file of the day is held to. Raises ValueError."""
    row = {
        "day": stop["day"],
        "stop": stop["stop"],
        "next_number": stop["next_number"],
        "day_over": _flag(stop["day_over"]),
        "applied": json.loads(stop["applied"]),
        "tickets": [_ticket(ticket) for ticket in tickets],
        "leaving": [],
    }
    return day_file.state_of(msgspec.convert(row, StopRow))


def _ticket(row: SqlRow) -> dict[str, Any]:
    plain = {name: row[name] for name in ("number", "topic", "rank", "status", "absences", "desk", "calls")}
    moments = {"taken": _moment("taken", row), "called": _moment("called", row)}
    unknown_then = {"begun": False, "served": 0.0, "for_desk": None}
    return {**plain, **moments, **unknown_then, "priority": _flag(row["priority"])}


def _moment(name: str, row: SqlRow) -> dict[str, Any] | None:
    if row[f"{name}_wall"] is None:
        return None
    return {part: row[f"{name}_{part}"] for part in ("wall", "steady", "boot")}


def _flag(cell: Any) -> bool:
    return {0: False, 1: True}[cell]
