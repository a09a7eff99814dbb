"""The log's file in a data folder: found, read, changed whole; an earlier one or a damaged one made good."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from assets.errors import Trouble
from kiosk.record import log
from kiosk.record.counts import NOTHING, Counts, Days
from kiosk.record.file import BEGINNING, Disk, Lock, rebuild_file, set_aside
from kiosk.record.log import APPLICATION, FILE
from kiosk.record.older import OlderRecord, TooNew, read_older
from kiosk.record.rescue import days_in, without_tickets

LOCK = "halte.sqlite.lock"
"""Held by whoever changes the log: the kiosk as it closes a day, or a command."""

RECENT = timedelta(days=365)
"""How far back visits tell how long a visit usually takes."""

T = TypeVar("T")


class RecordFailed(Trouble):
    """The record cannot be read or written; the sentence says what is wrong and what to do."""


class LogFile:
    """Every method reads the file as it is at that moment. Raises OSError; LogDamaged where it is no log."""

    def __init__(self, data: Path, disk: Disk | None = None) -> None:
        self.file = data / FILE
        self._disk = disk or Disk()

    def day(self, day: date) -> Counts:
        return self._read(lambda db: log.of_day(db, day), NOTHING)

    def days(self) -> Days:
        return self._read(log.of_all, {})

    def newest(self) -> date | None:
        return self._read(log.newest, None)

    def lengths(self) -> Counter[int]:
        """How many visits of the last year in which there were any took each number of minutes."""
        return self._read(_recent_lengths, Counter())

    def _read(self, what: Callable[[sqlite3.Connection], T], nothing: T) -> T:
        try:
            with log.reading(self.file) as connection:
                return what(connection)
        except FileNotFoundError:
            return nothing

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Nobody else changes the log meanwhile."""
        lock = Lock(self.file.with_name(LOCK), wait=True)
        try:
            yield
        finally:
            lock.release()

    def replace_days(self, changed: Days) -> Path | None:
        """Make these days what they are there, wholly or not at all; call it while `changing`.

        A file that cannot be read whole is set aside first, and what can be read of it is kept; where it was
        put is returned.
        """
        try:
            self._write(self.file if self.file.exists() else None, changed)
        except sqlite3.DatabaseError:
            return self.rescue(changed)
        return None

    def rescue(self, changed: Days) -> Path:
        """Set the file aside, and make a new one of what can be read of it and of these days."""
        image = self._disk.read(self.file) or b""
        days = days_in(image)
        if not _ours(image, days):
            raise _not_ours(self.file)
        aside = set_aside(self._disk, self.file, without_tickets(image), max(days, default=BEGINNING))
        self._write(None, {**days, **changed})
        return aside

    def convert(self, days: Days) -> None:
        """A new file in the place of one of an earlier version, which held these days."""
        self._write(None, days)

    def older(self) -> OlderRecord | None:
        """What a file of an earlier version holds; None if it is none. Raises RecordFailed for a later."""
        try:
            return read_older(self._disk.read(self.file) or b"")
        except TooNew:
            raise RecordFailed(
                "Le journal {file} vient d’une version plus récente de Halte. Mettez Halte à jour.",
                file=self.file,
            ) from None

    def _write(self, old: Path | None, changed: Days) -> None:
        rebuild_file(self._disk, self.file, lambda new: log.write(new, old, changed))


def _recent_lengths(db: sqlite3.Connection) -> Counter[int]:
    newest = log.newest(db)
    return log.lengths(db, newest - RECENT) if newest else Counter()


def _ours(image: bytes, days: Days) -> bool:
    """A damaged file still bears our mark or holds a visit; a power cut leaves it empty or full of zeros."""
    marked = image[68:72] == APPLICATION.to_bytes(4, "big")
    tables = any(word in image.lower() for word in (b"create table visits", b"create table topics"))
    return marked or tables or bool(days) or not any(image[:16])


def _not_ours(file: Path) -> RecordFailed:
    return RecordFailed(
        "Le fichier {file} n’est pas un journal Halte. Déplacez-le, ou choisissez un autre dossier"
        " avec --data.",
        file=file,
    )
