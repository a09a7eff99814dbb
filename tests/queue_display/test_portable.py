"""The displays run on Windows too: nothing here leans on POSIX, and what differs is in one file."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import queue_display

POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "spwd", "syslog", "termios", "tty"}
POSIX_NAMES = {
    "fork",
    "geteuid",
    "getuid",
    "mkfifo",
    "AF_UNIX",
    "SO_REUSEPORT",
    "SIGKILL",
    "SIGHUP",
    "SIGALRM",
}
SOCKETS = {
    "addresses.py", "discovery.py", "kept.py", "listener.py", "seeking.py", "wire.py", "notify.py",
}  # fmt: skip
"""Those of the network, and the one that speaks to systemd."""

HOUSE = Path(queue_display.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(HOUSE).as_posix())
def test_nothing_needs_posix(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    assert not POSIX_MODULES & set(imported(tree))
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not POSIX_NAMES & attributes


@pytest.mark.parametrize(
    ("module", "files"),
    [
        ("zeroconf", {"discovery.py", "seeking.py"}),
        ("websockets", {"wire.py"}),
        ("spake2", {"exchange.py"}),
        ("socket", SOCKETS),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_library_has_its_place(module: str, files: set[str]) -> None:
    assert {f.name for f in FILES if module in imported(ast.parse(f.read_text("utf-8")))} == files


# --- All that a laptop imports --------------------------------------------------------------------

LAPTOP = (
    "assets.private_process", "kiosk.__main__", "kiosk.commands.rows", "kiosk.commands.windows",
    "kiosk.commands.starting", "kiosk.commands.autostart", "kiosk.commands.pair", "kiosk.commands.log",
    "kiosk.referent", "queue_display.console.start", "queue_display.board.start",
    "queue_display.referent.start",
    "queue_display.display", "queue_display.pairing.display_end", "queue_display.sound.call",
    "queue_display.console.words", "queue_display.console.keyboard", "queue_display.board.model",
)  # fmt: skip
"""What console, board and the referent's window need before their first frame; Kivy comes after it."""


def test_a_laptop_with_windows_has_all_that_its_windows_import() -> None:
    child = [sys.executable, "-m", "tests.queue_display.without_posix"]
    ran = subprocess.run([*child, *LAPTOP], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


def test_what_leans_on_posix_does_not_pass() -> None:
    child = [sys.executable, "-m", "tests.queue_display.without_posix", "kiosk.install.launcher"]
    ran = subprocess.run(child, capture_output=True, text=True, timeout=60)
    assert "No module named 'pwd'" in ran.stderr
