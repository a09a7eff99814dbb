"""What is slow to make ready and is needed only after the first frame: on a thread, out of every touch's way.

    with late.in_turn():
        import something.slow
        late.step()
        something.slow.read_its_files()

A thread that imports holds the interpreter, and the window's own thread waits for it again and again. So one
thread at a time makes ready, and between two modules it stands still while somebody touches.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder

QUIET = 0.3
"""Seconds after the last touch in which nothing is made ready: in them its number is on the screen."""

PATIENCE = 3.0
"""Seconds that one turn stands still at most, in all: hands that play on the glass keep no printer away."""


class Late:
    """The turns of one process."""

    def __init__(
        self, now: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._now, self._sleep = now, sleep
        self._one = threading.Lock()
        self._last_touch = float("-inf")
        self._thread: int | None = None  # the one whose turn it is
        self._left = 0.0  # seconds that it may still stand still

    def touched(self) -> None:
        """Somebody touches: what is being made ready waits. Called by the window's thread."""
        self._last_touch = self._now()

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Make ready in this block what is imported in it. Not for the event loop: it waits for its turn."""
        with self._one:
            self._thread, self._left = threading.get_ident(), PATIENCE
            between = _BetweenModules(self.step)
            sys.meta_path.insert(0, between)
            try:
                yield
            finally:
                sys.meta_path.remove(between)
                self._thread = None

    def step(self) -> None:
        """Stand still while somebody touches, if it is this thread's turn."""
        if threading.get_ident() != self._thread:
            return
        while self._left > 0 and (wait := self._last_touch + QUIET - self._now()) > 0:
            wait = min(wait, self._left)
            self._left -= wait
            self._sleep(wait)


class _BetweenModules(MetaPathFinder):
    """Asked for each module before it is found, and finds none."""

    def __init__(self, step: Callable[[], None]) -> None:
        self._step = step

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        self._step()


late = Late()
"""This process's."""
