"""`halte log merge` and `halte log push` at the command line; the database itself: tests/kiosk/fleet."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.record.counts import together
from kiosk.record.merging import write_days
from kiosk.record.record import read_days
from tests.kiosk.fleet.logs import van_days


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the logs of two vans."""
    monkeypatch.setenv("HALTE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.delenv("HALTE_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    for name, number in (("north.sqlite", 1), ("south.sqlite", 2)):
        write_days(tmp_path / name, van_days(number, 20))
    return tmp_path


def test_merged_into_a_folder_every_other_command_reads_it(home: Path) -> None:
    (home / "region").mkdir()
    assert main(["log", "merge", "north.sqlite", "south.sqlite", "--output", "region"]) == 0
    assert read_days(home / "region") == together(van_days(1, 20), van_days(2, 20))


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        (["log", "merge"], 2, "--output"),
        (["log", "merge", "north.sqlite", "north.sqlite", "--output", "a"], 1, "deux fois"),
        (["log", "merge", "lacking.sqlite", "--output", "a"], 1, "lacking.sqlite"),
        (["log", "push"], 2, "postgresql://"),
        (["log", "push", "mysql://db"], 2, "postgresql://"),
        (["log", "push", "postgresql://127.0.0.1:1/x", "--van", "A", "b", "c"], 2, "--van"),
        (["log", "push", "postgresql://127.0.0.1:1/x", "north.sqlite", "n/north.sqlite"], 1, "north"),
        (["log", "push", "postgresql://127.0.0.1:1/x", "north.sqlite"], 1, "ne répond pas"),
    ],
)
def test_what_is_refused(
    words: list[str], status: int, why: str, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert main(words) == status
    said = capsys.readouterr().err
    assert why in said
    assert "Traceback" not in said
    assert not (home / "a").exists()
