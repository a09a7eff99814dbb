"""Memory that goes back to the system when it is no longer needed: one window is redrawn for weeks.

Kivy draws each text into a block as large as its picture, which the next screen frees. Left to itself, glibc
puts such blocks on its heap as soon as it has seen a large one freed; the small ones put between them then
keep the heap from shrinking, and it grows by tens of MiB before it settles.
"""

from __future__ import annotations

import ctypes
import sys

LARGE = 32 * 1024
"""Bytes: more than an icon or a letter, less than the picture of most words."""

M_MMAP_THRESHOLD = -3
"""glibc's malloc.h. Setting it also keeps glibc from raising it."""


def keep_large_blocks_apart() -> bool:
    """Have the heap grow for no block of `LARGE` bytes or more: it gets pages of its own, which its end gives
    back. False where the system's C library is not glibc.
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(mallopt and mallopt(M_MMAP_THRESHOLD, LARGE))
