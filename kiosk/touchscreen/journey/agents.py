"""The agents' part of `flow`'s table: code, service screen, and the displays that are trusted. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from kiosk.touchscreen.journey.inputs import (
    Answered,
    Back,
    Code,
    Digit,
    Found,
    Knock,
    Order,
    Pick,
    Revoke,
    ShowDisplays,
    ShowPairing,
)
from kiosk.touchscreen.journey.state import Journey, Next, Pair, Screen, go, leave

CODE_LENGTH = 6
"""Digits of the service screen's code, and of a display's."""


_AFRESH: Mapping[str, Any] = MappingProxyType(
    {"page": 0, "typed": "", "waiting": (), "picked": "", "said": ""}
)


def knock(at: Journey, given: Knock, now: float) -> Next:
    return go(at, Screen.CODE, now, typed="", wish=None)


def code_digit(at: Journey, given: Digit, now: float) -> Next:
    typed = _typed(at, given)
    if len(typed) < CODE_LENGTH:
        return go(at, at.screen, now, typed=typed)
    return replace(go(at, at.screen, now, typed=""), check=typed)


def pairing_digit(at: Journey, given: Digit, now: float) -> Next:
    typed = _typed(at, given)
    if len(typed) < CODE_LENGTH:
        return go(at, at.screen, now, typed=typed)
    return replace(go(at, Screen.CARRYING_OUT, now, typed=""), pair=Pair(at.picked, typed))


def _typed(at: Journey, given: Digit) -> str:
    return at.typed + given.digit if given.digit else at.typed[:-1]


def code(at: Journey, given: Code, now: float) -> Next:
    # After a wrong one the gesture is due again: some seconds for each of a million codes.
    return go(at, Screen.SERVICE, now) if given.right else leave(at, given, now)


def order(at: Journey, given: Order, now: float) -> Next:
    return replace(go(at, at.screen, now), order=given.what)


def show_pairing(at: Journey, given: ShowPairing, now: float) -> Next:
    return replace(go(at, Screen.CARRYING_OUT, now, **_AFRESH), look=True)


def found(at: Journey, given: Found, now: float) -> Next:
    """Where just one waits there is nothing to choose; its name stands by its code all the same."""
    if len(given.waiting) == 1:
        return go(at, Screen.PAIRING, now, waiting=given.waiting, picked=given.waiting[0].identifier)
    return go(at, Screen.WAITING, now, waiting=given.waiting)


def pick_waiting(at: Journey, given: Pick, now: float) -> Next:
    return go(at, Screen.PAIRING, now, picked=given.identifier)


def unpick(at: Journey, given: Back, now: float) -> Next:
    if len(at.waiting) == 1:
        return back(at, given, now)
    return go(at, Screen.WAITING, now, typed="", picked="")


def show_displays(at: Journey, given: ShowDisplays, now: float) -> Next:
    return go(at, Screen.DISPLAYS, now, **_AFRESH)


def back(at: Journey, given: Back, now: float) -> Next:
    return go(at, Screen.SERVICE, now, **_AFRESH)


def pick(at: Journey, given: Pick, now: float) -> Next:
    return go(at, Screen.DISPLAY, now, picked=given.identifier)


def revoke(at: Journey, given: Revoke, now: float) -> Next:
    return replace(go(at, Screen.CARRYING_OUT, now), revoke=at.picked)


def answered(at: Journey, given: Answered, now: float) -> Next:
    return go(at, Screen.ANSWER, now, said=given.said, picked="", waiting=())
