"""The visitor's way through the kiosk's screens, as one table. Pure: no clock, window, queue or voice in it.

    step(journey, input, now) -> Next(journey, take)

                  ┌────────────── left alone, or "Terminé" ──────────────┐
                  ▼                                                      │
    closed ◀──▶ tiles ──choose──▶ taking ──took──▶ ticket ───────────────┤
                  ▲ │                │                                   │
                  │ └─languages──┐   └─not taken, or no answer──▶ failsafe ┘
                  └──chosen──────┘        knock ──▶ code ──right──▶ service

    service ◀──▶ pairing ──six digits──┐
       ▲ └─────▶ displays ─▶ display ──┴─▶ carrying out ──▶ answer ─▶ back to service
       └────────────────────────────────────────────────────┘

`TABLE` is the specification: an input that its screen does not list is refused by name (`OutOfPlace`) and
changes nothing. What a visitor has changed (size, contrast, language, ...) is gone when the visitor is.
Times are seconds on any steady clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias

from kiosk.touchscreen import flow_agents as agents
from kiosk.touchscreen.flow_agents import CODE_LENGTH
from kiosk.touchscreen.journey import (
    Aid,
    Aids,
    Answered,
    Back,
    Broken,
    Choose,
    Code,
    Digit,
    Do,
    Done,
    Help,
    Input,
    Journey,
    Knock,
    Language,
    Next,
    NoPaper,
    NotTaken,
    Order,
    OutOfPlace,
    Pick,
    Priority,
    Revoke,
    Screen,
    ShowDisplays,
    ShowLanguages,
    ShowPairing,
    StopIs,
    Take,
    Tick,
    Took,
    Touch,
    Turn,
    go,
    journey,
    leave,
)

__all__ = [
    "CODE_LENGTH",
    "Aid",
    "Aids",
    "Answered",
    "Back",
    "Broken",
    "Choose",
    "Code",
    "Digit",
    "Do",
    "Done",
    "Help",
    "Input",
    "Journey",
    "Knock",
    "Language",
    "Next",
    "NoPaper",
    "NotTaken",
    "Order",
    "OutOfPlace",
    "Pick",
    "Priority",
    "Revoke",
    "Screen",
    "ShowDisplays",
    "ShowLanguages",
    "ShowPairing",
    "StopIs",
    "Take",
    "Tick",
    "Took",
    "Touch",
    "Turn",
    "journey",
    "patience",
    "step",
]

# --- Times ---------------------------------------------------------------------------------------

ANSWER = 20.0
"""Seconds in which a touch keeps the screen, once asked: WCAG 2.1, 2.2.1 asks for at least 20."""

SLOW = 2.0
"""Times the patience with a visitor who has asked for a help, or whose number is not on paper."""

PATIENCE: Mapping[Screen, float] = MappingProxyType(
    {
        Screen.TILES: 40.0,
        Screen.TICKET: 15.0,
        Screen.LANGUAGES: 30.0,
        Screen.CLOSED: 40.0,
        Screen.FAILSAFE: 20.0,
        Screen.CODE: 20.0,
        Screen.SERVICE: 120.0,
        Screen.PAIRING: 120.0,
        Screen.DISPLAYS: 120.0,
        Screen.DISPLAY: 120.0,
        Screen.CARRYING_OUT: 60.0,
        Screen.ANSWER: 120.0,
    }
)
"""Seconds without a touch after which the screen asks. TAKING does not wait for the visitor."""

STUCK = 8.0
"""Seconds after which a ticket that is not durable is given up: a disk that hangs must not hang the kiosk."""


def patience(at: Journey) -> float | None:
    """Seconds until the screen asks; None where there is nothing to go back from."""
    if at.screen not in PATIENCE or (at.screen in (Screen.TILES, Screen.CLOSED) and at.as_found):
        return None
    slow = bool(at.aids.on) or (at.screen is Screen.TICKET and not at.paper)
    return PATIENCE[at.screen] * (SLOW if slow else 1.0)


# --- Steps ---------------------------------------------------------------------------------------


def _touch(at: Journey, given: Touch, now: float) -> Next:
    return Next(replace(at, touched=now, asking=False))


def _tick(at: Journey, given: Tick, now: float) -> Next:
    limit, quiet = patience(at), now - at.touched
    if at.screen is Screen.TAKING and quiet >= STUCK:
        return go(at, Screen.FAILSAFE, now)
    if limit is None or quiet < limit:
        return Next(at)
    return leave(at, given, now) if quiet >= limit + ANSWER else Next(replace(at, asking=True))


def _choose(at: Journey, given: Choose, now: float) -> Next:
    taking = go(at, Screen.TAKING, now, number=None)
    return replace(taking, take=Take(given.topic, at.priority))


def _turn(at: Journey, given: Turn, now: float) -> Next:
    return go(at, at.screen, now, page=(at.page + 1) % max(1, given.pages))


def _priority(at: Journey, given: Priority, now: float) -> Next:
    return go(at, at.screen, now, priority=not at.priority)


def _help(at: Journey, given: Help, now: float) -> Next:
    # Another size makes other pages: begin at the first.
    return go(at, at.screen, now, page=0, aids=replace(at.aids, on=at.aids.on ^ {given.aid}))


def _show_languages(at: Journey, given: ShowLanguages, now: float) -> Next:
    return go(at, Screen.LANGUAGES, now)


def _language(at: Journey, given: Language, now: float) -> Next:
    at = replace(at, aids=replace(at.aids, language=given.code), page=0)
    return go(at, _waiting_screen(at), now)


def _waiting_screen(at: Journey) -> Screen:
    if at.number is not None:
        return Screen.TICKET
    return Screen.TILES if at.open else Screen.CLOSED


def _took(at: Journey, given: Took, now: float) -> Next:
    return go(at, Screen.TICKET, now, number=given.number, ahead=given.ahead, paper=given.paper)


def _not_taken(at: Journey, given: NotTaken, now: float) -> Next:
    return go(at, Screen.FAILSAFE if at.open else Screen.CLOSED, now)


def _no_paper(at: Journey, given: NoPaper, now: float) -> Next:
    return go(at, at.screen, now, paper=False) if given.number == at.number else Next(at)


def _stop_is(at: Journey, given: StopIs, now: float) -> Next:
    at = replace(at, open=given.open)
    if at.screen in (Screen.TILES, Screen.CLOSED) and given.open is not (at.screen is Screen.TILES):
        return go(at, Screen.TILES if given.open else Screen.CLOSED, now, page=0, priority=False)
    return Next(at)


def _broken(at: Journey, given: Broken, now: float) -> Next:
    return go(at, Screen.FAILSAFE, now)


Step: TypeAlias = Callable[[Journey, Any, float], Next]

_ALWAYS: Mapping[type, Step] = {Touch: _touch, Tick: _tick, StopIs: _stop_is, Broken: _broken}
_HELPS: Mapping[type, Step] = {Help: _help, ShowLanguages: _show_languages}
_CHOICES: Mapping[type, Step] = {Choose: _choose, Turn: _turn, Priority: _priority}
_PAGES: Mapping[type, Step] = {ShowPairing: agents.show_pairing, ShowDisplays: agents.show_displays}

TABLE: Mapping[Screen, Mapping[type, Step]] = MappingProxyType(
    {
        Screen.TILES: {**_ALWAYS, **_HELPS, **_CHOICES, Knock: agents.knock},
        Screen.TAKING: {**_ALWAYS, Took: _took, NotTaken: _not_taken},
        Screen.TICKET: {**_ALWAYS, **_HELPS, NoPaper: _no_paper, Done: leave},
        Screen.LANGUAGES: {**_ALWAYS, **_HELPS, Turn: _turn, Language: _language, NoPaper: _no_paper},
        Screen.CLOSED: {**_ALWAYS, **_HELPS, Knock: agents.knock},
        Screen.FAILSAFE: {**_ALWAYS, **_HELPS, Took: _took, Done: leave, Knock: agents.knock},
        Screen.CODE: {**_ALWAYS, Digit: agents.code_digit, Code: agents.code, Done: leave},
        Screen.SERVICE: {**_ALWAYS, **_PAGES, Order: agents.order, Done: leave},
        Screen.PAIRING: {**_ALWAYS, Digit: agents.pairing_digit, Back: agents.back},
        Screen.DISPLAYS: {**_ALWAYS, **_PAGES, Turn: _turn, Pick: agents.pick, Back: agents.back},
        Screen.DISPLAY: {**_ALWAYS, Revoke: agents.revoke, ShowDisplays: agents.show_displays},
        Screen.CARRYING_OUT: {**_ALWAYS, Answered: agents.answered},
        Screen.ANSWER: {**_ALWAYS, **_PAGES, Back: agents.back},
    }
)


def step(at: Journey, given: Input, now: float) -> Next:
    """What becomes of the journey. Raises `OutOfPlace`; the journey passed in is never changed."""
    row = TABLE[at.screen].get(type(given))
    if row is None:
        raise OutOfPlace(at.screen, given)
    return row(at, given, now)
