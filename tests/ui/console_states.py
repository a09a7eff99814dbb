"""Every state that an agent may find the console in, by name: for the walk over it, and for pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from assets.checks import CHECKS
from assets.findings import Finding, found
from assets.lengths import LENGTHS
from kiosk.settings import load
from queue_display.console import model
from queue_display.console.dialogs import DIALOGS
from queue_display.console.model import Console, Opened
from queue_display.messages import (
    SILENT,
    AgentView,
    DaySummary,
    Health,
    LinkWord,
    MachineFinding,
    Take,
    TopicLabel,
    Undoable,
)
from tests.kiosk.doctor.machines import VALUES
from tests.queue_display.agent_views import NOON, at_desk, view, waiting
from tests.ui.console_stage import NOW

TOPICS = tuple(TopicLabel(t.key, t.label) for t in load(None).countable)
"""Those that Halte comes with: the most, and the longest, that most vans have."""

LINE = (
    waiting(104, "logement", 61, priority=True),
    waiting(105, "impots", 12, help=True),
    waiting(106, "carte-grise", 9, came_back=True),
    waiting(107, "mail", 4),
    waiting(108, "retraite", 0, priority=True, came_back=True, help=True),
)
MINE = at_desk(1, 103, "logement", minutes=3, calls=2)
THEIRS = at_desk(2, 102, None, minutes=14)
AT = NOW - 3


def finding(check: str, name: str) -> MachineFinding:
    return MachineFinding.of(found(check, name, **VALUES))


WELL = tuple(
    finding(check, name) for check, name in (("clock", "module"), ("disk", "room"), ("voice", "speaks"))
)
"""What the doctor finds of a machine that has all it needs."""

ALL_FOUND = tuple(
    MachineFinding.of(Finding(check, name, row.findings[name].grade, VALUES))
    for check, row in CHECKS.items()
    for name in list(row.findings)[-1:]
)


def a_view(*args: object, **values: object) -> AgentView:
    machine = values.pop("machine", WELL)
    made = view(*args, **values)  # type: ignore[arg-type]
    return msgspec.structs.replace(made, topics=TOPICS, machine=machine)


OPEN = a_view(line=LINE, desks=(THEIRS,), visits_today=12, vouched=True)
BUSY = a_view(line=LINE, desks=(MINE, THEIRS), visits_today=12, vouched=True)


EVENING = msgspec.structs.replace(
    a_view("closed", visits_today=40),
    summary=DaySummary(
        NOON.date(),
        {topic.key: n + 1 for n, topic in enumerate(TOPICS)},
        dict(zip(LENGTHS, (12, 14, 7, 5, 1, 1), strict=True)),
    ),
)
"""A day on which somebody came for everything there is."""


def console(shown: AgentView, **more: object) -> Console:
    """A console at desk 1 that has this view, and `more` of its own fields."""
    begun = model.linked(Console(1), "up", 0.0)
    return replace(model.seen(begun, shown, AT, NOON), mine_at=0.0, **more)  # type: ignore[arg-type]


def no_link(link: LinkWord, shown: AgentView | None = BUSY) -> Console:
    return model.linked(console(shown) if shown else Console(1, link="up"), link, AT)


def opened(kind: str, shown: AgentView = BUSY, **more: object) -> Console:
    at = {"ticket": 105, "absent": 103, "topic": 103, "hand_over": 103}.get(kind, 0)
    return console(shown, opened=Opened(kind, at, check="spool", **more))  # type: ignore[arg-type]


def printer(state: str, cause: str) -> Console:
    return console(msgspec.structs.replace(OPEN, printer=Health(state, cause)))


_DIALOG_VIEWS: Mapping[str, AgentView] = {
    "summary": EVENING,
    "close_again": a_view("finishing", line=LINE),
    "hand_over": a_view(line=LINE, desks=(MINE, THEIRS), seats=5),
    "machine": msgspec.structs.replace(BUSY, machine=ALL_FOUND),
    "finding": msgspec.structs.replace(BUSY, machine=ALL_FOUND),
}

STRIPS: Mapping[str, Console] = {
    "looking": Console(1),
    "closed": console(a_view("closed")),
    "free": console(a_view(line=LINE[2:4]), desktop_key=True),
    "nobody": console(a_view(), desktop_key=False),
    "serving": console(BUSY, desktop_key=True),
    "last": console(a_view(desks=(MINE,))),
    "no_paper": console(a_view(desks=(MINE,), printer=Health("out", "no_paper"))),
    "trouble": console(BUSY, trouble="absent_before", trouble_at=AT),
    "lost": no_link("lost"),
}

STATES: Mapping[str, Console] = {
    "looking": Console(1),
    "closed": console(a_view("closed", visits_today=0)),
    "closed_two_days": console(a_view("closed", day=NOON.date().replace(day=1))),
    "evening": console(EVENING),
    "evening_nobody_came": console(msgspec.structs.replace(EVENING, summary=DaySummary(NOON.date(), {}, {}))),
    "evening_kept": console(EVENING, kept="Bilan enregistré : Documents/halte-2026-03-02.txt", kept_at=AT),
    "open_nobody": console(a_view()),
    "open_not_looked_at": console(a_view(machine=(), printer=Health("unknown", "starting"))),
    "open_line": console(OPEN),
    "open_forty": console(a_view(line=tuple(waiting(n, "mail", n) for n in range(60, 100)))),
    "serving": console(BUSY),
    "serving_last": console(a_view(desks=(MINE,))),
    "serving_topics": console(BUSY, peeking=True),
    "serving_many_desks": console(a_view(line=LINE, desks=(MINE, THEIRS), seats=5)),
    "handed_to_me": console(a_view(line=(waiting(101, "caf", 20, for_desk=1), *LINE))),
    "set_aside": console(a_view(line=LINE, parked=(waiting(99, None, 33),), desks=(MINE,))),
    "undo": console(a_view(line=LINE, undo=Undoable(103, 20))),
    "undo_serving": console(a_view(line=LINE, desks=(MINE,), undo=Undoable(102, 20))),
    "taken": console(a_view(line=LINE), done=Take("caf"), done_number=108, done_at=AT),
    "trouble": console(BUSY, trouble="absent_before", trouble_at=AT),
    "typed": console(OPEN, typed="106"),
    "ring_row": console(OPEN, ring="row:105"),
    "ring_button": console(BUSY, ring="hand_over"),
    "finishing": console(a_view("finishing", line=LINE, desks=(MINE,))),
    "paper_low": printer("low", "near_end"),
    "no_paper": printer("out", "no_paper"),
    "cover_open": printer("open", "cover_open"),
    "printer_off": printer("offline", "unplugged"),
    "all_amiss": console(
        a_view(
            line=LINE,
            desks=(MINE, THEIRS),
            printer=Health("offline", "not_found"),
            record=Health("offline", "record_disk_full"),
            machine=(finding("clock", "apart"), finding("disk", "nearly_full"), finding("voice", "none")),
            clock=NOON.replace(hour=10, minute=41),
        )
    ),
    "calls_unheard": console(a_view(line=LINE, desks=(MINE,)), call_lacks=SILENT),
    "silent_board": console(msgspec.structs.replace(BUSY, board_sound=SILENT)),
    "locked": console(BUSY, locked=True),
    "lost": no_link("lost"),
    **{f"strip_{name}": replace(shown, strip=True) for name, shown in STRIPS.items()},
    "other_version": no_link("other_version", None),
    "other_role": no_link("other_role", None),
    "unknown_desk": no_link("unknown_desk", None),
    "unpaired": no_link("unpaired", None),
    **{f"dialog_{kind}": opened(kind, _DIALOG_VIEWS.get(kind, BUSY)) for kind in DIALOGS},
}
