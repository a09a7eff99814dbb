"""Records of earlier versions, read once more: they held topics and minutes of a visit together.

What is read of them joins nothing any more: the pairing is forgotten here, before anything is written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from kiosk.clock import Moment
from kiosk.queue import State, Status, Stop, Ticket
from kiosk.record.counts import LONGEST, MOST, NOTHING, UNKNOWN, Counts, Days
from kiosk.record.log import APPLICATION, VERSION

SqlRow: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class OlderRecord:
    """What it held; `state` where a stop was under way."""

    days: Days = field(default_factory=dict)
    state: State | None = None


class TooNew(Exception):
    """The file is of a later version of Halte."""


def read_older(image: bytes) -> OlderRecord | None:
    """What `image` holds, if it is a whole record of an earlier version; None if it is none.

    Raises TooNew.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(image)
            db.row_factory = lambda cursor, row: dict(
                zip([c[0] for c in cursor.description], row, strict=True)
            )
            return _read(db)
    except (sqlite3.DatabaseError, KeyError, ValueError, TypeError, RecursionError, OverflowError):
        return None


def _read(db: sqlite3.Connection) -> OlderRecord | None:
    if _pragma(db, "application_id") != APPLICATION:
        return None
    version = _pragma(db, "user_version")
    if version > VERSION:
        raise TooNew
    if version not in READERS or _pragma(db, "integrity_check") != "ok":
        return None
    return READERS[version](db)


def _pragma(db: sqlite3.Connection, name: str) -> Any:
    return next(iter(db.execute(f"pragma {name}").fetchone().values()))


def _together(db: sqlite3.Connection) -> OlderRecord:
    """Versions 1 and 2: a row for each day, topic and minutes; stop and tickets beside them."""
    days: dict[date, Counts] = {}
    for row in db.execute("select day, topic, minutes, count from visits"):
        day, n, minutes = date.fromisoformat(row["day"]), int(row["count"]), int(row["minutes"])
        if not (0 < n <= MOST and 0 <= minutes <= LONGEST):
            raise ValueError("no count of visits")
        one = Counts({str(row["topic"]): n}, {minutes or UNKNOWN: n})
        days[day] = days.get(day, NOTHING) + one
    stop = next(iter(db.execute("select * from stop")), None)
    state = _state(stop, db.execute("select * from tickets")) if stop else None
    return OlderRecord(days, state)


READERS: Mapping[int, Callable[[sqlite3.Connection], OlderRecord]] = {1: _together, 2: _together}
"""How each version is read."""


def _state(stop: SqlRow, tickets: Iterable[SqlRow]) -> State:
    return State(
        day=date.fromisoformat(stop["day"]),
        stop=Stop(stop["stop"]),
        next_number=stop["next_number"],
        day_over=bool(stop["day_over"]),
        tickets=MappingProxyType({row["number"]: _ticket(row) for row in tickets}),
        applied=tuple(json.loads(stop["applied"])),
    )


def _ticket(row: SqlRow) -> Ticket:
    taken = _moment("taken", row)
    if taken is None:
        raise ValueError("a ticket without the moment it was taken")
    return Ticket(
        number=row["number"],
        topic=row["topic"],
        taken=taken,
        rank=row["rank"],
        priority=bool(row["priority"]),
        status=Status(row["status"]),
        absences=row["absences"],
        desk=row["desk"],
        called=_moment("called", row),
        calls=row["calls"],
    )


def _moment(name: str, row: SqlRow) -> Moment | None:
    if row[f"{name}_wall"] is None:
        return None
    wall = datetime.fromisoformat(row[f"{name}_wall"])
    return Moment(wall, float(row[f"{name}_steady"]), row[f"{name}_boot"])
