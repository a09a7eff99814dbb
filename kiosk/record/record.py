"""The record: the day under way in a small file of its own, the days closed for good in the log.

Each decision makes the file of the day (`halte.day`) anew, whole, before anyone is told of it. Its bytes and
those of the log (`halte.sqlite`) depend on what they hold and on nothing else: the same visits, in whatever
order and whatever happened in between, leave the same bytes. There is no journal, nothing to roll back, and
nothing of a former state in either.

What is on disk, by the state of the stop:

    open, finishing                 day, next number, tickets that wait, are parked or at a desk, what can be
                                    taken back, identifiers of the last commands; the day's counts
    closed, another stop follows    day and next number, so that a day's numbers stay unique across a power
    (Close(day_over=False))         cut between two stops; the day's counts
    closed, day over                nothing: the day's counts have been carried over to the log

To carry a day over is to replace its rows: what the log had of it before is written down first, so that a
kill at any moment, and the same day opened and closed again, count each visit once.

A failed write of a decision changes nothing: `RecordFailed` is raised, and the next decision writes all of it
again. A day that cannot be carried over stays in its file until `retry` succeeds. All work is done on one
thread of the record's own.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from assets.conditions import Condition
from kiosk.clock import Moment
from kiosk.engine import number_after_damage
from kiosk.queue import Decision, State, VisitEnded
from kiosk.record import causes, day_file
from kiosk.record.counts import NOTHING, UNKNOWN, Counts, Days, counted, together
from kiosk.record.day_file import Damaged, DayFile, Pending
from kiosk.record.file import NEW, Disk, Held, Lock, remove_file, replace_file
from kiosk.record.log import LogDamaged
from kiosk.record.log_file import LogFile, RecordFailed

DAY_FILE = "halte.day"
LOCK = "halte.lock"

_log = logging.getLogger(__name__)
T = TypeVar("T")


class RecordInUse(RecordFailed):
    """A kiosk that runs has the folder."""


def read_days(data: Path) -> Days:
    """The counted visits in the folder `data`, today's with them; reads only, also while the kiosk runs.

    Raises RecordFailed where the folder does not exist, or a file cannot be read or is damaged.
    """
    if not data.is_dir():
        raise RecordFailed(
            "Le dossier {folder} n’existe pas. Indiquez le dossier des données avec --data.", folder=data
        )
    log = LogFile(data)
    try:
        # In this order: a day that is carried over meanwhile is then read from its own file.
        pending = day_file.read(Disk().read(data / DAY_FILE)).pending
        before = {**log.days(), **{day: p.before for day, p in pending.items() if p.before is not None}}
    except OSError as error:
        raise _cannot_read(log.file, error) from error
    except (Damaged, LogDamaged):
        raise RecordFailed(
            "Le journal {file} est endommagé, ou d’une version plus ancienne. Démarrez la borne : elle garde"
            " ce qui est lisible.",
            file=log.file,
        ) from None
    return dict(sorted(together(before, {day: p.counts for day, p in pending.items()}).items()))


def _cannot_read(file: Path, error: OSError) -> RecordFailed:
    return RecordFailed(
        "Impossible de lire {file} ({cause}). Vérifiez les droits et le disque.",
        file=file,
        cause=error.strerror or type(error).__name__,
    )


class Record:
    """The one writer of the day's file: open it, `load` once, `save` each decision before telling of it."""

    def __init__(self, data: Path, lock: Lock, disk: Disk) -> None:
        self.data = data
        self.trouble = Condition()
        """Why the record cannot be written; nothing when all is well."""
        self.notice = Condition()
        """What became of a file that was damaged, or of an earlier version."""
        self.lengths: Mapping[int, int] = Counter()
        """Visits so far by whole minutes: those of the log once `learn` has read it, and all since."""
        self._file = data / DAY_FILE
        self._lock = lock
        self._disk = disk
        self._log = LogFile(data, disk)
        self._log_lengths: Counter[int] = Counter()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="record")
        self._writer = day_file.Writer()
        self._state = State(date.min)
        self._pending: dict[date, Pending] = {}

    @classmethod
    def open(cls, data: Path, disk: Disk | None = None) -> Record:
        """Take the folder `data`, made where missing, for this process alone. Raises RecordFailed."""
        try:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            return cls(data, Lock(data / LOCK), disk or Disk())
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

        Of the log only a few rows are read, found by their key. A damaged file is set aside under a new name,
        and what can be read of it is kept; one of an earlier version is converted. Raises RecordFailed where
        a file is not Halte's, or the folder cannot be written.
        """
        try:
            return self._run(lambda: self._load(now))
        except OSError as error:
            raise _cannot_read(self._file, error) from error

    async def save(self, before: State, decision: Decision) -> None:
        """Return once the decision, taken in state `before`, would survive a power cut.

        Raises RecordFailed, and then nothing is changed.
        """
        await self._on_thread(self._save, decision)

    async def retry(self) -> None:
        """Write again what could not be written. Raises RecordFailed while it still fails."""
        await self._on_thread(self._retry)

    async def counted(self, day: date) -> int:
        """Finished visits of a day. Raises RecordFailed."""
        return await self._on_thread(self._counted, day)

    async def learn(self) -> None:
        """Read from the log how long visits take. Raises RecordFailed."""
        await self._on_thread(self._learn)

    def newest(self) -> date | None:
        """The latest day with a visit in the log; None also where it cannot be read. Not for the loop."""
        return self._run(self._newest)

    def days(self) -> Days:
        """The counted visits as they are on disk. Not for the event loop. Raises RecordFailed."""
        return read_days(self.data)

    def close(self) -> None:
        """Finish what is being written and let the folder go; a second call does nothing."""
        self._thread.shutdown()
        self._lock.release()

    def _run(self, work: Callable[[], T]) -> T:
        return self._thread.submit(work).result()

    async def _on_thread(self, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    # --- On the record's thread: at the start ------------------------------------------------------

    def _load(self, now: Moment) -> State:
        for file in (self._file, self._log.file):
            self._disk.remove(file.with_name(file.name + NEW))
        there = self._disk.read(self._file)
        self._make_log_good(there is None)
        found = self._day_file(there if there is not None else self._disk.read(self._file), now.day)
        self._pending = dict(found.pending)
        state = found.state or State(now.day)
        self._state = replace(state, visits_today=self._known(state.day))
        self._write(self._state, self._pending)
        return self._state

    def _make_log_good(self, nothing_under_way: bool) -> None:
        """Convert a log of an earlier version; set a damaged one aside. One that cannot be read is left."""
        try:
            self._log.newest()
        except LogDamaged:
            if older := self._log.older():
                if older.state and nothing_under_way:
                    self._write(older.state, {})
                self._log.convert(older.days)
                self.notice = Condition("record_converted")
            else:
                self.notice = causes.damaged(self._log.rescue({}).name)
        except OSError as error:
            self.trouble = causes.not_written(error)

    def _day_file(self, content: bytes | None, today: date) -> DayFile:
        try:
            return day_file.read(content)
        except Damaged:
            found = day_file.salvaged(content or b"")
            self.notice = Condition("day_damaged")
            _log.warning("the file of the day was damaged")
            if found.state:
                return found
            visits = self._known(today) + found.pending.get(today, Pending(NOTHING)).counts.visits
            return replace(found, state=State(today, next_number=number_after_damage(visits)))

    def _known(self, day: date) -> int:
        """Visits of a day: in the log, and not there yet."""
        pending = self._pending.get(day, Pending(NOTHING))
        try:
            before = self._log.day(day) if pending.before is None else pending.before
        except (OSError, LogDamaged):
            before = NOTHING
        return (before + pending.counts).visits

    def _counted(self, day: date) -> int:
        return self._known(day)

    def _newest(self) -> date | None:
        try:
            return self._log.newest()
        except (OSError, LogDamaged):
            return None

    def _learn(self) -> None:
        try:
            self._log_lengths = self._log.lengths()
        except OSError as error:
            raise self._failed(error) from error
        except LogDamaged:
            _log.warning("the log is damaged; it is set aside when the day is carried over")
        self._add_up()

    def _add_up(self) -> None:
        lengths = Counter(self._log_lengths)
        for pending in self._pending.values():
            lengths.update(
                {minutes: n for minutes, n in pending.counts.minutes.items() if minutes != UNKNOWN}
            )
        self.lengths = lengths

    # --- On the record's thread: each decision -----------------------------------------------------

    def _save(self, decision: Decision) -> None:
        ended = [event for event in decision.events if isinstance(event, VisitEnded)]
        pending = _with_visits(self._pending, ended) if ended else self._pending
        self._write(decision.state, pending)
        self._state, self._pending = decision.state, pending
        if ended:
            self._add_up()
        self._carry_over()

    def _write(self, state: State, pending: Mapping[date, Pending]) -> None:
        """Make the file of the day what is given. Raises RecordFailed."""
        content = self._writer.written(state, pending)
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            if content is not None:
                replace_file(self._disk, self._file, content, state.day)
            elif self._file.exists():
                remove_file(self._disk, self._file)
        except OSError as error:
            raise self._failed(error) from error
        finally:
            self._writer.wipe()
        self.trouble = Condition()

    def _retry(self) -> None:
        if self.trouble:
            self._write(self._state, self._pending)
        self._carry_over()

    # --- On the record's thread: a day closed for good ----------------------------------------------

    def _carry_over(self) -> None:
        """Put the days that are over into the log. What fails is told, and tried again: nothing is lost."""
        due = [day for day in sorted(self._pending) if day != self._state.day or self._state.over]
        try:
            for day in due:
                self._carry_day(day)
        except RecordFailed:
            return
        except OSError as error:
            self._failed(error)

    def _carry_day(self, day: date) -> None:
        with self._log.changing():
            pending = self._pending[day]
            before = self._log_day(day) if pending.before is None else pending.before
            self._note({**self._pending, day: Pending(pending.counts, before)})
            aside = self._log.replace_days({day: before + pending.counts})
            self._note({other: p for other, p in self._pending.items() if other != day})
        if aside:
            self.notice = causes.damaged(aside.name)
        self._log_lengths.update({m: n for m, n in pending.counts.minutes.items() if m != UNKNOWN})
        self._add_up()

    def _log_day(self, day: date) -> Counts:
        try:
            return self._log.day(day)
        except LogDamaged:
            self.notice = causes.damaged(self._log.rescue({}).name)
            return self._log.day(day)

    def _note(self, pending: dict[date, Pending]) -> None:
        self._write(self._state, pending)
        self._pending = pending

    def _failed(self, error: OSError) -> RecordFailed:
        self.trouble = causes.not_written(error)
        _log.error("the record cannot be written: errno %s", error.errno)
        return RecordFailed(self.trouble.sentence, **self.trouble.values)


def _with_visits(pending: Mapping[date, Pending], ended: list[VisitEnded]) -> dict[date, Pending]:
    counts = counted({day: p.counts for day, p in pending.items()}, ended)
    return {
        day: Pending(these, pending[day].before if day in pending else None) for day, these in counts.items()
    }
