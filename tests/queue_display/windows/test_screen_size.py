"""The size of the screen, asked of a real X server and where there is none; and a window that fills it."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_display.hands.hands import opened
from queue_display.windows.screen_size import diagonal, pixels
from queue_display.windows.window import Frame, environment

SIZE = (1024, 600)


@pytest.fixture
def x_screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An X server of the test's own, of `SIZE` pixels and no known millimetres, with no window manager."""
    if not shutil.which("Xvfb"):
        pytest.skip("Xvfb is not on this machine")
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "{}x{}x24".format(*SIZE), "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        monkeypatch.setenv("DISPLAY", f":{server.stdout.readline().strip()}")
        yield
        server.terminate()


def test_an_x_screen_tells_its_pixels(x_screen: None) -> None:
    assert pixels() == SIZE
    assert diagonal() is None
    whole = environment(Frame())
    assert (whole["KCFG_GRAPHICS_WIDTH"], whole["KCFG_GRAPHICS_HEIGHT"]) == ("1024", "600")


@pytest.mark.parametrize("display", [None, ""])
def test_where_there_is_no_x_nothing_is_said_of_the_size(
    display: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    if display is not None:
        monkeypatch.setenv("DISPLAY", display)
    assert "KCFG_GRAPHICS_WIDTH" not in environment(Frame())


async def test_without_a_window_manager_a_window_still_fills_the_screen(
    x_screen: None, tmp_path: Path
) -> None:
    """As X sees it: Kivy says that its window has the size of the screen even where it has not."""
    if not shutil.which("xwininfo"):
        pytest.skip("xwininfo is not on this machine")
    own = {"HALTE_CONFIG": "", "HALTE_DATA": str(tmp_path), "LIBGL_ALWAYS_SOFTWARE": "1"}
    shown = {name: value for name, value in os.environ.items() if name != "SDL_VIDEODRIVER"} | own
    board = (sys.executable, "-m", "kiosk", "board", "--chime-only", "--hands")
    async with opened(*board, env=shown) as window:
        await window.wait("pairing-title", within=30)
        asked = await asyncio.create_subprocess_exec(
            "xwininfo", "-root", "-tree", stdout=asyncio.subprocess.PIPE
        )
        said, _ = await asked.communicate()
    assert b" 1024x600+0+0 " in said.split(b"child", 1)[1]
