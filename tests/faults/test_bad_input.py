"""What people get wrong, given to the command: one sentence, its exit status, and nothing lost."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.processes import ran

SQLITE = "halte.sqlite"

KIOSK = ["kiosk", "--windowed", "--hands"]


def halte(folder: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """The command as somebody types it; `--hands` ends a window, since nothing drives it."""
    own = {
        "HALTE_CONFIG": str(folder / "halte.toml"),
        "HALTE_DATA": str(folder / "data"),
        "LANGUAGE": "fr",
    }
    return ran("kiosk", *arguments, env={**os.environ, **own, **extra})


def told(ended: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    assert ended.returncode == status, ended.stderr
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1 or status == 2
    assert lines[-1].startswith("halte\N{NBSP}: " if status == 1 else "Erreur")
    assert all(word in ended.stderr for word in words), ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "halte.toml").write_text('[network]\ninterfaces = ["127.0.0.1"]\n', "utf-8")
    return tmp_path


def test_what_is_right_works(folder: Path) -> None:
    """Else the tests below would pass for a reason of their own."""
    ended = halte(folder, *KIOSK)
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("van = Agglo\n", ["halte.toml, ligne 1, colonne 7", "guillemets"]),
        ('tiles = ["retrait"]\n', ["« retrait »".replace(" ", "\N{NBSP}"), "retraite"]),
        ('[printer]\naddress = "carrier-pigeon://loft"\n', ["carrier-pigeon"]),
    ],
    ids=["broken TOML", "unknown topic", "unknown address"],
)
def test_bad_settings(folder: Path, settings: str, words: list[str]) -> None:
    (folder / "halte.toml").write_text(settings, "utf-8")
    told(halte(folder, *KIOSK), 1, *words)
    assert not (folder / "data" / SQLITE).exists()


def test_settings_that_are_not_there(folder: Path) -> None:
    told(halte(folder, *KIOSK, HALTE_CONFIG=str(folder / "none.toml")), 1, "none.toml", "config init")


def test_a_data_folder_that_cannot_be_written(folder: Path) -> None:
    (folder / "data").write_text("a file in its place", "utf-8")
    told(halte(folder, *KIOSK), 1, str(folder / "data"))
    assert (folder / "data").read_text("utf-8") == "a file in its place"


@pytest.mark.parametrize(
    "command", [KIOSK, ["log", "days"], ["log", "export"]], ids=["kiosk", "days", "export"]
)
def test_a_data_file_that_is_not_a_record(folder: Path, command: list[str]) -> None:
    (folder / "data").mkdir()
    (folder / "data" / SQLITE).write_bytes(b"Dear diary, today nobody came. " * 200)
    told(halte(folder, *command), 1, SQLITE)
    assert (folder / "data" / SQLITE).read_bytes().startswith(b"Dear diary")


@pytest.mark.parametrize("command", ["status", "test"])
@pytest.mark.parametrize(
    "address", ["serial:///dev/no-such-port", "network://127.0.0.1:9", "file:///no/where"]
)
def test_a_printer_that_is_not_there(folder: Path, command: str, address: str) -> None:
    told(halte(folder, "printer", command, address), 1)


@pytest.mark.parametrize(
    "arguments",
    [["display", "--desk", "many"], ["log", "show", "2026-13-45"], ["log", "export", "--format", "pdf"]],
    ids=" ".join,
)
def test_wrong_usage(folder: Path, arguments: list[str]) -> None:
    told(halte(folder, *arguments), 2, "--help")


def test_an_export_that_cannot_be_written(folder: Path) -> None:
    (folder / "data").mkdir()
    told(
        halte(folder, "log", "export", "--output", str(folder / "no" / "visits.csv")),
        1,
        "visits-sujets-INTERNE.csv",
    )
