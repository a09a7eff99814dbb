"""The referent's real window, offscreen, over a real log."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kiosk.record.playing import LOG_FILE, log_bytes
from tests.kiosk.report.logs import example_year
from tests.windows import opened


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / LOG_FILE).write_bytes(log_bytes(example_year().days, tmp_path))
    for name in ("HOME", "XDG_DOCUMENTS_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("HALTE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LANGUAGE", "fr")
    return tmp_path


async def test_a_period_is_chosen_and_its_report_written(home: Path) -> None:
    async with opened("kiosk", "referent", "--hands") as window:
        await window.wait("days", text="616 visites.*")
        await window.wait("period", text="T4 2025")
        await window.touch("period:2025-T2")
        await window.wait("period", text="T2 2025")
        await window.touch("report")
        await window.wait("notice", text="Écrit et ouvert.*bilan-2025-T2.html")
        assert (home / "bilan-2025-T2.html").read_bytes().startswith(b"<!DOCTYPE html>")
        await window.touch("period:2025")
        await window.touch("sheet")
        await window.wait("notice", text="Écrit et ouvert.*bilan-2025.xlsx")
        await window.touch("pull")
        await window.wait("notice", text=".*halte pair.*")


@pytest.mark.parametrize("size", ["1100x720", "800x600"])
async def test_nothing_is_cut_or_lies_over_something_else(home: Path, size: str) -> None:
    width, height = map(int, size.split("x"))
    async with opened("kiosk", "referent", "--hands", "--size", size) as window:
        await window.touch("pull")
        await window.wait("notice", text=".*halte pair.*")
        boxes = [found.box for found in await window.ids() if found.visible and found.id]
    for x, y, wide, high in boxes:
        assert x >= 0
        assert y >= 0
        assert x + wide <= width
        assert y + high <= height
