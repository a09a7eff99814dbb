"""The record: the stop that is under way, and how many visits there were; in one SQLite file.

The working database lives in memory. Each decision changes it in one transaction; then its content is
written out anew (`VACUUM INTO`) and takes the place of `halte.sqlite` in one rename. The file is therefore a
function of what is recorded and of nothing else: the same visits, in whatever order and whatever happened in
between, leave the same bytes, after each command and not only at the end. There is no journal, nothing to
roll back, and nothing of a former state in it.

What is on disk, by the state of the stop:

    open, finishing                 day, next number, tickets that wait or are at a desk, identifiers of the
                                    last commands; the counted visits
    closed, another stop follows    day and next number, so that a day's numbers stay unique across a power
    (Close(day_over=False))         cut between two stops; the counted visits
    closed, day over                the counted visits alone

A failed write changes nothing: the database in memory goes back to what it was, `RecordFailed` is raised, and
the next decision, or `retry`, writes all of it again. All work is done on one thread of the record's own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from assets.conditions import Condition
from assets.days import EARLIEST
from kiosk.clock import Moment
from kiosk.queue import Decision, State
from kiosk.record.causes import damaged, not_written, replaced
from kiosk.record.database import Database
from kiosk.record.file import Disk, Held, Lock, replace_file, set_aside
from kiosk.record.read import RecordFailed, RecordInUse, read_image, state_after_damage
from kiosk.record.rescue import without_tickets
from kiosk.record.schema import VisitCount, state_of

FILE = "halte.sqlite"
LOCK = "halte.lock"

_log = logging.getLogger(__name__)
T = TypeVar("T")


def read_visits(data: Path) -> list[VisitCount]:
    """The counted visits in the folder `data`, sorted; reads only, also while the kiosk runs.

    Raises RecordFailed where the folder does not exist, or its file cannot be read or is damaged.
    """
    file = data / FILE
    try:
        if not data.is_dir():
            raise RecordFailed(
                "Le dossier {folder} n’existe pas. Indiquez le dossier des données avec --data.", folder=data
            )
        found = read_image(Disk().read(file), file)
    except OSError as error:
        raise _cannot_read(file, error) from error
    if found.damaged:
        raise RecordFailed(
            "Le journal {file} est endommagé. Démarrez la borne : elle le met de côté et récupère ce qui est"
            " lisible.",
            file=file,
        )
    return list(found.visits)


def _cannot_read(file: Path, error: OSError) -> RecordFailed:
    return RecordFailed(
        "Impossible de lire {file} ({cause}). Vérifiez les droits et le disque.",
        file=file,
        cause=error.strerror or type(error).__name__,
    )


class Record:
    """The one writer of the record. Open it, `load` once, then `save` each decision before telling of it."""

    def __init__(self, data: Path, lock: Lock, disk: Disk, database: Callable[[], Database]) -> None:
        self.data = data
        self.trouble = Condition()
        """Why the record cannot be written; nothing when all is well."""
        self.notice = Condition()
        """Which file has been set aside, once one has."""
        self._file = data / FILE
        self._lock = lock
        self._disk = disk
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="record")
        self._database = self._run(database)
        self._ours: tuple[bytes | None, ...] = ()  # what the file may hold that this process read or wrote

    @classmethod
    def open(
        cls, data: Path, disk: Disk | None = None, database: Callable[[], Database] = Database
    ) -> Record:
        """Take the folder `data` for this process alone; it is made if it is missing. Raises RecordFailed."""
        try:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            return cls(data, Lock(data / LOCK), disk or Disk(), database)
        except Held:
            raise RecordInUse(
                "Une autre borne Halte utilise déjà le dossier {folder}. Fermez-la, ou choisissez un autre"
                " dossier avec --data.",
                folder=data,
            ) from None
        except OSError as error:
            raise RecordFailed(
                "Impossible d’écrire dans le dossier {folder} ({cause}). Vérifiez les droits et le disque, ou"
                " choisissez un autre dossier avec --data.",
                folder=data,
                cause=error.strerror or type(error).__name__,
            ) from error

    def load(self, now: Moment) -> State:
        """The state to go on from; before the event loop runs. `now` gives the day where none is under way.

        A damaged file is set aside under a new name, and what can be read of its visits is kept. Raises
        RecordFailed where the file is not a record, or the folder cannot be written.
        """
        try:
            return self._run(lambda: self._load(now))
        except OSError as error:
            raise _cannot_read(self._file, error) from error

    async def save(self, before: State, decision: Decision) -> None:
        """Return once the decision, taken in state `before`, would survive a power cut.

        Raises RecordFailed, and then nothing is changed.
        """
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._save, before, decision)

    async def retry(self) -> None:
        """Write all of it again, if the last write failed. Raises RecordFailed while it still fails."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._retry)

    def visits(self) -> list[VisitCount]:
        """The counted visits as they are on disk. Not for the event loop. Raises RecordFailed."""
        return read_visits(self.data)

    def forget(self, before: date) -> None:
        """Delete the visits of the days before `before`. Not for the event loop. Raises RecordFailed."""
        self._run(lambda: self._change(lambda: self._database.forget(before)))

    def close(self) -> None:
        """Finish what is being written and release the folder; a second call does nothing."""
        try:
            self._run(self._database.close)
        except RuntimeError:  # the thread has ended: closed before
            return
        self._thread.shutdown()
        self._lock.release()

    def _run(self, work: Callable[[], T]) -> T:
        return self._thread.submit(work).result()

    # --- On the record's thread ------------------------------------------------------------------

    def _load(self, now: Moment) -> State:
        image = self._disk.read(self._file)
        self._ours = (image,)
        found = read_image(image, self._file)
        try:
            state = state_of(found.stop, found.tickets, found.visits, now.day)
        except (ValueError, TypeError, KeyError):
            found = replace(found, damaged=True, stop=None, tickets=())
        if found.damaged:
            self._keep_damaged(image or b"")
            state = state_after_damage(found, now.day)
        self._database.fill(found.visits, state)
        self._publish()
        return state

    def _keep_damaged(self, image: bytes) -> None:
        self.notice = damaged(self._set_aside(image).name)

    def _save(self, before: State, decision: Decision) -> None:
        self._change(lambda: self._database.apply(before, decision))

    def _change(self, change: Callable[[], None]) -> None:
        pages = self._database.pages()
        try:
            change()
            self._publish()
        except BaseException:
            self._database.go_back(pages)
            raise

    def _retry(self) -> None:
        if self.trouble:
            self._publish()

    def _publish(self) -> None:
        """Make the file what the database is. Raises RecordFailed."""
        image = self._database.image()
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            there = self._keep_foreign()
            self._ours = (there, image)  # a write that fails may yet have replaced the file
            replace_file(self._disk, self._file, image, self._day())
        except OSError as error:
            raise self._failed(error) from error
        self._ours = (image,)
        self.trouble = Condition()

    def _keep_foreign(self) -> bytes | None:
        """What the file holds. What this process neither read nor wrote is another's: it is kept aside."""
        there = self._disk.read(self._file)
        if there is None or there in self._ours:
            return there
        self.notice = replaced(self._set_aside(there).name)
        return there

    def _set_aside(self, image: bytes) -> Path:
        aside = set_aside(self._disk, self._file, without_tickets(image), self._day())
        _log.warning("a file in the place of the record was set aside as %s", aside.name)
        return aside

    def _failed(self, error: OSError) -> RecordFailed:
        self.trouble = not_written(error)
        _log.error("the record cannot be written: errno %s", error.errno)
        return RecordFailed(self.trouble.sentence, **self.trouble.values)

    def _day(self) -> date:
        return self._database.newest() or EARLIEST
