"""Ten tours of the demonstration beside a load of two: `make tours`. A line each."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack

TOURS, LOAD = 10, 2

BUSY = "while True: pass"


def main() -> int:
    good = 0
    with ExitStack() as stack:
        for _ in range(LOAD):
            busy = subprocess.Popen([sys.executable, "-c", BUSY])
            stack.callback(busy.wait)
            stack.callback(busy.kill)
        for number in range(1, TOURS + 1):
            with tempfile.TemporaryDirectory() as folder:
                good += toured(number, folder)
    print(f"{good} of {TOURS} tours beside a load of {LOAD} are good")
    return good != TOURS


def toured(number: int, folder: str) -> bool:
    began = time.monotonic()
    command = [sys.executable, "-m", "kiosk", "demo", "--tour", folder, "--force"]
    ran = subprocess.run(command, capture_output=True, text=True)
    said = "good" if ran.returncode == 0 else ran.stderr.strip()
    print(f"tour {number}: {time.monotonic() - began:.0f} s, {said}", flush=True)
    return ran.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
