"""What a backup of this machine is to hold."""

from __future__ import annotations

from pathlib import Path

from assets.files import Disk
from kiosk.backup.copies import KEY_FILES, KEYS, REPORTS, SETTINGS, STOPS, Backup
from kiosk.record.record import read_days

BESIDE_LOG = (STOPS, REPORTS)
"""Files of the data folder that are kept as they are."""


def collected(data: Path, settings: Path | None, *, keys: bool = False) -> Backup:
    """The visits counted so far, today's with them; settings, calendar and reports, as far as there are any;
    the keys, if wanted.

    Reads only, also while the kiosk runs. Raises RecordFailed, OSError.
    """
    files = {name: data / name for name in BESIDE_LOG} | ({SETTINGS: settings} if settings else {})
    if keys:
        files |= {file.relative_to(data).as_posix(): file for file in _key_files(data)}
    contents = {name: Disk().read(file) for name, file in files.items()}
    return Backup(read_days(data), {n: c for n, c in sorted(contents.items()) if c is not None})


def _key_files(data: Path) -> list[Path]:
    """Those of the kiosk and its code, and of displays on this machine."""
    return [file for name in KEY_FILES for file in (data / KEYS).glob(f"*/{name}")]
