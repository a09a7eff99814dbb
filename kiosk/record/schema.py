"""What the record's file holds: its tables, and how a `State` is written as rows and read back.

    visits     how many finished visits had this day, topic and minutes (0: not known). Nothing else of them.
    stop       one row while the day is under way, none once it is closed for good
    tickets    tickets that wait or are at a desk, while they do

`visits` has no rowid, which would tell the order of the visits. SQLite keeps such a table in pages of another
kind than other tables, and indexes in pages of that kind too: `kiosk.record.rescue` takes all of them for
visits, so no table may have an index.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from kiosk.clock import Moment
from kiosk.queue import State, Status, Stop, Ticket

SqlRow: TypeAlias = dict[str, Any]

APPLICATION = 0x48414C54
"""SQLite's application_id of the file: "HALT" in ASCII."""

VERSION = 2
"""SQLite's user_version of the file. A change of the tables takes the next number, a reader in
`kiosk.record.read` and a file in tests/kiosk/record/records.

    1   the first
    2   each cell is checked, so that one that was damaged on the disk is noticed at the start
"""

_DATE = "glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

TABLES = f"""
create table visits (
    day text not null check (day {_DATE}),
    topic text not null check (typeof(topic) = 'text' and topic <> ''),
    minutes integer not null check (typeof(minutes) = 'integer' and minutes >= 0),
    count integer not null check (typeof(count) = 'integer' and count > 0),
    primary key (day, topic, minutes)
) without rowid;
create table stop (
    id integer primary key check (id = 1),
    day text not null check (day {_DATE}),
    stop text not null check (stop in ('closed', 'open', 'finishing')),
    next_number integer check (typeof(next_number) in ('integer', 'null')),
    day_over integer not null check (day_over in (0, 1)),
    applied text not null
);
create table tickets (
    number integer primary key check (number > 0),
    topic text not null check (typeof(topic) = 'text' and topic <> ''),
    rank integer not null check (typeof(rank) = 'integer'),
    priority integer not null check (priority in (0, 1)),
    status text not null check (status in ('waiting', 'called')),
    absences integer not null check (typeof(absences) = 'integer'),
    desk integer check (typeof(desk) in ('integer', 'null')),
    calls integer not null check (typeof(calls) = 'integer'),
    taken_wall text not null,
    taken_steady real not null check (typeof(taken_steady) = 'real'),
    taken_boot text not null,
    called_wall text,
    called_steady real check (typeof(called_steady) in ('real', 'null')),
    called_boot text,
    check ((status = 'called') = (desk is not null))
);
"""


class VisitCount(NamedTuple):
    """`count` visits of the same day and topic that took the same whole minutes; None: not known."""

    day: date
    topic: str
    minutes: int | None
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here


def stop_row(state: State) -> SqlRow | None:
    """The row of the stop; None when nothing of the day is to be kept but its counted visits."""
    if state.over:
        return None
    return {
        "id": 1,
        "day": state.day.isoformat(),
        "stop": state.stop.value,
        "next_number": state.next_number,
        "day_over": int(state.day_over),
        "applied": json.dumps(state.applied),
    }


def ticket_row(ticket: Ticket) -> SqlRow:
    return {
        "number": ticket.number,
        "topic": ticket.topic,
        "rank": ticket.rank,
        "priority": int(ticket.priority),
        "status": ticket.status.value,
        "absences": ticket.absences,
        "desk": ticket.desk,
        "calls": ticket.calls,
        **_moment_cells("taken", ticket.taken),
        **_moment_cells("called", ticket.called),
    }


def _moment_cells(name: str, moment: Moment | None) -> SqlRow:
    return {
        f"{name}_wall": moment.wall.isoformat() if moment else None,
        f"{name}_steady": moment.steady if moment else None,
        f"{name}_boot": moment.boot if moment else None,
    }


def state_of(
    stop: SqlRow | None, tickets: Iterable[SqlRow], visits: Iterable[VisitCount], today: date
) -> State:
    """The state that the rows say; a closed, new day `today` where there is no row of a stop.

    Raises ValueError or TypeError where a cell makes no sense.
    """
    visits = list(visits)
    if stop is None:
        return State(today, visits_today=_on(today, visits))
    day = date.fromisoformat(stop["day"])
    return State(
        day=day,
        stop=Stop(stop["stop"]),
        next_number=stop["next_number"],
        day_over=bool(stop["day_over"]),
        tickets=_tickets(tickets),
        visits_today=_on(day, visits),
        applied=tuple(json.loads(stop["applied"])),
    )


def _on(day: date, visits: Iterable[VisitCount]) -> int:
    return sum(v.count for v in visits if v.day == day)


def _tickets(rows: Iterable[SqlRow]) -> Mapping[int, Ticket]:
    return MappingProxyType({row["number"]: _ticket(row) for row in rows})


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
