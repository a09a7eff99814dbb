"""An agenda's rows as dated stops, with every fault by its row and column: nothing is passed over.

A row is dated, or says what comes back: as OpenStreetMap does, or in French (`kiosk.calendar.french`). What
can be read in both ways has to say the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from assets.errors import Trouble
from kiosk.calendar import osm
from kiosk.calendar.clashes import Clash, clashes
from kiosk.calendar.french import (
    NotSure,
    as_time,
    is_day,
    only_weeks,
    understand,
    understand_day,
    understand_hour,
    understand_hours,
)
from kiosk.calendar.kept import CalendarStop
from kiosk.calendar.osm import Occurrence
from kiosk.calendar.rules import Weeks
from kiosk.calendar.table import AgendaColumn, AgendaRow, BadAgenda, read_table


class AgendaFault(Trouble):
    """What is wrong in one place of the agenda."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that stops are made for, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Agenda:
    """What was read: the stops of each row that could be, and all that is wrong. `remarks`: what may be."""

    rows: Sequence[tuple[int, tuple[CalendarStop, ...]]]
    faults: Sequence[AgendaFault]
    remarks: Sequence[AgendaFault] = ()

    @property
    def stops(self) -> list[CalendarStop]:
        return sorted({stop for _, stops in self.rows for stop in stops})


class _At(Exception):
    """A fault, and the column it is in."""

    def __init__(self, column: AgendaColumn, fault: Trouble) -> None:
        self.column, self.fault = column, fault


def read_csv(content: bytes, span: Span) -> Agenda:
    """Raises BadAgenda where it is no table with places and hours, AgendaLacks where a library is."""
    table = read_table(content)
    rows, faults = [], []
    for row in table.rows:
        try:
            rows.append((row.number, _stops(row, span)))
        except _At as at:
            head = table.heads.get(at.column, "")
            faults.append(_fault(row.number, head, at.fault))
    if not rows and not faults:
        raise BadAgenda("il n’y a aucun arrêt sous les titres des colonnes")
    return Agenda(rows, faults, list(map(_clash, clashes(rows))))


def _fault(row: int, head: str, fault: Trouble) -> AgendaFault:
    if not head:
        return AgendaFault("ligne {row} : {fault}.", row=row, fault=fault)
    return AgendaFault("ligne {row}, colonne « {head} » : {fault}.", row=row, head=head, fault=fault)


def _clash(clash: Clash) -> AgendaFault:
    return AgendaFault(
        "ligne {row} : à la même heure que la ligne {other}, le {day}.",
        row=clash.other_row,
        other=clash.row,
        day=f"{clash.one.day:%d/%m/%Y}",
    )


_AS_WRITTEN = (
    AgendaColumn.VILLAGE,
    AgendaColumn.POSTCODE,
    AgendaColumn.INSEE,
    AgendaColumn.ADDRESS,
    AgendaColumn.LATITUDE,
    AgendaColumn.LONGITUDE,
)
"""What a stop takes over of a row as it is, in the order of its fields."""


# --- One row -----------------------------------------------------------------------------------------


def _stops(row: AgendaRow, span: Span) -> tuple[CalendarStop, ...]:
    place = _place(row)
    found = _dated(row) if is_dated(row) else _recurring(row, span)
    return tuple(
        CalendarStop(
            one.day,
            one.opens,
            one.closes,
            place,
            *(row[column] for column in _AS_WRITTEN),
        )
        for one in found
    )


_BRACKET = re.compile(r"\[([^\]]+)\]")
"""In the name of a van's stop, where it stands: "Bus France Services - [Place de la poste]"."""

_FORMULA = ("=", "+", "-", "@")
"""First signs that make a spreadsheet run a cell (OWASP, "CSV Injection"): the calendar is opened by one."""


def check_name(name: str) -> None:
    """Raises NotSure for what a spreadsheet would run."""
    if name.startswith(_FORMULA):
        raise NotSure("« {piece} » : commencez par une lettre", piece=name[:12])


def _place(row: AgendaRow) -> str:
    """As visitors are told it: the village, and where in it."""
    for column in (AgendaColumn.PLACE, AgendaColumn.NAME, *_AS_WRITTEN[:4]):
        _read(column, check_name, row)
    bracket = _BRACKET.search(row[AgendaColumn.NAME])
    within = bracket[1].strip() if bracket else row[AgendaColumn.ADDRESS]
    village = row[AgendaColumn.VILLAGE]
    name = row[AgendaColumn.PLACE] or ", ".join(filter(None, (village, within))) or row[AgendaColumn.NAME]
    if row[AgendaColumn.PLACE] and village and village.lower() not in name.lower():
        name = f"{village}, {name}"
    if not name:
        raise _At(AgendaColumn.PLACE, NotSure("le lieu manque"))
    return name


def is_dated(row: AgendaRow) -> bool:
    return bool(row[AgendaColumn.DAY]) and is_day(row[AgendaColumn.DAY])


def _dated(row: AgendaRow) -> list[Occurrence]:
    day = _read(AgendaColumn.DAY, understand_day, row)
    if row[AgendaColumn.HOURS]:
        spans = [(one.opens, one.closes) for one in _read(AgendaColumn.HOURS, understand_hours, row)]
    else:
        spans = [
            (
                _read(AgendaColumn.OPENS, understand_hour, row),
                _read(AgendaColumn.CLOSES, understand_hour, row),
            )
        ]
    if spans[0][1] <= spans[0][0]:
        raise _At(AgendaColumn.CLOSES, NotSure("la fermeture vient avant l’ouverture"))
    return [Occurrence(day, as_time(opens), as_time(closes)) for opens, closes in spans]


T = TypeVar("T")


def _read(column: AgendaColumn, how: Callable[[str], T], row: AgendaRow) -> T:
    try:
        return how(row[column])
    except NotSure as fault:
        raise _At(column, fault) from None


def _recurring(row: AgendaRow, span: Span) -> list[Occurrence]:
    hours = row[AgendaColumn.HOURS] or _from_to(row)
    if not hours:
        raise _At(AgendaColumn.HOURS, NotSure("les heures manquent"))
    bounds = _bounds(row)
    try:
        found = _meant(
            " ".join(filter(None, (row[AgendaColumn.DAY], hours))), row[AgendaColumn.WHEN], bounds, span
        )
    except Trouble as fault:
        if isinstance(fault, osm.AgendaLacks):
            raise
        raise _At(AgendaColumn.HOURS, fault) from None
    inside = [one for one in found if (bounds.first or one.day) <= one.day <= (bounds.last or one.day)]
    if not inside:
        raise _At(AgendaColumn.HOURS, NotSure("cela ne donne aucun arrêt d’ici un an"))
    return inside


def _from_to(row: AgendaRow) -> str:
    opens, closes = row[AgendaColumn.OPENS], row[AgendaColumn.CLOSES]
    return f"{opens}-{closes}" if opens and closes else ""


@dataclass(frozen=True, slots=True)
class _Bounds:
    first: date | None = None
    last: date | None = None


def _bounds(row: AgendaRow) -> _Bounds:
    first, last = (
        _read(column, understand_day, row) if row[column] else None
        for column in (AgendaColumn.FIRST, AgendaColumn.LAST)
    )
    return _Bounds(first, last)


def _meant(text: str, when: str, bounds: _Bounds, span: Span) -> list[Occurrence]:
    """What `text` says, with what stands beside it. Raises NotSure, NoStop, AgendaLacks."""
    weeks = only_weeks(when) if when else None
    if when and not weeks:
        return _in_french(f"{when} {text}", None, bounds, span)
    try:
        as_osm = osm.occurrences(osm.in_weeks(text, weeks) if weeks else text, span.first, span.last)
    except osm.NotOsm:
        return _in_french(text, weeks, bounds, span)
    except osm.NoStop as refused:
        try:
            return _in_french(text, weeks, bounds, span)
        except NotSure:
            raise refused from None
    return _the_same(as_osm, text, weeks, bounds, span)


def _the_same(
    as_osm: list[Occurrence], text: str, weeks: Weeks | None, bounds: _Bounds, span: Span
) -> list[Occurrence]:
    """What is written as in OpenStreetMap may be French too: "Mar Sa" is March there, Tuesday here."""
    try:
        other = _in_french(text, weeks, bounds, span)
    except (NotSure, osm.NoStop):
        return as_osm
    if other != as_osm:
        raise NotSure("« {piece} » se lit de deux façons : écrivez les jours en toutes lettres", piece=text)
    return as_osm


def _in_french(text: str, weeks: Weeks | None, bounds: _Bounds, span: Span) -> list[Occurrence]:
    found = understand(text, bounds.first, weeks)
    return [one for one in osm.occurrences(found.as_osm(), span.first, span.last) if found.allows(one.day)]
