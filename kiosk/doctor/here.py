"""What this running system answers of itself: the questions of `kiosk.doctor.machine`, asked."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from kiosk.doctor.machine import CannotAsk, Machine, Questions
from kiosk.machine_clocks import MachineClocks
from kiosk.settings import Settings

PATIENCE = 2.0
"""Seconds for a program that is asked."""


def this_machine(data: Path, settings: Settings, config: Path | None, *, kiosk: bool) -> Machine:
    """`kiosk`: this process is the kiosk, whose own groups and surroundings count."""
    questions = Questions(
        free=lambda folder: shutil.disk_usage(folder).free,
        by_network=MachineClocks().synchronised,
        now=time.time,
        groups=own_groups if kiosk else lambda: None,
        versions=versions,
        desktop_blanks=desktop_blanks,
        faults=faults,
        paired=paired,
    )
    return Machine(data.absolute(), settings, config, environ=dict(os.environ), ask=questions)


def own_groups() -> frozenset[str] | None:
    """The names of the groups that this process is in."""
    if sys.platform == "win32":
        raise CannotAsk
    import grp

    numbers = {*os.getgroups(), os.getegid()}
    return frozenset(row.gr_name for row in grp.getgrall() if row.gr_gid in numbers)


def versions() -> Mapping[str, str]:
    from kiosk.record.log_file import SQLITE

    return {
        "halte": _installed("halte"),
        "kivy": _installed("kivy"),
        "python": platform.python_version(),
        "sqlite": SQLITE,
        "machine": platform.machine(),
    }


def _installed(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow to import

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def desktop_blanks() -> bool:
    """Whether the X server of this session darkens the screen; under Wayland there is none to ask."""
    program = shutil.which("xset")
    if not os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or not program:
        return False
    try:
        ran = subprocess.run(  # noqa: S603 (a program that was found just now)
            [program, "q"], capture_output=True, text=True, timeout=PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        raise CannotAsk from None
    return blanks(ran.stdout)


def blanks(said: str) -> bool:
    """What `xset q` says of screen saver and DPMS."""
    saver = re.search(r"^ *timeout: +(\d+)", said, re.MULTILINE)
    return bool(saver and int(saver[1])) or "DPMS is Enabled" in said


def faults(file: Path) -> tuple[int, int]:
    from kiosk.settings import examine

    found = examine(file)
    return len(found.faults), len(found.remarks)


def paired(data: Path) -> int:
    """How many displays the kiosk knows, without its keys being made. Raises OSError, ValueError."""
    import msgspec

    from queue_display.trust import keys_folder

    file = keys_folder(data) / "paired.json"
    return len(msgspec.json.decode(file.read_bytes(), type=list[object])) if file.exists() else 0
