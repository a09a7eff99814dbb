"""What was found on each system, kept beside the trees: the page is written of the newest of each."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.field.table import Outcome
from tests.field.trees import folder

Found = dict[str, Outcome]
"""By the step's title, in the order of the steps."""


def keep(release: str, found: Found) -> None:
    _file(release).write_bytes(msgspec.json.encode(found))


def newest(release: str) -> Found:
    """What was found there last; nothing if it was never run here."""
    file = _file(release)
    return msgspec.json.decode(file.read_bytes(), type=Found) if file.exists() else {}


def _file(release: str) -> Path:
    return folder("results") / f"{release}.json"
