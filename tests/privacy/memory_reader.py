"""Reads the memory of another process, and counts what is there of a day that was played."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from kiosk.clock import Moment


def memory(pid: int) -> bytes:
    """All that the process can write to. Raises PermissionError where that is not allowed."""
    parts = []
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as mem:
        for start, end in _writable(pid):
            try:
                mem.seek(start)
                parts.append(mem.read(end - start))
            except (OSError, OverflowError, ValueError):  # the system's own pages
                continue
    return b"\n".join(parts)


def _writable(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        place, mode, *_ = line.split()
        if mode.startswith("rw"):
            start, end = (int(word, 16) for word in place.split("-"))
            yield start, end


def forms(moment: Moment) -> dict[str, bytes]:
    wall = moment.wall
    return {
        "ISO texts": wall.isoformat().encode(),
        "doubles": struct.pack("<d", moment.steady),
        "datetimes": _packed(wall),
    }


def _packed(wall: datetime) -> bytes:
    """As CPython keeps a datetime in memory (datetime.h)."""
    year, micro = wall.year.to_bytes(2, "big"), wall.microsecond.to_bytes(3, "big")
    return year + bytes([wall.month, wall.day, wall.hour, wall.minute, wall.second]) + micro


def counted(image: bytes, moments: Iterator[Moment], first: int, visitors: int) -> dict[str, int]:
    """How often each is there. Arrivals: those of the visitors, after the stop's opening."""
    found = dict.fromkeys(("ISO texts", "doubles", "datetimes"), 0)
    for moment in islice(moments, 2, 2 + visitors):
        for name, form in forms(moment).items():
            found[name] += image.count(form)
    number = str(first)[:-2].encode() + rb"\d\d"
    found["views with people"] = len(re.findall(rb'"line":\[\{"number":' + number, image))
    found["day files with tickets"] = len(re.findall(rb'"tickets":\[\{"number":' + number, image))
    found["topics with numbers"] = len(re.findall(rb'"number":' + number + rb',"topic":"\w', image))
    return found
