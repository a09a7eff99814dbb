"""The entry that opens a window with a session: it is read as its specification says, and starts Halte."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands.autostart import WINDOWS, content, exec_line


@pytest.fixture(autouse=True)
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HALTE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LANGUAGE", "fr")


def unquoted(line: str) -> list[str]:
    """The words of an Exec line, as a desktop reads them: the string, then its quoted arguments, then %%."""
    string = re.sub(r"\\(.)", r"\1", line)
    assert not re.search(r"(?<!%)%(?!%)", string), "a field code, which a desktop fills in"
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', string)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]


def entry(tmp_path: Path, window: str) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # keys keep their capitals
    (file,) = (tmp_path / "config/autostart").glob(f"halte-{window}.desktop")
    parser.read_string(file.read_text("utf-8"))
    return parser["Desktop Entry"]


@pytest.mark.parametrize("window", WINDOWS)
def test_the_entry_starts_halte(window: str, tmp_path: Path) -> None:
    assert main(["autostart", window]) == 0
    found = entry(tmp_path, window)
    assert found["Type"] == "Application"
    words = unquoted(found["Exec"])
    assert window in words
    assert Path(words[0]).is_absolute()
    subprocess.run([*words, "--help"], check=True, capture_output=True)


def test_the_desk_is_the_one_asked_for(tmp_path: Path) -> None:
    assert main(["autostart", "--desk", "2"]) == 0
    assert unquoted(entry(tmp_path, "display")["Exec"])[-3:] == ["display", "--desk", "2"]


def test_the_calls_that_it_says_itself_are_those_asked_for(tmp_path: Path) -> None:
    assert main(["autostart", "--desk", "2", "--aloud", "van"]) == 0
    words = unquoted(entry(tmp_path, "display")["Exec"])
    assert words[-4:] == ["--desk", "2", "--aloud", "van"]
    subprocess.run([*words, "--help"], check=True, capture_output=True)


def test_a_board_always_calls(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["autostart", "board", "--aloud", "van"]) == 2
    assert "--aloud" in capsys.readouterr().err


def test_a_board_has_no_desk(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["autostart", "board", "--desk", "2"]) == 2
    assert "--desk" in capsys.readouterr().err


def test_it_is_known_by_the_name_it_was_started_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pipx and uv keep a link in one folder to what they replace in another."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "tool").write_text("#!/bin/sh\n", "utf-8")
    (tmp_path / "tool").chmod(0o755)
    link = tmp_path / "bin" / "halte"
    link.symlink_to(tmp_path / "tool")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "argv", ["halte"])
    assert main(["autostart"]) == 0
    assert unquoted(entry(tmp_path, "display")["Exec"])[0] == str(link)


def test_it_can_be_removed_also_twice(tmp_path: Path) -> None:
    assert main(["autostart", "board", "--remove"]) == 0
    assert main(["autostart", "board"]) == 0
    assert main(["autostart", "board", "--remove"]) == 0
    assert main(["autostart", "board", "--remove"]) == 0
    assert not list((tmp_path / "config/autostart").iterdir())


def test_a_folder_that_is_a_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config").touch()
    assert main(["autostart"]) == 1
    assert "halte-display.desktop" in capsys.readouterr().err


@pytest.mark.parametrize(
    "word", ["/a b/halte", "/100%/halte", '/"q"/h', "/$HOME/`x`", "/back\\slash", "/é’/%f"]
)
def test_a_path_is_read_as_it_was_written(word: str) -> None:
    assert unquoted(exec_line([word, "display"])) == [word, "display"]


def test_windows_starts_it_without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert content(["C:\\A b\\halte.exe", "board"]) == '@start "" "C:\\A b\\halte.exe" board\r\n'
    assert content(["C:\\100%\\halte.exe"]) == '@start "" C:\\100%%\\halte.exe\r\n'
