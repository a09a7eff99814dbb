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
import contextlib
import errno
import logging
import os
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from assets.conditions import Condition
from assets.files import NEW, Disk, NotAFile, make_folder, remove_file, replace_file
from kiosk.clock import Moment
from kiosk.engine import first_number
from kiosk.keep import outlived
from kiosk.queue import Decision, State, VisitEnded
from kiosk.record import causes, day_file
from kiosk.record.counts import NOTHING, UNKNOWN, Counts, Days, counted, together
from kiosk.record.day_file import Damaged, DayFile, Pending, TooNew
from kiosk.record.lock import Held, Lock
from kiosk.record.log import LogDamaged, Span
from kiosk.record.log_file import LogFile, Readable, RecordFailed, cannot_read, is_damaged, too_new

DAY_FILE = "halte.day"
LOCK = "halte.lock"

_log = logging.getLogger(__name__)
T = TypeVar("T")


class RecordInUse(RecordFailed):
    """A kiosk that runs has the folder."""


LOOKS = 10
"""How often the folder is looked at anew while a kiosk carries days over at just that moment."""


def read_days(data: Path, span: Span | None = None) -> Days:
    """The counted visits in the folder `data`, or those of a span, today's with them; reads only, also while
    the kiosk runs.

    Raises RecordFailed where the folder does not exist, or a file cannot be read or is damaged.
    """
    log = LogFile.there(data)
    try:
        pending, in_log = _at_one_moment(data / DAY_FILE, log, span)
    except OSError as error:
        raise cannot_read(data / DAY_FILE, error) from error
    before = {**in_log, **{day: p.before for day, p in pending.items() if p.before is not None}}
    return dict(sorted(together(before, {day: p.counts for day, p in pending.items()}).items()))


def _at_one_moment(file: Path, log: LogFile, span: Span | None) -> tuple[Mapping[date, Pending], Days]:
    """What both files hold, while no day goes from one to the other. Raises OSError, RecordFailed."""
    content = Disk().read(file, day_file.LARGEST)
    for _ in range(LOOKS):
        in_log, was = log.readable_days(span), content
        content = Disk().read(file, day_file.LARGEST)
        if content == was:
            break
    try:
        pending = day_file.read(content).pending
    except TooNew:
        raise too_new(file) from None
    except Damaged:
        raise is_damaged(file) from None
    if span:
        pending = {day: one for day, one in pending.items() if span[0] <= day <= span[1]}
    return pending, in_log


class Record:
    """The one writer of the day's file: open it, `load` once, `save` each decision before telling of it."""

    def __init__(self, data: Path, lock: Lock, disk: Disk) -> None:
        self.data = data
        self.notice = Condition()
        """What became of a file that was damaged, or of an earlier version."""
        self.lengths: Mapping[int, int] = Counter()
        """Visits so far by whole minutes: those of the log once `learn` has read it, and all since."""
        self.keep: int | None = None
        self._file = data / DAY_FILE
        self._lock = lock
        self._disk = disk
        self._log = LogFile(data, disk)
        self._unsaved = Condition()  # why the last decision, and so the next, could not be written
        self._kept_back = Condition()  # why the log cannot be read, or takes no day
        self._log_was_there = False
        self._log_lengths: Counter[int] = Counter()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="record")
        self._writer = day_file.Writer()
        self._state = State(date.min)
        self._pending: dict[date, Pending] = {}

    @classmethod
    def open(cls, data: Path, disk: Disk | None = None, keep: int | None = None) -> Record:
        """Take the folder `data`, made where missing, for this process alone. Raises RecordFailed.

        `keep`: months after which a day of the log is forgotten, when another is carried over; None: never.
        """
        try:
            make_folder(data)
            record = cls(data, Lock(data / LOCK), disk or Disk())
            record.keep = keep
            return record
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
            raise cannot_read(self._file, error) from error

    @property
    def trouble(self) -> Condition:
        """Why the record cannot be written, or else the log; nothing when all is well."""
        return self._unsaved or self._kept_back

    async def save(self, before: State, decision: Decision) -> None:
        """Return once the decision, taken in state `before`, would survive a power cut.

        Raises RecordFailed, and then nothing is changed.
        """
        await self._on_thread(self._save, decision)

    async def retry(self) -> None:
        """Write again what could not be written. Raises RecordFailed while no decision can be written; a day
        that the log does not take is told by `trouble`, and keeps nothing from going on."""
        await self._on_thread(self._retry)

    async def counts(self, day: date) -> Counts:
        """The counted visits of a day, as far as they can be read. Raises RecordFailed."""
        return await self._on_thread(self._counts, day)

    async def counted(self, day: date) -> int:
        """Finished visits of a day. Raises RecordFailed."""
        return await self._on_thread(self._known, day)

    async def answer(self) -> None:
        """Return once the record's thread has had a turn: it hangs where the disk does."""
        await self._on_thread(lambda: None)

    async def learn(self) -> None:
        """Read from the log how long visits take, once it has what a cut kept from it. `trouble` tells where
        it cannot be read."""
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
        self._disk.remove(self._file.with_name(self._file.name + NEW))
        there = self._disk.read(self._file, day_file.LARGEST)
        found, damaged = self._found(there)
        if not self._make_log_good_at_start(now.day if there is None else None):
            there = self._disk.read(self._file, day_file.LARGEST)
            found, damaged = self._found(there)
        self._log_was_there = self._log.file.is_file()
        self._pending = dict(found.pending)
        state = found.state or self._new(now.day, damaged)
        self._state = replace(state, visits_today=self._known(state.day))
        self._write(self._state, self._pending, there)
        return self._state

    def _found(self, content: bytes | None) -> tuple[DayFile, bool]:
        """What the file of the day holds, and whether it was damaged."""
        try:
            return day_file.read(content), False
        except TooNew:
            raise too_new(self._file) from None
        except Damaged:
            self.notice = Condition("day_damaged")
            _log.warning("the file of the day was damaged")
            return day_file.salvaged(content or b""), True

    def _new(self, today: date, damaged: bool) -> State:
        """A closed stop, its numbers clear of those that a stop gave whose file was damaged."""
        return State(today, next_number=first_number(self._known(today), forgotten=True) if damaged else None)

    def _make_log_good_at_start(self, today: date | None) -> bool:
        """As `_make_log_good`; where it cannot be read or written it is left, and told."""
        try:
            return self._make_log_good(today)
        except OSError as error:
            self._keep_back(self._cause(error))
            return False

    def _cause(self, error: OSError) -> Condition:
        name = self._log.file.name
        wrong = isinstance(error, NotAFile)
        return causes.unusable(name) if wrong else causes.log_not_taken(name, error)

    def _make_log_good(self, today: date | None = None) -> bool:
        """Convert a log of an earlier version; set a damaged one aside. Returns whether it was good.

        With `today` the stop that was in it becomes the file of the day first; where that is lost, a closed
        one whose numbers are clear of those it gave. Raises OSError, RecordFailed.
        """
        if self._log_answers():
            return True
        with self._log.changing():
            if self._log_answers():
                return True
            found = self._log.readable()
            if today and (state := found.state or _lost(found, today)):
                self._write(state, {})
            became = self._log.renew(found)
        self.notice = self.notice or became  # a damaged day asks for more
        return False

    def _log_answers(self) -> bool:
        try:
            self._log.newest()
        except LogDamaged:
            return False
        return True

    def _known(self, day: date) -> int:
        """Visits of a day."""
        return self._counts(day).visits

    def _counts(self, day: date) -> Counts:
        """Of a day: in the log, and not there yet."""
        pending = self._pending.get(day, Pending(NOTHING))
        try:
            before = self._log.day(day) if pending.before is None else pending.before
        except (OSError, LogDamaged):
            before = NOTHING
        return before + pending.counts

    def _newest(self, before: date | None = None) -> date | None:
        try:
            return self._log.newest(before)
        except (OSError, LogDamaged):
            return None

    def _learn(self) -> None:
        self._carry_over()
        try:
            self._log_lengths = self._log.lengths()
        except OSError as error:
            self._keep_back(self._cause(error))
        except LogDamaged:
            _log.warning("the log is damaged; it is set aside when the day is carried over")
        self._add_up()

    def _add_up(self) -> None:
        lengths = Counter(self._log_lengths)
        for pending in self._pending.values():
            lengths.update(_known_minutes(pending.counts))
        self.lengths = lengths

    # --- On the record's thread: each decision -----------------------------------------------------

    def _save(self, decision: Decision) -> None:
        ended = [event for event in decision.events if isinstance(event, VisitEnded)]
        pending = _with_visits(self._pending, ended) if ended else self._pending
        self._write(decision.state, pending)
        self._state, self._pending = decision.state, pending
        if ended:
            self._add_up()
        if not self._kept_back:  # else `retry` tries again: no touch waits for that
            self._carry_over()

    def _write(self, state: State, pending: Mapping[date, Pending], there: bytes | None = None) -> None:
        """Make the file of the day what is given; it is `there` already. Raises RecordFailed."""
        content = self._writer.written(state, pending)
        try:
            make_folder(self.data)
            if content is not None:
                self._replace(content, there, state.day)
            elif self._file.exists():
                remove_file(self._disk, self._file)
        except OSError as error:
            self._unsaved = causes.not_written(error)
            _log.error("the record cannot be written: errno %s", error.errno)
            raise RecordFailed(self._unsaved.sentence, **self._unsaved.values) from error
        finally:
            self._writer.wipe()
        self._unsaved = Condition()

    def _replace(self, content: bytearray, there: bytes | None, day: date) -> None:
        if len(content) > day_file.LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        if there is None or content != bytearray(there):
            replace_file(self._disk, self._file, content, day)

    def _retry(self) -> None:
        if self._unsaved:
            self._write(self._state, self._pending)
        self._carry_over()

    # --- On the record's thread: a day closed for good ----------------------------------------------

    def _carry_over(self) -> None:
        """Put the days that are over into the log. What fails is told, and tried again: nothing is lost.

        Raises nothing: what was decided is on disk, and goes on whatever becomes of the log.
        """
        if not (self._due() or self._kept_back):
            return
        try:
            if self._log_was_there and not self._log.file.exists():
                return self._keep_back(causes.gone(self._log.file.name))
            self._make_log_good()
            for day in self._due():
                self._carry_day(day)
            self._kept_back = Condition()
        except RecordFailed:
            if not self._unsaved:
                self._keep_back(causes.unusable(self._log.file.name))
        except OSError as error:
            self._keep_back(self._cause(error))
        except Exception as error:
            _log.error("a day is not carried over: %s", type(error).__name__)
            self._keep_back(causes.not_written(OSError()))

    def _due(self) -> list[date]:
        return [day for day in sorted(self._pending) if day != self._state.day or self._state.over]

    def _keep_back(self, why: Condition) -> None:
        self._kept_back = why
        _log.error("the log is not as it should be: %s %s", why.name, why.values.get("number", ""))

    def _carry_day(self, day: date) -> None:
        with self._log.changing():
            pending = self._pending[day]
            if pending.before is None:
                pending = replace(pending, before=self._log_day(day))
                self._note({**self._pending, day: pending})
            after = (pending.before or NOTHING) + pending.counts
            limit = self._first_kept(day)
            self.notice = self._log.replace_days({day: after}, limit) or self.notice
            self._log_was_there = True
            self._note({other: p for other, p in self._pending.items() if other != day})
            with contextlib.suppress(OSError):  # it is tried again with the next day
                self._log.remove_asides(limit)
        self._log_lengths.update(_known_minutes(pending.counts))
        self._add_up()

    def _first_kept(self, closed: date) -> date:
        """The first day that the log is to hold, now that this one goes into it."""
        if not self.keep:
            return date.min
        newest = self._newest()
        other = self._newest(before=closed) if newest == closed else newest
        return outlived(closed, other, self.keep)

    def _log_day(self, day: date) -> Counts:
        try:
            return self._log.day(day)
        except LogDamaged:
            self.notice = self._log.renew(self._log.readable())
            return self._log.day(day)

    def _note(self, pending: dict[date, Pending]) -> None:
        self._write(self._state, pending)
        self._pending = pending


def _known_minutes(counts: Counts) -> dict[int, int]:
    return {minutes: visits for minutes, visits in counts.minutes.items() if minutes != UNKNOWN}


def _lost(found: Readable, today: date) -> State | None:
    """Of a damaged log, which may have had a stop in it."""
    if found.image is None:
        return None
    return State(today, next_number=first_number(found.days.get(today, NOTHING).visits, forgotten=True))


def _with_visits(pending: Mapping[date, Pending], ended: list[VisitEnded]) -> dict[date, Pending]:
    counts = counted({day: p.counts for day, p in pending.items()}, ended)
    return {
        day: Pending(these, pending[day].before if day in pending else None) for day, these in counts.items()
    }
