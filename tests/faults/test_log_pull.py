"""The referent's `halte log pull`, from the real kiosk over the real link."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from kiosk.calendar.kept import CalendarStop, keep, load
from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import Call, Close, End, Open, Take
from kiosk.record.record import Record
from queue_display.messages import Role
from queue_display.trust import Trust, keys_folder, pair_locally

CSV = ("--format", "csv")
HALTE = (sys.executable, "-m", "kiosk")


async def _two_visits(data: Path) -> None:
    record = await asyncio.to_thread(Record.open, data)
    now = Moment(datetime(2026, 3, 2, 10, 0, tzinfo=UTC), 0.0, "boot")
    try:
        state = record.load(now)
        for command in (
            Open(),
            Take("impots"),
            Take("caf-msa"),
            Call(1, 1),
            Call(2, 2),
            End(1, 1),
            End(2, 2),
            Close(),
        ):
            decision = decide(state, command, now)
            await record.save(state, decision)
            state = decision.state
    finally:
        record.close()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A van with two visits in its log, and a laptop that it knows; each with its own data folder."""
    asyncio.run(_two_visits(tmp_path / "van"))
    van = Trust.open(keys_folder(tmp_path / "van"))
    laptop = Trust.open(keys_folder(tmp_path / "laptop", Role.REFERENT))
    pair_locally(van, laptop, van="Agglo Mobile", name="Ordinateur du journal", role=Role.REFERENT)
    settings = tmp_path / "halte.toml"
    settings.write_text('[network]\ninterfaces = ["127.0.0.1"]\n[printer]\naddress = "simulated:"\n', "utf-8")
    return {**os.environ, "HALTE_CONFIG": str(settings), "SDL_VIDEODRIVER": "offscreen", "LANGUAGE": "fr"}


def test_the_log_comes_over_the_link(environment: dict[str, str], tmp_path: Path) -> None:
    kiosk = (*HALTE, "--data", str(tmp_path / "van"), "kiosk", "--windowed", "--hands")
    pull = (*HALTE, "--data", str(tmp_path / "laptop"), "log", "pull", "--keys", "--dialect", "rfc4180", *CSV)
    with subprocess.Popen(kiosk, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        pulled = subprocess.run(pull, env=environment, capture_output=True, text=True, timeout=60)
        running.communicate(timeout=30)  # the end of what drives the window ends it
    assert (pulled.returncode, running.returncode) == (0, 0), pulled.stderr
    assert "Reçu\N{NBSP}: 1 jour, 2 visites." in pulled.stderr
    topics, minutes = (table.splitlines() for table in pulled.stdout.split("\n\n"))
    assert topics == ["day,topic,visits", "2026-03-02,caf-msa,1", "2026-03-02,impots,1"]
    assert minutes == ["day,minutes,visits", "2026-03-02,1,2"]
    days = (*HALTE, "--data", str(tmp_path / "laptop"), "log", "days")
    kept = subprocess.run(days, env=environment, capture_output=True, text=True, timeout=60)
    assert kept.stdout == "2026-03-02  2 visites\n"


def test_a_laptop_that_is_not_paired_is_told_what_to_do(environment: dict[str, str], tmp_path: Path) -> None:
    pull = (*HALTE, "--data", str(tmp_path / "other"), "log", "pull")
    pulled = subprocess.run(pull, env=environment, capture_output=True, text=True, timeout=60)
    assert (pulled.returncode, pulled.stdout) == (1, "")
    assert "halte pair --as referent" in pulled.stderr


def test_the_calendar_goes_over_the_link(environment: dict[str, str], tmp_path: Path) -> None:
    stops = [CalendarStop(date(2090, 1, 2), time(9), time(12), f"Village {n}") for n in range(300)]
    keep(tmp_path / "laptop", stops)
    kiosk = (*HALTE, "--data", str(tmp_path / "van"), "kiosk", "--windowed", "--hands")
    send = (*HALTE, "--data", str(tmp_path / "laptop"), "stops", "send")
    with subprocess.Popen(kiosk, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        sent = subprocess.run(send, env=environment, capture_output=True, text=True, timeout=60)
        running.communicate(timeout=30)
    assert (sent.returncode, running.returncode) == (0, 0), sent.stderr
    assert load(tmp_path / "van") == tuple(sorted(stops))


def test_a_laptop_without_a_calendar_or_a_pairing(environment: dict[str, str], tmp_path: Path) -> None:
    send = (*HALTE, "--data", str(tmp_path / "other"), "stops", "send")
    for wanted in ("halte stops import", "halte pair --as referent"):
        sent = subprocess.run(send, env=environment, capture_output=True, text=True, timeout=60)
        assert (sent.returncode, sent.stdout) == (1, "")
        assert wanted in sent.stderr
        keep(tmp_path / "other", [CalendarStop(date(2090, 1, 2), time(9), time(12), "Attin")])
