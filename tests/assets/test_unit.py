"""The service's unit: what must stand in it, what must never, and what systemd itself makes of it.

What these lines do on a machine that boots is seen by `make field` (tests/field).
"""

from __future__ import annotations

import shutil
import subprocess

import pytest

import assets

UNIT = assets.path("systemd/halte@.service")

MOST_EXPOSED = 2.9
"""The exposure that `systemd-analyze security` may give, of 10: under 3."""

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")


def unit() -> dict[str, list[str]]:
    """The values of each key, in their order."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        key, is_there, value = line.partition("=")
        if is_there and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", "--no-pager", *words], capture_output=True, text=True)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("StandardError", "journal"),  # where the sentence of a kiosk that cannot start is looked for
        ("SyslogIdentifier", "halte"),  # `journalctl -t halte`
        ("Restart", "always"),
        ("StartLimitIntervalSec", "0"),  # it never gives up
        ("Conflicts", "getty@tty1.service"),
        ("WantedBy", "multi-user.target"),
        ("User", "halte"),
        ("LimitCORE", "0"),  # a core dump would hold who came why
        ("UMask", "0077"),
    ],
)
def test_the_unit_says(key: str, value: str) -> None:
    assert unit()[key] == [value]


def test_no_session_takes_the_kiosk_out_of_its_unit() -> None:
    """PAM's session is a unit of its own: what runs in it is neither heard, held nor stopped by ours."""
    assert "PAMName" not in unit()


def test_the_folder_for_sockets_is_the_units_own() -> None:
    """ProtectHome hides /run/user, where cage would look for it and wait for ever."""
    (folder,) = unit()["RuntimeDirectory"]
    assert f"XDG_RUNTIME_DIR=%t/{folder}" in " ".join(unit()["Environment"])
    assert unit()["RuntimeDirectoryMode"] == ["0700"]


def test_it_gets_the_screen_from_who_is_waited_for() -> None:
    assert "LIBSEAT_BACKEND=seatd" in " ".join(unit()["Environment"])
    assert unit()["Wants"] == ["seatd.service"]
    assert "seatd.service" in unit()["After"][0].split()
    assert "video" in unit()["SupplementaryGroups"][0].split(), "the group to which seatd listens"


def test_it_starts_without_any_input_device() -> None:
    """A board has none, and a touchscreen may come later than the kiosk."""
    assert "WLR_LIBINPUT_NO_DEVICES=1" in " ".join(unit()["Environment"])


def test_it_may_ask_whether_the_network_sets_the_clock() -> None:
    """ProtectClock takes that away, also to read: every clock would be one that nothing vouches for.

    What a program calls adjtimex(2) is one system call or the other, by the C library's version.
    """
    assert "ProtectClock" not in unit()
    assert {"adjtimex", "clock_adjtime"} <= set(unit()["SystemCallFilter"][0].split())


def test_a_printer_that_is_plugged_in_later_is_let_in() -> None:
    """systemd knows a kind of device only once its driver is loaded, and a printer brings it along."""
    assert not {"DeviceAllow", "DevicePolicy", "PrivateDevices"} & unit().keys()


def test_it_stops_in_seconds() -> None:
    assert int(unit()["TimeoutStopSec"][0]) <= 5


@needs_systemd
def test_systemd_understands_every_line() -> None:
    said = analyze("verify", "--man=no", "--recursive-errors=no", str(UNIT)).stderr
    assert [line for line in said.splitlines() if "/usr/bin/cage is not executable" not in line] == []


@needs_systemd
def test_systemd_finds_it_little_exposed() -> None:
    wanted = f"--threshold={MOST_EXPOSED * 10:.0f}"
    judged = analyze("security", "--offline=true", wanted, str(UNIT))
    assert judged.returncode == 0, judged.stdout[-200:]
