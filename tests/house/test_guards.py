"""The guards of conftest.py bite: each is shown a test that deserves it."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

GUARDED = """
import asyncio, os, subprocess, sys, threading, time
import pytest
from kiosk import settings

async def test_blocks():
    settings.load(None)

async def test_leaves_a_task():
    asyncio.create_task(asyncio.sleep(60), name="forgotten")

def test_leaves_a_thread():
    threading.Thread(target=time.sleep, args=(30,), name="idler", daemon=True).start()

def test_leaves_a_process():
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])

def test_leaves_a_file():
    os.open(os.devnull, os.O_RDONLY)

@pytest.mark.may_leave("it says so")
def test_is_allowed():
    os.open(os.devnull, os.O_RDONLY)

async def test_is_clean():
    await asyncio.sleep(0)
"""


def test_each_guard_fails_the_test_that_deserves_it(
    pytester: pytest.Pytester, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    conftest = (request.config.rootpath / "tests/conftest.py").read_text("utf-8")
    pytester.makeconftest(conftest.replace("GRACE = 10.0", "GRACE = 0.2"))
    pytester.makepyfile(test_guarded=GUARDED)
    pytester.makeini(
        "[pytest]\nasyncio_mode = auto\nmarkers =\n  may_block(why): x\n  may_leave(why): x\n  held_time: x\n"
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=6, failed=1, errors=4)
    result.stdout.fnmatch_lines_random(
        ["*BlockingError*", "*tasks left behind: forgotten*", "*thread idler*", "*process *", "*file *null)*"]
    )
