"""No code runs that lies in the folder in which somebody calls Halte."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.commands.autostart import program
from kiosk.demo.stage import Halte


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, stood in, whose files have the names of libraries that Halte imports."""
    sprung = tmp_path / "sprung"
    for name in ("click", "msgspec", "cups", "serial"):
        (tmp_path / f"{name}.py").write_text(f"open({str(sprung)!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    return sprung


async def test_the_demonstration_runs_its_own_code_alone(trap: Path, tmp_path: Path) -> None:
    halte = Halte(tmp_path / "halte.toml", tmp_path / "data", "fr")
    async with asyncio.timeout(40):
        assert b"--desk" in await halte.run("display", "--help")
    assert not await asyncio.to_thread(trap.exists)


def test_a_display_that_opens_with_the_session_does_so_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.argv", ["-m"])
    assert "-P" in program()
