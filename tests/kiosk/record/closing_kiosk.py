"""A kiosk's record that closes its day and stops at the nth step of that on the disk.

    DATA N      serve one visit in the folder DATA, close, say "at N" and wait for a line, or to be killed

It says "done" once the day is carried over: at once where there is no nth step.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assets.files import Disk
from kiosk.queue import Call, Close, End, Open, Take
from kiosk.record.record import Record
from tests.kiosk.record.playing import at, play, settled


class StoppingDisk(Disk):
    """Counts the steps that change what is on disk, once it is told to begin."""

    def __init__(self, stop_at: int) -> None:
        self.left = stop_at
        self.begun = False

    def _step(self) -> None:
        self.left -= self.begun
        if self.begun and self.left == 0:
            print(f"at {sys.argv[2]}", flush=True)
            sys.stdin.readline()

    def force(self, handle: int) -> None:
        super().force(handle)
        self._step()

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        self._step()

    def remove(self, file: Path) -> None:
        super().remove(file)
        self._step()


def close(data: Path, stop_at: int) -> None:
    disk = StoppingDisk(stop_at)
    record = Record.open(data, disk)
    state = play(record, record.load(at(0)), Open(), Take("retraite"), Call(1, 1), End(1, 1))
    state = settled(record, state, at(10))
    disk.begun = True
    play(record, state, Close(), minute=20)
    print("done", flush=True)
    record.close()


if __name__ == "__main__":
    close(Path(sys.argv[1]), int(sys.argv[2]))
