"""What is on the paper, laid out for its width. Pure: strings in, lines out.

A ticket holds a number and what helps the person who holds it. It has no field for a topic or an hour:
whoever sees it in somebody's hand, or finds it in a bin, learns only that a person has waited.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 8
"""Enlargement that GS ! knows in each direction (Epson, "ESC/POS Command Reference", GS !)."""


@dataclass(frozen=True, slots=True)
class TicketText:
    """Everything the ticket says, in the reader's language; an empty text takes no paper.

    `number` is 1 or more; None: it is no ticket. `stops` are the next stops, one text each, soonest first.
    """

    van: str
    number: int | None
    heading: str = ""  # above the number: "Votre numéro"
    day: str = ""
    ahead: str = ""
    confidential: str = ""
    phone: str = ""
    stops_heading: str = ""
    stops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, centred. `wide` and `high` enlarge it 1 to 8 times; `gap` is empty lines above it."""

    text: str
    wide: int = 1
    high: int = 1
    bold: bool = False
    gap: int = 0


def lay_out(ticket: TicketText, columns: int) -> tuple[Line, ...]:
    """The ticket as lines of at most `columns` characters of normal width; nothing is ever cut off."""
    return tuple(_lines(ticket, columns))


def _lines(ticket: TicketText, columns: int) -> Iterator[Line]:
    yield from _title(ticket.van, columns)
    yield from _paragraph(ticket.day, columns)
    yield from _paragraph(ticket.heading, columns, gap=1)
    if ticket.number is not None:
        yield _number(ticket.number, columns)
    yield from _paragraph(ticket.ahead, columns, high=2, bold=True)
    yield from _paragraph(ticket.confidential, columns, gap=1)
    yield from _paragraph(ticket.phone, columns)
    if ticket.stops:
        yield from _paragraph(ticket.stops_heading, columns, bold=True, gap=1)
    for stop in ticket.stops:
        yield from _paragraph(stop, columns)


def _title(text: str, columns: int) -> Iterator[Line]:
    """Twice the size, unless a word of it would have to be broken for that."""
    wide = 2 if max(map(len, text.split()), default=0) <= columns // 2 else 1
    for part in wrap(text, columns // wide):
        yield Line(part, wide, 2, bold=True)


def _number(number: int, columns: int) -> Line:
    digits = str(number)
    size = max(1, min(LARGEST, columns // len(digits)))
    return Line(digits, size, size)


def _paragraph(text: str, columns: int, *, high: int = 1, bold: bool = False, gap: int = 0) -> Iterator[Line]:
    for at, part in enumerate(wrap(text, columns)):
        yield Line(part, 1, high, bold, 0 if at else gap)


_NEVER_FIRST = frozenset(":;!?»")
"""Marks that French sets off with a space, but that never begin a line."""


def wrap(text: str, columns: int) -> list[str]:
    """`text` in lines of at most `columns` characters, broken between words.

    A no-break space joins its neighbours, and so does the space before a French mark. A word longer than
    a line goes on over the next; no character but the spaces at a break is lost.
    """
    lines: list[str] = []
    pieces = (piece for word in _words(text) for piece in _pieces(word, columns))
    for word in pieces:
        if lines and len(lines[-1]) + 1 + len(word) <= columns:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in "".join(" " if c in "\n\r\t" else c for c in text).split(" "):
        if word in _NEVER_FIRST and words:
            words[-1] += " " + word
        elif word:
            words.append(word)
    return words


def _pieces(word: str, columns: int) -> list[str]:
    return [word[at : at + columns] for at in range(0, len(word), columns)]
