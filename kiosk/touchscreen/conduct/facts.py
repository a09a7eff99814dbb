"""What the screens are told of the van, gathered anew for each of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from assets.wording import wording
from kiosk import desks
from kiosk.queue import State, Status
from kiosk.settings import Settings
from kiosk.touchscreen.conduct.service_state import installed, lines
from kiosk.touchscreen.conduct.van_port import VanPort
from kiosk.touchscreen.content.parts import CalledNumber, Facts, NoticeFacts, PairedDisplay
from kiosk.touchscreen.journey.effects import LookAtDisk
from kiosk.touchscreen.journey.state import Aid, Journey
from kiosk.wait import estimate
from queue_display.messages import Role

log = logging.getLogger(__name__)


def _ahead(state: State, at: Journey) -> int | None:
    """How many will be called before this visitor, as things stand; None once they are called themselves."""
    ticket = state.tickets.get(at.number or 0)
    if ticket is None:
        return at.ahead
    if ticket.status is not Status.WAITING:
        return None
    return sum(other.place < ticket.place for other in state.waiting())


def notice_facts(settings: Settings) -> NoticeFacts:
    """What the notice on data names, where the settings leave it to what is known."""
    notice = settings.notice
    return NoticeFacts(
        notice.who or settings.van,
        settings.years_kept,
        notice.recipients,
        notice.contact or settings.phone,
        settings.report.at_least,
    )


class Teller:
    """`speaks`: whether there is an engine; `aids`: those that make sense on this screen; `changed` is called
    when there is more to tell than the van says by itself.
    """

    def __init__(
        self,
        van: VanPort,
        speaks: Callable[[], bool],
        aids: Callable[[], frozenset[Aid]],
        languages: Sequence[str],
        changed: Callable[[], None],
    ) -> None:
        self._van, self._speaks, self._aids, self._languages = van, speaks, aids, languages
        self._changed = changed
        self._free: int | None = None

    def facts(self, at: Journey) -> Facts:
        settings, state = self._van.settings, self._van.state
        return Facts(
            van=settings.van,
            topics=settings.topics,
            languages=self._languages,
            called=[CalledNumber(t.number, t.desk or 0) for t in state.called()],
            day=self._van.day,
            now=self._van.now().wall,
            phone=settings.phone,
            voice=self._speaks(),
            aids=self._aids(),
            ahead=_ahead(state, at),
            staffed=any(display.role is Role.AGENT for display in self._van.displays),
            prints=self._van.printer.status.paper_expected,
            outlet=settings.printer.outlet,
            wait_at=settings.wait_at,
            first_start=self._van.first_start.offered,
            notice=notice_facts(settings),
            wait=estimate(_ahead(state, at) or 0, self._van.lengths, self._desks()),
            service=lambda: self._service(at),
            displays=self._known,
            findings=lambda: self._van.findings,
        )

    async def look_at_disk(self, effect: LookAtDisk) -> None:
        """Have the service screen tell how much room there is."""
        try:
            self._free = await self._van.free_space()
        except OSError as failure:
            log.warning("the free space is not known: %s", type(failure).__name__)
            self._free = None
        self._changed()

    def _service(self, at: Journey) -> Sequence[str]:
        return lines(self._van, installed(), self._free, wording(at.aids.language))

    def _known(self) -> list[PairedDisplay]:
        connected = {display.identifier for display in self._van.displays}
        paired = self._van.pairings.paired
        return [PairedDisplay(p.identifier, p.name, p.identifier in connected) for p in paired]

    def _desks(self) -> int:
        """Desks of this van that are open: those with a visitor, or with their display connected."""
        served = {ticket.desk for ticket in self._van.state.called()}
        manned = {display.desk for display in self._van.displays}
        return sum(desks.has(desk or 0, self._van.settings.desks) for desk in served | manned)
