"""TOML tables to typed values, telling everything that does not fit, in words a person can act on.

The types to read into are msgspec structs of texts, numbers, dates, times, paths, tuples and dicts. What does
not fit keeps nothing else from being read: whoever mends a file wants to know all of it at once.
"""

from __future__ import annotations

import types
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from assets.errors import Trouble
from assets.wording import Text, text

S = TypeVar("S", bound=msgspec.Struct)


class SettingFault(Trouble):
    """One thing that does not fit, without its place."""


Tell: TypeAlias = Callable[[str, Trouble], None]
"""Told of each fault and of its place, such as "printer.address" or "topics n° 2.key"."""

_WORDS: Mapping[type, Text] = {
    str: text("un texte entre guillemets"),
    bool: text("true ou false"),
    int: text("un nombre entier"),
    float: text("un nombre"),
    date: text("une date comme 2026-11-23"),
    time: text('une heure comme "09:30"'),
    Path: text("le chemin d’un fichier, entre guillemets"),
    list: text("une liste entre crochets"),
    dict: text("une table de réglages"),
}

_NOTHING: Mapping[Any, Any] = {str: "", dict: {}, date: date.min, time: time.min}
"""Stands for a value that must be there and does not fit."""


class _Unfit(Exception):
    """A value that cannot be used; it has been told."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table as it was read. `where` is its place: empty for the file as a whole, or as "topics n° 2".

    `unfit` names what in it does not fit, and has been told; `value` has its default there, or nothing.
    """

    where: str
    value: msgspec.Struct
    unfit: frozenset[str] = frozenset()

    def telling(self, tell: Tell) -> Tell:
        """`tell`, but for places within this part, and not of what has been told."""

        def within(name: str, fault: Trouble) -> None:
            if name not in self.unfit:
                tell(_in(self.where, name), fault)

        return within


Rules: TypeAlias = Mapping[type[msgspec.Struct], Callable[[Any, Tell], None]]
"""By the kind of a part: tells what is wrong with it, by names within it ("" for all of it)."""


def read(table: Mapping[str, Any], kind: type[S], tell: Tell, folder: Path) -> tuple[S, tuple[Part, ...]]:
    """`table` as a `kind`, and each table in it as a part, after telling all that does not fit.

    Paths are taken from `folder`.
    """
    reader = _Reader(tell, folder)
    return reader.struct("", table, kind), tuple(reader.parts)


def look_at(parts: Iterable[Part], rules: Rules, tell: Tell) -> None:
    """Have each part looked at by the rule for its kind."""
    for part in parts:
        if rule := rules.get(type(part.value)):
            rule(part.value, part.telling(tell))


def of_kind(parts: Iterable[Part], kind: type[S], *needed: str) -> list[tuple[str, S]]:
    """The parts of a kind in which what is `needed` fits: each with its place."""
    return [
        (part.where, part.value)
        for part in parts
        if isinstance(part.value, kind) and part.unfit.isdisjoint(needed)
    ]


def nearest(name: str, names: Sequence[str]) -> str | None:
    """The one of `names` that was probably meant by `name`."""
    import difflib  # slow to import, and only where something is wrong

    return next(iter(difflib.get_close_matches(name, names, n=1, cutoff=0.6)), None)


class _Reader:
    def __init__(self, tell: Tell, folder: Path) -> None:
        self._tell, self._folder = tell, folder
        self.parts: list[Part] = []

    def struct(self, where: str, table: Any, kind: type[S]) -> S:
        table = self._checked(where, table, dict)
        hints = get_type_hints(kind)
        self._tell_unknown(where, table, list(hints))
        values: dict[str, Any] = {}
        unfit: set[str] = set()
        for field in msgspec.structs.fields(kind):
            try:
                values |= self._field(where, table, field, hints[field.name])
            except _Unfit:
                unfit.add(field.name)
                if field.required:
                    values[field.name] = _NOTHING[get_origin(hints[field.name]) or hints[field.name]]
        made = kind(**values)
        self.parts.append(Part(where, made, frozenset(unfit)))
        return made

    def _tell_unknown(self, where: str, table: Mapping[str, Any], names: list[str]) -> None:
        for name in table:
            if name not in names:
                self._tell(_in(where, name), _no_such_setting(name, names))

    def _field(
        self, where: str, table: Mapping[str, Any], field: msgspec.structs.FieldInfo, hint: Any
    ) -> dict[str, Any]:
        if field.name in table:
            return {field.name: self._value(_in(where, field.name), table[field.name], hint)}
        if field.required:
            self._tell(_in(where, field.name), SettingFault("ce réglage manque ; ajoutez-le."))
            raise _Unfit
        return {}

    def _value(self, where: str, value: Any, hint: Any, allowed: str = "") -> Any:
        """`allowed`: control characters that may be in a text. One by language may have several lines."""
        if get_origin(hint) in (Union, types.UnionType):  # only ever X | None: TOML has no null
            hint = next(h for h in get_args(hint) if h is not type(None))
        if get_origin(hint) is tuple:
            items = enumerate(self._checked(where, value, list), start=1)
            by_place = {f"{where} n° {n}": item for n, item in items}
            return tuple(self._each(by_place, get_args(hint)[0]).values())
        if get_origin(hint) is dict:
            table = self._checked(where, value, dict)
            places = {_in(where, name): name for name in table}
            by_place = {place: table[name] for place, name in places.items()}
            found = self._each(by_place, get_args(hint)[1], allowed="\n")
            return {places[place]: inner for place, inner in found.items()}
        if issubclass(hint, msgspec.Struct):
            return self.struct(where, value, hint)
        return self._checked(where, value, hint, allowed)

    def _each(self, values: Mapping[str, Any], hint: Any, allowed: str = "") -> dict[str, Any]:
        """Those of `values`, which are by their places, that fit."""
        found = {}
        for where, value in values.items():
            try:
                found[where] = self._value(where, value, hint, allowed)
            except _Unfit:
                continue
        return found

    def _checked(self, where: str, value: Any, kind: type, allowed: str = "") -> Any:
        try:
            value = self._as(kind, value)
        except (TypeError, ValueError, OverflowError):
            self._tell(where, SettingFault("il faut ici {wanted}.", wanted=_WORDS[kind]))
            raise _Unfit from None
        if sign := _unseen(value, allowed):
            self._tell(
                where, SettingFault("un signe que rien ne montre est ici ({sign}) ; effacez-le.", sign=sign)
            )
            raise _Unfit
        return value

    def _as(self, kind: type, value: Any) -> Any:
        """`value` as a `kind`; dates and times may be quoted. Raises TypeError, ValueError, OverflowError."""
        if kind in (date, time) and isinstance(value, str):
            value = kind.fromisoformat(value)
        if kind is Path and isinstance(value, str) and value:
            return self._folder / value
        if kind is float and type(value) is int:
            return float(value)
        if isinstance(value, bool) and kind is not bool:
            raise TypeError
        if not isinstance(value, kind) or isinstance(value, datetime) or getattr(value, "tzinfo", None):
            raise TypeError
        return value


def _no_such_setting(name: str, names: list[str]) -> SettingFault:
    if near := nearest(name, names):
        return SettingFault("ce réglage n’existe pas ; vouliez-vous écrire « {near} » ?", near=near)
    return SettingFault(
        "ce réglage n’existe pas ; ceux d’ici sont : {known}.", known=", ".join(sorted(names))
    )


def _unseen(value: Any, allowed: str) -> str:
    """A control character of a text or a path that is not `allowed`, as "U+0000"; empty if there is none."""
    signs = set(str(value)) - set(allowed) if isinstance(value, str | Path) else set()
    return min((f"U+{ord(c):04X}" for c in signs if unicodedata.category(c) == "Cc"), default="")


def _in(where: str, name: str) -> str:
    return f"{where}.{name}" if where and name else where or name
