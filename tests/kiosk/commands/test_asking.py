"""Every command that asks: at a terminal, at none, at the end of the input, at Ctrl-C.

Nobody is left with a Python warning, a silent failure or a file replaced without a word.
"""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

import kiosk
from assets.asking import NotReplaced, number
from kiosk.backup.copies import Backup, write
from kiosk.calendar.kept import as_csv
from kiosk.commands import rows
from tests.house.arrows import PACKAGES, sources
from tests.kiosk.record.playing import DAY, LOG_FILE, counts, log_bytes
from tests.processes import LATE

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a terminal of POSIX")


def log_there(home: Path) -> None:
    (home / "data").mkdir()
    log = log_bytes({DAY: counts({"retraite": 1}, {9: 1})}, home)
    (home / "data" / LOG_FILE).write_bytes(log)


def log_and_merged(home: Path) -> None:
    log_there(home)
    (home / "a.sqlite").write_bytes(b"mine")


def there(name: str) -> Callable[[Path], None]:
    def made(home: Path) -> None:
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_bytes(b"mine")

    return made


def report_there(home: Path) -> None:
    log_there(home)
    there("data/a.html")(home)


def stick_there(home: Path) -> None:
    """With a visit that the log lacks; and there is a log, which lacks the stick's."""
    log_there(home)
    (home / "stick").mkdir()
    write(home / "stick", Backup({DAY: counts({"caf": 1}, {9: 1})}))


def agenda_there(home: Path) -> None:
    """And a calendar, which lacks its stop."""
    (home / "agenda.csv").write_text("jour,lieu,horaires\n2090-01-02,Attin,9h-12h\n", "utf-8")
    (home / "data").mkdir()
    (home / "data" / "halte-stops.csv").write_bytes(as_csv([]))


@dataclass(frozen=True)
class Asks:
    """What makes a command ask, and what its sentence names where nobody answers."""

    words: str
    before: Callable[[Path], None]
    without: str
    kept: str = ""  # a file that is as it was, unless somebody said yes


ASKING: Mapping[str, Asks] = {
    "config code": Asks("", lambda home: None, "à un terminal, ou sur l’entrée"),
    "config init": Asks("--config mine.toml", there("mine.toml"), "--force", "mine.toml"),
    "demo": Asks("--tour tour", there("tour/01-borne-fermee.png"), "--force", "tour/01-borne-fermee.png"),
    "log export": Asks("--output a.json", there("a-INTERNE.json"), "--force", "a-INTERNE.json"),
    "log pull": Asks("--output a.json", there("a-INTERNE.json"), "--force", "a-INTERNE.json"),
    "log report": Asks("2026-T1 --output data/a.html", report_there, "--force", "data/a.html"),
    "log mend": Asks("2026-03-02 --remove", log_there, "--yes", f"data/{LOG_FILE}"),
    "log forget": Asks("--before 9000-01-01", log_there, "--yes", f"data/{LOG_FILE}"),
    "doctor": Asks("--bundle a.zip", there("a.zip"), "--force", "a.zip"),
    "log merge": Asks("data --output a.sqlite", log_and_merged, "--force", "a.sqlite"),
    "stops import": Asks("agenda.csv", agenda_there, "--yes", "data/halte-stops.csv"),
    "stops export": Asks("--mednum a.csv", there("a.csv"), "--force", "a.csv"),
    "backup": Asks("stick", stick_there, "--yes", "stick/halte-backup/halte.sqlite"),
    "restore": Asks("stick", stick_there, "--yes", f"data/{LOG_FILE}"),
}
"""Each command that asks, by its name; `pair CODE` asks too, and is tried with its displays."""

NEVER_REPLACED = {"printer simulate"}
"""Commands that write where somebody says, and leave alone whatever is there."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


class Halte:
    """The command as a process, whose input is a terminal or nothing."""

    def __init__(self, name: str, home: Path, stdin: int) -> None:
        environment = {n: v for n, v in os.environ.items() if not n.startswith("HALTE_")}
        environment |= {"PYTHONPATH": str(Path(kiosk.__file__).parents[1]), "LANGUAGE": "fr"}
        environment |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "HALTE_DATA": str(home / "data")}
        ASKING[name].before(home)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *name.split(), *ASKING[name].words.split()],
            cwd=home,
            env=environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # no terminal of whoever runs the tests
        )

    def ended(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=LATE)
        return self.process.returncode, said.decode().replace("\N{NBSP}", " ")

    def asks(self) -> str:
        """What is on stderr once it waits for an answer."""
        assert self.process.stderr
        said = b""
        while not said.endswith((b"] ", b": ")):
            more = os.read(self.process.stderr.fileno(), 4096)
            assert more, said
            said += more
        return said.decode()


def as_it_was(name: str, home: Path, before: bytes) -> bool:
    kept = ASKING[name].kept
    return not kept or (home / kept).read_bytes() == before


def content(name: str, home: Path) -> bytes:
    return (home / ASKING[name].kept).read_bytes() if ASKING[name].kept else b""


@pytest.mark.parametrize("name", ASKING)
def test_where_nobody_can_be_asked_one_sentence_says_how_to_do_without(name: str, home: Path) -> None:
    halte = Halte(name, home, subprocess.DEVNULL)
    before = content(name, home)
    status, said = halte.ended()
    assert (status, said.count("halte : ")) == (1, 1)
    assert ASKING[name].without in said.splitlines()[-1]
    assert as_it_was(name, home, before)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        (name, how)
        for name in ASKING
        for how in ("the end of the input", "no", "Ctrl-C")
        if (name, how) != ("config code", "no")  # which asks for a code: no is none
    ],
)
def test_at_a_terminal_without_a_yes(name: str, how: str, home: Path) -> None:
    person, terminal = pty.openpty()
    try:
        halte = Halte(name, home, terminal)
        before = content(name, home)
        halte.asks()
        if how == "Ctrl-C":
            halte.process.send_signal(signal.SIGINT)
        else:
            os.write(person, {"no": b"n\n", "the end of the input": b"\x04"}[how])
        status, said = halte.ended()
    finally:
        os.close(person)
        os.close(terminal)
    assert status == (130 if how == "Ctrl-C" else 1)
    assert "Traceback" not in said
    assert "Warning" not in said
    assert as_it_was(name, home, before)
    assert bool(said.strip()) is (how != "Ctrl-C")


def test_a_code_typed_twice_is_taken_and_a_slip_is_asked_again(home: Path) -> None:
    person, terminal = pty.openpty()
    try:
        halte = Halte("config code", home, terminal)
        for typed in (b"314159\n", b"314158\n", b"314159\n", b"314159\n"):
            halte.asks()
            os.write(person, typed)
        status, said = halte.ended()
    finally:
        os.close(person)
        os.close(terminal)
    assert status == 0
    assert "314159" not in said


def test_a_number_is_asked_until_it_is_one_of_those(monkeypatch: pytest.MonkeyPatch) -> None:
    person, terminal = pty.openpty()
    os.write(person, b"x\n0\n4\n2\n\x04")
    with os.fdopen(terminal) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert number("Lequel ?", 3, NotReplaced("personne")) == 2
        with pytest.raises(NotReplaced, match="personne"):
            number("Lequel ?", 3, NotReplaced("personne"))
    os.close(person)


# --- Every option that names something to be written -------------------------------------------------


def written_by_name() -> set[str]:
    """The commands with an option that is the path of something, but settings and data."""
    return {
        row.name
        for row in rows.ROWS
        for option in row.options
        if isinstance(option.how.get("type"), click.Path)
    }


def test_every_command_that_writes_where_somebody_says_asks_before_it_replaces() -> None:
    assert written_by_name() <= {name for name, asks in ASKING.items() if asks.kept} | NEVER_REPLACED


@pytest.mark.parametrize("name", sorted(written_by_name() - NEVER_REPLACED))
def test_each_of_them_has_its_force(name: str) -> None:
    (row,) = [row for row in rows.ROWS if row.name == name]
    assert any("--force" in option.names or "--yes" in option.names for option in row.options)


def test_nothing_else_asks() -> None:
    """One mechanism: no other file reads what somebody types."""
    words = ("click.prompt", "click.confirm", "getpass.getpass", " input(", "stdin.readline")
    asking = {
        file.name
        for package in PACKAGES
        for file in sources(package)
        if any(word in file.read_text("utf-8") for word in words)
    }
    assert asking == {"asking.py"}
