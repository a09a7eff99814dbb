"""A single day, or hours alone, in a cell: "mardi 5 janvier 2027", "05/01/2027", "9h-12h / 14h-17h". Pure."""

from __future__ import annotations

import re
from datetime import date, time

from kiosk.calendar.french import seasons
from kiosk.calendar.french.hours import hours
from kiosk.calendar.french.reader import Reader
from kiosk.calendar.french.tokens import NotSure, PieceKind, pieces
from kiosk.calendar.rules import MIDNIGHT, Hours

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")


def is_day(text: str) -> bool:
    """Whether a day stands there, rather than days of the week; it may be one that does not exist."""
    if _ISO.fullmatch(text):
        return True
    try:
        return any(
            piece.kind in (PieceKind.DATE, PieceKind.MONTH, PieceKind.NUMBER) for piece in pieces(text)
        )
    except NotSure:
        return True


def understand_day(text: str) -> date:
    """Raises NotSure where it is none, does not exist, or has another day of the week than it says."""
    if iso := _ISO.fullmatch(text):
        try:
            return date(*map(int, iso.groups()))
        except ValueError:
            raise NotSure("le {piece} n’existe pas", piece=text) from None
    reader = Reader(pieces(text))
    weekday = reader.take() if reader.is_kind(PieceKind.DAY) else None
    reader.skip((",", "."))
    found = seasons.year_day(reader)
    if not found or not reader.is_kind(PieceKind.END):
        raise NotSure("« {piece} » n’est pas une date : écrivez-la comme 05/01/2027", piece=text)
    if not found.year:
        raise NotSure("« {piece} » : de quelle année ?", piece=text)
    day = date(found.year, found.month, found.day)
    if weekday and day.weekday() != weekday.value:
        raise NotSure("le {day} n’est pas un {weekday}", day=f"{day:%d/%m/%Y}", weekday=weekday.text)
    return day


def understand_hours(text: str) -> tuple[Hours, ...]:
    """Raises NotSure."""
    reader = Reader(pieces(text))
    found = hours(reader)
    if not reader.is_kind(PieceKind.END):
        raise reader.refuse()
    return found


def understand_hour(text: str) -> int:
    """Minutes since midnight. Raises NotSure."""
    found = pieces(re.sub(r"(\d\d?:\d\d):00$", r"\1", text))
    if len(found) != 2 or found[0].kind is not PieceKind.TIME:
        raise NotSure("« {piece} » n’est pas une heure : écrivez-la comme 09:30", piece=text)
    return found[0].value


def as_time(minutes: int) -> time:
    """A minute before midnight stands for midnight: a stop ends on its day."""
    minutes = min(minutes, MIDNIGHT - 1)
    return time(minutes // 60, minutes % 60)
