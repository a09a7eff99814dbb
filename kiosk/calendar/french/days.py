"""Days within a French text: "du lundi au jeudi", "les mardi et jeudi", "1er et 3e mardi du mois". Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kiosk.calendar.french.reader import Reader
from kiosk.calendar.french.tokens import NotSure, Piece, PieceKind

AND = (",", "et", "/", "&", "+")
_RANGE = ("-", "au", "a")


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Days from 0, Monday, and which of the month they are, if the text says so."""

    days: tuple[int, ...]
    nth: tuple[int, ...] = ()


def at_days(reader: Reader) -> bool:
    return reader.is_kind(PieceKind.DAY, PieceKind.ORDINAL) or (
        reader.is_kind(PieceKind.NUMBER) and reader.ahead(1).kind in (PieceKind.ORDINAL, PieceKind.DAY)
    )


def day_groups(reader: Reader, named: Collection[int]) -> list[DayGroup]:
    """The days that come next; `named` are all that the text names anywhere. Raises NotSure."""
    if reader.is_kind(PieceKind.DAY):
        return [DayGroup(_weekdays(reader, named))]
    groups = [_of_month(reader)]
    while _another(reader):
        groups.append(_of_month(reader))
    reader.take_words("mois")  # nothing else is left unsaid: "du trimestre", "des vacances" are refused
    return groups


def _another(reader: Reader) -> bool:
    mark = reader.mark()
    reader.skip(AND)
    if reader.is_kind(PieceKind.ORDINAL):
        return True
    reader.back_to(mark)
    return False


def _of_month(reader: Reader) -> DayGroup:
    """ "2e et 4e jeudi", "2 premiers samedis"."""
    nth = _first_ones(reader) or _ordinals(reader)
    if not reader.is_kind(PieceKind.DAY):
        raise reader.refuse()
    day = reader.take()
    if reader.is_kind(PieceKind.DAY) or (reader.is_word(*AND) and reader.ahead(1).kind is PieceKind.DAY):
        raise NotSure("« {piece} » : dites aussi lequel du mois", piece=_day_ahead(reader).text)
    return DayGroup((day.value,), nth)


def _day_ahead(reader: Reader) -> Piece:
    return reader.next if reader.is_kind(PieceKind.DAY) else reader.ahead(1)


def _first_ones(reader: Reader) -> tuple[int, ...]:
    many, ordinal = reader.next, reader.ahead(1)
    if many.kind is not PieceKind.NUMBER or ordinal.word not in ("premiers", "premieres"):
        return ()
    if not 2 <= many.value <= 4:
        raise reader.refuse()
    reader.take()
    reader.take()
    return tuple(range(1, many.value + 1))


def _ordinals(reader: Reader) -> tuple[int, ...]:
    found: list[int] = []
    while reader.is_kind(PieceKind.ORDINAL):
        found.append(reader.take().value)
        mark = reader.mark()
        reader.skip(AND)
        if not reader.is_kind(PieceKind.ORDINAL):
            reader.back_to(mark)
    if not found or len(set(found)) < len(found):
        raise reader.refuse()
    return tuple(sorted(found, key=lambda n: n % 10))


# --- Days of each week -------------------------------------------------------------------------------


def _weekdays(reader: Reader, named: Collection[int]) -> tuple[int, ...]:
    days: list[int] = []
    while reader.is_kind(PieceKind.DAY):
        days += _one_or_range(reader, named)
        mark = reader.mark()
        reader.skip(AND)
        if not reader.is_kind(PieceKind.DAY):
            reader.back_to(mark)
    if len(set(days)) < len(days):
        raise NotSure("un jour est nommé deux fois")
    return tuple(sorted(days))


def _one_or_range(reader: Reader, named: Collection[int]) -> list[int]:
    first = reader.take()
    sign = reader.next
    if sign.word not in _RANGE or reader.ahead(1).kind is not PieceKind.DAY:
        return [first.value]
    if sign.word == "-" and reader.ahead(2).word == "-" and reader.ahead(3).kind is PieceKind.DAY:
        return _listed(reader, first)
    reader.take()
    last = reader.take()
    return _range(first, sign, last, named)


def _listed(reader: Reader, first: Piece) -> list[int]:
    """ "lundi - mardi - jeudi": more than two are a list."""
    days = [first.value]
    while reader.is_word("-") and reader.ahead(1).kind is PieceKind.DAY:
        reader.take()
        days.append(reader.take().value)
    return days


def _range(first: Piece, sign: Piece, last: Piece, named: Collection[int]) -> list[int]:
    days = list(range(first.value, last.value + 1))
    if len(days) < 2:
        raise NotSure("« {first} » vient après « {last} »", first=last.text, last=first.text)
    if sign.word == "-" and len(days) == 3 and not _is_gap(first.value, last.value, named):
        raise NotSure(
            "« {first}-{last} » : écrivez « du {first} au {last} », ou « {first} et {last} »",
            first=first.text,
            last=last.text,
        )
    return days


def _is_gap(first: int, last: int, named: Collection[int]) -> bool:
    """Whether the days on both sides are named for themselves, and the one between is not: then it is within,
    since nobody lists a whole week but for one day in this way."""
    return {first - 1, last + 1} <= set(named) and first + 1 not in named
