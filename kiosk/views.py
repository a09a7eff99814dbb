"""What each role sees of the queue, and what a display's request means to it. Pure.

The board's view is built from numbers and desks alone: no topic can reach it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from types import MappingProxyType
from typing import Any, get_args

import msgspec

from assets.conditions import Condition
from assets.dayparts import DayMoment, PlannedHours
from assets.findings import Finding
from assets.lengths import length_class
from kiosk import queue
from kiosk.clock import Moment, minutes_between
from kiosk.opening import day_of
from kiosk.queue import Command, State, Status, Ticket
from kiosk.record.counts import UNKNOWN, Counts, Days
from kiosk.settings import Settings, Topic
from kiosk.stops import UNKNOWN_DAY, VanDay
from kiosk.timing import seconds_left
from queue_display.messages import (
    AgentView,
    AnyAsk,
    AnyView,
    Ask,
    BoardCall,
    BoardMoment,
    BoardView,
    DaySummary,
    DeskTicket,
    Health,
    LogView,
    MachineFinding,
    MinutesVisits,
    Role,
    StopHours,
    TopicLabel,
    TopicVisits,
    Undoable,
    WaitingTicket,
)
from queue_display.messages.bounds import (
    LONGEST_LABEL,
    LONGEST_LANGUAGE,
    LONGEST_NAME,
    MOST_COMING,
    MOST_DESKS,
    MOST_FINDINGS,
    at_most,
    cut,
)
from queue_display.messages.roles import each_role

WELL = Health("ok")


@dataclass(frozen=True, slots=True)
class VanFacts:
    """What of the van the views are made of; `desk` is that of whoever a view is for. `vouched`: something
    vouches for the clock that `now` was read off. `visits` reads the disk. `machine`: what the doctor found
    of it. `day_end`: what was counted of a day that is over. `board_sound`: what a board's calls lack."""

    settings: Settings
    state: State
    now: Moment
    printer: Health = WELL
    record: Health = WELL
    vouched: bool = False
    day: VanDay = UNKNOWN_DAY
    visits: Callable[[], Days] = dict
    machine: tuple[Finding, ...] = ()
    desk: int | None = None
    day_end: Counts | None = None
    board_sound: str = ""


def agent_view(van: VanFacts) -> AgentView:
    return AgentView(
        van=_name(van),
        place=cut(van.day.place, LONGEST_NAME),
        stop=van.state.stop.value,
        line=tuple(_waiting(t, van) for t in van.state.line()),
        desks=tuple(_at_desk(t, van) for t in van.state.called()),
        topics=tuple(_label(t) for t in van.settings.countable),
        printer=van.printer,
        record=van.record,
        visits_today=at_most(_visits_today(van.state)),
        day=day_of(van.state, van.now),
        clock=van.now.wall.replace(microsecond=0),
        vouched=van.vouched,
        machine=tuple(MachineFinding.of(finding) for finding in van.machine[:MOST_FINDINGS]),
        parked=tuple(_waiting(t, van) for t in van.state.parked()),
        undo=_undoable(van),
        seats=min(van.settings.desks, MOST_DESKS),
        summary=_summary(van),
        board_sound=van.board_sound,
    )


def _summary(van: VanFacts) -> DaySummary | None:
    """Topics, and apart from them lengths in classes: which goes with which is nowhere."""
    if van.day_end is None or not van.state.over:
        return None
    lengths: Counter[str] = Counter()
    for minutes, visits in van.day_end.minutes.items():
        lengths[length_class(minutes)] += visits
    topics = {topic: at_most(visits) for topic, visits in van.day_end.topics.items()}
    return DaySummary(van.state.day, topics, {name: at_most(n) for name, n in sorted(lengths.items())})


def _undoable(van: VanFacts) -> Undoable | None:
    left = van.state.leaving.get(van.desk or 0)
    seconds = seconds_left(left, van.now) if left else 0
    return Undoable(left.ticket.number, seconds) if left and seconds else None


def _visits_today(state: State) -> int:
    """Those too whose end can still be taken back."""
    return state.visits_today + sum(left.visit is not None for left in state.leaving.values())


def health(state: str, why: Condition) -> Health:
    """How a part of the van is, as it crosses the link."""
    return Health(state, why.name, dict(why.values))


def _label(topic: Topic) -> TopicLabel:
    labels = {
        language: cut(label, LONGEST_LABEL)
        for language, label in topic.label.items()
        if len(language) <= LONGEST_LANGUAGE
    }
    return TopicLabel(topic.key, labels)


def board_view(van: VanFacts) -> BoardView:
    """The last called first."""
    called = sorted(van.state.called(), key=_last_called, reverse=True)
    return BoardView(
        van=_name(van),
        stop=van.state.stop.value,
        called=tuple(shown(t) for t in called),
        moment=board_moment(van.day.moment),
        place=cut(van.day.place, LONGEST_NAME),
        waiting=at_most(len(van.state.line())),
        coming=tuple(stop_hours(stop) for stop in van.day.coming[:MOST_COMING]),
        clock=van.now.wall.replace(microsecond=0),
    )


def board_moment(now: DayMoment) -> BoardMoment:
    """The moment of the day, as it crosses the link."""
    hours = stop_hours(now.stop) if now.stop else None
    return BoardMoment(now.part.value, hours, now.today, now.here, now.over)


def stop_hours(stop: PlannedHours) -> StopHours:
    """A stop, as it crosses the link."""
    return StopHours(cut(stop.place, LONGEST_NAME), stop.day, stop.opens, stop.closes)


def log_view(van: VanFacts) -> LogView:
    """Reads the disk. Raises RecordFailed."""
    days = van.visits()
    topics = [
        TopicVisits(day, topic, at_most(visits))
        for day in sorted(days)
        for topic, visits in sorted(days[day].topics.items())
    ]
    minutes = [
        MinutesVisits(day, None if minutes == UNKNOWN else minutes, at_most(visits))
        for day in sorted(days)
        for minutes, visits in sorted(days[day].minutes.items())
    ]
    return LogView(_name(van), tuple(topics), tuple(minutes))


BUILDERS: Mapping[Role, Callable[[VanFacts], AnyView]] = each_role(
    {Role.AGENT: agent_view, Role.BOARD: board_view, Role.REFERENT: log_view}
)


def view_for(role: Role, van: VanFacts) -> AnyView:
    """What a display of this role, at the desk that `van` names, may see."""
    return BUILDERS[role](van)


def _name(van: VanFacts) -> str:
    return cut(van.settings.van, LONGEST_NAME)


def shown(ticket: Ticket) -> BoardCall:
    return BoardCall(ticket.number, ticket.desk or 0, ticket.calls)


def _last_called(ticket: Ticket) -> float:
    return ticket.called.wall.timestamp() if ticket.called else 0.0


def _waiting(ticket: Ticket, van: VanFacts) -> WaitingTicket:
    """In the line, or parked. Whoever calls it next sees its topic: nobody yet where it is parked."""
    anybodys = ticket.status is Status.WAITING and ticket.for_desk is None
    return WaitingTicket(
        ticket.number,
        ticket.topic if anybodys or _of_asker(ticket.for_desk, van) else None,
        _minutes(ticket.taken, van.now),
        ticket.priority,
        ticket.absences > 0,
        for_desk=ticket.for_desk,
        help=ticket.help,
    )


def _of_asker(desk: int | None, van: VanFacts) -> bool:
    return desk is not None and desk == van.desk


def _at_desk(ticket: Ticket, van: VanFacts) -> DeskTicket:
    return DeskTicket(
        desk=ticket.desk or 0,
        number=ticket.number,
        topic=ticket.topic if _of_asker(ticket.desk, van) else None,
        calls=ticket.calls,
        minutes=_minutes(ticket.called, van.now),
        may_come_back=ticket.absences == 0,
    )


def _minutes(since: Moment | None, now: Moment) -> int:
    """Whole minutes that have passed, 0 in the first, as they are shown; the record counts at least 1."""
    minutes = minutes_between(since, now) if since else None
    return at_most(minutes - 1) if minutes else 0


OF_THE_VAN = frozenset({"on_paper"})
"""Values of requests that are no business of the queue: the van itself sees to them."""


def meanings(asks: Iterable[type[Ask]] = get_args(AnyAsk)) -> Mapping[type[Ask], type[Command]]:
    """The command behind each of `asks`: the queue's word of the same name, with the same values. If it has
    a desk, that is the asker's own. Raises TypeError where there is no such word."""
    return MappingProxyType({ask: _meaning(ask) for ask in asks})


def _meaning(ask: type[Ask]) -> type[Command]:
    word: type[Command] | None = getattr(queue, ask.__name__, None)
    given = {field.name for field in msgspec.structs.fields(ask)} | {"desk"}
    if word is None or not _needed(word) <= given or not given - {"desk"} - OF_THE_VAN <= _values(word):
        raise TypeError(f"{ask.__name__} is no command of the queue, or has other values")
    return word


def _values(word: type[Command]) -> set[str]:
    return {field.name for field in fields(word)}


def _needed(word: type[Command]) -> set[str]:
    return {field.name for field in fields(word) if field.default is MISSING}


MEANINGS = meanings()


def command(ask: Ask, desk: int) -> Command:
    """The command that an agent at `desk` asks for."""
    word = MEANINGS[type(ask)]
    values: dict[str, Any] = {k: v for k, v in msgspec.structs.asdict(ask).items() if k not in OF_THE_VAN}
    if "desk" in _values(word):
        values["desk"] = desk
    return word(**values)
