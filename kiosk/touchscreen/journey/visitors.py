"""The visitor's part of `flow`'s table: what a touch, the time, the queue and the van bring about. Pure.

Times are seconds on any steady clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kiosk.touchscreen.journey.inputs import (
    Broken,
    Choose,
    Free,
    Help,
    Language,
    Leave,
    NoPaper,
    NotTaken,
    NotYet,
    Priority,
    ShowLanguages,
    StopIs,
    Tick,
    Took,
    Touched,
    Turn,
)
from kiosk.touchscreen.journey.state import Journey, Screen, Transition, Wish, go, journey, leave

ANSWER = 20.0
"""Seconds in which a touch keeps the screen, once asked: WCAG 2.1, 2.2.1 asks for at least 20."""

SLOW = 2.0
"""Times the patience with a visitor who has asked for a help, or whose number is not on paper."""

PATIENCE: Mapping[Screen, float] = MappingProxyType(
    {
        Screen.TILES: 40.0,
        Screen.TICKET: 15.0,
        Screen.PLEASE_WAIT: 70.0,
        Screen.LANGUAGES: 30.0,
        Screen.CLOSED: 40.0,
        Screen.FAILSAFE: 20.0,
        Screen.CODE: 20.0,
        Screen.SERVICE: 120.0,
        Screen.WAITING: 120.0,
        Screen.PAIRING: 120.0,
        Screen.DISPLAYS: 120.0,
        Screen.DISPLAY: 120.0,
        Screen.CARRYING_OUT: 60.0,
        Screen.ANSWER: 120.0,
    }
)
"""Seconds without a touch after which the screen asks. TAKING does not wait for the visitor; PLEASE_WAIT is
over after 60 s, and asks only if a clock stands still."""

STUCK = 8.0
"""Seconds after which a ticket that is not durable is given up: a disk that hangs must not hang the kiosk."""


def patience(at: Journey) -> float | None:
    """Seconds until the screen asks; None where there is nothing to go back from."""
    if at.screen not in PATIENCE or (at.screen in (Screen.TILES, Screen.CLOSED) and at.as_found):
        return None
    slow = bool(at.aids.on) or (at.screen is Screen.TICKET and not at.paper)
    return PATIENCE[at.screen] * (SLOW if slow else 1.0)


def touch(at: Journey, given: Touched, now: float) -> Transition:
    return Transition(replace(at, touched=now, asking=False))


def tick(at: Journey, given: Tick, now: float) -> Transition:
    limit, quiet = patience(at), now - at.touched
    if at.screen is Screen.TAKING and quiet >= STUCK:
        return go(at, Screen.FAILSAFE, now)
    if limit is None or quiet < limit:
        return Transition(at)
    return leave(at, given, now) if quiet >= limit + ANSWER else Transition(replace(at, asking=True))


def choose(at: Journey, given: Choose, now: float) -> Transition:
    taking = go(at, Screen.TAKING, now, number=None)
    return replace(taking, take=Wish(given.topic, at.priority))


def turn(at: Journey, given: Turn, now: float) -> Transition:
    return go(at, at.screen, now, page=(at.page + 1) % max(1, given.pages))


def priority(at: Journey, given: Priority, now: float) -> Transition:
    return go(at, at.screen, now, priority=not at.priority)


def switch(at: Journey, given: Help, now: float) -> Transition:
    # Another size makes other pages: begin at the first.
    return go(at, at.screen, now, page=0, aids=replace(at.aids, on=at.aids.on ^ {given.aid}))


def show_languages(at: Journey, given: ShowLanguages, now: float) -> Transition:
    return go(at, Screen.LANGUAGES, now)


def language(at: Journey, given: Language, now: float) -> Transition:
    at = replace(at, aids=replace(at.aids, language=given.code), page=0)
    screen = _waiting_screen(at)
    return go(at, screen, now, wish=at.wish if screen is Screen.PLEASE_WAIT else None)


def _waiting_screen(at: Journey) -> Screen:
    if at.number is not None:
        return Screen.TICKET
    if not at.open:
        return Screen.CLOSED
    return Screen.PLEASE_WAIT if at.wish else Screen.TILES


def took(at: Journey, given: Took, now: float) -> Transition:
    return go(at, Screen.TICKET, now, number=given.number, ahead=given.ahead, paper=given.paper)


def not_taken(at: Journey, given: NotTaken, now: float) -> Transition:
    return go(at, Screen.FAILSAFE if at.open else Screen.CLOSED, now)


def not_yet(at: Journey, given: NotYet, now: float) -> Transition:
    return go(at, Screen.PLEASE_WAIT if at.open else Screen.CLOSED, now, wish=given.wish if at.open else None)


def free(at: Journey, given: Free, now: float) -> Transition:
    """The ticket that was wished for; else the tiles, for a visitor who may still be there."""
    if at.wish is None:
        return again(at, given, now)
    return replace(go(at, Screen.TAKING, now, wish=None), take=at.wish)


def again(at: Journey, given: Leave | Free, now: float) -> Transition:
    """Another try, in the visitor's own language and size."""
    anew = journey(at.usual, now, open_=at.open)
    return Transition(replace(anew, aids=at.aids, priority=at.priority, page=at.page))


def no_paper(at: Journey, given: NoPaper, now: float) -> Transition:
    return go(at, at.screen, now, paper=False) if given.number == at.number else Transition(at)


def stop_is(at: Journey, given: StopIs, now: float) -> Transition:
    at = replace(at, open=given.open)
    if given.open and at.screen is Screen.CLOSED:
        return go(at, Screen.TILES, now, page=0, priority=False)
    if not given.open and at.screen in (Screen.TILES, Screen.PLEASE_WAIT):
        return go(at, Screen.CLOSED, now, page=0, priority=False, wish=None)
    return Transition(at)


def broken(at: Journey, given: Broken, now: float) -> Transition:
    return go(at, Screen.FAILSAFE, now, wish=None)
