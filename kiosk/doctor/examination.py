"""The checks of the machine, one row each: what is read, and what it means. None takes long, none fails.

A look may hang on a device that does not answer: it has a thread of its own, which is left to itself after
`EACH` seconds, and the check says that it is not known.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from assets.findings import Finding, not_known
from kiosk.doctor import rights, screens, sound, storage, system, van_parts
from kiosk.doctor.machine import Machine

log = logging.getLogger(__name__)

EACH = 3.0
"""Seconds for one check: reading some files takes milliseconds, looking at the settings a second or two."""

WHOLE = 12.0
"""Seconds for all of them: whoever waits at the screen is told within them."""


@dataclass(frozen=True, slots=True)
class Check:
    """`read` looks at a machine and returns facts, `judge` makes a finding of them and touches nothing."""

    read: Callable[[Machine], Any]
    judge: Callable[[Any], Finding]

    def __call__(self, machine: Machine) -> Finding:
        return self.judge(self.read(machine))


MACHINE_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "settings": Check(van_parts.read_settings, van_parts.judge_settings),
        "touch": Check(screens.read_touch, screens.judge_touch),
        "screen": Check(screens.read_screen, screens.judge_screen),
        "blanking": Check(screens.read_blanking, screens.judge_blanking),
        "voice": Check(sound.read_voice, sound.judge_voice),
        "headphones": Check(sound.read_headphones, sound.judge_headphones),
        "speech_log": Check(sound.read_speech_log, sound.judge_speech_log),
        "disk": Check(storage.read_disk, storage.judge_disk),
        "wear": Check(storage.read_wear, storage.judge_wear),
        "root": Check(storage.read_root, storage.judge_root),
        "swap": Check(storage.read_swap, storage.judge_swap),
        "core": Check(storage.read_core, storage.judge_core),
        "clock": Check(system.read_clock, system.judge_clock),
        "files": Check(rights.read_files, rights.judge_files),
        "groups": Check(rights.read_groups, rights.judge_groups),
        "network": Check(system.read_network, system.judge_network),
        "spool": Check(system.read_spool, system.judge_spool),
        "watchdog": Check(system.read_watchdog, system.judge_watchdog),
        "versions": Check(system.read_versions, system.judge_versions),
    }
)
"""By the names of `assets.checks`; those of the van itself are in `kiosk.doctor.van_parts`."""


def examine(
    machine: Machine,
    checks: Mapping[str, Check] = MACHINE_CHECKS,
    each: float = EACH,
    whole: float = WHOLE,
) -> list[Finding]:
    """A finding for each check, one check after the other. Waits for files: not for the event loop."""
    latest = time.monotonic() + whole
    return [
        in_time(name, partial(check, machine), min(each, latest - time.monotonic())) or not_known(name)
        for name, check in checks.items()
    ]


def in_time(check: str, work: Callable[[], Finding], seconds: float) -> Finding | None:
    """What `work` returns; None if it fails, takes more than `seconds`, or still hangs from an earlier look:
    however often a dead device is looked at, one thread waits for it."""
    named = f"doctor {check}"
    if any(thread.name == named for thread in threading.enumerate()):
        return None
    done: list[Finding] = []

    def look() -> None:
        try:
            done.append(work())
        except Exception as failure:  # whatever a machine's files hold, the worst is that it is not known
            log.info("a check of the machine failed: %s", type(failure).__name__)

    thread = threading.Thread(target=look, name=named, daemon=True)
    thread.start()
    thread.join(max(0.0, seconds))
    return done[0] if done else None
