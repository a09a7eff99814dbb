"""`kill -9` of the van's side at random moments: nothing that was shown is lost, no number is given twice.

The suite kills fifty times, `make crash-sweep` two thousand; HALTE_SEED draws others.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.children import program

KILLS = int(os.environ.get("HALTE_KILLS", "50"))
SEED = int(os.environ.get("HALTE_SEED", "20261123"))
LONGEST_RUN = 16
"""Lines that a van may say before its kill is due: what it found, and what it showed."""

LATER = 0.006
"""Seconds, at most, from that line to the kill: about two commands, so that it falls anywhere within one."""


class Van:
    """The fork server, one van after another, and what each of them has shown."""

    def __init__(self) -> None:
        self.server = subprocess.Popen(
            program("tests.faults.fork_server"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run_and_kill(self, data: Path, rng: random.Random) -> list[dict[str, Any]]:
        """What a van on `data` said until it was killed, at a moment drawn from `rng`."""
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.write(f"{data} {rng.randrange(2**32)}\n")
        self.server.stdin.flush()
        lines, later = rng.randint(0, LONGEST_RUN), rng.uniform(0, LATER)
        said: list[dict[str, Any]] = []
        pid = 0
        killer: threading.Timer | None = None
        for line in self.server.stdout:
            word = json.loads(line)
            pid = word.get("pid", pid)
            if "ended" in word:
                break
            if "pid" not in word:
                said.append(word)
            if len(said) >= lines and killer is None:
                killer = threading.Timer(later, os.kill, (pid, signal.SIGKILL))
                killer.start()
        assert killer, "the fork server has ended"
        killer.join()
        return said

    def close(self) -> None:
        assert self.server.stdin
        assert self.server.stdout
        with suppress(BrokenPipeError):
            self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()


def one_step_apart(shown: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether `found` is `shown`, or what one more command (durable, not yet shown) makes of it."""
    if shown == found:
        return True
    gone = set(shown["waiting"]) | set(map(int, shown["called"]))
    there = set(found["waiting"]) | set(map(int, found["called"]))
    if shown["stop"] != found["stop"] and found["stop"] != "closed":
        return gone == there  # opened, or finishing
    if (shown["stop"], found["stop"]) == ("finishing", "closed") and not shown["called"]:
        return not there and (found["next"], found["visits"]) == (shown["next"], shown["visits"])  # sent home
    taken = there - gone
    left = gone - there
    if taken:
        return taken == {shown["next"]} and not left and found["next"] == shown["next"] + 1
    counted = found["visits"] - shown["visits"]
    return len(left) <= 1 and found["next"] == shown["next"] and counted in (0, len(left))


def test_kills_lose_nothing(tmp_path: Path) -> None:
    print(f"seed {SEED}, {KILLS} kills")
    rng = random.Random(SEED)
    van = Van()
    shown: dict[str, Any] | None = None
    given: set[int] = set()
    commands = steps_lost = 0
    try:
        for kill in range(KILLS):
            said = van.run_and_kill(tmp_path, rng)
            if not said:
                continue  # killed before it had read its record
            found = said[0]["found"]
            assert said[0]["visits"] == found["visits"], f"kill {kill}: visits and the multiset differ"
            if shown is not None:
                assert one_step_apart(shown, found), f"kill {kill}: {shown} was shown, {found} was found"
                steps_lost += shown != found
            shown = found
            for word in said[1:]:
                shown = word["state"]
                if word["did"] == "Take":
                    number = shown["next"] - 1
                    assert number not in given, f"kill {kill}: number {number} was given twice"
                    given.add(number)
                commands += 1
    finally:
        van.close()
    print(f"{commands} commands shown, {len(given)} tickets; {steps_lost} kills fell between disk and screen")
    assert commands > KILLS
    assert given


def test_a_second_close_sends_all_home_who_wait() -> None:
    shown = {"stop": "finishing", "next": 6, "waiting": [3, 4, 5], "called": {}, "visits": 1}
    home = shown | {"stop": "closed", "waiting": []}
    assert one_step_apart(shown, home)
    assert not one_step_apart(shown, home | {"visits": 2})
    assert not one_step_apart(shown | {"called": {2: 1}}, home)
    assert not one_step_apart(shown | {"stop": "open"}, home)


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"waiting": [3, 4], "next": 5}, True),
        ({"waiting": []}, True),
        ({"waiting": [], "visits": 2}, False),
        ({"waiting": [], "called": {}}, False),
        ({"waiting": [3, 5], "next": 6}, False),
        ({"called": {}, "visits": 1}, True),
        ({"visits": 1}, False),
        ({"next": 3}, False),
    ],
)
def test_the_judge_knows_one_step_from_two(change: dict[str, Any], fits: bool) -> None:
    shown = {"stop": "open", "next": 4, "waiting": [3], "called": {2: 1}, "visits": 0}
    assert one_step_apart(shown, shown | change) is fits
