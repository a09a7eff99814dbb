"""The visitor's way through the kiosk's screens, as one table. Pure: no clock, window, queue or voice in it.

    step(journey, input, now) -> Next(journey, take)

                  ┌────────────── left alone, or "Terminé" ──────────────┐
                  ▼                                                      │
    closed ◀──▶ tiles ──choose──▶ taking ──took──▶ ticket ───────────────┤
                  ▲ │              ▲ │                                   │
                  │ └─languages─┐  │ ├─not yet──▶ please wait ──free──▶ tiles │
                  └──chosen─────┘  └─┼─a wish kept──┘                    │
                                     └─not taken, or no answer──▶ failsafe ┘

    knock ──▶ code ──right──▶ service ◀──▶ displays ──▶ display ──revoke──┐
                               ▲ └─look─▶ waiting ──▶ pairing ──six digits─┤
                               └──────────── answer ◀── carrying out ◀─────┘

`TABLE` is the specification: an input that its screen does not list is refused by name (`OutOfPlace`) and
changes nothing. What a visitor has changed (size, contrast, language, ...) is gone when the visitor is.
Times are seconds on any steady clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from kiosk.touchscreen.journey import agents as agents
from kiosk.touchscreen.journey import visitors as visitors
from kiosk.touchscreen.journey.inputs import (
    Answered,
    Back,
    Broken,
    Choose,
    Code,
    Digit,
    DisplaysFound,
    Free,
    Help,
    Input,
    Knock,
    Language,
    Leave,
    NoPaper,
    NotTaken,
    NotYet,
    Order,
    OutOfPlace,
    Pick,
    Priority,
    Revoke,
    ShowDisplays,
    ShowLanguages,
    ShowPairing,
    StopIs,
    Tick,
    Took,
    Touched,
    Turn,
)
from kiosk.touchscreen.journey.state import Journey, Screen, Transition, leave

Step: TypeAlias = Callable[[Journey, Any, float], Transition]

_ALWAYS: Mapping[type, Step] = {
    Touched: visitors.touch,
    Tick: visitors.tick,
    StopIs: visitors.stop_is,
    Broken: visitors.broken,
}
_HELPS: Mapping[type, Step] = {Help: visitors.switch, ShowLanguages: visitors.show_languages}
_CHOICES: Mapping[type, Step] = {Choose: visitors.choose, Turn: visitors.turn, Priority: visitors.priority}
_OUTCOMES: Mapping[type, Step] = {
    Took: visitors.took,
    NotTaken: visitors.not_taken,
    NotYet: visitors.not_yet,
}
_PAGES: Mapping[type, Step] = {ShowPairing: agents.show_pairing, ShowDisplays: agents.show_displays}

TABLE: Mapping[Screen, Mapping[type, Step]] = MappingProxyType(
    {
        Screen.TILES: {**_ALWAYS, **_HELPS, **_CHOICES, Knock: agents.knock},
        Screen.TAKING: {**_ALWAYS, **_OUTCOMES},
        Screen.PLEASE_WAIT: {**_ALWAYS, **_HELPS, Free: visitors.free, Leave: leave, Knock: agents.knock},
        Screen.TICKET: {**_ALWAYS, **_HELPS, NoPaper: visitors.no_paper, Leave: leave},
        Screen.LANGUAGES: {
            **_ALWAYS,
            **_HELPS,
            Turn: visitors.turn,
            Language: visitors.language,
            NoPaper: visitors.no_paper,
        },
        Screen.CLOSED: {**_ALWAYS, **_HELPS, Knock: agents.knock},
        Screen.FAILSAFE: {
            **_ALWAYS,
            **_HELPS,
            Took: visitors.took,
            Leave: visitors.again,
            Knock: agents.knock,
        },
        Screen.CODE: {**_ALWAYS, Digit: agents.code_digit, Code: agents.code, Leave: leave},
        Screen.SERVICE: {**_ALWAYS, **_PAGES, Order: agents.order, Leave: leave},
        Screen.WAITING: {
            **_ALWAYS,
            **_PAGES,
            Turn: visitors.turn,
            Pick: agents.pick_waiting,
            Back: agents.back,
        },
        Screen.PAIRING: {**_ALWAYS, Digit: agents.pairing_digit, Back: agents.unpick},
        Screen.DISPLAYS: {**_ALWAYS, **_PAGES, Turn: visitors.turn, Pick: agents.pick, Back: agents.back},
        Screen.DISPLAY: {**_ALWAYS, Revoke: agents.revoke, ShowDisplays: agents.show_displays},
        Screen.CARRYING_OUT: {**_ALWAYS, DisplaysFound: agents.found, Answered: agents.answered},
        Screen.ANSWER: {**_ALWAYS, **_PAGES, Back: agents.back},
    }
)


def step(at: Journey, given: Input, now: float) -> Transition:
    """What becomes of the journey. Raises `OutOfPlace`; the journey passed in is never changed."""
    row = TABLE[at.screen].get(type(given))
    if row is None:
        raise OutOfPlace(at.screen, given)
    return row(at, given, now)
