"""A backup, and its return, cut at every change of the disk: each part is the one before, or the new one."""

from __future__ import annotations

import shutil
import signal
import sys
from pathlib import Path

import pytest

from kiosk.backup.collect import collected
from kiosk.backup.copies import newest, write
from kiosk.record.counts import Days
from kiosk.record.log_file import LogFile
from kiosk.record.record import read_days
from tests.kiosk.backup.keeping import DAY, LOG, SETTINGS, put_log
from tests.kiosk.record.playing import counts
from tests.processes import ran

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked"),
    pytest.mark.timeout(300),
]

OLD: Days = {DAY: LOG[DAY]}
OTHER: Days = {DAY: counts({"autre": 5}, {7: 5})}
MOST = 200
"""Changes of the disk that one command makes, at most."""


def killed_at(number: int, what: str, data: Path, stick: Path) -> bool:
    """Whether it was killed there, rather than done before."""
    ended = ran("tests.faults.backup_child", str(number), what, str(data), str(stick))
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
    return ended.returncode != 0


def placed(data: Path, days: Days, settings: bytes) -> None:
    put_log(data, days)
    (data / "halte.toml").write_bytes(settings)


def test_a_backup_that_is_cut_leaves_a_whole_one(tmp_path: Path) -> None:
    """Two are there already, so that one makes way. The next backup goes through, whatever the cut left."""
    first = tmp_path / "first"
    first.mkdir()
    for days in ({}, OLD):
        placed(tmp_path / "data", days, SETTINGS)
        write(first, collected(tmp_path / "data", tmp_path / "data" / "halte.toml"))
    placed(tmp_path / "data", LOG, SETTINGS)
    for number in range(1, MOST):
        stick = tmp_path / "stick"
        shutil.rmtree(stick, ignore_errors=True)
        shutil.copytree(first, stick)
        cut = killed_at(number, "backup", tmp_path / "data", stick)
        found = newest(stick)
        assert found, number
        assert found.days in ([OLD, LOG] if cut else [LOG]), number
        assert not killed_at(MOST, "backup", tmp_path / "data", stick)
        again = newest(stick)
        assert again, number
        assert again.days == LOG, number
        if not cut:
            break
    assert 15 < number < MOST - 1


def test_what_is_brought_back_is_whole_or_not_at_all(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    placed(tmp_path / "made", LOG, SETTINGS)
    write(stick, collected(tmp_path / "made", tmp_path / "made" / "halte.toml"))
    for number in range(1, MOST):
        data = tmp_path / "data"
        shutil.rmtree(data, ignore_errors=True)
        placed(data, OTHER, b"desks = 1\n")
        cut = killed_at(number, "restore", data, stick)
        assert read_days(data) in ([OTHER, LOG] if cut else [LOG]), number
        settings = (data / "halte.toml").read_bytes()
        assert settings in ([SETTINGS, b"desks = 1\n"] if cut else [SETTINGS]), number
        assert not killed_at(MOST, "restore", data, stick)
        assert (read_days(data), (data / "halte.toml").read_bytes()) == (LOG, SETTINGS), number
        kept = [LogFile.of(file).days() for file in data.glob("halte.sqlite.aside-*")]
        assert kept == [OTHER], number
        if not cut:
            break
    assert 10 < number < MOST - 1
