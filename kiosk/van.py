"""The van's side, put together: queue, record, paper and displays. The window comes on top, in `kiosk.start`.

    touch ──▶ Van.take ──┐
    display ─▶ Van.answer ─▶ QueueService (decide, make durable) ─▶ paper, displays, screen

Nothing here decides anything about the queue; nothing here blocks the event loop.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from assets.conditions import Condition
from assets.findings import Finding
from assets.late import late
from assets.wording import TO_AGENTS, Wording
from kiosk import desks, views
from kiosk.calendar.kept import CalendarFailed, CalendarStop, planning
from kiosk.calendar.taking import CalendarTaker
from kiosk.clock import Clock, Moment
from kiosk.day_end import DayEnd
from kiosk.engine import reseated
from kiosk.first_start import FirstStart
from kiosk.hardware import hardware_number, machine_mark
from kiosk.keys import Keys
from kiosk.links import LinkKeeper
from kiosk.opening import day_of, goes_on, opens_at
from kiosk.pairings import Pairings
from kiosk.paper import ticket_text
from kiosk.parts import Part, Parts
from kiosk.queue import Command, Decision, Limits, Open, Refused, State, Take, TicketTaken
from kiosk.queue_service import QueueService
from kiosk.record.causes import later_day
from kiosk.record.log_file import RecordFailed
from kiosk.record.record import Record
from kiosk.settings import PrinterSettings, Settings
from kiosk.stops import Doors, VanDay, seen, van_day
from kiosk.views import VanFacts
from kiosk.vitals import vitals
from printer.outcome import Outcome
from printer.profiles import UnknownProfile
from printer.status import PaperStatus
from printer.worker import Printer
from queue_display import messages
from queue_display.messages import AnyView, Do, Done, Role
from queue_display.messages.roles import ROLES
from queue_display.network.endpoint import endpoint_of
from queue_display.trust import Trust
from queue_display.windows.vitals import Vital

if TYPE_CHECKING:
    from kiosk.backup.stick import StickBackup
    from kiosk.doctor.machine import Machine
    from kiosk.doctor.van_doctor import VanDoctor
    from kiosk.doctor.van_parts import VanState
    from queue_display.link import Asker, KioskLink

log = logging.getLogger(__name__)

MINUTE = 60.0
"""Seconds between two looks at the clock: for a new day, for the minutes that agents see, for what vouches
for it."""

CHECK_WITHIN = 1.0
"""Seconds that an agent who opens waits for a hardware clock, which answers in a few milliseconds."""


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """A ticket as the visitor sees it. `paper` says how the printing went, once that is known."""

    number: int
    ahead: int
    paper: asyncio.Future[Outcome]


class Van:
    """Everything of the van's side but its window: `run` it in the process's TaskGroup."""

    def __init__(
        self,
        settings: Settings,
        record: Record,
        keys: Keys,
        clock: Clock | None = None,
        backup: StickBackup | None = None,
        machine: Callable[[], Machine] | None = None,
    ) -> None:
        """Reads the record: before the event loop runs. `machine` is what the doctor looks at; without one
        he has nothing to say of it. Raises RecordFailed, BadAddress."""
        self.settings = settings
        self._backup = backup
        self.printer = self._printer(settings.printer)
        self.pairings = Pairings(keys, settings)
        self.first_start = FirstStart(
            settings.service_code, keys.folder, usable=lambda: not keys.trouble, paired=lambda: keys.paired
        )
        self._record = record
        self._clock = clock or Clock()
        self._hardware = hardware_number()
        limits = Limits(frozenset(topic.key for topic in settings.countable), settings.desks)
        state = reseated(record.load(self._clock()), limits)
        self._newest = record.newest()
        self._calendar = CalendarTaker(record.data, settings.stops)
        self._doors = Doors(state.stop)
        self._watchers: list[Callable[[], None]] = []
        self._service = QueueService(state, record, self._clock, limits)
        self._service.listen(self.changed)
        self._links = LinkKeeper(keys, self._new_link, self.changed)
        self._machine = machine
        self._doctor: VanDoctor | None = None  # until he is needed: he is slow to import
        self._checking: asyncio.Future[None] | None = None
        self.parts = Parts(self.changed)
        self._day_end = DayEnd(record, lambda: self.state, self.changed)
        self._asked_turn = asyncio.Lock()  # of the displays: a touch waits for one of their commands at most

    def _printer(self, wanted: PrinterSettings) -> Printer:
        try:
            return Printer(wanted.address, wanted.profile, self.changed, logo=wanted.logo)
        except UnknownProfile:  # known to another version of the library, perhaps: the printer is asked
            log.warning("the printer's profile is not known; it is asked for its model")
            return Printer(wanted.address, "", self.changed, logo=wanted.logo)

    # --- What the screen uses ---------------------------------------------------------------------

    @property
    def state(self) -> State:
        return self._service.state

    @property
    def day(self) -> VanDay:
        """Where the van stands, and which moment of the day it is."""
        return van_day(self.settings.stops, self.state, self.now().wall, self._doors)

    @property
    def lengths(self) -> Mapping[int, int]:
        """Visits so far by whole minutes, for the wait to be reckoned."""
        return self._record.lengths

    @property
    def displays(self) -> tuple[Asker, ...]:
        """The displays that are connected."""
        return self._links.connected

    async def free_space(self) -> int:
        """Bytes left for the data folder. Raises OSError."""
        return (await asyncio.to_thread(shutil.disk_usage, self._record.data)).free

    @property
    def findings(self) -> Sequence[Finding]:
        """What the doctor knows of van and machine, the worst first."""
        return self._called_doctor().findings

    async def examine(self) -> None:
        """Have the doctor look anew: some seconds, on a thread."""
        await asyncio.to_thread(_import_doctor)
        await self._called_doctor().look()

    def now(self) -> Moment:
        return self._clock()

    def watch(self, watcher: Callable[[], None]) -> None:
        """Have `watcher` called, on the event loop, after each change of queue, paper or displays."""
        self._watchers.append(watcher)

    async def take(
        self,
        topic: str,
        priority: bool,
        identifier: str,
        say: Wording = TO_AGENTS,
        *,
        needs_help: bool = False,
    ) -> IssuedTicket:
        """A ticket for a visitor who reads `say`. `identifier` is the touch's own: a touch that arrives
        twice takes one ticket.

        Raises `Refused`, or RecordFailed; then there is no ticket.
        """
        decision = await self._submit(
            Take(topic, priority, self.settings.tickets_a_minute, needs_help), identifier
        )
        return self._printed(decision, say)

    # --- What the displays use --------------------------------------------------------------------

    async def answer(self, asker: Asker, do: Do) -> Done:
        """Carry out what a display asks. A refusal is answered too, not raised."""
        if isinstance(do.ask, messages.PlanStops):
            return await self._take_stops(asker, do.identifier, do.ask)
        try:
            decision = await self._carry_out(asker, do)
        except Refused as refused:
            return Done(do.identifier, refused.reason.name.lower())
        except RecordFailed:
            return Done(do.identifier, messages.FAILED)
        if isinstance(do.ask, messages.Take):
            return Done(do.identifier, number=self._issued(decision, do.ask.on_paper))
        return Done(do.identifier)

    async def _take_stops(self, asker: Asker, identifier: str, ask: messages.PlanStops) -> Done:
        try:
            stops = await asyncio.to_thread(self._calendar.piece, asker.identifier, ask, self._today)
        except CalendarFailed:
            return Done(identifier, messages.FAILED)
        if stops is not None:
            self._plan(stops)
            self.changed()
        return Done(identifier)

    @property
    def _today(self) -> date:
        return self.now().wall.date()

    def _from_stick(self, folder: Path) -> bool:
        """Take the calendar of a stick; whether there was a new one. Not for the event loop. Raises
        CalendarFailed, OSError."""
        stops = self._calendar.from_folder(folder, self._today)
        if stops is not None:
            self._plan(stops)
        return stops is not None

    def _plan(self, stops: Iterable[CalendarStop]) -> None:
        self.settings = planning(self.settings, stops)
        log.info("the calendar of stops is a new one")

    async def _carry_out(self, asker: Asker, do: Do) -> Decision:
        command = views.command(do.ask, asker.desk or 0)
        display = asker.identifier
        if not isinstance(command, Open):
            async with self._asked_turn:
                return await self._submit(command, do.identifier)
        await self.check_clock()  # whether a day may be chosen is asked anew
        async with self._asked_turn:
            decision = await self._submit(
                command, do.identifier, lambda state: opens_at(command, state, self._clock, display)
            )
        self._follow(display)
        return decision

    def hear(self, asker: Asker, clock: datetime) -> None:
        """Note the time of a display that may open the stop; of any other it is not heard."""
        if ROLES[asker.role].may_ask(messages.Open(), asker.desk):
            self._clock.hear(asker.identifier, clock)
            self._follow(asker.identifier)

    def _follow(self, display: str) -> None:
        """Go by the time of `display` if it has the day that an agent opened, and the kiosk has another."""
        if goes_on(self.state, self._clock, display):
            self._clock.take(display)
            log.info("the time is that of a display")
            self.changed()

    def view_for(self, role: Role, desk: int | None = None) -> AnyView:
        """What a display of this role, at this desk, may see now. For a role that does not follow, not for
        the event loop: it reads the disk. Raises RecordFailed then."""
        return views.view_for(role, self._facts(desk))

    # --- Life -------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Serve until cancelled; then what is being printed or written is finished or given up."""
        async with asyncio.TaskGroup() as tasks:
            for part, run in self._kept():
                tasks.create_task(self.parts.keep(part, run))

    def _kept(self) -> Iterator[tuple[Part, Callable[[], Awaitable[None]]]]:
        yield "printer", self.printer.run
        yield "link", self._links.run
        yield "queue", self._service.run
        yield "queue", self._each_minute
        yield "queue", self._day_end.run
        yield "clock", self._watch_clock
        if backup := self._backup:
            yield "backup", lambda: backup.run(self._over, self.changed, brought=self._from_stick)
        yield "doctor", self._have_doctor

    def _over(self) -> bool:
        return self.state.over

    def vitals(self) -> tuple[Vital, ...]:
        """What has to go on answering while it runs."""
        return vitals(self._record, self._service, self._links, self.printer)

    def _new_link(self, trust: Trust) -> KioskLink:
        from queue_display.link import KioskLink

        return KioskLink(
            self.settings.van,
            self.answer,
            self.view_for,
            trust=trust,
            has_desk=lambda desk: desks.has(desk, self.settings.desks),
            interfaces=self.settings.network.interfaces or None,
            on_change=self.changed,
            on_clock=self.hear,
            displays=map(endpoint_of, self.settings.network.displays),
            machine=machine_mark(self._hardware, trust.certificate),
        )

    def changed(self, *_: object) -> None:
        self._doors = seen(self._doors, self.state.stop, self.now().wall)
        self._day_end.look()
        self._links.push()
        for watcher in self._watchers:
            watcher()

    async def _each_minute(self) -> None:
        with suppress(RecordFailed):  # told by the record itself; no wait is said
            await self._record.learn()
        while True:
            try:
                await self._record.retry()
                await self._service.roll()
                self._newest = await asyncio.to_thread(self._record.newest)
            except RecordFailed as failed:
                log.error("%s", type(failed).__name__)
            self.changed()
            await asyncio.sleep(MINUTE)

    async def _watch_clock(self) -> None:
        while True:
            await self.check_clock()
            await asyncio.sleep(MINUTE)

    async def check_clock(self) -> None:
        """Ask what vouches for the clock, on a thread: one at a time, so that a device may hang."""
        before = self._clock.vouched
        if self._checking is None or self._checking.done():
            self._checking = asyncio.ensure_future(asyncio.to_thread(self._clock.check))
        await asyncio.wait([self._checking], timeout=CHECK_WITHIN)
        if self._clock.vouched is not before:
            self.changed()

    async def _submit(
        self, command: Command, identifier: str, at: Callable[[State], Moment] | None = None
    ) -> Decision:
        try:
            return await self._service.submit(command, identifier, at)
        except RecordFailed:
            self.changed()  # the agents are told
            raise

    def _issued(self, decision: Decision, on_paper: bool) -> int:
        """The number of a ticket that an agent took for somebody, who may do without the paper."""
        if on_paper:
            return self._printed(decision, TO_AGENTS).number
        return next(e.number for e in decision.events if isinstance(e, TicketTaken))

    def _printed(self, decision: Decision, say: Wording) -> IssuedTicket:
        taken = next(e for e in decision.events if isinstance(e, TicketTaken))
        now, day = self.now().wall, self.day
        text = ticket_text(taken.number, taken.ahead, now, day.coming, self.settings, say, day.place)
        return IssuedTicket(taken.number, taken.ahead, self.printer.print(text))

    def _facts(self, desk: int | None) -> VanFacts:
        status: PaperStatus = self.printer.status
        now = self.now()
        return VanFacts(
            self.settings,
            self.state,
            now,
            printer=views.health(status.paper.value, status.condition),
            record=views.health("offline" if self._record.trouble else "ok", self._record_condition(now)),
            vouched=self._clock.vouched,
            day=self.day,
            visits=self._record.days,
            machine=self._doctor.machine_findings if self._doctor else (),
            desk=desk,
            day_end=self._day_end.counts,
            board_sound=self._links.board_sound,
        )

    def _not_copied(self) -> Condition:
        return self._backup.condition if self._backup else Condition()

    async def _have_doctor(self) -> None:
        await asyncio.to_thread(_import_doctor)
        await self._called_doctor().run()

    def _called_doctor(self) -> VanDoctor:
        if self._doctor is None:
            from kiosk.doctor.examination import MACHINE_CHECKS
            from kiosk.doctor.machine import Machine
            from kiosk.doctor.van_doctor import VanDoctor

            machine = self._machine() if self._machine else Machine(self._record.data, self.settings)
            checks = MACHINE_CHECKS if self._machine else {}
            self._doctor = VanDoctor(machine, self._doctor_state, self.changed, checks)
        return self._doctor

    def _doctor_state(self) -> VanState:
        from kiosk.doctor.van_parts import VanState

        here = {display.identifier for display in self.displays}
        return VanState(
            "runs",
            self.printer.status,
            self._record_condition(self.now()),
            failing=bool(self._record.trouble),
            displays=tuple((known.name, known.identifier in here) for known in self.pairings.paired),
        )

    def _record_condition(self, now: Moment) -> Condition:
        known = self._record.trouble or self._record.notice or self._later_day(now)
        return known or self._links.condition or self.parts.condition or self._not_copied()

    def _later_day(self, now: Moment) -> Condition:
        """A visit of a day to come warns, and stops nothing."""
        today = day_of(self.state, now)
        return later_day(self._newest) if today and self._newest and self._newest > today else Condition()


def _import_doctor() -> None:
    with late.in_turn():
        import_module("kiosk.doctor.van_doctor")
        import_module("kiosk.doctor.here")  # what `machine` asks: not on the event loop either
