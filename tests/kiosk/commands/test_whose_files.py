"""Whoever runs a command as root: every file belongs to the owner of its folder, and is theirs alone.

Each row of the commands is run as root in a folder of another account, with nothing but that folder for its
home; then that account starts the van and reads everything.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import assets
from assets.files import Undated, replace_file
from kiosk.backup.copies import Backup, write
from kiosk.commands import rows
from kiosk.technical_log import technical_log
from queue_display.trust import Trust, keys_folder
from tests.kiosk.record.playing import LOG_FILE, counts, log_bytes
from tests.processes import LATE, ran

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root gives files away"
)

OTHER = (64_711, 64_712)
"""The account, and its group: nobody's on this machine."""

DAY = date(2026, 3, 2)
DAYS = {DAY: counts({"retraite": 1}, {9: 1})}


@dataclass(frozen=True)
class Way:
    """How a command is called: `given` on its input; one that lasts is ended once `begun` is there."""

    words: str
    given: str = ""
    begun: str = ""


WINDOW = "--windowed --hands"
WAYS: Mapping[str, Way] = {
    "demo": Way("--tour tour", begun="tour/01-borne-fermee.png"),
    "kiosk": Way(WINDOW, given='{"do":"picture","file":"shot.png","within":20}\n'),
    "display": Way(f"{WINDOW} --aloud van"),
    "board": Way(f"{WINDOW} --chime-only"),
    "referent": Way("--hands"),
    "pair": Way("--as agent --desk 2", begun=".local/share/halte/keys/agent-2/identity.pem"),
    "printer list": Way(""),
    "printer status": Way("simulated:slips-of-status"),
    "printer test": Way("simulated:slips-of-test"),
    "printer simulate": Way("--link port --paper slips", begun="port"),
    "log days": Way(""),
    "log show": Way(""),
    "log export": Way("--output visites.csv"),
    "log pull": Way("--output pulled.json"),
    "log report": Way("2026-T1 --output bilan.html"),
    "log forget": Way("--before 2020-01-01"),
    "log mend": Way("2026-03-02 --to 2026-03-03 --yes"),
    "log merge": Way("van --output merged.sqlite"),
    "log push": Way("postgresql://127.0.0.1:1/none"),
    "stops import": Way("agenda.csv --yes"),
    "stops show": Way(""),
    "stops send": Way(""),
    "stops export": Way("--mednum places.csv"),
    "backup": Way("stick --with-keys --yes"),
    "restore": Way("stick --yes"),
    "doctor": Way("--bundle pour-aider.zip"),
    "autostart": Way(""),
    "config init": Way(""),
    "config check": Way(""),
    "config code": Way("", given="314159\n"),
    "config show": Way(""),
}
"""Each command, in a way in which it writes what it can write."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of the other account, with a log that a command may change."""
    folder = tmp_path / "home"
    folder.mkdir()
    folder.chmod(0o755)
    os.chown(folder, *OTHER)
    return folder


def with_log(home: Path, scratch: Path) -> Path:
    """A data folder in it, as root's commands make it."""
    data = home / "van"
    data.mkdir(0o700)
    os.chown(data, *OTHER)
    replace_file(Undated(), data / LOG_FILE, log_bytes(DAYS, scratch))
    return data


def on_a_stick(home: Path, scratch: Path) -> None:
    """Another log, settings and keys, as root's `halte backup` leaves them."""
    stick = home / "stick"
    stick.mkdir(0o700)
    os.chown(stick, *OTHER)
    keys = {f"keys/kiosk/{name}": b"[]" for name in ("identity.pem", "paired.json")}
    write(stick, Backup({}, {"halte.toml": b"desks = 1\n", **keys}))


def run(home: Path, name: str, way: Way, data: Path | None = None) -> None:
    """The command as a process of root, with the other account's folder for its home."""
    keep = ("PATH", "PYTHONPATH", "PYTHONPYCACHEPREFIX", "KIVY_GL_BACKEND", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment |= {"HOME": str(home), "SDL_VIDEODRIVER": "offscreen", "LANGUAGE": "fr"}
    environment |= {"HALTE_DATA": str(data)} if data else {}
    command = [sys.executable, "-m", "kiosk", *name.split(), *way.words.split()]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment, cwd=home, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        if way.begun:
            assert wait_for(lambda: os.path.lexists(home / way.begun) or process.poll() is not None)
            assert not_theirs(home) == []
            process.send_signal(signal.SIGTERM)
        _, said = process.communicate(way.given or None, timeout=LATE)
    assert "Traceback" not in said
    assert "imprévue" not in said


def wait_for(found: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + LATE
    while not found() and time.monotonic() < deadline:
        time.sleep(0.02)
    return found()


def not_theirs(home: Path) -> list[str]:
    """What belongs to another account or is open to others: a line each."""
    said = []
    for path in sorted(home.rglob("*")):
        there = path.lstat()
        closed = stat.S_ISLNK(there.st_mode) or not there.st_mode & 0o077
        if (there.st_uid, there.st_gid) != OTHER or not closed:
            said.append(f"{path.relative_to(home)}: {there.st_uid} {stat.S_IMODE(there.st_mode):o}")
    return said


def test_each_command_has_its_way() -> None:
    assert set(WAYS) == {row.name for row in rows.ROWS}


@pytest.mark.parametrize("name", WAYS)
def test_what_root_leaves_behind(name: str, home: Path, tmp_path: Path) -> None:
    """Once with nothing there, once with a log in it; restored is what the other account has on a stick."""
    if name in ("backup", "restore"):
        on_a_stick(home, tmp_path)
    run(home, name, WAYS[name])
    assert not_theirs(home) == []
    if name in ("backup", "restore") or name.startswith("log"):
        data = with_log(home, tmp_path)
        run(home, name, WAYS[name], data)
        assert not_theirs(home) == []


@pytest.fixture
def reached(tmp_path: Path) -> Iterator[Path]:
    """A home that the other account gets to: pytest's own folders are closed to it."""
    with TemporaryDirectory(prefix="halte-") as folder:
        os.chown(folder, *OTHER)
        yield Path(folder)


def test_the_other_account_then_reads_everything(reached: Path, tmp_path: Path) -> None:
    data = with_log(reached, tmp_path)
    replace_file(Undated(), data / "halte.toml", assets.path("halte.toml").read_bytes())
    Trust.open(keys_folder(data))
    with technical_log(data):
        logging.getLogger("kiosk.test").warning("said by root")
    scratch = tmp_path / "scratch"
    shutil.copytree(data, scratch)
    said = ran(
        "tests.kiosk.commands.as_account", *map(str, OTHER), str(data), str(scratch), env={**os.environ}
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert not_theirs(reached) == []


def test_a_file_of_another_is_found(home: Path) -> None:
    (home / "open.csv").touch()
    assert not_theirs(home) == ["open.csv: 0 644"]
