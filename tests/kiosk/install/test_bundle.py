"""A bundle: what it holds for another machine, and what of one is refused there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from kiosk.install import bundle
from kiosk.install.bundle import ABOUT, START, SUMS, carried
from kiosk.install.machine import Kind
from kiosk.install.needs import markers, reached
from kiosk.install.versions import InstallFailed
from tests.kiosk.install import stand_in

PI = Kind("aarch64", 64, (3, 13))


def asked(**lines: list[str]) -> dict[str, list[Requirement]]:
    return {name: [Requirement(line) for line in wanted] for name, wanted in lines.items()}


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Kind("aarch64", 64, (3, 11)), {"halte", "old", "deep"}),
        (PI, {"halte", "pi", "deep"}),
        (Kind("x86_64", 64, (3, 13)), {"halte", "deep"}),
    ],
)
def test_needs_are_those_of_the_machine_it_is_for(kind: Kind, found: set[str]) -> None:
    wanted = [
        'old; python_version < "3.12"',
        'pi; platform_machine == "aarch64" and python_version >= "3.12"',
        'windows; sys_platform == "win32"',
        "deep",
    ]
    assert reached("halte", asked(halte=wanted), markers(kind)) == found


def test_an_extra_asks_for_more_only_where_it_is_asked_for() -> None:
    tree = asked(
        halte=["code[images]", "plain"], code=['pil; extra == "images"'], plain=['pil2; extra == "images"']
    )
    assert reached("halte", tree, markers(PI)) == {"halte", "code", "plain", "pil"}


def test_needs_that_go_round_in_a_circle_end() -> None:
    assert reached("halte", asked(halte=["a"], a=["B.b[x]"], **{"b-b": ["a[y]"]}), markers(PI)) == {
        "halte",
        "a",
        "b-b",
    }


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A bundle as `make bundle` lays it, with a stand-in for Halte."""
    folder = tmp_path / "stick"
    wheels = stand_in.wheels(tmp_path / "wheels", "2.0")
    bundle.lay(folder, wheels, {"machine": "aarch64", "pythons": ["3.11", "3.13"]})
    return folder


def test_a_whole_one_is_taken(stick: Path) -> None:
    assert carried(stick, PI).version == "2.0"


@pytest.mark.parametrize("kind", [Kind("x86_64", 64, (3, 13)), Kind("aarch64", 64, (3, 12))])
def test_one_for_another_machine_is_refused_with_what_to_do(kind: Kind, stick: Path) -> None:
    with pytest.raises(InstallFailed, match=f"make bundle MACHINE={kind.machine} PYTHONS={kind.dotted}"):
        carried(stick, kind)


@pytest.mark.parametrize("name", [ABOUT, START, "halte-2.0-py3-none-any.whl"])
@pytest.mark.parametrize("how", ["changed", "cut short", "gone"])
def test_a_damaged_one_is_refused(name: str, how: str, stick: Path) -> None:
    (file,) = stick.rglob(name)
    content = file.read_bytes()
    file.write_bytes({"changed": content[:-1] + b"?", "cut short": content[:-1], "gone": b""}[how])
    if how == "gone":
        file.unlink()
    with pytest.raises(InstallFailed, match=rf"pas entier.*{name}"):
        carried(stick, PI)


def test_a_wheel_that_nobody_listed_is_refused(stick: Path) -> None:
    (stick / "wheels" / "click-99-py3-none-any.whl").touch()
    with pytest.raises(InstallFailed, match=r"pas entier.*click-99"):
        carried(stick, PI)


def test_what_a_computer_leaves_on_each_stick_is_no_damage(stick: Path) -> None:
    (stick / "desktop.ini").touch()
    (stick / ".Trash-1000").mkdir()
    assert carried(stick, PI).version == "2.0"


def started(stick: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The stick's own program, started from another folder."""
    return subprocess.run(
        ["sh", stick / START],
        env={"PATH": "/usr/bin:/bin", **environment},
        cwd="/",
        capture_output=True,
        text=True,
    )


def test_the_sums_are_those_of_sha256sum(stick: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=stick, check=True, capture_output=True)


def test_the_stick_itself_finds_damage_before_it_runs_what_it_carries(stick: Path) -> None:
    (stick / "wheels" / "halte-2.0-py3-none-any.whl").write_bytes(b"")
    ran = started(stick)
    assert (ran.returncode, "copiez-le de nouveau" in ran.stderr) == (1, True)


@pytest.mark.parametrize(
    ("answer", "said"), [("exit 1", "rien"), ('[ "$1" = -V ] && echo Python 3.9.2; exit 1', "Python 3.9.2")]
)
def test_an_old_python_is_refused_by_the_stick(answer: str, said: str, stick: Path, tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\n{answer}\n", "utf-8")
    python.chmod(0o755)
    ran = started(stick, PYTHON=str(python))
    assert (ran.returncode, said in ran.stderr, "Raspberry Pi OS" in ran.stderr) == (1, True, True)


def test_a_new_bundle_takes_the_place_of_an_older_one(stick: Path, tmp_path: Path) -> None:
    (stick / "wheels" / "left-1-py3-none-any.whl").touch()
    shutil.copytree(stick, tmp_path / "again")
    bundle.lay(tmp_path / "again", tmp_path / "wheels", {"machine": "aarch64", "pythons": ["3.13"]})
    assert carried(tmp_path / "again", PI).version == "2.0"
