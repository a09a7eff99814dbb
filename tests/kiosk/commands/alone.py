"""A command of `halte` by itself: no settings, and no terminal to ask at."""

from __future__ import annotations

from pathlib import Path

import pytest


def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, which commands use from now on, in French, from within `tmp_path`."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "HALTE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HALTE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data"
    folder.mkdir()
    return folder
