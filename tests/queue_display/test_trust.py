"""Keys and pairings on disk: made once, closed to others, followed when another process changes them."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from queue_display import private_files
from queue_display.messages import Role
from queue_display.trust import Paired, Trust, TrustFailed, keys_folder, pair_locally, pem
from tests.processes import LATE

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Trust, Trust]:
    kiosk, display = Trust.open(tmp_path / "kiosk"), Trust.open(tmp_path / "display")
    pair_locally(kiosk, display, van="van", name="Bureau 1", role=Role.AGENT, desk=1)
    return kiosk, display


def test_a_machine_keeps_its_key(tmp_path: Path) -> None:
    assert Trust.open(tmp_path).identifier == Trust.open(tmp_path).identifier
    assert Trust.open(tmp_path).identifier != Trust.open(tmp_path / "other").identifier


def test_pairings_outlive_the_process(two: tuple[Trust, Trust], tmp_path: Path) -> None:
    kiosk, display = two
    again = Trust.open(tmp_path / "kiosk")
    assert [p.identifier for p in again.paired] == [display.identifier]
    assert again.paired[0].role is Role.AGENT
    assert again.known.who(display.certificate) == again.paired[0]
    assert again.known.who(kiosk.certificate) is None
    assert again.known.who(None) is None


def test_a_certificate_counts_as_a_whole(two: tuple[Trust, Trust]) -> None:
    """One that would have the same short identifier is still another one."""
    kiosk, display = two
    other = Paired(pem(display.certificate), "x", Role.AGENT)
    known = replace(kiosk.known, paired={kiosk.identifier: other})
    assert known.who(kiosk.certificate) is None


@POSIX
def test_files_are_closed_to_others(two: tuple[Trust, Trust], tmp_path: Path) -> None:
    for path in [tmp_path / "kiosk", *(tmp_path / "kiosk").iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert {p.name for p in (tmp_path / "kiosk").iterdir()} == {"identity.pem", "paired.json"}


@POSIX
def test_keys_left_open_are_closed_at_the_next_start(tmp_path: Path) -> None:
    Trust.open(tmp_path)
    (tmp_path / "identity.pem").chmod(0o644)
    Trust.open(tmp_path)
    assert stat.S_IMODE((tmp_path / "identity.pem").stat().st_mode) == 0o600


def test_windows_is_told_to_close_files(tmp_path: Path) -> None:
    commands: list[list[str]] = []
    private_files.keep_private(tmp_path / "identity.pem", windows=True, run=commands.append)
    private_files.keep_private(tmp_path, windows=True, run=commands.append)
    file, folder = commands
    assert file[0].endswith(r"\System32\icacls.exe")
    assert file[1:3] == [str(tmp_path / "identity.pem"), "/inheritance:r"]
    assert file[-1].endswith(":F")
    assert folder[-1].endswith(":(OI)(CI)F")


def test_revoked_is_forgotten(two: tuple[Trust, Trust], tmp_path: Path) -> None:
    kiosk, display = two
    assert kiosk.revoke(display.identifier)
    assert not kiosk.revoke(display.identifier)
    assert kiosk.known.who(display.certificate) is None
    assert Trust.open(tmp_path / "kiosk").paired == ()


def test_of_two_that_pair_on_one_folder_both_are_kept(tmp_path: Path) -> None:
    """As two processes do: each read the file before the other wrote it."""
    one, other = Trust.open(tmp_path / "k"), Trust.open(tmp_path / "k")
    displays = [Paired(pem(Trust.open(tmp_path / name).certificate), name, Role.BOARD) for name in "abc"]
    one.add(displays[0])
    other.add(displays[1])
    one.add(displays[2])
    assert {p.name for p in Trust.open(tmp_path / "k").paired} == {"a", "b", "c"}
    assert other.revoke(displays[2].identifier), "it does not know what was paired meanwhile"
    assert one.revoke(displays[0].identifier)
    assert {p.name for p in Trust.open(tmp_path / "k").paired} == {"b"}


async def test_a_change_by_another_process_is_followed(tmp_path: Path) -> None:
    mine, other, display = await asyncio.to_thread(
        lambda: (Trust.open(tmp_path / "k"), Trust.open(tmp_path / "k"), Trust.open(tmp_path / "d"))
    )
    changed = asyncio.create_task(mine.changed())
    await asyncio.to_thread(other.add, Paired(pem(display.certificate), "Bureau 1", Role.BOARD))
    async with asyncio.timeout(LATE):
        await changed
    assert mine.paired == other.paired


def test_a_certificate_is_good_whatever_the_clock_says(tmp_path: Path) -> None:
    certificate = x509.load_der_x509_certificate(Trust.open(tmp_path).certificate)
    assert certificate.not_valid_before_utc == datetime(1970, 1, 1, tzinfo=UTC)
    assert certificate.not_valid_after_utc.year == 9999


@pytest.mark.parametrize("name", ["identity.pem", "paired.json"])
@pytest.mark.parametrize("content", [b"", b"\x00\xff", b'[{"certificate":"x","name":"y","role":"agent"}]'])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    Trust.open(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TrustFailed, match="abîmé"):
        Trust.open(tmp_path)


@pytest.mark.parametrize("newer", [{"role": "usher"}, {"language": "uk"}, {"desk": "left"}], ids=str)
def test_pairings_of_a_later_version_are_left_alone(newer: dict[str, str], tmp_path: Path) -> None:
    """An older Halte would take a word that it does not know for damage, or drop it when it next writes."""
    certificate = pem(Trust.open(tmp_path / "other").certificate)
    written = json.dumps([{"certificate": certificate, "name": "Bureau", "role": "agent", **newer}]).encode()
    Trust.open(tmp_path)
    (tmp_path / "paired.json").write_bytes(written)
    with pytest.raises(TrustFailed, match="version plus récente"):
        Trust.open(tmp_path)
    assert (tmp_path / "paired.json").read_bytes() == written


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    with pytest.raises(TrustFailed, match="droits"):
        Trust.open(tmp_path / "keys")


def test_each_display_has_its_own_folder(tmp_path: Path) -> None:
    folders = {
        keys_folder(tmp_path),
        keys_folder(tmp_path, Role.AGENT, 1),
        keys_folder(tmp_path, Role.AGENT, 2),
        keys_folder(tmp_path, Role.BOARD),
    }
    assert len(folders) == 4
