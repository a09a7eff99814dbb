"""How `make quick` knows the pure tests: each kind of act is found, however far from the test it is done."""

from __future__ import annotations

import ast
import asyncio
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.engine import decide
from kiosk.van import Van
from printer.simulator.mechanism import Mechanism
from printer.simulator.simulator import Simulator
from printer.worker import Printer
from tests.reach import LATE, act

TESTS = Path(__file__).parents[1]
WINDOWS = ("kivy", "tests.ui.")


def a_process() -> None:
    subprocess.run(["true"], check=True)


def a_process_of_asyncio() -> object:
    return asyncio.create_subprocess_exec("true")


def a_socket() -> object:
    from socket import create_server

    return create_server(("127.0.0.1", 0))


def a_window() -> object:
    from queue_display.hands import obey

    return obey


class Thready:
    def run(self) -> None:
        threading.Thread(target=print).start()


def far_away() -> object:
    def inner() -> object:
        return Thready()

    return inner()


def by_default(method: Callable[[float], None] = time.sleep) -> None:
    """What is handed over is not seen, but that it is there by default."""


def sleeps() -> None:
    time.sleep(0)


def goes_round(deep: int) -> object:
    return goes_back(deep - 1) if deep else sleeps


def goes_back(deep: int) -> object:
    return goes_round(deep)


@pytest.mark.parametrize(
    ("function", "does"),
    [
        (a_process, "starts a process"),
        (a_process_of_asyncio, "starts a process"),
        (a_socket, "uses the network"),
        (a_window, LATE),
        (far_away, "starts a thread"),
        (by_default, "sleeps"),
        (goes_back, "sleeps"),
        (goes_round, "sleeps"),
    ],
)
def test_each_act_is_found(function: Callable[..., object], does: str) -> None:
    assert act(function) == does


@pytest.mark.parametrize("one", [Van, Printer, Simulator])
def test_what_does_several_is_found_too(one: type) -> None:
    assert act(one)


def looks_at_the_time() -> float:
    return time.monotonic() + len(threading.enumerate())


@pytest.mark.parametrize("pure", [decide, Mechanism, looks_at_the_time])
def test_what_is_pure_is_left_alone(pure: Callable[..., object]) -> None:
    assert act(pure) == ""


def imported(file: Path) -> set[str]:
    """The modules that are imported when `file` is."""
    found = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_only_the_tests_in_ui_open_a_window_when_they_are_imported() -> None:
    others = [file for file in TESTS.rglob("*.py") if not {"ui", "benchmarks"} & set(file.parts)]
    opening = {f"{file}: {name}" for file in others for name in imported(file) if name.startswith(WINDOWS)}
    assert not opening
