"""The log's file in a data folder: found, read, changed whole; an earlier one or a damaged one made good."""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from assets.conditions import Condition
from assets.errors import Trouble
from assets.files import BEGINNING, NEW, Disk, rebuild_file, remove_file, set_aside
from kiosk.queue import State
from kiosk.record import causes, log
from kiosk.record.counts import NOTHING, Counts, Days
from kiosk.record.day_file import TooNew
from kiosk.record.lock import Held, Lock
from kiosk.record.log import APPLICATION, FILE, LogDamaged
from kiosk.record.older import read_older
from kiosk.record.rescue import days_in, without_tickets

LOCK = "halte.sqlite.lock"
"""Held by whoever changes the log: the kiosk as it closes a day, or a command."""

PATIENCE = 4.0
"""Seconds that whoever has the lock is waited for: a log of a million visits is written in two."""

SQLITE = sqlite3.sqlite_version
"""The version of SQLite in use."""

NO_DAYS: Days = MappingProxyType({})

RECENT = timedelta(days=365)
"""How far back visits tell how long a visit usually takes."""

_log = logging.getLogger(__name__)
T = TypeVar("T")


class RecordFailed(Trouble):
    """The record cannot be read or written; the sentence says what is wrong and what to do."""


class LogTooNew(RecordFailed):
    """The file is of a later version of Halte."""


@dataclass(frozen=True, slots=True)
class Readable:
    """What can be read of a file that is no whole log of this version."""

    days: Days
    state: State | None = None  # of the stop that an earlier version had in it
    image: bytes | None = None  # the bytes, where they are damaged


class LogFile:
    """Every method reads the file as it is at that moment. Raises OSError; LogDamaged where it is no log."""

    def __init__(self, data: Path, disk: Disk | None = None) -> None:
        self.file = data / FILE
        self._disk = disk or Disk()

    @classmethod
    def of(cls, file: Path) -> LogFile:
        """A log under another name, such as one set aside; to be read."""
        log = cls(file.parent)
        log.file = file
        return log

    @classmethod
    def there(cls, data: Path) -> LogFile:
        """That of a folder which exists. Raises RecordFailed."""
        if not data.is_dir():
            raise RecordFailed(
                "Le dossier {folder} n’existe pas. Indiquez le dossier des données avec --data.", folder=data
            )
        return cls(data)

    def day(self, day: date) -> Counts:
        return self._read(lambda db: log.of_day(db, day), NOTHING)

    def days(self, span: log.Span | None = None) -> Days:
        return self._read(lambda connection: log.of_all(connection, span), {})

    def readable_days(self, span: log.Span | None = None) -> Days:
        """As `days`, for a command: raises RecordFailed where it cannot be read or is no whole log."""
        try:
            return self.days(span)
        except OSError as error:
            raise cannot_read(self.file, error) from error
        except LogDamaged:
            self.readable()  # raises where it is no log at all
            raise is_damaged(self.file) from None

    def whole_days(self) -> Days:
        """As `days`, also of an earlier version. Raises LogDamaged, LogTooNew, RecordFailed."""
        try:
            return self.days()
        except LogDamaged:
            if (found := self.readable()).image is not None:
                raise
            return found.days

    def newest(self, before: date | None = None) -> date | None:
        return self._read(lambda db: log.newest(db, before), None)

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
        """Nobody else changes the log meanwhile; what one left who was killed at it is gone."""
        try:
            lock = Lock(self.file.with_name(LOCK), patience=PATIENCE)
        except Held:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY)) from None
        try:
            self._disk.remove(self.file.with_name(self.file.name + NEW))
            yield
        finally:
            lock.release()

    def replace_days(self, changed: Days, since: date = date.min) -> Condition:
        """Make these days what they are there, and forget those before `since`; wholly or not at all, call it
        while `changing`.

        Returns what else became of the file, as `renew` does. Raises RecordFailed as `readable`.
        """
        try:
            self._write(self.file if self.file.exists() else None, changed, since)
        except LogDamaged:
            return self.renew(self.readable(), changed)
        return Condition()

    def readable(self) -> Readable:
        """What can be read of a file that is no whole log of this version.

        Raises RecordFailed where it is of a later version, or no log at all.
        """
        image = self._disk.read(self.file) or b""
        try:
            older = read_older(image)
        except TooNew:
            raise too_new(self.file) from None
        if older:
            return Readable(older.days, older.state)
        days = days_in(image)
        if not _ours(image, days):
            raise _not_ours(self.file)
        return Readable(days, image=image)

    def renew(self, found: Readable, changed: Days = NO_DAYS) -> Condition:
        """A new log of what could be read of the file and of these days; returns what became of the file.

        One of an earlier version is replaced, a damaged one is set aside first. Call it while `changing`.
        """
        notice = Condition("record_converted")
        if found.image is not None:
            notice = causes.damaged(self._set_aside(found.image, max(found.days, default=BEGINNING)).name)
        self._write(None, {**found.days, **changed})
        return notice

    def write_whole(self, days: Days) -> None:
        """Have the log be of these days and no others. Call it while `changing`, where others may write."""
        self._write(None, days)

    def keep_aside(self) -> Path | None:
        """Keep the file as it is under another name, which is returned; None where there is none."""
        image = self._disk.read(self.file)
        if image is None:
            return None
        return set_aside(
            self._disk, self.file, without_tickets(image), max(days_in(image), default=BEGINNING)
        )

    def _set_aside(self, image: bytes, newest: date) -> Path:
        aside = set_aside(self._disk, self.file, without_tickets(image), newest)
        _log.warning("a damaged log was set aside as %s", aside.name)
        return aside

    def asides(self) -> dict[Path, Days]:
        """The files set aside, and what can be read of each: perhaps nothing."""
        return {file: days_in(self._aside(file)) for file in sorted(self.file.parent.glob(f"{FILE}.aside-*"))}

    def _aside(self, file: Path) -> bytes:
        try:
            return self._disk.read(file) or b""
        except OSError:  # not ours to read, or a folder
            return b""

    def remove_asides(self, before: date) -> None:
        """Have those gone that hold a day before that, as a whole: what could be read was taken over then."""
        for file, days in self.asides().items():
            if any(day < before for day in days):
                remove_file(self._disk, file)

    def _write(self, old: Path | None, changed: Days, since: date = date.min) -> None:
        try:
            rebuild_file(self._disk, self.file, lambda new: log.write(new, old, changed, since))
        except LogDamaged as error:
            if old is None:  # not the old file's fault
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from error
            raise


def _recent_lengths(db: sqlite3.Connection) -> Counter[int]:
    newest = log.newest(db)
    return log.lengths(db, max(newest, date.min + RECENT) - RECENT) if newest else Counter()


def _ours(image: bytes, days: Days) -> bool:
    """A damaged file still bears our mark or holds a visit; a power cut leaves it empty or full of zeros."""
    marked = image[68:72] == APPLICATION.to_bytes(4, "big")
    tables = any(word in image.lower() for word in (b"create table visits", b"create table topics"))
    return marked or tables or bool(days) or not any(image[:16])


def is_damaged(file: Path) -> RecordFailed:
    return RecordFailed(
        "Le journal {file} est endommagé, ou d’une version plus ancienne. Démarrez la borne : elle garde"
        " ce qui est lisible.",
        file=file,
    )


def cannot_read(file: Path, error: OSError) -> RecordFailed:
    """`file` is named where the error does not name one."""
    return RecordFailed(
        "Impossible de lire {file} ({cause}). Vérifiez les droits et le disque.",
        file=error.filename or file,
        cause=error.strerror or type(error).__name__,
    )


def too_new(file: Path) -> LogTooNew:
    return LogTooNew(
        "Le journal {file} vient d’une version plus récente de Halte ; rien n’a changé. Remettez cette"
        " version (sur la borne : sudo make rollback), ou mettez Halte à jour.",
        file=file,
    )


def _not_ours(file: Path) -> RecordFailed:
    return RecordFailed(
        "Le fichier {file} n’est pas un journal Halte. Déplacez-le, ou choisissez un autre dossier"
        " avec --data.",
        file=file,
    )
