"""Views for the tests of the console, made by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from queue_display.messages import AgentView, DeskTicket, Health, TopicLabel, Undoable, WaitingTicket

TOPICS = (
    TopicLabel("retraite", {"fr": "Retraite", "en": "Retirement"}),
    TopicLabel("logement", {"fr": "Logement", "en": "Housing"}),
    TopicLabel("autre", {"fr": "Autre"}),
)
WELL = Health("ok")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=1)))
TODAY = NOON.date()


def waiting(
    number: int, topic: str | None = "retraite", waited: int = 5, for_desk: int | None = None, **marks: bool
) -> WaitingTicket:
    priority, came_back = marks.get("priority", False), marks.get("came_back", False)
    help_ = marks.get("help", False)
    return WaitingTicket(number, topic, waited, priority, came_back, for_desk=for_desk, help=help_)


def at_desk(
    desk: int,
    number: int,
    topic: str | None = "logement",
    *,
    calls: int = 1,
    minutes: int = 0,
    may_come_back: bool = True,
) -> DeskTicket:
    return DeskTicket(desk, number, topic, calls, minutes, may_come_back)


def view(
    stop: str = "open",
    line: tuple[WaitingTicket, ...] = (),
    desks: tuple[DeskTicket, ...] = (),
    *,
    printer: Health = WELL,
    record: Health = WELL,
    visits_today: int = 0,
    day: date | None = TODAY,
    clock: datetime | None = NOON,
    vouched: bool = False,
    parked: tuple[WaitingTicket, ...] = (),
    undo: Undoable | None = None,
    seats: int = 2,
) -> AgentView:
    return AgentView(
        "Agglo Mobile",
        "Brimeux",
        stop,
        line,
        desks,
        TOPICS,
        printer,
        record,
        visits_today,
        day,
        clock,
        vouched,
        parked=parked,
        undo=undo,
        seats=seats,
    )
