"""A program that lies in the folder where one stands is not run in the place of one that is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.programs import installed_program, windows_own
from queue_display.private_files import ICACLS
from queue_display.sound.engines import PLAYERS, Engine, installed


def test_windows_own_programs_are_called_by_their_whole_path() -> None:
    assert windows_own("icacls.exe", environ={"SystemRoot": r"D:\Win"}) == r"D:\Win\System32\icacls.exe"
    assert windows_own("x", "y.exe", environ={}) == r"C:\Windows\System32\x\y.exe"
    ours = [engine for engine in PLAYERS if engine.system == "win32"]
    for program in (ICACLS, *(engine.command("fr")[0] for engine in ours)):
        assert "System32" in program


def test_one_that_lies_where_one_stands_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows looks there first."""
    monkeypatch.chdir(tmp_path)
    there = {"lies here": str(tmp_path / "aplay.exe"), "by its name": "aplay.exe", "aplay": "/usr/bin/aplay"}
    assert [installed_program(name, there.get) for name in (*there, "nowhere")] == [
        None, None, "/usr/bin/aplay", None,
    ]  # fmt: skip


def test_what_was_found_is_what_is_run() -> None:
    (engine,) = installed([Engine("speaks", ("{language}",))], lambda name: f"/usr/bin/{name}")
    assert engine.command("fr") == ["/usr/bin/speaks", "fr"]
