"""Real commands, ended in each way there is: no process of theirs goes on after them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import LATE

HALTE = (sys.executable, "-m", "kiosk")

SHORT = (
    ["--help"],
    ["config", "init"],
    ["config", "check"],
    ["config", "show"],
    ["log", "days"],
    ["log", "show"],
    ["log", "export"],
    ["log", "report", "2026-T1", "--output", "data/bilan.html"],
    ["printer", "list"],
    ["printer", "status", "simulated:"],
    ["printer", "test", "simulated:"],
    ["pair", "--list"],
    ["autostart"],
    ["stops", "export", "--mednum", "places.csv"],
    ["stops", "show"],
    ["backup", "data"],
    ["restore", "data", "--yes"],
    ["doctor"],
)

LASTING = (
    (["printer", "simulate", "--link", "printer"], 0),
    (["pair", "--as", "board"], 130),
)

WINDOWS = (
    ["kiosk", "--windowed", "--hands"],
    ["display", "--windowed", "--hands"],
    ["board", "--windowed", "--chime-only", "--hands"],
    ["referent", "--hands"],
)


@pytest.fixture
def mark() -> str:
    """A word in the environment of a command, which every process that it starts inherits."""
    return f"halte-test-{uuid.uuid4()}"


@pytest.fixture
def environment(tmp_path: Path, mark: str) -> dict[str, str]:
    (tmp_path / "data").mkdir()
    settings = tmp_path / "halte.toml"
    settings.write_text('[network]\ninterfaces = ["127.0.0.1"]\n', "utf-8")
    own = {"HALTE_DATA": str(tmp_path / "data"), "HALTE_CONFIG": str(settings), "HALTE_MARK": mark}
    own |= {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    return {**os.environ, "SDL_VIDEODRIVER": "offscreen", "PYTHONUNBUFFERED": "1", **own}


def marked(mark: str) -> list[str]:
    """The command lines of the processes that have `mark` in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it has just ended
            continue
    return found


@contextmanager
def nothing_left(mark: str) -> Iterator[None]:
    yield
    deadline = time.monotonic() + LATE
    while (left := marked(mark)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not left


@pytest.mark.parametrize("command", SHORT, ids=" ".join)
def test_after_a_short_command(
    command: list[str], environment: dict[str, str], mark: str, tmp_path: Path
) -> None:
    with nothing_left(mark):
        ran = subprocess.run(
            [*HALTE, *command], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=LATE
        )
    assert ran.returncode in (0, 1)
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
@pytest.mark.parametrize(("command", "status"), LASTING, ids=["simulate", "pair"])
def test_after_a_lasting_command(
    command: list[str],
    status: int,
    by: signal.Signals,
    environment: dict[str, str],
    mark: str,
    tmp_path: Path,
) -> None:
    with nothing_left(mark), _started([*HALTE, *command], environment, tmp_path) as halte:
        assert halte.stdout
        assert halte.stdout.readline()
        assert marked(mark), "the mark would not be found"
        halte.send_signal(by)
        _, said = halte.communicate(timeout=LATE)
    assert halte.returncode in (status, -by)
    assert "Traceback" not in said


@pytest.mark.parametrize("command", WINDOWS, ids=lambda c: c[0])
def test_after_a_window(command: list[str], environment: dict[str, str], mark: str, tmp_path: Path) -> None:
    """Ended by the end of what drives it."""
    with nothing_left(mark), _started([*HALTE, *command], environment, tmp_path) as halte:
        _, said = halte.communicate("", timeout=LATE)
    assert (halte.returncode, "Traceback" in said) == (0, False)


@contextmanager
def _started(
    command: list[str], environment: dict[str, str], folder: Path
) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment, cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
