"""The visitor's part of the journey's table: what a touch, the time, the queue and the van bring about. Pure.

Times are seconds on any steady clock.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.touchscreen.journey.effects import PrintSheet, TakeTicket, Wish
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
    OnPaper,
    OpenFamily,
    Priority,
    PutOnPaper,
    StopIs,
    Tick,
    Took,
    Touched,
    Turn,
)
from kiosk.touchscreen.journey.state import Aid, Aids, Journey, Screen, Transition, Why, go, journey

STUCK = 8.0
"""Seconds after which a ticket that is not durable is given up: a disk that hangs must not hang the kiosk."""


def touch(at: Journey, given: Touched, now: float) -> Transition:
    return Transition(replace(at, touched=now, asking=False))


def give_up(at: Journey, given: Tick, now: float) -> Transition:
    """Wait no longer for a ticket that is not durable after `STUCK` seconds."""
    return go(at, Screen.FAILSAFE, now, why=Why.SLOW) if now - at.touched >= STUCK else Transition(at)


def choose(at: Journey, given: Choose, now: float) -> Transition:
    return _take(at, Wish(given.topic, at.priority, given.help), now)


def _take(at: Journey, wish: Wish, now: float) -> Transition:
    taking = TakeTicket(wish, at.aids.language)
    return go(at, Screen.TAKING, now, taking, number=None, wish=None, help=wish.help)


def open_family(at: Journey, given: OpenFamily, now: float) -> Transition:
    return go(at, Screen.FAMILY, now, page=0, family=given.family)


def all_families(at: Journey, given: Leave, now: float) -> Transition:
    return go(at, Screen.TILES, now, page=0)


def turn(at: Journey, given: Turn, now: float) -> Transition:
    return go(at, at.screen, now, page=(at.page + 1) % max(1, given.pages))


def priority(at: Journey, given: Priority, now: float) -> Transition:
    return go(at, at.screen, now, priority=not at.priority)


def switch(at: Journey, given: Help, now: float) -> Transition:
    # Another size makes other pages: begin at the first.
    aids = replace(at.aids, on=at.aids.on ^ {given.aid})
    if Aid.SPOKEN not in aids.on:  # who does not listen has no voice of their own
        aids = Aids(aids.language, aids.on)
    return go(at, at.screen, now, page=0, aids=aids)


def language(at: Journey, given: Language, now: float) -> Transition:
    at = replace(at, aids=replace(at.aids, language=given.code), page=0)
    screen = _waiting_screen(at)
    return go(at, screen, now, wish=at.wish if screen is Screen.PLEASE_WAIT else None)


def back(at: Journey, given: Leave, now: float) -> Transition:
    """To what this visitor waits for, from where one sets how one listens, or has read something."""
    return go(at, _waiting_screen(at), now, page=0)


def _waiting_screen(at: Journey) -> Screen:
    if at.number is not None:
        return Screen.TICKET
    if not at.open:
        return Screen.CLOSED
    return Screen.PLEASE_WAIT if at.wish else Screen.TILES


def took(at: Journey, given: Took, now: float) -> Transition:
    return go(at, Screen.TICKET, now, number=given.number, ahead=given.ahead, paper=given.paper)


def not_taken(at: Journey, given: NotTaken, now: float) -> Transition:
    return go(at, Screen.FAILSAFE if at.open else Screen.CLOSED, now, why=given.why, help=False)


def not_yet(at: Journey, given: NotYet, now: float) -> Transition:
    return go(at, Screen.PLEASE_WAIT if at.open else Screen.CLOSED, now, wish=given.wish if at.open else None)


def free(at: Journey, given: Free, now: float) -> Transition:
    """The ticket that was wished for; else the tiles, for a visitor who may still be there."""
    if at.wish is None:
        return again(at, given, now)
    return _take(at, at.wish, now)


def again(at: Journey, given: Leave | Free, now: float) -> Transition:
    """Another try, in the visitor's own language and size."""
    anew = journey(at.usual, now, open_=at.open)
    return Transition(replace(anew, aids=at.aids, priority=at.priority, page=at.page))


def put_on_paper(at: Journey, given: PutOnPaper, now: float) -> Transition:
    return go(at, at.screen, now, PrintSheet(at.screen.value, at.aids.language))


def no_paper(at: Journey, given: NoPaper, now: float) -> Transition:
    return go(at, at.screen, now, paper=False) if given.number == at.number else Transition(at)


def on_paper(at: Journey, given: OnPaper, now: float) -> Transition:
    """The patience goes on as it was: nobody has touched anything."""
    return Transition(replace(at, paper=True) if given.number == at.number else at)


def note_stop(at: Journey, given: StopIs, now: float) -> Transition:
    """The screen stays, for somebody may still read it; the journey ends on the right one."""
    return Transition(replace(at, open=given.open))


def opens(at: Journey, given: StopIs, now: float) -> Transition:
    return _start_again(at, Screen.TILES, now) if given.open else note_stop(at, given, now)


def closes(at: Journey, given: StopIs, now: float) -> Transition:
    return note_stop(at, given, now) if given.open else _start_again(at, Screen.CLOSED, now)


def _start_again(at: Journey, screen: Screen, now: float) -> Transition:
    return go(at, screen, now, open=screen is Screen.TILES, page=0, priority=False, wish=None)


def broken(at: Journey, given: Broken, now: float) -> Transition:
    """Nothing of a code that was being typed stays, nor of what somebody wanted."""
    typed = {"typed": "", "chosen": "", "differs": False, "said": ""}
    return go(at, Screen.FAILSAFE, now, wish=None, help=False, **typed)
