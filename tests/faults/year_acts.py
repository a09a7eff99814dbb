"""What people do on a day of the simulated year, drawn from the account as it stands. Pure."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from queue_display import messages
from queue_display.messages import AnyAsk
from tests.faults.year_book import TAKE_BACK, Book, LastDone, Person, Stamp

DESKS = (1, 2)
TOPICS = ("retraite", "acces-aux-droits", "assurance-maladie", "caf", "emploi", "logement")
"""Those on the touchscreen's first page."""

Happens: TypeAlias = Callable[[Book, Stamp, int], None]
"""What an act makes of the account, given when it was and the number that it was answered with."""


@dataclass(frozen=True)
class Act:
    """`ask` goes over the link from `desk`; without a desk it is a visitor at the touchscreen."""

    ask: AnyAsk
    desk: int | None
    happens: Happens
    leaves: bool = False  # somebody may be gone from the queue after it

    @property
    def takes(self) -> bool:
        return isinstance(self.ask, messages.Take)


Weighted: TypeAlias = tuple[float, Act]


def drawn(book: Book, now: Stamp, arrivals: int, rng: random.Random, *, staying: bool = False) -> Act | None:
    """The next act; None where there is nothing to do. `staying`: none after which somebody is gone."""
    every = [*_arrive(rng)] if arrivals else []
    for desk in DESKS:
        every += _at_desk(book, desk, now, rng)
    every += [(0.1, _cancel(p)) for p in book.people.values() if not p.desk]
    choices = [(weight, act) for weight, act in every if not (staying and act.leaves)]
    if not choices:
        return None
    return rng.choices([act for _, act in choices], [weight for weight, _ in choices])[0]


def _arrive(rng: random.Random) -> Iterator[Weighted]:
    topic, priority = rng.choice(TOPICS), rng.random() < 0.1
    yield 4.0, take(topic, None, priority=priority)
    yield 0.5, take(topic, rng.choice(DESKS), priority=priority)


def take(topic: str, desk: int | None, *, priority: bool = False) -> Act:
    """A ticket; `desk` None: at the touchscreen."""
    ask = messages.Take(topic, priority)
    return Act(ask, desk, lambda book, now, number: book.takes(number, now, topic, priority))


def ends(desk: int, number: int) -> Act:
    """The visit at this desk is over, on the topic that it came for."""
    return Act(messages.End(number), desk, lambda book, now, n: book.ends(desk, now))


def _at_desk(book: Book, desk: int, now: Stamp, rng: random.Random) -> Iterator[Weighted]:
    person, done = book.at(desk), book.last.get(desk)
    if done and _may_be_taken_back(book, done, now):
        yield 0.8, Act(messages.TakeBack(), desk, lambda book, now, n: book.takes_back(desk))
    if person:
        yield from _served(person, desk, rng)
    else:
        yield from _free(book, desk)


def _may_be_taken_back(book: Book, done: LastDone, now: Stamp) -> bool:
    gone = done.at.until(now)
    waits = book.people.get(done.person.number)
    return (
        gone is not None
        and gone < TAKE_BACK
        and (not done.waits or bool(waits and waits.status == "waiting"))
    )


def _free(book: Book, desk: int) -> Iterator[Weighted]:
    line = book.line(desk)
    if line:
        yield 6.0, Act(messages.CallNext(), desk, lambda book, now, n: book.calls(desk, now))
        yield 0.3, _call(desk, line[-1].number)
    for person in book.people.values():
        if person.status == "parked":
            yield 2.0, _call(desk, person.number)


def _call(desk: int, number: int) -> Act:
    return Act(messages.Call(number), desk, lambda book, now, n: book.calls(desk, now, number))


def _served(person: Person, desk: int, rng: random.Random) -> Iterator[Weighted]:
    number, to = person.number, next(other for other in DESKS if other != desk)
    topic = rng.choice(TOPICS) if rng.random() < 0.1 else None
    act = partial(Act, desk=desk)
    over: Happens = lambda book, now, n: book.ends(desk, now, topic)  # noqa: E731
    yield 6.0, act(messages.End(number, topic), happens=over, leaves=True)
    yield 0.5, act(messages.Park(number), happens=lambda book, now, n: book.parks(desk, now))
    yield 0.5, act(messages.HandOver(number, to), happens=lambda book, now, n: book.hands_over(desk, now, to))
    yield 0.2, act(messages.PutBack(number), happens=lambda book, now, n: book.puts_back(desk))
    yield 0.3, act(messages.Recall(number), happens=lambda book, now, n: None)
    gone: Happens = lambda book, now, n: book.absent(desk, now, back=False)  # noqa: E731
    yield 0.3, act(messages.Absent(number, False), happens=gone, leaves=True)
    if not person.absent:
        back: Happens = lambda book, now, n: book.absent(desk, now, back=True)  # noqa: E731
        yield 0.3, act(messages.Absent(number, True), happens=back)


def _cancel(person: Person) -> Act:
    number = person.number
    return Act(messages.Cancel(number), 1, lambda book, now, n: book.cancels(number), leaves=True)
