"""What keeps the memory of a process to itself: no core dump, no other program of the same account reads it.

Tickets are in memory while they wait, and for a while after: what Python frees it does not overwrite.
Linux only; elsewhere nothing is done.
"""

from __future__ import annotations

import contextlib
import sys

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def keep_private() -> None:
    """Let the system write this process's memory to no file, and no other of its account read it.

    The limit goes on to the programs that are started; some systems hand a crash to a program of theirs and
    do not ask for the limit, so the process is marked besides.
    """
    if sys.platform != "linux":
        return
    import ctypes
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
