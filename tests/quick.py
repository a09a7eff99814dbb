"""`make quick`, that is `pytest -m quick`: the pure tests, chosen by what their code reaches (`tests.reach`).

A pure test opens no window, starts no process or thread, uses no network and waits for no clock. Nobody lists
them: a new one is in by itself, one that is not is out by itself. Tests by hypothesis draw fewer examples.

What runs is watched. A test that does one of these things after all fails, so that `tests.reach` is mended.
One that calculates for more than `BUDGET` is dropped there, and reported as skipped: seconds of the processor
count, so that a busy machine drops none. Marked `long`, it is not even begun.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import settings

from tests.held_time import Ready, Select, WaitingLoop
from tests.reach import act

WINDOWS = Path(__file__).parent / "ui"
"""Importing what is in here opens a window: it is not even looked at."""

EXAMPLES = 15
MOMENT = 0.2
"""Seconds of waiting in an event loop that are not worth a word."""

BUDGET = float(os.environ.get("HALTE_QUICK", "1.5"))
"""Seconds of the processor for one test; HALTE_QUICK says how many where a processor is only played."""

AGAIN = 0.1
"""Seconds of the processor until a test that could not be dropped just then is dropped."""

EVENTS: Mapping[str, str] = {
    "subprocess.Popen": "starts a process",
    "os.fork": "starts a process",
    "os.posix_spawn": "starts a process",
    "socket.bind": "uses the network",
    "socket.connect": "uses the network",
    "socket.sendto": "uses the network",
}
"""Python's audit events that no pure test causes."""


def wanted(config: pytest.Config) -> bool:
    """Whether the pure tests are asked for."""
    return bool(config.option.markexpr == "quick")


def is_pure(item: pytest.Item) -> bool:
    """By its function's code, and that of the fixtures that are made for it."""
    if not isinstance(item, pytest.Function) or item.get_closest_marker("long"):
        return False
    if "pytester" in item.fixturenames:  # pytest's own, which runs pytest
        return False
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    functions = [item.function, *(made[-1].func for made in fixtures)]
    return not any(act(function) for function in functions if not _of_pytest(function))


def _of_pytest(function: object) -> bool:
    """Or one of the guards around every test."""
    module = getattr(function, "__module__", "")
    return module == "tests.conftest" or module.split(".")[0] in ("_pytest", "pytest_asyncio")


class Watch:
    """What the test that is under way does and should not."""

    def __init__(self) -> None:
        self.acts: set[str] = set()

    def begin(self) -> None:
        """From now on, for the rest of the process; few examples of each property are enough."""
        settings.register_profile("quick", settings.get_profile("halte"), max_examples=EXAMPLES)
        settings.load_profile("quick")
        sys.addaudithook(self._heard)

    def _heard(self, event: str, args: tuple[Any, ...]) -> None:
        if event in EVENTS:
            self.acts.add(EVENTS[event])

    def _spent(self, _number: int, frame: FrameType | None) -> None:
        if frame and frame.f_code.co_name == "gc_callback":
            return  # hypothesis is told of a collection: what is raised there reaches nobody
        pytest.skip(f"calculates for more than {BUDGET} s: mark it long")

    def one(self) -> Iterator[None]:
        """Around one test."""
        self.acts.clear()
        signal.signal(signal.SIGVTALRM, self._spent)
        signal.setitimer(signal.ITIMER_VIRTUAL, BUDGET, AGAIN)
        yield
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        assert not self.acts, f"not quick: it {', '.join(sorted(self.acts))}; tests.reach should have known"


watch = Watch()


class QuickLoop(WaitingLoop):
    """Notes where there is nothing to do but to let time pass."""

    def wait(self, timeout: float | None, select: Select) -> Ready:
        if timeout is None or timeout <= MOMENT or self.threads:
            return select(timeout)
        ready = select(MOMENT)
        if not ready:
            watch.acts.add("waits for the clock (see the mark held_time)")
        return ready
