"""A text of hours in pieces: days, hours, months, ordinals, the few words that are known, signs. Pure.

Nothing is passed over here: what is none of these is a piece too, which the grammar refuses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from types import MappingProxyType

from assets.errors import Trouble
from kiosk.calendar.rules import MIDNIGHT


class NotSure(Trouble):
    """A piece of a text that may mean several things, or nothing: `{piece}` is what stands there."""


class PieceKind(Enum):
    DAY = auto()  # 0 is Monday
    TIME = auto()  # minutes since midnight
    NUMBER = auto()  # digits alone: an hour before another's "h", a day of a month, a year
    ORDINAL = auto()  # 1 to 5, -1 the last
    MONTH = auto()  # 1 to 12
    DATE = auto()  # a day, as its ordinal
    WORD = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` is what is written, `word` the same without accents and capitals; `value` by its kind."""

    kind: PieceKind
    text: str
    word: str
    value: int = 0
    at: int = 0
    spaced: bool = True  # a space stands before it


_NAMES = {
    PieceKind.DAY: ("lundi mardi mercredi jeudi vendredi samedi dimanche", "lun mar mer jeu ven sam dim"),
    PieceKind.MONTH: (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "janv fevr - avr - - juil - sept oct nov dec",
    ),
}
_ORDINALS = {
    "premier": 1, "premiere": 1, "second": 2, "seconde": 2, "deuxieme": 2, "troisieme": 3,
    "quatrieme": 4, "cinquieme": 5, "dernier": -1, "derniere": -1,
}  # fmt: skip
_SHORT_DAYS = "lu ma me je ve sa di"


def _named() -> Mapping[str, tuple[PieceKind, int]]:
    found: dict[str, tuple[PieceKind, int]] = {}
    for kind, (long, short) in _NAMES.items():
        first = 0 if kind is PieceKind.DAY else 1
        for value, name in enumerate(long.split(), first):
            found |= {name: (kind, value), f"{name}s": (kind, value)}
        found |= {name: (kind, value) for value, name in enumerate(short.split(), first) if name != "-"}
    found |= {name: (PieceKind.DAY, value) for value, name in enumerate(_SHORT_DAYS.split())}
    for name, value in _ORDINALS.items():
        found |= {name: (PieceKind.ORDINAL, value), f"{name}s": (PieceKind.ORDINAL, value)}
    return MappingProxyType(found)


_WORDS = _named()

_HOUR = r"(?P<h>\d{1,2}) ?(?:heures?|hrs?|h)(?![a-z])"

_PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (PieceKind.DATE, r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})(?!\d)"),
        (
            PieceKind.TIME,
            r"(?P<h>\d{1,2}) ?(?:heures?|hrs?|h)(?![a-z])(?: ?(?P<min>00|15|30|45)|(?P<mm>\d\d))?(?!\d| ?h)",
        ),
        (PieceKind.TIME, rf"{_HOUR}(?: ?(?P<min>00|15|30|45)|(?P<mm>\d\d))?(?!\d| ?h)"),
        (PieceKind.TIME, _HOUR),
        (PieceKind.TIME, r"(?P<h>\d{1,2})[:.](?P<mm>\d\d)(?: ?h(?![a-z0-9]))?(?![\d:]|\.\d)"),
        (PieceKind.ORDINAL, r"(?P<n>[1-5]) ?(?:ers?|eres?|res?|i?emes?|es?|nde?s?|[°º])(?![a-z])"),
        (PieceKind.NUMBER, r"\d+"),
        (PieceKind.WORD, r"apres[ -]?midis?|avant-dernier|rendez[ -]?vous|r\.d\.v|week[ -]?end"),
        (PieceKind.WORD, r"(?:lun|mar|mer|jeu|ven|sam|dim)\.(?=[\s,/:-])"),
        (PieceKind.WORD, r"[a-z]+"),
        (PieceKind.SIGN, r"[^\w\s]"),
        (PieceKind.WORD, r"\S"),
    )
)


def pieces(text: str) -> list[Piece]:
    """What stands in `text`, in order, and at last `END`. Raises NotSure for an hour that cannot be."""
    return [*_pieces(text), Piece(PieceKind.END, "", "", at=len(text))]


def _pieces(text: str) -> Iterator[Piece]:
    plain = folded(text)
    at, spaced = 0, True
    while at < len(plain):
        if plain[at].isspace():
            at, spaced = at + 1, True
            continue
        kind, found = _match(plain, at)
        written = text[at : found.end()]
        yield _piece(kind, found, written, at, spaced)
        at, spaced = found.end(), False


def folded(text: str) -> str:
    """Small letters without accents, as many as there were; dashes, apostrophes and spaces are made one."""
    return "".join(map(_fold, text))


def _fold(sign: str) -> str:
    if unicodedata.category(sign) in ("Pd", "Zs") or sign == "\N{MINUS SIGN}":
        return " " if sign.isspace() else "-"
    base = unicodedata.normalize("NFD", sign)[0].lower()
    return base[0] if len(base) else sign


def _match(plain: str, at: int) -> tuple[PieceKind, re.Match[str]]:
    for kind, pattern in _PATTERNS:
        if found := pattern.match(plain, at):
            return kind, found
    raise AssertionError(plain[at])  # the last one matches any sign


def _piece(kind: PieceKind, found: re.Match[str], written: str, at: int, spaced: bool) -> Piece:
    word = found[0] if found[0] == "." else found[0].removesuffix(".")
    if kind is PieceKind.TIME:
        return Piece(kind, written, word, _minutes(found, written), at, spaced)
    if kind is PieceKind.DATE:
        return Piece(kind, written, word, _date(found, written), at, spaced)
    if kind is PieceKind.WORD and word in ("midi", "minuit"):
        return Piece(PieceKind.TIME, written, word, MIDNIGHT // 2 if word == "midi" else MIDNIGHT, at, spaced)
    if kind is PieceKind.WORD and word in _WORDS:
        kind, value = _WORDS[word]
        return Piece(kind, written, word, value, at, spaced)
    value = int(found["n"]) if kind is PieceKind.ORDINAL else int(word) if kind is PieceKind.NUMBER else 0
    return Piece(kind, written, word, value, at, spaced)


def _minutes(found: re.Match[str], written: str) -> int:
    groups = found.groupdict()
    hour, minute = int(groups["h"]), int(groups.get("min") or groups.get("mm") or 0)
    if hour * 60 + minute > MIDNIGHT or minute > 59:
        raise NotSure("« {piece} » n’est pas une heure", piece=written)
    return hour * 60 + minute


def _date(found: re.Match[str], written: str) -> int:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])).toordinal()
    except ValueError:
        raise NotSure("le {piece} n’existe pas", piece=written) from None
