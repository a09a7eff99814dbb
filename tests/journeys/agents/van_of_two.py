"""Two consoles and the van's queue between them, in one process: what agents press, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from assets.wording import wording
from kiosk import queue
from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import Refused, State
from kiosk.settings import load
from kiosk.timing import settle
from kiosk.views import VanFacts, agent_view, command
from queue_display import messages
from queue_display.console import model
from queue_display.console.keyboard import controls, keyed
from queue_display.console.model import Asked, Console, InTurn, Press
from queue_display.messages import AnyAsk, Done

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SETTINGS = load(None)
say = wording("fr")


Hand: TypeAlias = Callable[[Console, str, float], tuple[Console, Asked | None]]
"""How an agent presses the button, row or choice of a widget_id, at a moment: the console then, and what is
asked of the kiosk."""


def by_word(console: Console, widget: str, now: float) -> tuple[Console, Asked | None]:
    """AssertionError where it cannot be pressed now."""
    there = {c.id: c.press for c in controls(console, say, now)}
    assert widget in there, (widget, sorted(there))
    return model.pressed(console, there[widget], now)


def by_tab(console: Console, widget: str, now: float) -> tuple[Console, Asked | None]:
    """Tab until the ring is on it, then Enter."""
    for _ in controls(console, say, now):
        console, _ = keyed(console, "tab", say, now)
        if console.ring == widget:
            break
    assert console.ring == widget
    console, presses = keyed(console, "enter", say, now)
    return model.pressed(console, presses[0], now)


@dataclass
class VanOfTwo:
    """Desks 1 and 2. `presses` counts what agents pressed, `visits` what was counted."""

    state: State = field(default_factory=lambda: State(date(2026, 11, 23)))
    consoles: dict[int, Console] = field(default_factory=dict)
    seconds: float = 0.0
    presses: int = 0
    visits: list[queue.VisitEnded] = field(default_factory=list)
    hand: Hand = by_word

    def __post_init__(self) -> None:
        self.consoles = {desk: model.linked(Console(desk), "up", 0.0) for desk in (1, 2)}
        self.show()

    def now(self) -> Moment:
        return Moment(START + timedelta(seconds=self.seconds), self.seconds, "boot")

    # --- What happens -------------------------------------------------------------------------------

    def comes(self, topic: str = "logement") -> None:
        """A visitor at the kiosk."""
        self._do(queue.Take(topic))
        self.show()

    def passes(self, seconds: float) -> None:
        self.seconds += seconds
        due = settle(self.state, self.now())
        if due:
            self._keep(due)
        self.show()

    def breaks(self, desk: int) -> None:
        self.consoles[desk] = model.linked(self.consoles[desk], "lost", self.seconds)

    def mends(self, desk: int) -> None:
        self.consoles[desk] = model.linked(self.consoles[desk], "up", self.seconds)
        self.show()

    # --- What agents press --------------------------------------------------------------------------

    def press(self, desk: int, widget: str) -> None:
        """The button, row or choice of this widget_id; AssertionError where it cannot be pressed now."""
        self.carry_out(desk, self.begin(desk, widget))

    def begin(self, desk: int, widget: str) -> Asked | None:
        """Press without the kiosk hearing of it yet: the other desk may press meanwhile."""
        self.seconds += 1  # what begins or ends a visit settles
        self.presses += 1
        self.consoles[desk], asked = self.hand(self.consoles[desk], widget, self.seconds)
        return asked

    def key(self, desk: int, *names: str) -> None:
        """Keys, by Kivy's names."""
        for name in names:
            self.seconds += 1
            self.consoles[desk], presses = keyed(self.consoles[desk], name, say, self.seconds)
            for press in presses:
                self.carry_out(desk, self._pressed(desk, press))

    def _pressed(self, desk: int, press: Press) -> Asked | None:
        self.presses += 1
        self.consoles[desk], asked = model.pressed(self.consoles[desk], press, self.seconds)
        return asked

    def carry_out(self, desk: int, asked: Asked | None) -> None:
        if asked is None:
            return
        refused = ""
        for step in asked.steps if isinstance(asked, InTurn) else (asked,):
            refused = refused or self._ask(desk, step)
        number = max(self.state.tickets, default=0)
        done = Done("identifier", refused, number=number)
        self.consoles[desk] = model.answered(self.consoles[desk], done, self.seconds)
        self.show()

    def _ask(self, desk: int, ask: AnyAsk) -> str:
        if self.consoles[desk].link != "up":
            return messages.NOT_SENT
        try:
            self._do(command(ask, desk))
        except Refused as no:
            return no.reason.name.lower()
        return ""

    def _do(self, told: queue.Command) -> None:
        self._keep(decide(self.state, told, self.now()))

    def _keep(self, decision: queue.Decision) -> None:
        self.state = decision.state
        self.visits += [e for e in decision.events if isinstance(e, queue.VisitEnded)]

    def show(self) -> None:
        """Each console that has a link gets its view."""
        for desk, console in self.consoles.items():
            if console.link == "up":
                view = agent_view(VanFacts(SETTINGS, self.state, self.now(), desk=desk))
                self.consoles[desk] = model.seen(console, view, self.seconds)

    # --- What is so ---------------------------------------------------------------------------------

    def at(self, desk: int) -> int:
        """The number at a desk, by its own console and by the queue alike; 0 if there is none."""
        mine = self.consoles[desk].mine
        theirs = self.state.at_desk(desk)
        number = mine.number if mine else 0
        assert number == (theirs.number if theirs else 0) or not self.consoles[desk].fresh
        return number

    def line(self) -> list[int]:
        return [t.number for t in self.state.line()]

    def told(self, desk: int) -> str:
        return model.trouble(self.consoles[desk], self.seconds)


def opened(visitors: int, hand: Hand = by_word) -> VanOfTwo:
    """A stop that desk 1 has opened, with so many who wait."""
    van = VanOfTwo(hand=hand)
    van.press(1, "open")
    for _ in range(visitors):
        van.comes()
    van.presses = 0
    return van


def without_identifiers(state: State) -> State:
    return replace(state, applied=())
