"""Large blocks of memory have pages of their own. In a process apart: what is set stays set."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

GLIBC = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallinfo")

APART = """
import ctypes
from queue_display.memory import LARGE, keep_large_blocks_apart

class Told(ctypes.Structure):
    # struct mallinfo of malloc.h: its fourth number counts the blocks with pages of their own
    _fields_ = [(f"field{n}", ctypes.c_int) for n in range(10)]

told = ctypes.CDLL(None).mallinfo
told.restype = Told

def apart(size):
    before = told().field3
    blocks = [bytearray(size) for _ in range(400)]
    return told().field3 - before

bytearray(2**20)  # after a large one that was freed, glibc no longer keeps others apart
print(apart(2 * LARGE), keep_large_blocks_apart(), apart(LARGE // 2), apart(2 * LARGE))
"""


@pytest.mark.skipif(not GLIBC, reason="the C library is not glibc")
def test_the_heap_does_not_grow_for_large_blocks() -> None:
    told = subprocess.run([sys.executable, "-c", APART], capture_output=True, text=True, check=True).stdout
    before, done, small, large = told.split()
    assert (before, done, small) == ("0", "True", "0")
    assert int(large) > 200  # the first ones fill what room the heap has
