"""What a French text takes back at its end: "fermé le mercredi après-midi", "hors jours fériés". Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from kiosk.calendar.french import seasons
from kiosk.calendar.french.days import AND, at_days, day_groups
from kiosk.calendar.french.hours import is_afternoon, is_morning
from kiosk.calendar.french.reader import Reader
from kiosk.calendar.french.tokens import NotSure, Piece, PieceKind
from kiosk.calendar.rules import Hours, Season, StopRule

_CLOSED = ("ferme", "fermee", "fermes", "fermees", "fermeture")
_HOLIDAYS = ("feries", "ferie")
_EXCEPT = ("sauf", "hors", "excepte")
Spans: TypeAlias = tuple[Hours, ...]

MORNING, AFTERNOON = ("matin", "matins"), ("apres-midi", "apres-midis", "apres midi")


@dataclass
class Buts:
    """`half`: of a day, which of its hours go. `of_the_last`: it may be meant of the last clause alone, by
    its first word."""

    days: list[int] = field(default_factory=list)
    halves: dict[int, bool] = field(default_factory=dict)
    seasons: list[Season] = field(default_factory=list)
    holidays: bool = False
    of_the_last: bool = False
    word: str = ""


def at_closed(reader: Reader) -> bool:
    return reader.is_word(*_CLOSED)


def read(reader: Reader, named: list[int], bounds: seasons.Bounds, found: Buts) -> None:
    """All that is taken back, and the first and last day. Raises NotSure."""
    while True:
        mark = reader.mark()
        reader.skip((",", ";", ".", "-", "et"))
        opened = bool(reader.take_any(("(",)))
        if not (seasons.bounds(reader, bounds) or _one(reader, named, found)):
            reader.back_to(mark)
            reader.skip((".",))
            return
        if opened and not reader.take_any((")",)):
            raise reader.refuse()


def _one(reader: Reader, named: list[int], into: Buts) -> bool:
    word = reader.take_any((*_CLOSED, *_EXCEPT))
    if not word:
        return False
    reader.skip((":",))
    _what(reader, named, into, word)
    while reader.is_word("et") and _another(reader):
        reader.take()
        _what(reader, named, into, word)
    return True


def _another(reader: Reader) -> bool:
    one, two = reader.ahead(1), reader.ahead(2)
    return one.kind is PieceKind.DAY or two.word in _HOLIDAYS or two.kind is PieceKind.MONTH


def _what(reader: Reader, named: list[int], into: Buts, word: Piece) -> None:
    reader.take_any(("en",))
    if _holidays(reader):
        into.holidays = True
        return
    if season := seasons.season(reader):
        into.seasons.append(season)
    elif day := seasons.year_day(reader):
        into.seasons.append(Season(first=day, last=day))
    elif at_days(reader):
        _days(reader, named, into)
    else:
        raise reader.refuse()
    if word.word in _EXCEPT:
        into.of_the_last, into.word = True, word.text


def before_all(reader: Reader, named: list[int], into: Buts) -> None:
    """ "Fermé en août.", before what is open. Raises NotSure where nothing parts the two."""
    if at_closed(reader) and _one(reader, named, into) and not reader.take_any((".", ";", "|")):
        raise reader.refuse()


def holidays_within(reader: Reader) -> bool:
    """ "hors jours fériés" between days and hours."""
    mark = reader.mark()
    reader.skip((",",))
    opened = reader.take_any(("(",))
    if reader.take_any(_EXCEPT) and _holidays(reader) and (not opened or reader.take_any((")",))):
        return True
    reader.back_to(mark)
    return False


def days_without(reader: Reader, named: list[int]) -> tuple[int, ...]:
    """The days of "sauf le mercredi" between days and hours; none: nothing of that. Raises NotSure."""
    mark = reader.mark()
    opened = reader.take_any(("(",))
    if not reader.take_any(_EXCEPT) or not reader.is_kind(PieceKind.DAY):
        reader.back_to(mark)
        return ()
    (group,) = day_groups(reader, named)
    if (opened and not reader.take_any((")",))) or reader.is_word(*MORNING, *AFTERNOON):
        raise reader.refuse()
    return group.days


def _holidays(reader: Reader) -> bool:
    mark = reader.mark()
    reader.skip(("jours", "jour"))
    if reader.take_any(_HOLIDAYS):
        return True
    reader.back_to(mark)
    return False


def _days(reader: Reader, named: list[int], into: Buts) -> None:
    groups = day_groups(reader, named)
    if any(group.nth for group in groups):
        raise NotSure("« fermé » un jour du mois : dites plutôt lesquels sont ouverts")
    days = [day for group in groups for day in group.days]
    half = reader.take_any((*MORNING, *AFTERNOON))
    if half and len(days) > 1:
        raise NotSure("« {piece} » : de tous ces jours ? Écrivez-les un par un", piece=half.text)
    if half:
        into.halves[days[0]] = half.word in MORNING
    else:
        into.days += days
    if reader.is_kind(PieceKind.TIME) or (reader.is_word(*AND) and reader.ahead(1).kind is PieceKind.TIME):
        raise reader.refuse()


def without_days(rules: Iterable[StopRule], buts: Buts) -> list[StopRule]:
    """The rules without what is taken back. Raises NotSure where half a day goes that is not there."""
    found = list(rules)
    for day in buts.days:
        found = _changed(found, day, lambda hours: ())
    for day, morning in buts.halves.items():
        if not any(day in rule.days for rule in found):
            raise NotSure("une demi-journée est dite fermée, qui n’est pas ouverte")
        found = _changed(found, day, _without_morning if morning else _without_afternoon)
    return found


def _changed(rules: list[StopRule], day: int, left: Callable[[Spans], Spans]) -> list[StopRule]:
    """The rules, with what is `left` of the hours of that day. Raises NotSure."""
    found: list[StopRule] = []
    for rule in rules:
        others = tuple(other for other in rule.days if other != day)
        found += [replace(rule, days=others)] if others else []
        if day in rule.days and (hours := left(rule.hours)):
            found.append(replace(rule, days=(day,), hours=hours))
    return found


def _without_morning(hours: Spans) -> Spans:
    return _without_half(hours, is_morning)


def _without_afternoon(hours: Spans) -> Spans:
    return _without_half(hours, is_afternoon)


def _without_half(hours: Spans, goes: Callable[[Hours], bool]) -> Spans:
    """Raises NotSure where some hours are of both halves, or none goes."""
    if not all(is_morning(one) or is_afternoon(one) for one in hours):
        raise NotSure("une demi-journée est fermée, et les heures passent midi : donnez celles de ce jour")
    if not any(map(goes, hours)):
        raise NotSure("une demi-journée est dite fermée, qui n’est pas ouverte")
    return tuple(one for one in hours if not goes(one))
