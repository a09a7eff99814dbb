"""Hours within a French text: "9h-12h30 / 14h-17h", "de 14 à 18h", "9h à 12h puis de 13h30 à 17h". Pure."""

from __future__ import annotations

from collections.abc import Collection

from kiosk.calendar.french.reader import Reader
from kiosk.calendar.french.tokens import NotSure, Piece, PieceKind
from kiosk.calendar.rules import MIDNIGHT, Hours

_TO = ("-", "a", "/", "jusqu")
_NEXT = (",", ";", "/", "-", "|", "et", "puis", "&", "+")
NOON = MIDNIGHT // 2

MORNING_ENDS = NOON + 2 * 60
"""Minutes: what opens before noon and closes by then is a morning."""


def at_hours(reader: Reader) -> bool:
    """Whether hours begin here: an hour, or a number that a later "h" makes one, as in "9-12h"."""
    mark = reader.mark()
    try:
        return _range(reader) is not None
    except NotSure:
        return True
    finally:
        reader.back_to(mark)


def hours(reader: Reader) -> tuple[Hours, ...]:
    """All that follow each other. Raises NotSure where they do not begin one after the other's end."""
    found: list[Hours] = []
    signs: list[str] = []
    while span := _range(reader):
        one, sign = span
        if found and one.opens <= found[-1].closes:
            raise NotSure("les heures ne se suivent pas")
        found.append(one)
        signs.append(sign)
        if not _goes_on(reader, signs):
            break
    if not found:
        raise reader.refuse()
    return tuple(found)


def _goes_on(reader: Reader, signs: list[str]) -> bool:
    """Whether another range follows; the signs between are taken then."""
    mark = reader.mark()
    between = [piece.word for piece in iter(lambda: reader.take_any(_NEXT), None)]
    if len(between) > 2 or not at_hours(reader):
        reader.back_to(mark)
        return False
    if between == ["/"] and set(signs) == {"/"}:
        raise NotSure("« / » sépare tout : écrivez « 9h-12h / 14h-17h »")
    return True


def _range(reader: Reader) -> tuple[Hours, str] | None:
    """An hour, a sign, an hour; "entre 9h et 12h". None where none begins here. Raises NotSure for half of
    one."""
    if reader.is_word("entre") and reader.ahead(1).kind is PieceKind.TIME and reader.ahead(2).word == "et":
        reader.take()
        return _hour_to_hour(reader, ("et",))
    return _hour_to_hour(reader, _TO)


def _hour_to_hour(reader: Reader, signs: Collection[str]) -> tuple[Hours, str] | None:
    if not reader.is_kind(PieceKind.TIME, PieceKind.NUMBER):
        return None
    mark = reader.mark()
    first, sign = reader.take(), reader.take_any(signs)
    if sign and sign.word == "jusqu":
        reader.take_any(("a", "au"))
    if not sign or not reader.is_kind(PieceKind.TIME, PieceKind.NUMBER):
        if first.kind is PieceKind.NUMBER:
            reader.back_to(mark)
            return None
        raise _half(first, reader)
    last = reader.take()
    if PieceKind.TIME not in (first.kind, last.kind) or last.kind is PieceKind.NUMBER:
        raise NotSure("« {piece} » : une heure, ou une date ? Ajoutez « h »", piece=last.text)
    return _checked(first, last), sign.word


def _half(first: Piece, reader: Reader) -> NotSure:
    if reader.is_kind(PieceKind.TIME, PieceKind.NUMBER):
        last = reader.next.text
        return NotSure("entre {first} et {last}, écrivez « - » ou « à »", first=first.text, last=last)
    return NotSure("après {first}, il manque l’heure de fin", first=first.text)


def _checked(first: Piece, last: Piece) -> Hours:
    opens = first.value * 60 if first.kind is PieceKind.NUMBER else first.value
    if opens >= last.value:
        raise NotSure("la fin, {last}, vient avant le début, {first}", first=first.text, last=last.text)
    return Hours(opens, last.value)


def is_morning(hours: Hours) -> bool:
    return hours.opens < NOON and hours.closes <= MORNING_ENDS


def is_afternoon(hours: Hours) -> bool:
    return hours.opens >= NOON
