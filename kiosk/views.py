"""What each role sees of the queue, and what a display's request means to it. Pure.

The board's view is built from numbers and desks alone: no topic can reach it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from kiosk import queue
from kiosk.clock import Moment, minutes_between
from kiosk.queue import Command, State, Ticket
from kiosk.settings import Settings
from queue_display import messages
from queue_display.messages import AgentView, Ask, BoardCall, BoardView, DeskTicket, Health, WaitingTicket


def agent_view(
    state: State, settings: Settings, now: Moment, place: str, printer: Health, record: Health
) -> AgentView:
    return AgentView(
        van=settings.van,
        place=place,
        stop=state.stop.value,
        line=tuple(_waiting(t, now) for t in state.line()),
        desks=tuple(_at_desk(t, now) for t in state.called()),
        topics=tuple(messages.TopicLabel(t.key, t.name("fr")) for t in settings.topics),
        printer=printer,
        record=record,
        visits_today=state.visits_today,
    )


def board_view(state: State, settings: Settings) -> BoardView:
    """The last called first."""
    called = sorted(state.called(), key=_last_called, reverse=True)
    return BoardView(settings.van, state.stop.value, tuple(shown(t) for t in called))


def shown(ticket: Ticket) -> BoardCall:
    return BoardCall(ticket.number, ticket.desk or 0, ticket.calls)


def _last_called(ticket: Ticket) -> float:
    return ticket.called.wall.timestamp() if ticket.called else 0.0


def _waiting(ticket: Ticket, now: Moment) -> WaitingTicket:
    return WaitingTicket(
        ticket.number, ticket.topic, _minutes(ticket.taken, now), ticket.priority, ticket.absences > 0
    )


def _at_desk(ticket: Ticket, now: Moment) -> DeskTicket:
    return DeskTicket(
        desk=ticket.desk or 0,
        number=ticket.number,
        topic=ticket.topic,
        calls=ticket.calls,
        minutes=_minutes(ticket.called, now),
        may_come_back=ticket.absences == 0,
    )


def _minutes(since: Moment | None, now: Moment) -> int:
    """Whole minutes that have passed, 0 in the first, as they are shown; the record counts at least 1."""
    minutes = minutes_between(since, now) if since else None
    return minutes - 1 if minutes else 0


_MEANING: Mapping[type[Ask], Callable[[Any, int], Command]] = MappingProxyType(
    {
        messages.Open: lambda ask, desk: queue.Open(),
        messages.Close: lambda ask, desk: queue.Close(ask.day_over),
        messages.CallNext: lambda ask, desk: queue.CallNext(desk),
        messages.Call: lambda ask, desk: queue.Call(desk, ask.number),
        messages.Recall: lambda ask, desk: queue.Recall(desk, ask.number),
        messages.PutBack: lambda ask, desk: queue.PutBack(desk, ask.number),
        messages.Absent: lambda ask, desk: queue.Absent(desk, ask.number, ask.back_in_line),
        messages.End: lambda ask, desk: queue.End(desk, ask.number, ask.topic),
        messages.Cancel: lambda ask, desk: queue.Cancel(ask.number),
        messages.Take: lambda ask, desk: queue.Take(ask.topic, ask.priority),
    }
)


def command(ask: Ask, desk: int) -> Command:
    """The command that an agent at `desk` asks for."""
    return _MEANING[type(ask)](ask, desk)
