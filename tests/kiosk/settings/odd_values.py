"""Odd values for every setting, as a hand, a spreadsheet or a bad day may write them."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from kiosk.settings import Settings

TEXTS = (
    *("", " ", "\n", "x", "-", ".", "..", "/", "'\"\\", "{x}", "{", "%s", "$HOME", "~", "#", "a b", "a\tb"),
    *("\x00", "\x1b[31m", "\x7f", "\u202e", "\u200b", "\ufeff", "\xa0", "é", "œ€", "🚌", "عنوان", "日本"),
    *("x" * 65, "x" * 5000, "mot " * 500, "é" * 300, "\n" * 50, "W" * 200),
    *("auto", "fr", "true", "0", "-1", "1e9", "nan", "null", "00:00", "24:00", "12:60", "09:30+02:00"),
    *("2026-02-30", "0001-01-01", "9999-12-31", "../../etc/passwd", "/dev/zero", "/proc/self/mem"),
    *("simulated:", "serial://", "network://[::1", "network://localhost:1", "usb://-1", "http://x"),
    *("cups://-x", "cups://%00", "file:///%00", "file:///dev/null", "file:///dev/null?x=1"),
    *("serial:///" + "x" * 5000, "serial:///dev/null", "simulated:/proc/none"),
    *("127.0.0.1", "::1", "0.0.0.0", "256.1.1.1", "fe80::1%lo", "eth0", "human-cane", "retraite", "autre"),  # noqa: S104
    *("TM-T20II", "default", "espeak-ng", "always", "scrypt::", "scrypt:" + "0" * 32 + ":" + "0" * 64),
)

LITERALS = (
    *("0", "-1", "1", "9", "10", "99", "1000000000000000000", "-9223372036854775808", "1" + "0" * 400),
    *("1.5", "-0.0", "1e308", "-1e308", "5e-324", "nan", "-nan", "inf", "-inf", "3.0", "100.0", "0x7f"),
    *("true", "false", "2026-11-23", "2026-11-23T10:00:00", "2026-11-23T10:00:00Z", "10:00:00"),
    *("23:59:59.999999", "0001-01-01", "9999-12-31", "[]", "[[]]", "[1]", "[true, 'a']", "[{}]", "{}"),
    *("{ a = 1 }", "{ fr = '' }", "{ fr = 'A', xx = 'B' }", "{ fr = [] }", "{ '' = 'x' }", "[2026-11-23]"),
    *("['127.0.0.1', '::1']", "['127.0.0.1', '127.0.0.1']", "['203.0.113.7', '2001:db8::7']"),
    *("['autre', 'autre']", "['autre', 'impots', 'sorcellerie']"),
)


def quoted(text: str) -> str:
    """`text` as TOML writes it: JSON's escapes are TOML's, but for DEL."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")


VALUES = (*map(quoted, TEXTS), *(f"[{quoted(text)}]" for text in TEXTS), *LITERALS)
"""As they stand behind the = sign."""

AROUND: Mapping[str, str] = {
    "topics": 'key = "a"\nlabel = { fr = "A" }\n',
    "stops": 'day = 2027-01-12\nplace = "A"\nopens = "09:00"\ncloses = "12:00"\n',
}
"""What a table needs besides, by its name."""


def names(kind: type[msgspec.Struct], path: str = "") -> Iterator[str]:
    """Every setting by its place, such as "printer.logo"; tables too, and the French of those by language."""
    for name, hint in get_type_hints(kind).items():
        place = f"{path}.{name}" if path else name
        yield place
        inner = _inner(hint)
        if get_origin(inner) is dict:
            yield f"{place}.fr"
        elif issubclass(inner, msgspec.Struct):
            yield from names(inner, place)


def _inner(hint: Any) -> Any:
    """What a field holds: of X | None and of tuple[X, ...] it is X."""
    if get_origin(hint) in (Union, types.UnionType, tuple):
        return next(h for h in get_args(hint) if h is not type(None))
    return hint


NAMES = tuple(names(Settings))


def with_value(name: str, value: str) -> str:
    """A settings file in which the setting `name` is `value`, and all else is as it should be."""
    *table, last = name.split(".")
    if not table:
        return f"{last} = {value}\n"
    if table[0] not in AROUND:
        return f"[{table[0]}]\n{'.'.join([*table[1:], last])} = {value}\n"
    rest = AROUND[table[0]].splitlines()
    changed = (table[1:] or [last])[0]
    kept = [line for line in rest if line.split(" = ")[0] != changed]
    return "\n".join([f"[[{table[0]}]]", f"{'.'.join([*table[1:], last])} = {value}", *kept, ""])
