"""`kill -9` of the van's side at random moments: nothing that was shown is lost, no number is given twice.

The suite kills fifty times, `make crash-sweep` two thousand.
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

from tests import seeds
from tests.children import program

KILLS = int(os.environ.get("HALTE_KILLS", "50"))
LONGEST_RUN = 32
"""Lines that a van may say before its kill is due: what it found, what was to come, and what it showed."""

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


def test_kills_lose_nothing(tmp_path: Path) -> None:
    """What is found is what was shown last, or what the command under way was to lead to; nothing else."""
    print(f"seed {seeds.SEED}, {KILLS} kills")
    rng = seeds.chance()
    van = Van()
    shown: dict[str, Any] | None = None
    under_way: dict[str, Any] | None = None
    given: set[int] = set()
    commands = steps_lost = days_over = settled = 0
    try:
        for kill in range(KILLS):
            said = van.run_and_kill(tmp_path, rng)
            if not said:
                continue  # killed before it had read its record
            found = said[0]["found"]
            assert said[0]["visits"] == found["visits"], f"kill {kill}: visits and the counts differ"
            if shown is not None:
                assert found in (shown, under_way), f"kill {kill}: {shown} was shown, {found} was found"
                steps_lost += shown != found
            shown, under_way = found, None
            if shown["next"] is None:  # a day closed for good forgets its numbers
                given.clear()
            for word in said[1:]:
                if "next" in word:
                    under_way = word["next"]
                    continue
                assert word["state"] == under_way, f"kill {kill}: another state was shown"
                settled += word["state"]["visits"] - shown["visits"]
                shown, under_way = word["state"], None
                if shown["next"] is None:
                    days_over += 1
                    given.clear()
                if word["did"] == "Take":
                    number = shown["next"] - 1
                    assert number not in given, f"kill {kill}: number {number} was given twice"
                    given.add(number)
                commands += 1
    finally:
        van.close()
    print(
        f"{commands} commands shown, {settled} visits, {days_over} days closed for good;"
        f" {steps_lost} kills fell between disk and screen"
    )
    assert commands > KILLS
    assert settled
    assert steps_lost
