"""The displays run on Windows too: nothing here leans on POSIX, and what differs is in one file."""

from __future__ import annotations

import ast
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
