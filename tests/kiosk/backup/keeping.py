"""What the tests of backups share: a van with a log, settings and keys, and the folder of a stick."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assets.files import Disk, rebuild_file
from kiosk.record import log
from kiosk.record.counts import Counts, Days
from tests.kiosk.record.playing import LOG_FILE, counts

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)
LOG: dict[date, Counts] = {
    DAY: counts({"retraite": 2, "caf": 1}, {9: 2, None: 1}),
    NEXT: counts({"retraite": 1}, {12: 1}),
}
SETTINGS = b'van = "Agglo"\n'


def put_log(data: Path, days: Days) -> None:
    data.mkdir(exist_ok=True)
    rebuild_file(Disk(), data / LOG_FILE, lambda new: log.write(new, None, days))


def put_keys(data: Path) -> None:
    for name in ("keys/kiosk/identity.pem", "keys/kiosk/paired.json", "keys/agent-1/identity.pem"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(name.encode())


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
