"""When in the year, within a French text: months, from a day to another, every second week. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.calendar.french.days import AND
from kiosk.calendar.french.reader import Reader
from kiosk.calendar.french.tokens import NotSure, PieceKind, pieces
from kiosk.calendar.rules import Season, Weeks, YearDay

_WEEKS = {
    "paire": Weeks.EVEN, "paires": Weeks.EVEN, "pair": Weeks.EVEN, "pairs": Weeks.EVEN,
    "impaire": Weeks.ODD, "impaires": Weeks.ODD, "impair": Weeks.ODD, "impairs": Weeks.ODD,
}  # fmt: skip
_WEEK = ("semaine", "semaines", "sem")


@dataclass
class Bounds:
    """The first and the last day; None: not said."""

    first: date | None = None
    last: date | None = None


# --- Weeks ------------------------------------------------------------------------------------------


def at_weeks(reader: Reader) -> bool:
    """Whether "semaine paire" comes next."""
    mark = reader.mark()
    found = weeks(reader) is not None
    reader.back_to(mark)
    return found


def weeks(reader: Reader) -> Weeks | None:
    mark = reader.mark()
    reader.skip(("en",))
    if reader.take_any(_WEEK):
        reader.take_any((".",))
        if (which := reader.take_any(_WEEKS)) and not _both(reader):
            return _WEEKS[which.word]
    reader.back_to(mark)
    return None


def only_weeks(text: str) -> Weeks | None:
    """Of a cell that says nothing else."""
    reader = Reader(pieces(text))
    found = weeks(reader)
    return found if reader.is_kind(PieceKind.END) else None


def _both(reader: Reader) -> bool:
    return reader.is_word(*AND) and reader.ahead(1).word in _WEEKS


def every_other_before(reader: Reader) -> bool:
    """ "un jeudi sur deux": its first word is taken."""
    if reader.next.word in ("1", "un", "une") and reader.ahead(1).kind is PieceKind.DAY:
        reader.take()
        return True
    return False


def every_other_after(reader: Reader) -> None:
    """ "sur deux", which has to come. Raises NotSure."""
    if not (reader.take_words("sur", "2") or reader.take_words("sur", "deux")):
        raise reader.refuse()


def every_other(reader: Reader) -> bool:
    """ "tous les 15 jours", "une semaine sur deux": whether that was read."""
    return any(
        reader.take_words(*words.split())
        for words in (
            "15 jours",
            "quinze jours",
            "1 semaine sur 2",
            "1 semaine sur deux",
            "une semaine sur 2",
            "une semaine sur deux",
        )
    )


# --- Months and days of the year ---------------------------------------------------------------------


def season(reader: Reader) -> Season | None:
    """ "d’octobre à juin", "en juillet et août", "du 1er juillet au 31 août"; None: nothing of that."""
    mark = reader.mark()
    reader.take_any(("en",))
    if reader.is_kind(PieceKind.MONTH):
        return Season(months=_months(reader))
    first = year_day(reader) or _same_month(reader)
    if first and reader.take_any(("au", "-")) and (last := year_day(reader)):
        return _span(first, last)
    reader.back_to(mark)
    return None


def _same_month(reader: Reader) -> YearDay | None:
    """The first of "1er au 15 août": its month and year stand with the last."""
    if reader.is_kind(PieceKind.NUMBER, PieceKind.ORDINAL) and reader.ahead(1).word == "au":
        mark = reader.mark()
        number = reader.take()
        reader.take()
        last = year_day(reader)
        reader.back_to(mark)
        if last and 1 <= number.value <= last.day:
            reader.take()
            return YearDay(last.month, number.value, last.year)
    return None


def _months(reader: Reader) -> tuple[int, ...]:
    first = reader.take().value
    if reader.is_word("a", "-", "au") and reader.ahead(1).kind is PieceKind.MONTH:
        reader.take()
        last = reader.take().value
        return tuple((first - 1 + n) % 12 + 1 for n in range((last - first) % 12 + 1))
    found = [first]
    while reader.is_word(*AND) and reader.ahead(1).kind is PieceKind.MONTH:
        reader.take()
        found.append(reader.take().value)
    if reader.is_kind(PieceKind.NUMBER) and reader.next.value >= 1000:
        raise reader.refuse()
    return tuple(found)


def _span(first: YearDay, last: YearDay) -> Season:
    if (first.year is None) is not (last.year is None):
        raise NotSure("du {first} au {last} : donnez l’année des deux", first=_said(first), last=_said(last))
    if first.year and last < replace_year(first, last):
        raise NotSure("le {last} vient avant le {first}", first=_said(first), last=_said(last))
    return Season(first=first, last=last)


def replace_year(first: YearDay, last: YearDay) -> YearDay:
    """`first`, to be compared with `last` by year, month and day."""
    return first if first.year == last.year else YearDay(1 if (first.year or 0) < (last.year or 0) else 13, 1)


def _said(day: YearDay) -> str:
    return f"{day.day:02}/{day.month:02}" + (f"/{day.year}" if day.year else "")


def year_day(reader: Reader) -> YearDay | None:
    """ "5 janvier 2027", "1er juillet", "05/01/2027". Raises NotSure where there is no such day."""
    if reader.is_kind(PieceKind.DATE):
        day = date.fromordinal(reader.take().value)
        return YearDay(day.month, day.day, day.year)
    if not reader.is_kind(PieceKind.NUMBER, PieceKind.ORDINAL) or reader.ahead(1).kind is not PieceKind.MONTH:
        return None
    number, month = reader.take(), reader.take()
    year = None
    if reader.is_kind(PieceKind.NUMBER) and 2000 <= reader.next.value < 2200:
        year = reader.take().value
    try:
        date(year or 2000, month.value, number.value)
    except ValueError:
        raise NotSure("le {piece} n’existe pas", piece=f"{number.text} {month.text}") from None
    return YearDay(month.value, number.value, year)


def bounds(reader: Reader, into: Bounds) -> bool:
    """ "à partir du 5 janvier 2027", "jusqu’au 30 juin 2027": whether one was read. Raises NotSure."""
    if reader.take_words("a", "partir") or reader.take_words("a", "compter"):
        into.first = _dated(reader)
        return True
    if reader.take_words("jusqu", "au"):
        into.last = _dated(reader)
        return True
    return False


def _dated(reader: Reader) -> date:
    if reader.is_kind(PieceKind.DAY):
        reader.take()
    found = year_day(reader)
    if not found:
        raise reader.refuse()
    if not found.year:
        raise NotSure("« {piece} » : de quelle année ?", piece=_said(found))
    return date(found.year, found.month, found.day)
