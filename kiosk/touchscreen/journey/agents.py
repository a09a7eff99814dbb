"""The agents' part of the journey's table: code, service screen, and the displays that are trusted. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kiosk.touchscreen.journey.effects import (
    CheckCode,
    ExamineMachine,
    KeepCode,
    LookForDisplays,
    PairDisplay,
    RevokeDisplay,
)
from kiosk.touchscreen.journey.inputs import (
    Answered,
    Back,
    Begin,
    Code,
    CodeKept,
    CodeNotKept,
    Digit,
    DisplaysFound,
    Knock,
    LookedOver,
    LookOver,
    Order,
    Pick,
    Revoke,
    ShowPairing,
)
from kiosk.touchscreen.journey.state import Journey, Screen, Transition, go, leave
from queue_display.pairing.code import PAIRING_DIGITS, SIGNS

SERVICE_DIGITS = 6
"""Of the service screen's code: `knock` comes before each guess. A display's code has a length of its own."""

AFRESH: Mapping[str, Any] = MappingProxyType(
    {"page": 0, "typed": "", "waiting": (), "picked": "", "said": ""}
)
"""What is forgotten of one errand of an agent before the next."""


def knock(at: Journey, given: Knock, now: float) -> Transition:
    return go(at, Screen.CODE, now, typed="", wish=None, help=False)


def code_digit(at: Journey, given: Digit, now: float) -> Transition:
    typed = _typed(at, given)
    if len(typed) < SERVICE_DIGITS:
        return go(at, at.screen, now, typed=typed)
    return go(at, at.screen, now, CheckCode(typed), typed="")


def begin(at: Journey, given: Begin, now: float) -> Transition:
    """Whoever touched the closed screen before, for whatever helps, is gone."""
    return go(leave(at, given, now).journey, Screen.FIRST_START, now)


def choose_digit(at: Journey, given: Digit, now: float) -> Transition:
    """Of the code that is chosen at the first start: typed twice, since nothing shows it."""
    typed = _typed(at, given)
    if len(typed) < SERVICE_DIGITS:
        return go(at, at.screen, now, typed=typed)
    if not at.chosen:
        return go(at, at.screen, now, typed="", chosen=typed, differs=False)
    if typed != at.chosen:
        return go(at, at.screen, now, typed="", chosen="", differs=True)
    return go(at, Screen.CARRYING_OUT, now, KeepCode(typed), typed="", chosen="", differs=False)


def code_kept(at: Journey, given: CodeKept, now: float) -> Transition:
    """On to what the first start is for."""
    return go(at, at.screen, now, LookForDisplays(), **AFRESH)


def code_not_kept(at: Journey, given: CodeNotKept, now: float) -> Transition:
    """Nothing on that screen leads on to the service screen."""
    return go(at, Screen.NOT_BEGUN, now, said=given.said)


def pairing_digit(at: Journey, given: Digit, now: float) -> Transition:
    typed = _typed(at, given)
    if len(typed) < PAIRING_DIGITS:
        return go(at, at.screen, now, typed=typed)
    return go(at, Screen.CARRYING_OUT, now, PairDisplay(at.picked, typed), typed="")


def _typed(at: Journey, given: Digit) -> str:
    return at.typed + given.digit if given.digit else at.typed[:-1]


def code(at: Journey, given: Code, now: float) -> Transition:
    # After a wrong code the gesture has to be made again: to try a million codes takes months.
    return go(at, Screen.SERVICE, now) if given.right else leave(at, given, now)


def order(at: Journey, given: Order, now: float) -> Transition:
    return go(at, at.screen, now, given.what)


def show_pairing(at: Journey, given: ShowPairing, now: float) -> Transition:
    return go(at, Screen.CARRYING_OUT, now, LookForDisplays(), **AFRESH)


def look_over(at: Journey, given: LookOver, now: float) -> Transition:
    return go(at, Screen.CARRYING_OUT, now, ExamineMachine(), **AFRESH)


def looked_over(at: Journey, given: LookedOver, now: float) -> Transition:
    return go(at, Screen.MACHINE, now)


def pick_finding(at: Journey, given: Pick, now: float) -> Transition:
    return go(at, Screen.FINDING, now, picked=given.identifier, page=0)


def found(at: Journey, given: DisplaysFound, now: float) -> Transition:
    """Where several wait, the right one is asked for by its signs: however many others somebody announces, it
    is found. Even one alone is picked by what it is and where, which is shown before any code."""
    if len(given.waiting) > 1 and not given.signs:
        return go(at, Screen.SIGNS, now)
    return go(at, Screen.WAITING, now, waiting=given.waiting)


def sign(at: Journey, given: Digit, now: float) -> Transition:
    typed = _typed(at, given)
    if len(typed) < SIGNS:
        return go(at, at.screen, now, typed=typed)
    return go(at, Screen.CARRYING_OUT, now, LookForDisplays(typed), typed="")


def pick_waiting(at: Journey, given: Pick, now: float) -> Transition:
    return go(at, Screen.PAIRING, now, picked=given.identifier)


def unpick(at: Journey, given: Back, now: float) -> Transition:
    return go(at, Screen.WAITING, now, typed="", picked="")


def back(at: Journey, given: Back, now: float) -> Transition:
    return go(at, Screen.SERVICE, now, **AFRESH)


def pick(at: Journey, given: Pick, now: float) -> Transition:
    return go(at, Screen.DISPLAY, now, picked=given.identifier)


def revoke(at: Journey, given: Revoke, now: float) -> Transition:
    return go(at, Screen.CARRYING_OUT, now, RevokeDisplay(at.picked))


def answered(at: Journey, given: Answered, now: float) -> Transition:
    return go(at, Screen.ANSWER, now, said=given.said, picked="", waiting=())
