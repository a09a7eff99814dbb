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
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TypeVar

import sqlite_utils

from assets.wording import wording
from kiosk.clock import Moment
from kiosk.engine import SERIES
from kiosk.queue import Decision, State, VisitEnded
from kiosk.record_file import Disk, Held, Lock, replace_file, set_aside
from kiosk.record_read import Found, RecordFailed, read_image
from kiosk.record_rescue import without_tickets
from kiosk.record_schema import APPLICATION, TABLES, VERSION, Visits, state_of, stop_row, ticket_row

__all__ = ["FILE", "Record", "RecordFailed", "Visits", "read_visits"]

FILE = "halte.sqlite"
LOCK = "halte.lock"
BEGINNING = date(2024, 1, 1)
"""The date that a file without any visit bears."""

_log = logging.getLogger(__name__)
_names = count(1)
T = TypeVar("T")
say = wording("fr")  # agents and referents of the van read French; a catalogue may still translate


def read_visits(data: Path) -> list[Visits]:
    """The counted visits in the folder `data`; reads only, also while the kiosk runs.

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
    return sorted_visits(found.visits)


def sorted_visits(visits: Iterable[Visits]) -> list[Visits]:
    return sorted(visits, key=lambda v: (v.day, v.topic, v.minutes or 0))


def _cannot_read(file: Path, error: OSError) -> RecordFailed:
    return RecordFailed(
        "Impossible de lire {file} ({cause}). Vérifiez les droits et le disque.",
        file=file,
        cause=error.strerror or type(error).__name__,
    )


class Record:
    """The one writer of the record. Open it, `load` once, then `save` each decision before telling of it."""

    def __init__(self, data: Path, lock: Lock, disk: Disk) -> None:
        self.data = data
        self.trouble = ""
        """A French sentence while the record cannot be written; empty when all is well."""
        self.notice = ""
        """A French sentence on what was found at the start, such as a file set aside; else empty."""
        self._file = data / FILE
        self._lock = lock
        self._disk = disk
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="record")
        self._db = self._run(_empty)
        self._last = b""  # what this process last read from the file or wrote to it

    @classmethod
    def open(cls, data: Path, disk: Disk | None = None) -> Record:
        """Take the folder `data`, made where missing, for this process alone. Raises RecordFailed."""
        try:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            return cls(data, Lock(data / LOCK), disk or Disk())
        except Held:
            raise RecordFailed(
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

    def visits(self) -> list[Visits]:
        """The counted visits as they are on disk. Not for the event loop. Raises RecordFailed."""
        return read_visits(self.data)

    def close(self) -> None:
        """Finish what is being written and let the folder go; a second call does nothing."""
        try:
            self._run(self._db.close)
        except RuntimeError:  # the thread has ended: closed before
            return
        self._thread.shutdown()
        self._lock.release()

    def _run(self, work: Callable[[], T]) -> T:
        return self._thread.submit(work).result()

    # --- On the record's thread ------------------------------------------------------------------

    def _load(self, now: Moment) -> State:
        image = self._disk.read(self._file)
        self._last = image or b""
        found = read_image(image, self._file)
        try:
            state = state_of(found.stop, found.tickets, found.visits, now.day)
        except (ValueError, TypeError, KeyError):
            found = replace(found, damaged=True, stop=None, tickets=())
        if found.damaged:
            self._set_aside(image or b"")
            state = _clear_of_numbers(found, now)
        self._fill(found.visits, state)
        self._publish()
        return state

    def _fill(self, visits: Iterable[Visits], state: State) -> None:
        rows = [(v.day.isoformat(), v.topic, v.minutes or 0, v.count) for v in visits]
        with self._db.atomic():
            self._db.conn.executemany("insert into visits values (?, ?, ?, ?)", rows)
            if row := stop_row(state):
                self._db.table("stop").insert(row)
            self._db.table("tickets").insert_all(map(ticket_row, state.tickets.values()))

    def _save(self, before: State, decision: Decision) -> None:
        kept = self._db.conn.serialize()
        try:
            with self._db.atomic():
                _apply(self._db, before, decision)
            self._publish()
        except BaseException:
            self._db.conn.deserialize(kept)
            _forget_what_leaves(self._db)
            raise

    def _retry(self) -> None:
        if self.trouble:
            self._publish()

    def _publish(self) -> None:
        """Make the file what the database is. Raises RecordFailed."""
        image = image_of(self._db)
        try:
            self._keep_foreign()
            replace_file(self._disk, self._file, image, self._day())
        except OSError as error:
            raise self._failed(error) from error
        self._last = image
        self.trouble = ""

    def _keep_foreign(self) -> None:
        """A file that is not the one last seen was put there by someone else: keep it beside ours."""
        there = self._disk.read(self._file)
        if there is not None and there != self._last:
            self._set_aside(there)

    def _set_aside(self, image: bytes) -> None:
        aside = set_aside(self._disk, self._file, without_tickets(image), self._day())
        self._last = image
        self.notice = say(
            "Le journal était endommagé. Le fichier est gardé sous le nom {name} ; ce qui est lisible a été"
            " repris.",
            name=aside.name,
        )
        _log.warning("a damaged record was set aside as %s", aside.name)

    def _failed(self, error: OSError) -> RecordFailed:
        failed = RecordFailed(
            "Impossible d’enregistrer ({cause}). Vérifiez le disque de la borne.",
            cause=error.strerror or type(error).__name__,
        )
        self.trouble = str(failed)
        _log.error("the record cannot be written: errno %s", error.errno)
        return failed

    def _day(self) -> date:
        newest = self._db.execute("select max(day) from visits").fetchone()[0]
        return date.fromisoformat(newest) if newest else BEGINNING


def _clear_of_numbers(found: Found, now: Moment) -> State:
    """The state after damage: as read where it could be; else closed, with numbers not given before."""
    try:
        if found.stop:
            return state_of(found.stop, found.tickets, found.visits, now.day)
    except (ValueError, TypeError, KeyError):
        pass
    state = state_of(None, (), found.visits, now.day)
    return replace(state, next_number=(state.visits_today // SERIES + 1) * SERIES + 1)


def _empty() -> sqlite_utils.Database:
    db = sqlite_utils.Database(sqlite3.connect(":memory:", check_same_thread=False))
    _forget_what_leaves(db)
    db.execute(f"pragma application_id = {APPLICATION}")
    db.execute(f"pragma user_version = {VERSION}")
    for table in TABLES.split(";\n"):
        if table.strip():
            db.execute(table)
    return db


def _forget_what_leaves(db: sqlite_utils.Database) -> None:
    """Have SQLite write zeros over what is deleted, so that memory, and a swap file, keep none of it."""
    db.execute("pragma secure_delete = on")


def _apply(db: sqlite_utils.Database, before: State, decision: Decision) -> None:
    after = decision.state
    if stop_row(before) != stop_row(after):
        db.table("stop").delete_where()
        if row := stop_row(after):
            db.table("stop").insert(row)
    for number in before.tickets.keys() - after.tickets.keys():
        db.table("tickets").delete(number)
    changed = [t for n, t in after.tickets.items() if before.tickets.get(n) != t]
    db.table("tickets").upsert_all([ticket_row(t) for t in changed], pk="number")
    for event in decision.events:
        if isinstance(event, VisitEnded):
            _count(db, event)


def _count(db: sqlite_utils.Database, visit: VisitEnded) -> None:
    db.execute(
        "insert into visits values (?, ?, ?, 1)"
        " on conflict (day, topic, minutes) do update set count = count + 1",
        [visit.day.isoformat(), visit.topic, visit.minutes or 0],
    )


def image_of(db: sqlite_utils.Database) -> bytes:
    """The content of `db` as the bytes of a fresh file, which depend on the content alone."""
    name = f"file:/halte-{next(_names)}?vfs=memdb"
    target = sqlite3.connect(name, uri=True)
    try:
        with db.ensure_autocommit_on():
            db.conn.execute("vacuum into ?", [name])
        return target.serialize()
    finally:
        target.close()
