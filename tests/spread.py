"""How the tests are spread over pytest-xdist's workers: one by one, to whichever is free.

The tests of a file that shares something dear stay together: a fixture of the module's scope, or what the
file is marked `together` for.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
SHARES = re.compile(r'scope="module"|pytest\.mark\.together')


class Spread(LoadScopeScheduling):
    """pytest-xdist's own, which deals out work unit by unit, with the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        """The unit that a test belongs to."""
        file, _, _ = nodeid.partition("::")
        return file if shares(ROOT / file) else nodeid


@cache
def shares(file: Path) -> bool:
    """Whether the tests of `file` stay together."""
    return SHARES.search(file.read_text("utf-8")) is not None
