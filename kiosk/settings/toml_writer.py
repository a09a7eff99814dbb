"""Settings as TOML again: what is in force, in the words in which it can be set."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import msgspec

from kiosk.settings.values import Settings


def as_toml(settings: Settings) -> str:
    """`settings` as a TOML text that reads back as the same; what is not set is left out."""
    import tomli_w  # of all commands only `config show` and the demonstration write settings

    tables = msgspec.to_builtins(settings, builtin_types=(date, time), enc_hook=str)
    return tomli_w.dumps(_set(tables))


def _set(value: Any) -> Any:
    """`value` without what is None, for which TOML has no word."""
    if isinstance(value, dict):
        return {name: _set(inner) for name, inner in value.items() if inner is not None}
    return value
