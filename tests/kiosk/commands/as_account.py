"""Run by `tests.processes.ran`: everything is read, and a stop is opened, as another account.

    python -m tests.kiosk.commands.as_account UID GID DATA SCRATCH

What Python still has to import lies, perhaps, where that account may not look: it is imported before.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.__main__ import main
from kiosk.settings import PrinterSettings, Settings
from kiosk.start import opened_van

COMMANDS = (
    ["log", "days"],
    ["log", "show"],
    ["log", "export", "--output"],
    ["log", "forget", "--before", "2020-01-01"],
    ["pair", "--list"],
)


def everything(data: Path, export: Path) -> list[int]:
    """The status of each command; what fails of the van's start is raised."""
    with opened_van(Settings(printer=PrinterSettings("simulated:")), data) as van:
        assert not van.state.tickets
    given = ["--data", str(data), "--config", str(data / "halte.toml")]
    return [
        main([*command, *([str(export)] if command[-1] == "--output" else []), *given])
        for command in COMMANDS
    ]


def become(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


if __name__ == "__main__":
    uid, gid, data, scratch = sys.argv[1:]
    everything(Path(scratch), Path(scratch) / "warm.json")
    become(int(uid), int(gid))
    sys.exit(max(everything(Path(data), Path(data) / "visites-INTERNE.json")))
