"""Stories of two agents who press at the same time, or while the link is down: data, one a row.

A step is `at DESK press WIDGET`; `begin` presses without the kiosk hearing of it yet, `arrives` has it heard.
After the steps: who is at which desk, who waits, and what a desk is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Deed: TypeAlias = Literal["press", "begin", "arrives", "breaks", "mends", "passes"]
Step: TypeAlias = tuple[Deed, int, str]
"""What, at which desk (or for how many seconds), and on which widget."""


@dataclass(frozen=True)
class Clash:
    name: str
    visitors: int
    steps: tuple[Step, ...]
    desks: tuple[int, int]
    line: tuple[int, ...]
    told: Mapping[int, str] = field(default_factory=dict)
    visits: int = 0


CLASHES = (
    Clash(
        "both press next at once: two get two",
        3,
        (("begin", 1, "next"), ("begin", 2, "next"), ("arrives", 2, ""), ("arrives", 1, "")),
        desks=(2, 1),
        line=(3,),
    ),
    Clash(
        "both press next, and only one waits",
        1,
        (("begin", 1, "next"), ("begin", 2, "next"), ("arrives", 1, ""), ("arrives", 2, "")),
        desks=(1, 0),
        line=(),
        told={2: "nobody_waits"},
    ),
    Clash(
        "both end and call at once: two get two",
        4,
        (
            ("press", 1, "next"),
            ("press", 2, "next"),
            ("begin", 1, "end_next"),
            ("begin", 2, "end_next"),
            ("arrives", 2, ""),
            ("arrives", 1, ""),
            ("passes", 30, ""),
        ),
        desks=(4, 3),
        line=(),
        visits=2,
    ),
    Clash(
        "one ends what the other put back, who can no longer end it",
        2,
        (
            ("press", 1, "next"),
            ("press", 1, "putback"),
            ("begin", 1, "next"),
            ("press", 2, "next"),
            ("press", 2, "end"),
            ("arrives", 1, ""),
            ("passes", 30, ""),
        ),
        desks=(2, 0),
        line=(),
        visits=1,
    ),
    Clash(
        "handed over while the link is down: nothing is done, and it says so",
        1,
        (
            ("press", 1, "next"),
            ("begin", 1, "hand_over"),
            ("breaks", 1, ""),
            ("arrives", 1, ""),
            ("mends", 1, ""),
        ),
        desks=(1, 0),
        line=(),
        told={1: "not_sent"},
    ),
    Clash(
        "handed over, and the other calls it before all others",
        3,
        (("press", 1, "next"), ("press", 1, "hand_over"), ("press", 2, "next"), ("press", 1, "next")),
        desks=(2, 1),
        line=(3,),
    ),
    Clash(
        "undone after the other has called next: each has their own",
        3,
        (("press", 1, "next"), ("press", 1, "end"), ("press", 2, "next"), ("press", 1, "undo")),
        desks=(1, 2),
        line=(3,),
    ),
    Clash(
        "end and call, undone: the one called goes back to the head of the line",
        3,
        (("press", 1, "next"), ("press", 1, "end_next"), ("press", 1, "undo"), ("passes", 30, "")),
        desks=(1, 0),
        line=(2, 3),
    ),
    Clash(
        "undone too late",
        2,
        (
            ("press", 1, "next"),
            ("press", 1, "end"),
            ("begin", 1, "undo"),
            ("passes", 30, ""),
            ("arrives", 1, ""),
        ),
        desks=(0, 0),
        line=(2,),
        told={1: "nothing_to_take_back"},
        visits=1,
    ),
    Clash(
        "both take back the one who was set aside",
        1,
        (
            ("press", 1, "next"),
            ("press", 1, "park"),
            ("press", 1, "row:1"),
            ("press", 2, "row:1"),
            ("begin", 2, "choice:call"),
            ("press", 1, "choice:call"),
            ("arrives", 2, ""),
        ),
        desks=(1, 0),
        line=(),
        told={2: "not_waiting"},
    ),
)
