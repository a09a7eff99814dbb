"""A backup is whole or does not count; its bytes are what is kept; the one before is there until the next."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.backup.collect import collected
from kiosk.backup.copies import (
    FORM,
    MANIFEST,
    NAME,
    REPORTS,
    SETTINGS,
    STOPS,
    Backup,
    BackupFailed,
    NewerBackup,
    StickDisk,
    any_in,
    newest,
    write,
)
from kiosk.calendar import kept
from kiosk.queue import Call, Close, End, Open, Take
from kiosk.record.log import FILE
from kiosk.record.record import DAY_FILE
from kiosk.report import register
from tests.kiosk.backup.keeping import DAY, LOG, NEXT, bytes_in, put_keys, put_log
from tests.kiosk.backup.keeping import SETTINGS as TOML
from tests.kiosk.record.playing import at, opened, play, settled

OLDER = Backup({DAY: LOG[DAY]}, {SETTINGS: TOML})
BESIDE = {SETTINGS: TOML + b"# newer\n", STOPS: b"day;opens\n", REPORTS: b"{}"}
NEWER = Backup(LOG, {**BESIDE, "keys/kiosk/paired.json": b"[]"})


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    assert newest(tmp_path) is None
    assert write(tmp_path, NEWER)
    assert newest(tmp_path) == newest(tmp_path / NAME) == NEWER
    assert any_in(tmp_path)


def test_the_files_beside_the_log_are_called_as_who_writes_them_calls_them() -> None:
    assert (STOPS, REPORTS) == (kept.FILE, register.FILE)


def test_a_backup_of_the_first_form_is_still_read(tmp_path: Path) -> None:
    """Three months of backups lie in drawers."""
    write(tmp_path, OLDER)
    manifest = json.loads((tmp_path / NAME / MANIFEST).read_bytes())
    assert manifest["form"] == 2
    (tmp_path / NAME / MANIFEST).write_text(json.dumps({**manifest, "form": 1}), "utf-8")
    assert newest(tmp_path) == OLDER


def test_the_same_again_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, NEWER)
    before = {file: file.stat().st_ino for file in tmp_path.rglob("*")}
    assert not write(tmp_path, NEWER)
    assert {file: file.stat().st_ino for file in tmp_path.rglob("*")} == before


def test_the_one_before_is_kept_and_no_third(tmp_path: Path) -> None:
    for backup in (Backup({}), OLDER, NEWER):
        write(tmp_path, backup)
    assert newest(tmp_path) == NEWER
    assert newest(tmp_path / f"{NAME}.previous") == OLDER
    assert sorted(place.name for place in tmp_path.iterdir()) == [NAME, f"{NAME}.previous"]


# --- Damage ------------------------------------------------------------------------------------------


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a bit of the log": lambda place: flip(place / FILE),
    "a bit of the settings": lambda place: flip(place / SETTINGS),
    "a bit of the checksums": lambda place: flip(place / MANIFEST),
    "no log": lambda place: (place / FILE).unlink(),
    "no settings": lambda place: (place / SETTINGS).unlink(),
    "no list": lambda place: (place / MANIFEST).unlink(),
    "a list that is empty": lambda place: (place / MANIFEST).write_bytes(b""),
    "a list of zeros": lambda place: (place / MANIFEST).write_bytes(bytes(300)),
    "brackets without end": lambda place: (place / MANIFEST).write_bytes(b"[" * 100_000),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_one_does_not_count_and_does_not_push_out_a_whole_one(damage: str, tmp_path: Path) -> None:
    write(tmp_path, OLDER)
    write(tmp_path, NEWER)
    DAMAGES[damage](tmp_path / NAME)
    assert newest(tmp_path) == OLDER
    assert any_in(tmp_path)
    write(tmp_path, NEWER)
    assert newest(tmp_path) == NEWER
    assert newest(tmp_path / f"{NAME}.previous") == OLDER


@pytest.mark.parametrize(
    "name",
    ["../outside", "/etc/passwd", "halte.day", "keys/../../outside", "keys/kiosk/other", "keys//a"],
)
def test_a_list_that_names_another_place_is_none_of_ours(name: str, tmp_path: Path) -> None:
    write(tmp_path, NEWER)
    manifest = json.loads((tmp_path / NAME / MANIFEST).read_bytes())
    manifest["files"][name] = "0"
    (tmp_path / NAME / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    assert newest(tmp_path) is None


def test_one_of_a_newer_halte_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    write(tmp_path, OLDER)
    write(tmp_path, NEWER)
    manifest = {"form": FORM + 1, "something": "else", "files": {}, "halte": "9"}
    (tmp_path / NAME / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    before = bytes_in(tmp_path)
    with pytest.raises(NewerBackup, match="Mettez Halte à jour"):
        newest(tmp_path)
    with pytest.raises(NewerBackup):
        write(tmp_path, NEWER)
    assert bytes_in(tmp_path) == before


class Worn(StickDisk):
    """Keeps something else than it was given, without a word, in the file whose name ends so."""

    def __init__(self, name: str) -> None:
        self.name = name

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        if new.name == self.name:
            flip(new)


@pytest.mark.parametrize("name", [FILE, SETTINGS, MANIFEST])
def test_a_stick_that_keeps_something_else_is_noticed_and_keeps_the_one_before(
    name: str, tmp_path: Path
) -> None:
    write(tmp_path, OLDER)
    with pytest.raises(BackupFailed, match="changez la clé"):
        write(tmp_path, NEWER, Worn(name))
    assert newest(tmp_path) == OLDER


# --- What is in it -----------------------------------------------------------------------------------


def test_the_settings_and_the_keys_only_if_asked(tmp_path: Path) -> None:
    data, config = tmp_path / "data", tmp_path / "halte.toml"
    put_log(data, LOG)
    put_keys(data)
    assert collected(data, config) == Backup(LOG)
    config.write_bytes(TOML)
    assert collected(data, config).files == {SETTINGS: TOML}
    assert collected(data, config).days == LOG
    assert sorted(collected(data, config, keys=True).files) == [
        "halte.toml",
        "keys/agent-1/identity.pem",
        "keys/kiosk/identity.pem",
        "keys/kiosk/paired.json",
    ]


def visited(data: Path, *topics: str, close: bool = False) -> None:
    """Visits of a day, in this order, each ended for good; one more waits, unless the stop is closed."""
    with opened(data) as record:
        state = play(record, record.load(at(0)), Open())
        for n, topic in enumerate(topics, 1):
            state = play(record, state, Take(topic), Call(1, n), End(1, n), minute=10 * n)
            state = settled(record, state, at(10 * n + 5))
        state = play(record, state, *([Close()] if close else [Take("logement")]), minute=200)


def test_the_same_visits_leave_the_same_bytes_and_nobody_who_waits(tmp_path: Path) -> None:
    """In any order; in the log, or still in the file of the day; nothing of who waits, and no hour."""
    visited(tmp_path / "one", "caf", "retraite", "caf")
    visited(tmp_path / "other", "caf", "caf", "retraite", close=True)
    assert (tmp_path / "one" / DAY_FILE).exists()
    assert not (tmp_path / "other" / DAY_FILE).exists()
    found = []
    for name in ("one", "other"):
        stick = tmp_path / f"stick-{name}"
        stick.mkdir()
        write(stick, collected(tmp_path / name, None))
        found.append(bytes_in(stick))
    assert found[0] == found[1]
    assert found[0][f"{NAME}/{FILE}"] == (tmp_path / "other" / FILE).read_bytes()
    assert not [name for name, content in found[0].items() if b"logement" in content]


def test_its_dates_tell_no_hour(tmp_path: Path) -> None:
    write(tmp_path, NEWER)
    for path in (tmp_path / NAME).rglob("*"):
        dated = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        assert (dated.hour, dated.minute, dated.second) == (0, 0, 0)
    assert datetime.fromtimestamp((tmp_path / NAME / FILE).stat().st_mtime, UTC).date() == NEXT


# --- A real stick ------------------------------------------------------------------------------------


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A stick with exFAT, as they are sold: no modes, no owners, no links."""
    image, folder = tmp_path / "stick.img", tmp_path / "stick"
    if os.name == "nt" or os.geteuid() != 0 or not all(map(shutil.which, ("mkfs.exfat", "mount.exfat-fuse"))):
        pytest.skip("needs root, exfatprogs and exfat-fuse")
    with image.open("wb") as file:
        file.truncate(4 << 20)
    folder.mkdir()
    subprocess.run(["mkfs.exfat", image], check=True, capture_output=True)
    loop = subprocess.run(["losetup", "-f", "--show", image], capture_output=True, text=True).stdout.strip()
    if not loop or subprocess.run(["mount.exfat-fuse", loop, folder], capture_output=True).returncode:
        subprocess.run(["losetup", "-d", loop], capture_output=True)
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
    subprocess.run(["losetup", "-d", loop], check=True)


def test_a_stick_without_modes_and_owners(stick: Path) -> None:
    for backup in (OLDER, NEWER, OLDER, NEWER):
        assert write(stick, backup)
    assert newest(stick) == NEWER
    assert newest(stick / f"{NAME}.previous") == OLDER


def test_a_full_stick_keeps_what_it_has(stick: Path) -> None:
    write(stick, OLDER)
    write(stick, NEWER)
    free = shutil.disk_usage(stick).free
    (stick / "photos").write_bytes(bytes(free - 4096))
    with pytest.raises(OSError, match="No space left"):
        write(stick, Backup(LOG, {SETTINGS: b"#" * 100_000}))
    assert newest(stick) == NEWER
    (stick / "photos").unlink()
    assert write(stick, OLDER)
    assert newest(stick) == OLDER
