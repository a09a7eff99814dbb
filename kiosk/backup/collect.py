"""What a backup of this machine is to hold."""

from __future__ import annotations

from pathlib import Path

from assets.files import Disk
from kiosk.backup.copies import KEY_FILES, KEYS, SETTINGS, Backup
from kiosk.record.record import read_days


def collected(data: Path, settings: Path | None, *, keys: bool = False) -> Backup:
    """The visits counted so far, today's with them; the settings file, if there is one; the keys, if wanted.

    Reads only, also while the kiosk runs. Raises RecordFailed, OSError.
    """
    files = {SETTINGS: settings} if settings else {}
    if keys:
        files |= {file.relative_to(data).as_posix(): file for file in _key_files(data)}
    contents = {name: Disk().read(file) for name, file in files.items()}
    return Backup(read_days(data), {n: c for n, c in sorted(contents.items()) if c is not None})


def _key_files(data: Path) -> list[Path]:
    """Those of the kiosk and its code, and of displays on this machine."""
    return [file for name in KEY_FILES for file in (data / KEYS).glob(f"*/{name}")]
