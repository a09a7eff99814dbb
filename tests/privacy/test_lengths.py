"""What a listener can tell by length: over 200 random days no size depends on topic, command, outcome or
on how many wait, from nobody to thirty.

Each message that crosses a link on such a day is written as it is sent: views of both roles, commands,
answers, refused ones too.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from kiosk import settings, views
from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import Limits, Refused, State, Take
from kiosk.timing import settle
from queue_display import messages
from queue_display.codec import LONGEST_ASK, encode
from queue_display.messages import AnyAsk, Do, Done, Hello, Role, See
from queue_display.messages import Take as AskToTake
from tests import seeds

DAYS = 200
STEPS = 16
FULL = 30
SETTINGS = settings.load(None)
KEYS = [topic.key for topic in SETTINGS.topics]
MORNING = Moment(datetime(2027, 1, 12, 8, 0, tzinfo=UTC), 0.0, "boot")


def moment(seconds: float) -> Moment:
    return replace(MORNING, wall=MORNING.wall + timedelta(seconds=seconds), steady=seconds)


def any_ask(rng: random.Random, state: State) -> AnyAsk:
    """What an agent may press, sensible or not."""
    number = rng.choice([*state.tickets] or [1, 77, 999_999])
    key = rng.choice(KEYS)
    asks: list[AnyAsk] = [
        messages.Open(), messages.Close(rng.random() < 0.1), messages.CallNext(), messages.Call(number),
        messages.Recall(number), messages.PutBack(number), messages.Park(number),
        messages.HandOver(number, rng.randint(1, 2)), messages.Absent(number, rng.random() < 0.5),
        messages.End(number, rng.choice([None, key])), messages.TakeBack(), messages.Cancel(number),
        messages.Take(key, rng.random() < 0.3),
    ]  # fmt: skip
    return rng.choice(asks)


def day(rng: random.Random, seed: int) -> Iterator[tuple[str, int]]:
    """The kind and length of every message of a day."""
    limits = Limits(frozenset(KEYS), SETTINGS.desks)
    seconds, state = 0.0, crowded(rng.randint(0, FULL), limits)
    for step in range(STEPS):
        seconds += rng.expovariate(1 / 90)
        now = moment(seconds)
        do = Do(f"{seed:08x}{step:08x}", any_ask(rng, state))
        yield "command", len(encode(do))
        done, state = answered(state, do, now, rng.randint(1, 2), limits)
        yield "answer", len(encode(done))
        if len(state.line()) <= FULL:
            facts = views.VanFacts(SETTINGS, state, now)
            yield "agent's view", len(encode(See(views.view_for(Role.AGENT, facts))))
            yield "board's view", len(encode(See(views.view_for(Role.BOARD, facts))))


@cache
def crowded(people: int, limits: Limits) -> State:
    """An open stop, and so many who wait."""
    if not people:
        return decide(State(MORNING.day), views.command(messages.Open(), 1), MORNING, "open", limits).state
    take = Take(KEYS[people % len(KEYS)], False, 0)
    return decide(crowded(people - 1, limits), take, MORNING, f"{people:016}", limits).state


def answered(state: State, do: Do, now: Moment, desk: int, limits: Limits) -> tuple[Done, State]:
    due = settle(state, now)
    state = due.state if due else state
    try:
        decision = decide(state, views.command(do.ask, desk), now, do.identifier, limits)
    except Refused as refused:
        return Done(do.identifier, refused.reason.name.lower()), state
    number = max(decision.state.tickets) if isinstance(do.ask, AskToTake) else None
    return Done(do.identifier, number=number), decision.state


def test_no_length_of_200_days_tells_anything() -> None:
    lengths: dict[str, set[int]] = defaultdict(set)
    for seed in range(DAYS):
        for kind, length in day(seeds.chance(seed), seed):
            lengths[kind].add(length)
    print(dict(lengths))
    assert {kind: len(sizes) for kind, sizes in lengths.items()} == dict.fromkeys(lengths, 1)
    assert lengths["command"] == lengths["answer"] == lengths["board's view"] == {LONGEST_ASK}


def test_beats_and_greetings_are_as_long_as_commands() -> None:
    hello = Hello(messages.VERSION, "Bureau 1", Role.AGENT, 1, clock=MORNING.wall)
    said: list[messages.FromDisplay] = [
        messages.Beat(),
        messages.Beat(twin=True, sound=messages.UNSPOKEN),
        messages.Bye("unknown_desk"),
        hello,
    ]
    assert {len(encode(message)) for message in said} == {LONGEST_ASK}


def test_a_view_has_one_length_from_nobody_to_thirty_and_grows_in_steps_as_wide() -> None:
    limits = Limits(frozenset(KEYS), SETTINGS.desks)
    widths = []
    for people in range(91):
        facts = views.VanFacts(SETTINGS, crowded(people, limits), MORNING)
        widths.append(len(encode(See(views.view_for(Role.AGENT, facts)))))
    steps = [number for number in range(1, 91) if widths[number] != widths[number - 1]]
    print(f"an agent's view: {widths[0]} bytes; wider from {steps}")
    assert all(step % FULL == 1 for step in steps)
