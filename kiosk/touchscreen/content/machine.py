"""What the agents' screens show of the doctor's findings: a tile each, and one of them whole. Pure.

A finding's grade is in its colour, its sign and a word, never in the colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assets.checks import Grade
from assets.findings import GRADES, Finding
from assets.wording import TO_AGENTS
from kiosk.touchscreen.content.pager import pager, way_back
from kiosk.touchscreen.content.parts import Content, Control, Facts, must
from kiosk.touchscreen.journey.inputs import Back, ByFinger, Pick, Show
from kiosk.touchscreen.journey.state import Aid, Journey, Screen

say = TO_AGENTS

KINDS: Mapping[Grade, str] = {
    Grade.WRONG: "danger",
    Grade.SEE_TO: "warn",
    Grade.UNKNOWN: "tile",
    Grade.GOOD: "good",
}


def machine(at: Journey, facts: Facts) -> Content:
    """Each finding, to be picked."""
    return Content(
        say("Cette machine"),
        tiles=tuple(_tile(finding) for finding in facts.findings()),
        actions=(_back(Back()),),
    )


def _tile(found: Finding) -> Control:
    words, _, icon = GRADES[found.grade]
    title, grade = found.title(say), say(words)
    spoken = say("{what} : {state}", what=title, state=grade)
    return Control(
        f"finding:{found.check}",
        f"{title}\n{grade}",
        icon,
        Pick(found.check),
        KINDS[found.grade],
        spoken=spoken,
    )


def finding(at: Journey, facts: Facts) -> Content:
    """The picked one: what was found, what it means for the visitor, what to do. A small screen, which also
    does without *Plus bas*, has room for one of the three at a time."""
    found = next((one for one in facts.findings() if one.check == at.picked), None)
    back = (_back(Show(Screen.MACHINE)),)
    if found is None:
        return Content(say("Plus rien à en dire."), actions=back)
    lines = tuple(filter(None, (found.says(say), found.means(say), found.act(say))))
    if Aid.LOW in facts.aids or len(lines) == 1:
        return Content(found.title(say), GRADES[found.grade][2], lines=must(*lines), actions=back)
    one = lines[at.page % len(lines)]
    on = replace(pager(len(lines), at), spoken="")
    return Content(found.title(say), lines=must(one), actions=(on, *back))


def _back(to: ByFinger) -> Control:
    return way_back(say, to, "primary")
