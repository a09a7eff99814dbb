"""How the tests are spread over pytest-xdist's workers: one by one, to whichever is free.

The tests of a file that shares something dear stay together: a fixture of the module's scope, or what a
function marked `@cache`, in the file or in a helper that it imports, has read once for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
SHARES = re.compile(r'^@cache$|scope="module"', re.MULTILINE)
HELPER = re.compile(r"^from (tests\.[\w.]+) import", re.MULTILINE)


class Spread(LoadScopeScheduling):
    """pytest-xdist's own, which deals out work unit by unit, with the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


def unit(nodeid: str) -> str:
    """What a test is dealt out with: by itself, or its file."""
    file, _, _ = nodeid.partition("::")
    return file if together(ROOT / file) else nodeid


@cache
def together(file: Path) -> bool:
    """Whether the tests of `file` are run by one worker."""
    return any(SHARES.search(text) for text in _texts(file))


def _texts(file: Path) -> Iterator[str]:
    yield (text := file.read_text("utf-8"))
    for module in HELPER.findall(text):
        helper = ROOT.joinpath(*module.split(".")).with_suffix(".py")
        if helper.is_file():
            yield helper.read_text("utf-8")
