"""The command `halte` of a van's machine: whose account, whose folders, and who is told to use sudo."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.commands import rows
from kiosk.install import launcher
from kiosk.install.launcher import OWN, NeedsRoot, check, folders
from kiosk.install.machine import Sites

NAMES = [row.name.split() for row in rows.ROWS]


@pytest.mark.parametrize("words", NAMES, ids=" ".join)
def test_who_may_run_which_command(words: list[str]) -> None:
    """Windows and the demonstration have folders of whoever opens them; all else works on the service's."""
    if words[0] in OWN:
        check(words, {})
    else:
        with pytest.raises(NeedsRoot, match=f"sudo halte {' '.join(words)}"):
            check(words, {})


@pytest.mark.parametrize("words", NAMES, ids=" ".join)
def test_an_option_before_the_command_changes_nothing(words: list[str]) -> None:
    if words[0] in OWN:
        check(["--lang", "en", *words], {})
    else:
        with pytest.raises(NeedsRoot):
            check(["--lang", "en", *words], {})


def test_both_kinds_of_command_are_there() -> None:
    assert {words[0] for words in NAMES} > OWN >= {"demo", "display", "board"}
    assert not {"kiosk", "pair", "log", "config"} & OWN


@pytest.mark.parametrize("words", NAMES, ids=" ".join)
@pytest.mark.parametrize("more", [["--help"], ["--data", "mine"], ["--data=mine"]], ids=" ".join)
def test_anybody_may_ask_for_help_and_use_a_folder_of_their_own(words: list[str], more: list[str]) -> None:
    check([*words, *more], {})
    check(words, {"HALTE_DATA": "mine"})


@pytest.mark.parametrize("words", [[], ["--help"], ["--version"], ["--lang", "en", "--help"]])
def test_anybody_may_ask_what_there_is(words: list[str]) -> None:
    check(words, {})


def test_the_folders_are_the_services() -> None:
    places = Sites()
    assert folders({}) == {
        "HALTE_CONFIG": str(places.settings),
        "HALTE_DATA": str(places.data),
        "HOME": str(places.data),
    }


def test_a_folder_that_was_named_stays(tmp_path: Path) -> None:
    assert folders({"HALTE_DATA": str(tmp_path)})["HALTE_DATA"] == str(tmp_path)


PROGRAM = """
import os, pwd
from kiosk.install import launcher
launcher.become(pwd.getpwnam("nobody"))
try:
    os.setuid(0)
except PermissionError:
    print(os.getresuid(), os.getresgid(), sorted(os.getgroups()))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_root_becomes_the_account_for_good() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    nobody = pwd.getpwnam("nobody")
    ids = (nobody.pw_uid,) * 3, (nobody.pw_gid,) * 3, sorted(os.getgrouplist("nobody", nobody.pw_gid))
    assert ran.stdout.strip() == " ".join(map(str, ids))


def test_a_machine_without_the_account_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launcher, "ACCOUNT", "nobody-of-that-name")
    monkeypatch.setenv("LANGUAGE", "fr")
    assert launcher.told(["log", "days"]) == 1
    assert "sudo make install" in capsys.readouterr().err


def test_the_unit_and_the_launcher_start_the_same_version() -> None:
    unit = (Path(__file__).parents[3] / "assets/systemd/halte@.service").read_text("utf-8")
    assert f"{Sites().halte}/current/bin/halte %i" in unit
