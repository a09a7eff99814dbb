"""What lacks of Debian, asked of real `dpkg-query` on databases made by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.install import packages
from kiosk.install.packages import lacking, listed

pytestmark = pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="needs dpkg-query (Debian: dpkg)")

TRIXIE = ("libmtdev1t64", "libmtdev1 (= 1.1.7-1)")
BOOKWORM = ("libmtdev1", "")


def database(
    folder: Path, *rows: tuple[str, str], status: str = "installed", arch: str = "amd64"
) -> str | None:
    """What is listed of a machine on which these packages (name, what it provides) have this status."""
    (folder / "updates").mkdir(parents=True)
    (folder / "info").mkdir()
    want = "install" if status == "installed" else "deinstall"
    stanzas = [
        f"Package: {name}\nStatus: {want} ok {status}\nArchitecture: {arch}\nMulti-Arch: same\n"
        "Version: 1.1.7-1\n"
        + (f"Provides: {provides}\n" if provides else "")
        + "Maintainer: Nobody <nobody@example.org>\nDescription: a package\n"
        for name, provides in rows
    ]
    (folder / "status").write_text("\n".join(stanzas), "utf-8")
    return listed(folder)


@pytest.mark.parametrize("rows", [TRIXIE, BOOKWORM], ids=["renamed", "as it was"])
@pytest.mark.parametrize("arch", ["amd64", "arm64"])
def test_a_package_is_there_under_its_name_or_another(
    rows: tuple[str, str], arch: str, tmp_path: Path
) -> None:
    known = database(tmp_path / "dpkg", rows, arch=arch)
    assert known
    assert lacking(["libmtdev1"], known) == []


@pytest.mark.parametrize(
    "status", ["config-files", "half-installed", "half-configured", "unpacked", "not-installed"]
)
@pytest.mark.parametrize("row", [TRIXIE, BOOKWORM], ids=["renamed", "as it was"])
def test_what_is_not_there_whole_lacks(row: tuple[str, str], status: str, tmp_path: Path) -> None:
    known = database(tmp_path / "dpkg", row, status=status)
    assert known is not None
    assert lacking(["libmtdev1"], known) == ["libmtdev1"]


@pytest.mark.parametrize(
    ("provides", "name"),
    [
        ("gl, libgl1 (= 1.7)", "libgl1"),
        ("libgl1:any, gl", "libgl1"),
        ("gl,libgl1", "libgl1"),
    ],
)
def test_one_of_several_that_a_package_provides(provides: str, name: str, tmp_path: Path) -> None:
    known = database(tmp_path / "dpkg", ("mesa", provides))
    assert known
    assert lacking([name, "gl", "other"], known) == ["other"]


def test_a_name_that_only_begins_alike_is_another(tmp_path: Path) -> None:
    known = database(tmp_path / "dpkg", ("libmtdev10", "libmtdev1-dev (= 1)"))
    assert known
    assert lacking(["libmtdev1"], known) == ["libmtdev1"]


@pytest.mark.parametrize("one", packages.SETS)
def test_each_package_of_a_set_is_asked_for(one: str, tmp_path: Path) -> None:
    wanted = packages.SETS[one]
    known = database(tmp_path / "dpkg", *[(name, "") for name in wanted])
    assert known
    assert lacking(wanted, known) == []
    for name in wanted:
        rest = [(other, "") for other in wanted if other != name]
        known = database(tmp_path / name, *rest)
        assert known is not None
        assert lacking(wanted, known) == [name]
