"""Visits that differ only in their topic: paper, board, spoken call and confirmation are the same bytes.

What is drawn of them is compared pixel by pixel in tests/ui/test_topic_unseen_pixels.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assets.wording import visitors_languages, wording
from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.paper import ticket_text
from kiosk.queue import Call, Command, Event, HandOver, Open, Park, Recall, State, Take, TicketTaken
from kiosk.settings import load
from kiosk.views import VanFacts, agent_view, board_view
from printer.encode import encode
from printer.profiles import GENERIC, profile
from queue_display import codec, messages
from queue_display.messages import Do, End, See
from queue_display.sound.calls import spoken

SETTINGS = load(None)
TOPICS = [topic.key for topic in SETTINGS.topics]
NOW = Moment(datetime(2026, 3, 2, 9, 30, tzinfo=UTC), 100.0, "boot")


def played(*commands: Command) -> tuple[State, tuple[Event, ...]]:
    state = State(NOW.day)
    events: tuple[Event, ...] = ()
    for command in commands:
        state, events = (decision := decide(state, command, NOW)).state, decision.events
    return state, events


def visit(topic: str, *then: Command) -> tuple[State, tuple[Event, ...]]:
    """Two people wait; the third has come for `topic`."""
    return played(Open(), Take("retraite"), Take("emploi", priority=True), Take(topic), *then)


def van(topic: str, *then: Command) -> VanFacts:
    return VanFacts(SETTINGS, visit(topic, *then)[0], NOW, desk=1)


def confirmation(topic: str) -> object:
    """All that the kiosk is told of a ticket that was taken."""
    return visit(topic)[1]


def paper(topic: str) -> object:
    (taken,) = (e for e in visit(topic)[1] if isinstance(e, TicketTaken))
    texts = [
        ticket_text(taken.number, taken.ahead, NOW.wall, SETTINGS.stops, SETTINGS, wording(language))
        for language in visitors_languages()
    ]
    return [encode(text, profile(name)) for text in texts for name in ("TM-T88V", "POS-5890", GENERIC)]


def board(topic: str) -> object:
    """What travels to the board, from before the call to after a second one."""
    return [
        codec.encode(See(board_view(van(topic, *then))))
        for then in ((), (Call(1, 3),), (Call(1, 3), Recall(1, 3)))
    ]


def other_desk(topic: str) -> object:
    """What travels to the agent at desk 2 of a visit at desk 1, or that was handed on or put aside there."""
    there = (Call(1, 3),), (Call(1, 3), Park(1, 3)), (Call(2, 3), HandOver(2, 3, to=1))
    return [codec.encode(See(agent_view(replace(van(topic, *then), desk=2)))) for then in there]


def call(topic: str) -> object:
    """What the visitors hear."""
    view = board_view(van(topic, Call(1, 3)))
    return [spoken(shown, wording(language)) for shown in view.called for language in ("fr", "en")]


def lengths(topic: str) -> object:
    """What a guest of the van's Wi-Fi sees of the messages that do hold the topic: how long they are."""
    views = [See(agent_view(van(topic, *then))) for then in ((), (Call(1, 3),))]
    asks = [Do("an identifier", messages.Take(topic)), Do("an identifier", End(3, topic))]
    return [len(codec.encode(view)) for view in views] + [len(codec.encode(ask)) for ask in asks]


@pytest.mark.parametrize(
    "shown", [confirmation, paper, board, other_desk, call, lengths], ids=lambda f: f.__name__
)
def test_it_is_the_same_for_every_topic(shown: Callable[[str], object]) -> None:
    first, *others = [shown(topic) for topic in TOPICS]
    assert first
    assert all(other == first for other in others)


def test_agents_do_see_the_topic() -> None:
    """What is compared above comes of visits that do differ."""
    views = {codec.encode(See(agent_view(van(t)))) for t in TOPICS}
    assert len(views) == len(TOPICS)
