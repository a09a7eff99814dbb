"""The link to a simulated port: whatever else is in its place is left as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printer.simulator.cable import Cable, LinkNotMade


@contextmanager
def plugged_in(link: Path) -> Iterator[Cable]:
    cable = Cable(link)
    cable.plug_in()
    try:
        yield cable
    finally:
        cable.unplug()


def file(path: Path) -> None:
    path.write_bytes(b"mine")


def device(path: Path) -> None:
    path.symlink_to("/dev/null")


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("there", [file, device, folder])
def test_what_is_there_stays_and_is_told(there: Callable[[Path], None], tmp_path: Path) -> None:
    there(tmp_path / "port")
    before = (tmp_path / "port").lstat()
    with pytest.raises(LinkNotMade, match="existe déjà"), plugged_in(tmp_path / "port"):
        pass
    after = (tmp_path / "port").lstat()
    assert (before.st_ino, before.st_mode) == (after.st_ino, after.st_mode)


def test_where_no_link_can_be_it_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(LinkNotMade, match="donnez-lui un autre chemin"),
        plugged_in(tmp_path / "none" / "port"),
    ):
        pass


def test_the_link_of_a_printer_that_was_killed_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "port").symlink_to("/dev/pts/4711")
    with plugged_in(tmp_path / "port") as cable:
        assert (tmp_path / "port").readlink() == cable.terminal
    assert not (tmp_path / "port").is_symlink()


@pytest.mark.parametrize("there", [file, device])
def test_what_somebody_put_in_its_place_meanwhile_stays(
    there: Callable[[Path], None], tmp_path: Path
) -> None:
    with plugged_in(tmp_path / "port"):
        (tmp_path / "port").unlink()
        there(tmp_path / "port")
        (tmp_path / "port.new").write_bytes(b"mine too")
    assert (tmp_path / "port").lstat()
    assert (tmp_path / "port.new").read_bytes() == b"mine too"


def test_the_link_of_another_printer_stays(tmp_path: Path) -> None:
    """Whose number begins as this one's does."""
    with plugged_in(tmp_path / "port") as cable:
        (tmp_path / "port").unlink()
        (tmp_path / "port").symlink_to(f"{cable.terminal}7")
    assert (tmp_path / "port").is_symlink()
