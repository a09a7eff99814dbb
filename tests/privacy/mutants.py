"""Records with one safeguard taken away, or that keep what must not be kept: the tests of this folder must
notice each.

What a mutant keeps besides is a small file of its own in the data folder, sorted and dated as Halte's are: an
attacker reads every file. A mutant is made by its `open`, as a record is.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import ClassVar

from msgspec import Raw

from assets.files import Disk, rebuild_file, replace_file
from kiosk.queue import Decision, State, VisitEnded
from kiosk.record import log
from kiosk.record.counts import Days
from kiosk.record.day_file import Pending, Writer, framed
from kiosk.record.lock import Lock
from kiosk.record.log_file import LogFile
from kiosk.record.record import Record

# --- The log ---------------------------------------------------------------------------------------


class _Reworked(LogFile):
    """Its file is changed once more after it was written."""

    def rework(self, db: sqlite3.Connection) -> None:
        raise NotImplementedError

    def _write(self, old: Path | None, changed: Days, since: date = date.min) -> None:
        def make(new: Path) -> date:
            day = log.write(new, old, changed, since)
            with closing(sqlite3.connect(new)) as db, db:
                self.rework(db)
            return day

        rebuild_file(self._disk, self.file, make)


class _UnsortedLog(_Reworked):
    def __init__(self, data: Path, disk: Disk | None = None) -> None:
        super().__init__(data, disk)
        self.order: list[str] = []

    def rework(self, db: sqlite3.Connection) -> None:
        rows = db.execute("select * from topics").fetchall()
        db.execute("delete from topics")
        known = [row for row in rows if row[1] in self.order]
        known.sort(key=lambda row: self.order.index(row[1]))
        db.executemany("insert into topics values (?, ?, ?)", [r for r in rows if r not in known] + known)


class _CountingLog(_Reworked):
    """The number of its writings stands where SQLite has room for one."""

    def _write(self, old: Path | None, changed: Days, since: date = date.min) -> None:
        self.written = self._so_far() + 1
        super()._write(old, changed, since)

    def _so_far(self) -> int:
        with suppress(FileNotFoundError), log.reading(self.file) as db:
            return int(db.execute("pragma default_cache_size").fetchone()[0])
        return 100

    def rework(self, db: sqlite3.Connection) -> None:
        db.execute(f"pragma default_cache_size = {self.written}")


class _UpdatedLog(LogFile):
    """The rows of the day are changed where they are."""

    def _write(self, old: Path | None, changed: Days, since: date = date.min) -> None:
        if not self.file.exists():
            super()._write(old, changed, since)
            return
        with closing(sqlite3.connect(self.file)) as db, db:
            for name, table in log.TABLES.items():
                for day, counts in changed.items():
                    db.execute(f"delete from {name} where day = ?", [day.isoformat()])  # noqa: S608
                    rows = sorted((day.isoformat(), *row) for row in table.rows(counts))
                    db.executemany(table.add.replace("main.", ""), rows)
            newest = log.newest(db) or date.min
        self._disk.write(self.file, self.file.read_bytes(), newest)


class _OtherLog(Record):
    log: ClassVar[type[LogFile]]

    def __init__(self, data: Path, lock: Lock, disk: Disk) -> None:
        super().__init__(data, lock, disk)
        self._log = type(self).log(data, disk)


class RowsInOrder(_OtherLog):
    """Rows stand in the order of the visits."""

    log = _UnsortedLog

    def _save(self, decision: Decision) -> None:
        assert isinstance(self._log, _UnsortedLog)
        self._log.order += [e.topic for e in decision.events if isinstance(e, VisitEnded)]
        super()._save(decision)


class UpdatedInPlace(_OtherLog):
    """The log is updated, not written anew."""

    log = _UpdatedLog


class CountedWritings(_OtherLog):
    """The log counts its writings."""

    log = _CountingLog


# --- The file of the day ---------------------------------------------------------------------------


class _LeakyWriter(Writer):
    """Former tickets stay in the cache, and so in the file."""

    def __init__(self) -> None:
        super().__init__()
        self.former: dict[int, bytes] = {}

    def written(self, state: State, pending: Mapping[date, Pending]) -> bytearray | None:
        self.former |= {n: bytes(content) for n, (_, content) in self._tickets.items()}
        content = super().written(state, pending)
        if content is None:
            return None
        leak = b",".join(self.former[n] for n in sorted(self.former))
        return _resealed(_body(content), b',"leak":[' + leak + b"]}")


class _CountingWriter(Writer):
    def __init__(self) -> None:
        super().__init__()
        self.writings = 0

    def written(self, state: State, pending: Mapping[date, Pending]) -> bytearray | None:
        self.writings += 1
        content = super().written(state, pending)
        return content and _resealed(_body(content), b" " * (self.writings % 7) + b"}")


class _UnsortedWriter(Writer):
    """Tickets stand in the order in which they came into the state."""

    def _stop(self, state: State) -> dict[str, object]:
        return {**super()._stop(state), "tickets": [Raw(self._tickets[n][1]) for n in state.tickets]}


def _body(content: bytearray) -> bytes:
    return bytes(content).partition(b"\n")[2].removesuffix(b"\n")


def _resealed(body: bytes, end: bytes) -> bytearray:
    """`body` with another end in the place of its last brace, and its checksum."""
    body = body.removesuffix(b"}") + end
    return bytearray(framed(body))


class _OtherWriter(Record):
    writer: ClassVar[type[Writer]]

    def __init__(self, data: Path, lock: Lock, disk: Disk) -> None:
        super().__init__(data, lock, disk)
        self._writer = type(self).writer()


class LeakingCache(_OtherWriter):
    """The cache of the tickets leaks former ones. Such a file cannot be read again: play without restarts."""

    writer = _LeakyWriter


class CountedTouches(_OtherWriter):
    """The day's file counts its writings."""

    writer = _CountingWriter


class UnsortedTickets(_OtherWriter):
    """The day's file has the tickets in the order in which they were touched last."""

    writer = _UnsortedWriter


class DayFileLeft(Record):
    """The day's file is emptied of nothing and stays when the day is over."""

    def _write(self, state: State, pending: Mapping[date, Pending], there: bytes | None = None) -> None:
        before = self._file.read_bytes() if self._file.exists() else b""
        super()._write(state, pending, there)
        if not self._file.exists():
            replace_file(self._disk, self._file.with_name("halte.day.old"), before, state.day)


class CopyKept(Record):
    """The day's file before the last is kept as a copy."""

    def _write(self, state: State, pending: Mapping[date, Pending], there: bytes | None = None) -> None:
        if self._file.exists():
            replace_file(self._disk, self._file.with_name("halte.bak"), self._file.read_bytes(), state.day)
        super()._write(state, pending, there)


# --- What is kept besides --------------------------------------------------------------------------


class Keeping(Record):
    """Keeps a count of its own: `keys` of a visit, each with how much it adds."""

    FILE: ClassVar[str] = "kept.json"

    @staticmethod
    def adds(visit: VisitEnded) -> tuple[str, int]:
        raise NotImplementedError

    def _save(self, decision: Decision) -> None:
        super()._save(decision)
        ended = [e for e in decision.events if isinstance(e, VisitEnded)]
        if ended:
            self._keep(ended)

    def _keep(self, visits: Iterable[VisitEnded]) -> None:
        file = self.data / self.FILE
        kept = Counter(json.loads(file.read_bytes())) if file.exists() else Counter()
        for visit in visits:
            key, n = self.adds(visit)
            kept[key] += n
        file.write_text(json.dumps(dict(sorted(kept.items()))), "utf-8")
        os.utime(file, (0, 0))


class PairKept(Keeping):
    """How many visits had this topic and these minutes together."""

    @staticmethod
    def adds(visit: VisitEnded) -> tuple[str, int]:
        return f"{visit.topic} {visit.minutes or 0}", 1


ROUNDED = 15
"""Minutes to which a mutant rounds."""


class RoundedPairKept(Keeping):
    """The same, the minutes rounded."""

    @staticmethod
    def adds(visit: VisitEnded) -> tuple[str, int]:
        return f"{visit.topic} {rounded(visit.minutes or 0)}", 1


class MinutesByTopic(Keeping):
    """How many minutes were spent on each topic."""

    @staticmethod
    def adds(visit: VisitEnded) -> tuple[str, int]:
        return visit.topic, visit.minutes or 0


def rounded(minutes: int) -> int:
    """To the nearest `ROUNDED`; halves go up."""
    return (minutes + ROUNDED // 2) // ROUNDED * ROUNDED


LOG_MUTANTS = (RowsInOrder, UpdatedInPlace, CountedWritings, PairKept, MinutesByTopic, RoundedPairKept)
DAY_MUTANTS = (LeakingCache, CountedTouches, UnsortedTickets)
LEFT_MUTANTS = (LeakingCache, DayFileLeft, CopyKept)
