"""Programs of the tests that run as processes of their own: started by their module's name."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

_START = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)


def program(module: str, *words: str) -> tuple[str, ...]:
    """The command that runs `module`, such as "tests.faults.link_end", with the arguments `words`."""
    return (sys.executable, "-c", _START, str(ROOT), module, *words)
