"""Views for the tests of the console, made by hand."""

from __future__ import annotations

from queue_display.messages import AgentView, AtDesk, Health, Topic, Waiting

TOPICS = (Topic("retraite", "Retraite"), Topic("logement", "Logement"), Topic("autre", "Autre"))
WELL = Health("ok")


def waiting(number: int, topic: str = "retraite", waited: int = 5, **marks: bool) -> Waiting:
    return Waiting(number, topic, waited, marks.get("priority", False), marks.get("came_back", False))


def at_desk(
    desk: int, number: int, *, calls: int = 1, minutes: int = 0, may_come_back: bool = True
) -> AtDesk:
    return AtDesk(desk, number, "logement", calls, minutes, may_come_back)


def view(
    stop: str = "open",
    line: tuple[Waiting, ...] = (),
    desks: tuple[AtDesk, ...] = (),
    *,
    printer: Health = WELL,
    record: Health = WELL,
    visits_today: int = 0,
) -> AgentView:
    return AgentView("Agglo Mobile", "Brimeux", stop, line, desks, TOPICS, printer, record, visits_today)
