"""Guards around every test: nothing blocks the event loop, and nothing is left running or open.

A test with a reason to do otherwise gives it:
`@pytest.mark.may_block("why")`, `@pytest.mark.may_leave("why")`.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio
from blockbuster import blockbuster_ctx
from hypothesis import HealthCheck, settings

from tests import quick, seeds, time_out
from tests.held_time import HeldLoop
from tests.processes import warm
from tests.quick import QuickLoop
from tests.spread import Spread
from tests.windows import UNSEEN

# Compiled once, for all workers and for each process that they start, beside the tree and not within it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(__file__).parents[1] / ".pytest_cache" / "compiled"))
sys.dont_write_bytecode, sys.pycache_prefix = False, os.environ["PYTHONPYCACHEPREFIX"]

for name, value in UNSEEN.items():
    os.environ.setdefault(name, value)

OURS = ["kiosk", "printer", "queue_display", "assets"]

# A busy machine is slow, not wrong.
settings.register_profile(
    "halte",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
    derandomize=seeds.IS_USUAL,
    database=None,  # what another run has found is no part of this one
)
settings.load_profile("halte")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Hypothesis draws from the seed of the run, if that is not the usual one (`tests.seeds`).

    Whoever started the tests may ignore control-C, as a shell does for what runs beside it: ours do not.

    A process inherits that a signal is ignored, and Halte's are told to end by it.
    """
    config.pluginmanager.register(time_out.Insists())
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not seeds.IS_USUAL:
        config.option.hypothesis_seed = seeds.SEED
    if quick.wanted(config):
        quick.watch.begin()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return True if quick.wanted(config) and collection_path == quick.WINDOWS else None


def pytest_asyncio_loop_factories(item: pytest.Item) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    if item.get_closest_marker("held_time"):
        return {"held": HeldLoop}
    return {"quick": QuickLoop} if quick.wanted(item.config) else {"real": asyncio.new_event_loop}


@pytest.hookimpl(optionalhook=True)
def pytest_timeout_set_timer(item: pytest.Item) -> bool | None:
    """`--timeout 0`, which a sweep is given, holds for a test that names its own time-out too."""
    return True if item.config.getoption("timeout", None) == 0 else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Spread | None:
    return Spread(config, log) if config.getvalue("dist") == "load" else None


def pytest_itemcollected(item: pytest.Item) -> None:
    if quick.wanted(item.config) and quick.is_pure(item):
        item.add_marker(pytest.mark.quick)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not seeds.IS_USUAL:
        terminalreporter.write_line(f"drawn from the seed {seeds.SEED}; {seeds.NAME} draws the same again")


def pytest_unconfigure() -> None:
    warm.close()


GRACE = 10.0
"""Seconds that what has been told to end, a task, thread or process, is given on a busy machine."""

_FDS = Path("/proc/self/fd")


@pytest.fixture(autouse=True)
def nothing_blocks_the_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """An async test fails when code of ours makes a blocking call while the event loop runs."""
    if not inspect.iscoroutinefunction(request.function) or request.node.get_closest_marker("may_block"):
        yield
        return
    with blockbuster_ctx(OURS):
        yield


@pytest.fixture(autouse=True)
def a_quick_test_is_pure(request: pytest.FixtureRequest) -> Iterator[None]:
    yield from quick.watch.one() if quick.wanted(request.config) else iter([None])


@pytest.fixture(autouse=True)
def nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test fails when it leaves a task, a thread, a process or an open file behind."""
    if request.node.get_closest_marker("may_leave"):
        yield
        return
    if inspect.iscoroutinefunction(request.function):
        request.getfixturevalue("no_task_is_left")
    before = _running()
    yield
    left = _left(before)
    assert not left, f"left behind: {', '.join(sorted(left))}"


@pytest_asyncio.fixture
async def no_task_is_left() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    yield
    deadline = time.monotonic() + GRACE
    while left := asyncio.all_tasks() - before - {asyncio.current_task()}:  # none of them is done
        if time.monotonic() > deadline:
            break
        await asyncio.sleep(0.01)
    names = sorted(task.get_name() for task in left if task)
    assert not names, f"tasks left behind: {', '.join(names)}"


def _running() -> set[str]:
    """What runs or is open: names that say what and which."""
    # Threads of the loop's own executor (asyncio.to_thread) end with the loop, which is closed after this.
    threads = {f"thread {t.name}" for t in threading.enumerate() if not t.name.startswith("asyncio_")}
    return threads | {f"process {pid}" for pid in _children() - {warm.pid}} | _open_files()


def _children() -> set[str]:
    found: set[str] = set()
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # a thread that has just ended
            found.update(task.read_text().split())
    return found


def _open_files() -> set[str]:
    # Kivy's window keeps what it opened for the rest of the process: there is one window, not one a test.
    if "kivy.core.window" in sys.modules or not _FDS.is_dir():
        return set()
    found = set()
    for fd in list(_FDS.iterdir()):
        try:
            found.add(f"file {fd.name} ({fd.readlink()})")
        except FileNotFoundError:  # the listing's own
            continue
    return found


def _left(before: set[str]) -> set[str]:
    deadline = time.monotonic() + GRACE
    while left := _running() - before:
        gc.collect()
        if time.monotonic() > deadline:
            return left
        time.sleep(0.01)
    return left
