"""Every way that the journey's table opens, found by trying all of some inputs wherever they are taken."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from kiosk.touchscreen.journey.effects import ListenKey, PrintTestTicket, StopKiosk, Wish
from kiosk.touchscreen.journey.inputs import (
    Answered,
    Back,
    Begin,
    Broken,
    Choose,
    Code,
    CodeKept,
    CodeNotKept,
    Digit,
    DisplaysFound,
    Free,
    Help,
    Input,
    Knock,
    Language,
    Leave,
    Listen,
    LookedOver,
    LookOver,
    NoPaper,
    NotTaken,
    NotYet,
    OnPaper,
    OpenFamily,
    Order,
    OutOfPlace,
    Pick,
    Priority,
    PutOnPaper,
    Revoke,
    Show,
    ShowPairing,
    StopIs,
    Tick,
    Took,
    Touched,
    Turn,
)
from kiosk.touchscreen.journey.state import Aid, DisplayChoice, Journey, Screen, Transition, journey
from kiosk.touchscreen.journey.table import TABLE, Table, step
from queue_display.messages import Role

LONG = 1000.0
"""Seconds after which every patience is over."""

BUREAU = DisplayChoice("3f9a0c51b27e", "Bureau 1", Role.AGENT)
BOARD = DisplayChoice("0c7751b2a9f0", "Panneau", Role.BOARD)

Given = Mapping[type[Input], tuple[Input, ...]]


def by_kind(*inputs: Input) -> Given:
    kinds = dict.fromkeys(map(type, inputs))
    return {kind: tuple(one for one in inputs if type(one) is kind) for kind in kinds}


_WISH = Wish("autre", False)

_ANYBODY: tuple[Input, ...] = (
    Touched(), Tick(), StopIs(True), StopIs(False), Broken(), Turn(2), *(Show(screen) for screen in Screen),
    Leave(), Knock(), Digit("1"), Code(False),
)  # fmt: skip

BY_VISITORS: Given = by_kind(
    *_ANYBODY, Choose("autre"), Priority(), Help(Aid.LARGER), Language("en"), Took(1, 0, True),
    Took(1, 0, False), NotTaken(), Free(), NotYet(_WISH), NotYet(None), NoPaper(1), OnPaper(1), PutOnPaper(),
    Choose("non-precise", help=True),
    Listen(ListenKey.CALLED), OpenFamily("argent"),
)  # fmt: skip
"""What visitors do, and what happens round them. They do not know the code: `Code(True)` is not theirs, so
what agents do on the screens behind it is not either.
"""

BY_AGENTS: Given = by_kind(
    *_ANYBODY, Digit(""), Code(True), Order(PrintTestTicket()), Order(StopKiosk()), ShowPairing(),
    DisplaysFound((BUREAU,)), DisplaysFound((BUREAU, BOARD)), Back(), Pick(BUREAU.identifier), Revoke(),
    Answered("C’est fait."), LookOver(), LookedOver(), Begin(), CodeKept(),
    CodeNotKept("Non."),
)  # fmt: skip
"""What agents do at a kiosk that no visitor has touched before, and what comes of it; also what whoever
stands before a kiosk does that nobody has set up: it has no visitors yet."""


INPUTS: tuple[Input, ...] = (
    *dict.fromkeys(itertools.chain(*BY_VISITORS.values(), *BY_AGENTS.values())), Turn(3), Language("uk"),
    *(Help(aid) for aid in Aid), Took(8, 2, True), NotYet(Wish("logement", True)), Choose("logement"),
    *(Listen(key) for key in ListenKey),
)  # fmt: skip
"""All of these, and more of each kind."""


class Way(NamedTuple):
    """One input on one screen, and what comes of it."""

    at: Journey
    given: Input
    after: Transition


@cache
def visitors_ways() -> list[Way]:
    return ways(BY_VISITORS)


@cache
def agents_ways() -> list[Way]:
    return ways(BY_AGENTS)


def ways(given: Given, table: Table = TABLE) -> list[Way]:
    """From the first touch on, at a kiosk that is open or closed."""
    found: list[Way] = []
    new = known = {journey("fr", open_=open_) for open_ in (True, False)}
    while new:
        opened = [way for at in new for way in ways_from(at, given, table)]
        found += opened
        new = {way.after.journey for way in opened} - known
        known = known | new
    return found


def ways_from(at: Journey, given: Given, table: Table = TABLE) -> Iterator[Way]:
    """From one journey; when it was touched, and what was said, is forgotten: so they end."""
    inputs = [one for kind, each in given.items() if table[at.screen].way(kind) for one in each]
    again = table[at.screen].said_again
    times = [(one, now) for one in inputs for now in (0.0, LONG)]
    for one, now in [*times, *([(Tick(), again)] if again else [])]:
        try:
            after = step(at, one, now, table)
        except OutOfPlace:
            continue
        yield Way(at, one, replace(after, journey=replace(after.journey, touched=0.0, said_again=False)))
