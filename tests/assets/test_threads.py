"""Work that hangs: neither the loop nor the end of a program waits for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assets.threads import on_a_thread_of_its_own
from tests.processes import LATE

BEGIN = """
import asyncio, threading
from pathlib import Path
from assets.threads import on_a_thread_of_its_own
from kiosk.doctor.examination import Check
from kiosk.doctor.machine import Machine
from kiosk.doctor.van_doctor import VanDoctor
from kiosk.settings import Settings

async def until_it_hangs(start):
    begun, loop = asyncio.Event(), asyncio.get_running_loop()
    def hang(*_):
        loop.call_soon_threadsafe(begun.set)
        threading.Event().wait()
    task = asyncio.ensure_future(start(hang))
    await begun.wait()
    waited_for = [t.name for t in threading.enumerate() if t.name.startswith("asyncio_")]
    assert not waited_for, "the end of the program waits for threads of the loop's executor"
    task.cancel()
"""

HANGING = {
    "anything": "asyncio.run(until_it_hangs(lambda hang: on_a_thread_of_its_own(hang, 'x')))",
    "the doctor": (
        "asyncio.run(until_it_hangs(lambda hang: VanDoctor("
        "Machine(Path('.'), Settings()), lambda: None, lambda: None,"
        " {'touchscreen': Check(hang, hang)}).look()))"
    ),
}


@pytest.mark.parametrize("what", HANGING)
def test_what_hangs_for_good_keeps_no_program_from_ending(what: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", f"{BEGIN}\n{HANGING[what]}\nprint('ended')"],
        capture_output=True,
        text=True,
        timeout=LATE,
    )
    assert (ended.stderr, ended.stdout) == ("", "ended\n")


async def test_what_it_returns_and_what_it_raises_reach_who_waits() -> None:
    assert await on_a_thread_of_its_own(lambda: 3, "x") == 3

    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await on_a_thread_of_its_own(fail, "x")
