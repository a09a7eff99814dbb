"""Backups in a folder, such as that of a stick: each is whole, or does not count.

    halte-backup             the newest
    halte-backup.previous    the one before, whatever becomes of the stick while a new one is written
    halte-backup.new         one that is being written

A backup is a folder of plain files: `halte.sqlite`, the log, which any program for SQLite opens;
`reports.json`, what has been published of it, so that it is not published another way; `halte.toml`, the
settings; `halte-stops.csv`, the calendar; `keys/`, if asked; and `halte-backup.json`, which names them with
their checksums and is written last: without it, or where something differs from it, there is no backup. The
bytes depend on what is kept and on nothing else, and the files bear no other date than the log does.

No modes, no links, no colons are needed: a stick with FAT will do.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import msgspec

from assets.errors import Trouble
from assets.files import Disk, Undated, make_folder, remove_file, replace_file
from kiosk.record.counts import Days
from kiosk.record.log import FILE, LogDamaged
from kiosk.record.log_file import LogFile, LogTooNew, RecordFailed

NAME = "halte-backup"
MANIFEST = "halte-backup.json"
SETTINGS = "halte.toml"
STOPS = "halte-stops.csv"
REPORTS = "reports.json"
KEYS = "keys"

FORM = 2
"""Of a backup; a change that an earlier Halte would not understand takes the next number.

    1   log, settings, keys
    2   the calendar of stops and the reports besides
"""

KEY_FILES = "identity.pem", "paired.json", "service-code"
_KEY_FILE = re.compile(rf"{KEYS}/[a-z0-9-]+/({'|'.join(map(re.escape, KEY_FILES))})")


class BackupFailed(Trouble):
    """No backup can be written there, or read."""


class NewerBackup(BackupFailed):
    """It was made by a later version of Halte."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What is kept: the log's days, and files by their place in the backup ("/" between)."""

    days: Days
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def settings(self) -> bytes | None:
        return self.files.get(SETTINGS)

    @property
    def keys(self) -> Mapping[str, bytes]:
        return {name: content for name, content in self.files.items() if name.startswith(f"{KEYS}/")}


class Manifest(msgspec.Struct, frozen=True):
    """`halte`: the version that made it, for people. `files`: the checksum of each, by its place."""

    form: int
    halte: str
    files: dict[str, str]


class StickDisk(Disk):
    """As every disk, but read from the stick itself, and some file systems cannot force a folder."""

    def read_at(self, handle: int, at: int, length: int) -> bytes:
        if hasattr(os, "posix_fadvise"):  # else what was just written would come from memory
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        return super().read_at(handle, at, length)

    def force_folder(self, folder: Path) -> None:
        try:
            super().force_folder(folder)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise


class _StickItself(Undated, StickDisk):
    """Its root, or a folder there, which is not ours to date."""


# --- Read ------------------------------------------------------------------------------------------


def newest(folder: Path) -> Backup | None:
    """The newest whole backup in `folder`, or `folder` itself if it is one; None where there is none.

    Raises NewerBackup, and OSError.
    """
    found = (read(place) for place in (folder, *_places(folder)))
    return next((backup for backup in found if backup), None)


def any_in(folder: Path) -> bool:
    """Whether there is a backup in `folder`, or what is left of one."""
    return any(place.is_dir() for place in _places(folder)) or (folder / MANIFEST).exists()


def _places(folder: Path) -> tuple[Path, Path, Path]:
    """In the order in which they are believed: a cut while they change places leaves the newest as `.new`."""
    return folder / NAME, folder / f"{NAME}.new", folder / f"{NAME}.previous"


def read(place: Path) -> Backup | None:
    """The backup that the folder `place` is; None where it is not whole. Raises NewerBackup, OSError."""
    manifest = _manifest(place)
    if manifest is None:
        return None
    files = {name: StickDisk().read(place / name) or b"" for name in manifest.files}
    if any(checksum(content) != manifest.files[name] for name, content in files.items()):
        return None
    try:
        days = LogFile(place, StickDisk()).whole_days()
    except LogTooNew:
        raise _newer(place) from None
    except (LogDamaged, RecordFailed):
        return None
    return Backup(days, {name: content for name, content in sorted(files.items()) if name != FILE})


def _manifest(place: Path) -> Manifest | None:
    content = StickDisk().read(place / MANIFEST)
    if content is None:
        return None
    with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        manifest = msgspec.json.decode(content, type=Manifest)
        if manifest.form > FORM:
            raise _newer(place)
        if FILE in manifest.files and all(map(_is_of_a_backup, manifest.files)):
            return manifest
    return None


def _newer(place: Path) -> NewerBackup:
    return NewerBackup(
        "La sauvegarde {folder} vient d’une version plus récente de Halte. Mettez Halte à jour.", folder=place
    )


def _is_of_a_backup(name: str) -> bool:
    """No other place is read or written, whatever the file says."""
    return name in (FILE, SETTINGS, STOPS, REPORTS) or _KEY_FILE.fullmatch(name) is not None


def checksum(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


# --- Written ---------------------------------------------------------------------------------------


def write(folder: Path, backup: Backup, disk: Disk | None = None) -> bool:
    """Have `backup` be the newest in `folder`, and what was it the one before; False where it is already.

    It is read back before it takes its place. A backup that is damaged makes way, a whole one becomes the
    previous. Each step is on the stick before the next: there is a whole backup at any moment. Raises
    BackupFailed, NewerBackup, OSError.
    """
    current, new, previous = _places(folder)
    before = read(current)
    if before == backup:
        return False
    _make(new, backup, disk or StickDisk())
    _step(folder)
    if read(new) != backup:
        raise BackupFailed("Ce qui est écrit dans {folder} n’en revient pas : changez la clé.", folder=folder)
    _remove(previous if before else current)
    if before:
        current.rename(previous)
        _step(folder)
    new.rename(current)
    _step(folder)
    return True


def _step(folder: Path) -> None:
    """Somebody's own folder keeps its date."""
    _StickItself().force_folder(folder)


def _make(new: Path, backup: Backup, disk: Disk) -> None:
    _remove(new)
    make_folder(new)
    LogFile(new, disk).write_whole(backup.days)
    for name, content in backup.files.items():
        make_folder((new / name).parent)
        replace_file(disk, new / name, content)
    if backup.keys:
        disk.force_folder(new / KEYS)
    contents = {**backup.files, FILE: disk.read(new / FILE) or b""}
    replace_file(disk, new / MANIFEST, _as_json(contents))


def _as_json(contents: Mapping[str, bytes]) -> bytes:
    from importlib.metadata import version  # slow to import

    files = {name: checksum(content) for name, content in sorted(contents.items())}
    return json.dumps({"form": FORM, "halte": version("halte"), "files": files}, indent=1).encode() + b"\n"


def _remove(place: Path) -> None:
    """First what makes it a backup: what is left after a cut is none."""
    if place.exists():
        remove_file(StickDisk(), place / MANIFEST)
        shutil.rmtree(place)
