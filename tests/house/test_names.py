"""One name, one thing: no two classes of one name, but for those that are meant to be one word."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.house.arrows import PACKAGES, module, sources

BOTH_ENDS = {
    "Absent",
    "Call",
    "CallNext",
    "Cancel",
    "Close",
    "End",
    "HandOver",
    "Open",
    "Park",
    "PutBack",
    "Recall",
    "Take",
    "TakeBack",
}
"""The words of the commands: what a display asks (`queue_display.messages`) is what the queue is told
(`kiosk.queue`). They are two classes since what crosses the link has bounds and a form of its own."""


def homes() -> dict[str, set[str]]:
    """The modules in which each class is defined, by the class's name."""
    found: dict[str, set[str]] = defaultdict(set)
    for package in PACKAGES:
        for file in sources(package):
            for node in ast.parse(file.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    found[node.name].add(module(file))
    return found


def test_a_name_means_one_thing() -> None:
    several = {name: where for name, where in homes().items() if len(where) > 1}
    assert several == {word: {"kiosk.queue", "queue_display.messages"} for word in BOTH_ENDS}
