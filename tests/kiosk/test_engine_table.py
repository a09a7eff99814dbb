"""The engine's table as a whole: a rule and guards for every command, and a drawing of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import pytest

from kiosk import engine, queue
from kiosk.clock import Moment
from kiosk.engine import TABLE, Rule, decide, specified
from kiosk.guards import NAMES, Moves
from kiosk.queue import (
    AtDesk,
    CallNext,
    Command,
    Decision,
    Gone,
    Limits,
    OnTicket,
    Open,
    Reason,
    Refused,
    State,
    Status,
    Stop,
    Take,
    ToDesk,
    WithTopic,
)
from kiosk.timing import TAKE_BACK
from tests.kiosk.test_engine import DAY, MORNING, play

SERVES = {Stop.OPEN: Stop.OPEN, Stop.FINISHING: Stop.FINISHING}
STAYS: Moves = ((Status.CALLED, Status.CALLED),)
TO_DESK: Moves = ((Status.WAITING, Status.CALLED),)


def why(state: State, command: Command, limits: Limits = engine.ANY) -> Reason:
    with pytest.raises(Refused) as refused:
        decide(state, command, MORNING, limits=limits)
    return refused.value.reason


def leaves(kind: type[Command]) -> set[type[Command]]:
    """The commands of a kind: those that no other is made of."""
    below = kind.__subclasses__()
    return {kind} if not below else set().union(*map(leaves, below))


def test_every_command_has_its_rule() -> None:
    words = {kind for kind in leaves(Command) if kind.__module__ == queue.__name__}
    assert set(TABLE) == words
    assert Take in words


# --- Made-up commands ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Transfer(OnTicket, AtDesk):
    """About a ticket, from a desk."""


@dataclass(frozen=True)
class Praise(OnTicket):
    """About a ticket, from nowhere in particular."""


@dataclass(frozen=True)
class DeskByHand(Command):
    desk: int


@dataclass(frozen=True)
class TicketByHand(AtDesk):
    number: int


@dataclass(frozen=True)
class TopicByHand(Command):
    topic: str


def nothing(state: State, command: Command, now: Moment) -> Decision:
    return Decision(state)


@pytest.mark.parametrize(
    ("kind", "moves"),
    [
        (Transfer, ()),  # what must its ticket be?
        (Transfer, TO_DESK + STAYS),  # waiting, or called?
        (Praise, STAYS),  # a called ticket is a desk's: whose command is this?
        (DeskByHand, ()),
        (TicketByHand, STAYS),
        (TopicByHand, ()),
    ],
)
def test_a_command_cannot_be_added_without_its_guards(kind: type[Command], moves: Moves) -> None:
    with pytest.raises(TypeError, match=kind.__name__):
        specified({**TABLE, kind: Rule(nothing, SERVES, Reason.STOP_CLOSED, moves)})


def test_a_new_row_brings_its_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a called ticket: no desk gets at another's, though the row names no guard."""
    table = specified({**TABLE, Transfer: Rule(nothing, SERVES, Reason.STOP_CLOSED, STAYS)})
    monkeypatch.setattr(engine, "TABLE", table)
    state = play(Open(), Take("a"), Take("b"), CallNext(1))
    assert decide(state, Transfer(1, 1), MORNING).state == state
    assert why(state, Transfer(2, 1)) is Reason.NOT_AT_THIS_DESK
    assert why(state, Transfer(1, 2)) is Reason.NOT_AT_THIS_DESK
    assert why(state, Transfer(1, 7)) is Reason.NO_SUCH_TICKET
    assert why(State(DAY), Transfer(1, 1)) is Reason.STOP_CLOSED


# --- What a van has ------------------------------------------------------------------------------

LIMITS = Limits(topics=frozenset("ab"), desks=2)


def example(kind: type[Command]) -> Command:
    """A command of a kind, from the last desk, about ticket 1 and a topic that there is."""
    known: dict[str, Any] = {"desk": 2, "number": 1, "topic": "a", "to": 1}
    return kind(**{f.name: known[f.name] for f in fields(kind) if f.name in known})


WRONG: tuple[tuple[type[Command], dict[str, Any], Reason], ...] = (
    (WithTopic, {"topic": "sorcery"}, Reason.UNKNOWN_TOPIC),
    (AtDesk, {"desk": 3}, Reason.UNKNOWN_DESK),
    (AtDesk, {"desk": 0}, Reason.UNKNOWN_DESK),
    (ToDesk, {"to": 3}, Reason.UNKNOWN_DESK),
    (OnTicket, {"number": 9}, Reason.NO_SUCH_TICKET),
)


@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.__name__)
def test_what_a_command_names_must_be_there(kind: type[Command]) -> None:
    state = State(DAY, stop=next(iter(TABLE[kind].stop)), next_number=1)
    wrong = [(change, reason) for base, change, reason in WRONG if issubclass(kind, base)]
    assert bool(wrong) == bool({f.name for f in fields(kind)} & set(NAMES))
    for change, reason in wrong:
        assert why(state, replace(example(kind), **change), LIMITS) is reason


# --- The drawing ---------------------------------------------------------------------------------

ORDER = ("closed", "open", "finishing", "new", "waiting", "called", "parked", "leaving")


def drawing() -> str:
    """The table as it is drawn at the head of `kiosk.engine`."""
    stops: dict[tuple[str, str], list[str]] = {}
    tickets: dict[tuple[str, str], list[str]] = {}
    for kind, rule in TABLE.items():
        for before, after in rule.stop.items():
            if before is not after:
                stops.setdefault((before.value, after.value), []).append(kind.__name__)
        for start, end in rule.moves:
            tickets.setdefault((start.value if start else "new", end.value), []).append(kind.__name__)
    stops[Stop.FINISHING.value, Stop.CLOSED.value] = ["the last ticket is gone"]
    for gone in (Gone.DONE, Gone.DROPPED):
        tickets[Gone.LEAVING.value, gone.value] = [f"{TAKE_BACK:.0f} s"]
    return "\n\n".join(map(drawn, (stops, tickets)))


def drawn(arrows: dict[tuple[str, str], list[str]]) -> str:
    """An arrow a line, in the order of a day; what the same commands may lead to stands together."""
    together: dict[tuple[str, str], list[str]] = {}
    for (start, end), words in sorted(arrows.items(), key=lambda arrow: ORDER.index(arrow[0][0])):
        together.setdefault((start, ", ".join(words)), []).append(end)
    return "\n".join(
        f"    {start:9} ─ {words} ─▶ {', '.join(ends)}" for (start, words), ends in together.items()
    )


def test_the_drawing_at_the_files_head_is_the_tables() -> None:
    assert drawing() in (engine.__doc__ or ""), f"the table is drawn so:\n{drawing()}"
