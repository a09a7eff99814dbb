"""What a French text of hours means, or which piece of it is not sure. Pure.

    text        [but "."] [weeks ":"] clause, clause, ... [but]
    clause      days hours, hours days, or days "fermé"; weeks or a season within it, or after it
    but         "fermé ...", "sauf ...", "hors ...": public holidays, days, half days, months

Everything has to be read: a piece that has no place is refused, never passed over. What is said of one clause
and may be meant of all is refused too (`clauses`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from kiosk.calendar.french import but, seasons
from kiosk.calendar.french.clauses import Clause, together
from kiosk.calendar.french.days import DayGroup, at_days, day_groups
from kiosk.calendar.french.hours import at_hours, hours, is_afternoon, is_morning
from kiosk.calendar.french.reader import Reader
from kiosk.calendar.french.tokens import NotSure, PieceKind, pieces
from kiosk.calendar.rules import Hours, Recurrence, Season, Weeks

_BETWEEN = (",", ";", ".", "/", "-", "|", "et", "puis", ":")
_ENDS = {";", ".", "|"}
"""After these, what stood before the days is perhaps no longer meant."""

_HALVES = dict.fromkeys(but.MORNING, is_morning) | dict.fromkeys(but.AFTERNOON, is_afternoon)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a text says before the days that it is of."""

    weeks: Weeks | None = None
    season: Season | None = None


def understand(text: str, starts: date | None = None, weeks: Weeks | None = None) -> Recurrence:
    """What `text` means. `starts`: the first day, `weeks`: which ones, where the agenda has that elsewhere.

    Raises NotSure.
    """
    found = pieces(text)
    reader = Reader(found)
    reader.skip((":", "-", "."))
    days_named = [piece.value for piece in found if piece.kind is PieceKind.DAY]
    bounds = seasons.Bounds(starts)
    buts = but.Buts()
    but.before_all(reader, days_named, buts)
    clauses = _clauses(reader, days_named, bounds, _Scope(weeks))
    but.read(reader, days_named, bounds, buts)
    if not reader.is_kind(PieceKind.END):
        raise reader.refuse()
    return together(clauses, buts, bounds)


# --- Clauses -----------------------------------------------------------------------------------------


def _clauses(reader: Reader, named: list[int], bounds: seasons.Bounds, of_all: _Scope) -> list[Clause]:
    if at_hours(reader):
        return [_hours_first(reader, named, Clause(bounds, of_all.weeks))]
    scope = _scope(reader, of_all, (":", ",")) or of_all
    found = [_clause(reader, named, Clause(bounds, scope.weeks, scope.season))]
    while True:
        mark = reader.mark()
        between = [piece.word for piece in iter(lambda: reader.take_any(_BETWEEN), None)]
        scope = _scope(reader, of_all) or (of_all if _ENDS & {*between} else scope)
        if not _at_clause(reader):
            reader.back_to(mark)
            return found
        found.append(_clause(reader, named, Clause(bounds, scope.weeks, scope.season)))


def _scope(reader: Reader, of_all: _Scope, ends: Collection[str] = (":",)) -> _Scope | None:
    """ "Semaines paires :", "juillet-août :" before days: of those that follow, until another. A comma is
    enough before all others."""
    mark = reader.mark()
    weeks = seasons.weeks(reader)
    season = None if weeks else seasons.season(reader)
    if (weeks or season) and reader.take_any(ends):
        if weeks and of_all.weeks:
            raise NotSure("les semaines ou les mois sont dits deux fois")
        return _Scope(weeks or of_all.weeks, season)
    reader.back_to(mark)
    return None


def _at_clause(reader: Reader) -> bool:
    return at_days(reader) or seasons.at_weeks(reader) or reader.is_word("un", "une")


def _clause(reader: Reader, named: list[int], clause: Clause) -> Clause:
    _around(reader, clause)
    reader.skip((":", ",") if clause.every_other else ())
    _days(reader, clause, named)
    _around(reader, clause)
    clause.no_holidays = but.holidays_within(reader)
    reader.skip((":", "-", ","))
    if but.at_closed(reader):
        reader.take()
        return replace(clause, closed=True)
    opened = reader.take_any(("(",))
    if not at_hours(reader):
        raise reader.refuse(opened)
    clause.hours = _in_half(hours(reader), clause.half)
    if opened and not reader.take_any((")",)):
        raise reader.refuse()
    _after(reader, clause)
    return clause


def _hours_first(reader: Reader, named: list[int], clause: Clause) -> Clause:
    clause.hours = hours(reader)
    reader.skip((":", ","))
    opened = reader.take_any(("(",)) if reader.ahead(1).kind is PieceKind.DAY else None
    _around(reader, clause)
    if not (at_days(reader) or reader.is_word("un", "une")):
        raise (
            NotSure("les jours manquent : nommez-les, comme « du lundi au vendredi »")
            if reader.is_kind(PieceKind.END)
            else reader.refuse()
        )
    _days(reader, clause, named)
    if opened and not reader.take_any((")",)):
        raise reader.refuse()
    clause.hours = _in_half(clause.hours, clause.half)
    _after(reader, clause)
    return clause


def _days(reader: Reader, clause: Clause, named: list[int]) -> None:
    one_of_two = seasons.every_other_before(reader)
    if not at_days(reader):
        raise reader.refuse()
    clause.groups = day_groups(reader, named)
    if one_of_two:
        seasons.every_other_after(reader)
        clause.every_other = True
    if reader.is_word(*_HALVES):
        clause.half = reader.take().word
    elif without := but.days_without(reader, named):
        clause.groups = [_less(group, without) for group in clause.groups]


def _less(group: DayGroup, without: tuple[int, ...]) -> DayGroup:
    """ "du lundi au vendredi sauf le mercredi": every day that goes was there."""
    if group.nth or not set(without) < set(group.days):
        raise NotSure("« sauf » un jour qui n’y est pas : nommez les jours ouverts")
    return DayGroup(tuple(day for day in group.days if day not in without))


def _in_half(found: tuple[Hours, ...], half: str) -> tuple[Hours, ...]:
    if half and not all(map(_HALVES[half], found)):
        raise NotSure("« {piece} » ne va pas avec ces heures", piece=half)
    return found


def _around(reader: Reader, clause: Clause) -> None:
    """Weeks, season, first and last day, before or after the days."""
    mark = -1
    while mark != reader.mark():
        mark = reader.mark()
        opened = reader.take_any(("(",))
        if not _one_around(reader, clause):
            reader.back_to(mark)
        elif opened and not reader.take_any((")",)):
            raise reader.refuse()


def _one_around(reader: Reader, clause: Clause) -> bool:
    weeks = seasons.weeks(reader)
    season = None if weeks else seasons.season(reader)
    if (weeks and clause.weeks) or (season and clause.season):
        raise NotSure("les semaines ou les mois sont dits deux fois")
    clause.weeks, clause.season = weeks or clause.weeks, season or clause.season
    if seasons.every_other(reader):
        clause.every_other = True
        return True
    return bool(weeks or season) or seasons.bounds(reader, clause.bounds)


def _ahead_of_days(reader: Reader) -> bool:
    """Whether weeks or a season come next that may be of the days after them."""
    mark = reader.mark()
    found = seasons.weeks(reader) or seasons.season(reader)
    follows = reader.is_word(":") or at_days(reader)
    reader.back_to(mark)
    return bool(found) and follows


def _after(reader: Reader, clause: Clause) -> None:
    """Weeks and season, after the hours."""
    mark = reader.mark()
    reader.skip((",",))
    before = reader.mark()
    if not _ahead_of_days(reader):
        _around(reader, clause)
    if reader.mark() == before:
        reader.back_to(mark)
