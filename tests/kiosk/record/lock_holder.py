"""Holds the lock that is named, says so, and gives it up when its standard input ends."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.record.lock import Lock

if __name__ == "__main__":
    lock = Lock(Path(sys.argv[1]))
    print("held", flush=True)
    sys.stdin.read()
    lock.release()
