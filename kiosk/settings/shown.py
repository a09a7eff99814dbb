"""Settings as TOML again: what is in force, in the words in which it can be set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import msgspec


def as_toml(settings: msgspec.Struct) -> str:
    """`settings` as a TOML text that reads back as the same; what is not set is left out."""
    return "\n".join(_lines("", msgspec.structs.asdict(settings))) + "\n"


def _lines(path: str, table: dict[str, Any]) -> Iterator[str]:
    inner = {name: value for name, value in table.items() if _is_table(value)}
    for name, value in table.items():
        if name not in inner and value is not None:
            yield f"{name} = {_value(value)}"
    for name, value in inner.items():
        where = f"{path}.{name}" if path else name
        for one in value if isinstance(value, tuple) else (value,):
            yield f"\n[[{where}]]" if isinstance(value, tuple) else f"\n[{where}]"
            yield from _lines(where, msgspec.structs.asdict(one))


def _is_table(value: Any) -> bool:
    return isinstance(value, msgspec.Struct) or (
        isinstance(value, tuple) and any(isinstance(item, msgspec.Struct) for item in value)
    )


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items()) + " }"
    return _text(str(value) if isinstance(value, Path) else value)


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
