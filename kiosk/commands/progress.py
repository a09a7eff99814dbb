"""How far a long work has come, on a terminal; elsewhere nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(label: str, steps: int) -> Iterator[Callable[[], None]]:
    """Gives what is to be called after each of the `steps`. On stderr, so that the output stays whole."""
    if not sys.stderr.isatty() or steps < 2:
        yield lambda: None
        return
    with click.progressbar(length=steps, label=label, file=sys.stderr) as shown:
        yield lambda: shown.update(1)
