"""TOML tables to typed values, telling everything that does not fit, in words a person can act on.

The types to read into are msgspec structs of texts, numbers, dates, times, paths, tuples and dicts.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from assets.errors import Trouble
from assets.wording import Text, text

S = TypeVar("S", bound=msgspec.Struct)


class SettingFault(Trouble):
    """One thing that does not fit, without its place."""


Tell = Callable[[str, SettingFault], None]
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


class _Unfit(Exception):
    """A value that cannot be used; it has been told."""


def read(table: Mapping[str, Any], kind: type[S], tell: Tell) -> S | None:
    """`table` as a `kind`; None where anything in it does not fit, after telling all that does not."""
    try:
        return _Reader(tell).struct("", table, kind)
    except _Unfit:
        return None


def nearest(name: str, names: list[str]) -> str | None:
    """The one of `names` that was probably meant by `name`."""
    return next(iter(difflib.get_close_matches(name, names, n=1, cutoff=0.6)), None)


class _Reader:
    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def struct(self, where: str, table: Any, kind: type[S]) -> S:
        table = self._checked(where, table, dict)
        hints = get_type_hints(kind)
        faults = list(self._unknown(where, table, list(hints)))
        values: dict[str, Any] = {}
        for field in msgspec.structs.fields(kind):
            try:
                values |= self._field(where, table, field, hints[field.name])
            except _Unfit as fault:
                faults.append(fault)
        if faults:
            raise _Unfit
        return kind(**values)

    def _unknown(self, where: str, table: Mapping[str, Any], names: list[str]) -> Iterator[_Unfit]:
        for name in table:
            if name in names:
                continue
            self._tell(_in(where, name), _no_such_setting(name, names))
            yield _Unfit()

    def _field(
        self, where: str, table: Mapping[str, Any], field: msgspec.structs.FieldInfo, hint: Any
    ) -> dict[str, Any]:
        if field.name in table:
            return {field.name: self._value(_in(where, field.name), table[field.name], hint)}
        if field.required:
            self._tell(_in(where, field.name), SettingFault("ce réglage manque ; ajoutez-le."))
            raise _Unfit
        return {}

    def _value(self, where: str, value: Any, hint: Any) -> Any:
        if get_origin(hint) in (Union, types.UnionType):  # only ever X | None: TOML has no null
            hint = next(h for h in get_args(hint) if h is not type(None))
        if get_origin(hint) is tuple:
            return self._tuple(where, value, get_args(hint)[0])
        if get_origin(hint) is dict:
            table = self._checked(where, value, dict)
            return {k: self._value(_in(where, k), v, get_args(hint)[1]) for k, v in table.items()}
        if issubclass(hint, msgspec.Struct):
            return self.struct(where, value, hint)
        return self._checked(where, value, hint)

    def _tuple(self, where: str, value: Any, hint: Any) -> tuple[Any, ...]:
        found, faults = [], 0
        for place, item in enumerate(self._checked(where, value, list), start=1):
            try:
                found.append(self._value(f"{where} n° {place}", item, hint))
            except _Unfit:
                faults += 1
        if faults:
            raise _Unfit
        return tuple(found)

    def _checked(self, where: str, value: Any, kind: type) -> Any:
        try:
            return _as(kind, value)
        except (TypeError, ValueError):
            self._tell(where, SettingFault("il faut ici {wanted}.", wanted=_WORDS[kind]))
            raise _Unfit from None


def _no_such_setting(name: str, names: list[str]) -> SettingFault:
    if near := nearest(name, names):
        return SettingFault("ce réglage n’existe pas ; vouliez-vous écrire « {near} » ?", near=near)
    return SettingFault(
        "ce réglage n’existe pas ; ceux d’ici sont : {known}.", known=", ".join(sorted(names))
    )


def _as(kind: type, value: Any) -> Any:
    """`value` as a `kind`; raises TypeError or ValueError where it is none. Dates and times may be quoted."""
    if kind in (date, time) and isinstance(value, str):
        return kind.fromisoformat(value)
    if kind is Path and isinstance(value, str) and value:
        return Path(value)
    if kind is float and type(value) is int:
        return float(value)
    if (
        not isinstance(value, kind)
        or (isinstance(value, bool) and kind is not bool)
        or isinstance(value, datetime)
    ):
        raise TypeError
    return value


def _in(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
