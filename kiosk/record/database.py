"""The record's working database: in memory, changed by one transaction a decision, written out as an image.

An image is what `VACUUM INTO` makes of the content in a fresh database. It depends on the content alone: not
on the order in which rows came, on rows that have gone, or on how many transactions there were (SQLite's
change counter, bytes 24 to 27 and 92 to 95 of the file, starts anew with each image).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import ClassVar

import sqlite_utils

from kiosk.queue import Decision, State, VisitEnded
from kiosk.record.schema import APPLICATION, TABLES, VERSION, SqlRow, VisitCount, stop_row, ticket_row

_names = count(1)


class Database:
    """Tables as `kiosk.record.schema` describes them. Not for two threads at once."""

    tables: ClassVar[str] = TABLES
    secure_delete: ClassVar[str] = "on"
    """SQLite writes zeros over what is deleted, so that memory, and a swap file, keep none of it."""

    def __init__(self) -> None:
        self._db = sqlite_utils.Database(sqlite3.connect(":memory:", check_same_thread=False))
        self._db.execute(f"pragma secure_delete = {self.secure_delete}")
        self._db.execute(f"pragma application_id = {APPLICATION}")
        self._db.execute(f"pragma user_version = {VERSION}")
        for table in self.tables.split(";\n"):
            if table.strip():
                self._db.execute(table)

    def fill(self, visits: Iterable[VisitCount], state: State) -> None:
        """What a file held, put into a database that is still empty."""
        rows = [(v.day.isoformat(), v.topic, v.minutes or 0, v.count) for v in visits]
        with self._db.atomic():
            self._db.conn.executemany("insert into visits values (?, ?, ?, ?)", rows)
            if row := stop_row(state):
                self._put("stop", row)
            for ticket in state.tickets.values():
                self._put("tickets", ticket_row(ticket))

    def apply(self, before: State, decision: Decision) -> None:
        """Write the difference between `before` and the decision's state, and count the visits it ended."""
        with self._db.atomic():
            self._apply_stop(before, decision.state)
            self._apply_tickets(before, decision.state)
            for event in decision.events:
                if isinstance(event, VisitEnded):
                    self._count(event)

    def _apply_stop(self, before: State, after: State) -> None:
        row = stop_row(after)
        if row != stop_row(before):
            self._db.execute("delete from stop")
            if row:
                self._put("stop", row)

    def _apply_tickets(self, before: State, after: State) -> None:
        for number in before.tickets.keys() - after.tickets.keys():
            self._db.execute("delete from tickets where number = ?", [number])
        for number, ticket in after.tickets.items():
            if before.tickets.get(number) != ticket:
                self._put("tickets", ticket_row(ticket))

    def _put(self, table: str, row: SqlRow) -> None:
        # Not sqlite-utils' own `upsert`: the first time, it makes a table to try it on, and SQLite's schema
        # counter, which is in the file, would tell that.
        columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
        sql = f"insert or replace into {table} ({columns}) values ({values})"  # noqa: S608  # all names are ours
        self._db.execute(sql, row)

    def _count(self, visit: VisitEnded) -> None:
        self._db.execute(
            "insert into visits values (?, ?, ?, 1)"
            " on conflict (day, topic, minutes) do update set count = count + 1",
            [visit.day.isoformat(), visit.topic, visit.minutes or 0],
        )

    def forget(self, before: date) -> None:
        """Delete the visits of the days before `before`."""
        with self._db.atomic():
            self._db.table("visits").delete_where("day < ?", [before.isoformat()])

    def newest(self) -> date | None:
        """The latest day with a counted visit."""
        day = self._db.execute("select max(day) from visits").fetchone()[0]
        return date.fromisoformat(day) if day else None

    def image(self) -> bytes:
        """The content as the bytes of a file, the same for the same content."""
        # A name of its own: SQLite shares such a database among all connections that name it.
        name = f"file:/halte-{next(_names)}?vfs=memdb"
        target = sqlite3.connect(name, uri=True)
        try:
            with self._db.ensure_autocommit_on():
                self._db.conn.execute("vacuum into ?", [name])
            return target.serialize()
        finally:
            target.close()

    def pages(self) -> bytes:
        """The database's pages as they lie in memory; for `go_back`."""
        return self._db.conn.serialize()

    def go_back(self, pages: bytes) -> None:
        """Become again what `pages` were taken from."""
        self._db.conn.deserialize(pages)
        self._db.execute(f"pragma secure_delete = {self.secure_delete}")

    def close(self) -> None:
        self._db.close()
