"""A console that calls itself: whose calls, and what it says where they are not heard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assets.wording import wording
from queue_display.console import aloud, model
from queue_display.console.aloud import Aloud
from queue_display.console.model import Console
from queue_display.console.notices import notices
from queue_display.messages import SILENT, SOUNDS, UNSPOKEN, DeskTicket
from tests.queue_display.agent_views import at_desk, view

say = wording("fr")
BOTH = at_desk(1, 11), at_desk(2, 12, None)


def seen(console: Console, *desks: DeskTicket) -> Console:
    return model.seen(console, view(desks=desks), 0.0)


EMPTY = seen(model.linked(Console(1), "up", 0.0))


@pytest.mark.parametrize(("whose", "numbers"), [(None, []), ("desk", [11]), ("van", [11, 12])])
def test_it_calls_for_its_desk_or_for_all_or_for_none(whose: Aloud, numbers: list[int]) -> None:
    assert [one.number for one in aloud.due((), EMPTY, seen(EMPTY, *BOTH), whose)] == numbers


def test_a_recall_is_called_again_and_a_visit_that_goes_on_is_not() -> None:
    before = seen(EMPTY, at_desk(1, 11))
    assert aloud.due((), before, seen(before, at_desk(1, 11, minutes=3)), "desk") == ()
    again = at_desk(1, 11, calls=2)
    assert aloud.due((), before, seen(before, again), "desk") == (again,)


def test_who_is_handed_over_is_called_by_the_other_desk_alone() -> None:
    before = seen(EMPTY, at_desk(2, 11, None))
    assert [one.desk for one in aloud.due((), before, seen(before, at_desk(1, 11)), "desk")] == [1]
    assert aloud.due((), seen(EMPTY, at_desk(1, 11)), seen(before, at_desk(2, 11, None)), "desk") == ()


def test_a_console_that_was_just_started_is_quiet() -> None:
    begun = model.linked(Console(1), "up", 0.0)
    assert aloud.due((), begun, seen(begun, *BOTH), "van") == ()


@pytest.mark.parametrize(
    ("lacks", "told"),
    [
        (SILENT, "Cet ordinateur n’a pas de son\N{NBSP}: appelez à voix haute."),
        (UNSPOKEN, "Cet ordinateur ne parle pas\N{NBSP}: appelez à voix haute."),
    ],
)
def test_where_its_calls_are_not_heard_the_agent_is_told(lacks: str, told: str) -> None:
    shown = notices(replace(EMPTY, call_lacks=lacks), say, 0.0)
    assert [(notice.id, notice.words) for notice in shown] == [("amiss:calls", told)]
    assert notices(EMPTY, say, 0.0) == ()


def test_all_that_a_call_may_lack_has_its_sentence() -> None:
    assert set(aloud.LACKS) == set(SOUNDS)
