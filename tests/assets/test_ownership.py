"""A folder's owner owns what root makes in it, and cannot use that to be given anything else."""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assets.files import Undated, make_folder, replace_file
from assets.ownership import close_to_others, opened_own
from kiosk.record.lock import Lock
from kiosk.technical_log import technical_log
from queue_display.private_files import make_folder as make_private_folder
from queue_display.trust import Trust, TrustFailed

ROOT = sys.platform == "linux" and os.geteuid() == 0
ROOT_ALONE = pytest.mark.skipif(not ROOT, reason="only root gives files away")
OTHER = (64_711, 64_712)


def locked(path: Path) -> None:
    Lock(path).release()


def logged(path: Path) -> None:
    """To the technical log, whose failure is told to nobody."""
    with technical_log(path.parent):
        logging.getLogger("kiosk.test").warning("a line")


def appended(path: Path) -> None:
    os.close(opened_own(path, os.O_WRONLY | os.O_APPEND))


def keys_used(path: Path) -> None:
    try:
        Trust.open(path.parent)
    except TrustFailed as failed:
        raise OSError(str(failed)) from failed


EXISTING: Mapping[str, tuple[str, Callable[[Path], None]]] = {
    "a lock": ("halte.lock", locked),
    "the technical log": ("halte.log", logged),
    "a file that is written on": ("some.csv", appended),
    "a file to be closed to others": ("identity.pem", close_to_others),
    "the keys": ("identity.pem", keys_used),
}
"""Doors at which a file may be there already: its name, and how the door is gone through."""


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A folder of another account."""
    folder = tmp_path / "theirs"
    folder.mkdir(0o700)
    os.chown(folder, *OTHER)
    return folder


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of root, which that account may not read, and wants to."""
    file = tmp_path / "secret"
    file.write_bytes(b"secret")
    file.chmod(0o640)
    return file


def untouched(secret: Path) -> bool:
    there = secret.stat()
    return (there.st_uid, stat.S_IMODE(there.st_mode), secret.read_bytes()) == (0, 0o640, b"secret")


@ROOT_ALONE
@pytest.mark.parametrize("lay", [os.symlink, os.link], ids=["a link", "a second name"])
@pytest.mark.parametrize("door", EXISTING)
def test_root_gives_nothing_away(
    door: str, lay: Callable[[Path, Path], None], theirs: Path, secret: Path
) -> None:
    name, through = EXISTING[door]
    lay(secret, theirs / name)
    if through is logged:
        logged(theirs / name)
    else:
        with pytest.raises(OSError, match="Too many"):
            through(theirs / name)
    assert untouched(secret)


@ROOT_ALONE
@pytest.mark.parametrize("door", [*EXISTING][:3])
def test_what_is_there_already_is_given_to_the_folders_owner(door: str, theirs: Path) -> None:
    """As after an earlier version, which left it to root."""
    name, through = EXISTING[door]
    (theirs / name).touch()
    through(theirs / name)
    there = (theirs / name).stat()
    assert (there.st_uid, there.st_gid) == OTHER


@ROOT_ALONE
def test_a_pipe_in_a_files_place_is_not_waited_for(theirs: Path) -> None:
    os.mkfifo(theirs / "halte.lock")
    with pytest.raises(OSError, match="Too many"):
        locked(theirs / "halte.lock")


@ROOT_ALONE
def test_a_link_in_a_folders_place_is_not_followed(theirs: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir(0o755)
    (theirs / "keys").symlink_to(other)
    with pytest.raises(OSError, match="Too many"):
        make_private_folder(theirs / "keys")
    assert (stat.S_IMODE(other.stat().st_mode), other.stat().st_uid) == (0o755, 0)


@ROOT_ALONE
def test_what_is_made_is_theirs(theirs: Path) -> None:
    make_folder(theirs / "a" / "b")
    replace_file(Undated(), theirs / "a" / "b" / "c", b"")
    for path in theirs.rglob("*"):
        assert (path.stat().st_uid, path.stat().st_gid) == OTHER


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_an_account_follows_its_own_links(tmp_path: Path) -> None:
    """A data folder may be a link to another disk: whose it is, the real folder says."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "disk")
    replace_file(Undated(), tmp_path / "data" / "file", b"here")
    assert (tmp_path / "disk" / "file").read_bytes() == b"here"
