"""The folder of the versions: which runs, which can be gone back to, what is removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.install.versions import WHOLE, InstallFailed, Versions


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    made = Versions(tmp_path / "halte")
    made.all.mkdir(parents=True)
    return made


def added(versions: Versions, version: str = "1.0") -> Path:
    """A version as it is when it has been made, checked and put in its place."""
    new = versions.begin(version)
    new.mkdir()
    versions.finish(new)
    versions.use(new)
    versions.tidy()
    return new


def names(versions: Versions) -> list[str]:
    return sorted(one.name for one in versions.all.iterdir())


def test_the_first_has_none_before_it(versions: Versions) -> None:
    first = added(versions)
    assert (versions.current, versions.previous) == (first, None)


def test_the_one_before_is_kept_and_no_other(versions: Versions) -> None:
    added(versions, "1.0")
    second, third = added(versions, "1.1"), added(versions, "1.1")
    assert (versions.current, versions.previous) == (third, second)
    assert names(versions) == ["1.1-2", "1.1-3"]


def test_going_back_goes_forth_again(versions: Versions) -> None:
    first, second = added(versions), added(versions)
    versions.use(first)
    assert (versions.current, versions.previous) == (first, second)
    versions.use(second)
    assert (versions.current, versions.previous) == (second, first)


def test_a_version_that_still_runs_is_kept(versions: Versions) -> None:
    first = added(versions)
    running = versions.run_by([first / "bin" / "python", Path("/usr/bin/python3")])
    new = versions.begin("1.1")
    new.mkdir()
    versions.finish(new)
    versions.use(new)
    last = versions.begin("1.2")
    last.mkdir()
    versions.finish(last)
    versions.use(last)
    versions.tidy(running)
    assert names(versions) == sorted([first.name, new.name, last.name])
    versions.tidy()
    assert names(versions) == sorted([new.name, last.name])


def test_one_that_was_never_finished_is_never_current(versions: Versions) -> None:
    first = added(versions)
    half = versions.begin("2.0")
    half.mkdir()
    assert (versions.current, versions.previous) == (first, None)
    versions.tidy()
    assert names(versions) == [first.name]
    (versions.folder / "current").unlink()
    (versions.folder / "current").symlink_to(f"versions/{half.name}")
    half.mkdir()
    assert versions.current is None


def test_a_removal_cut_short_leaves_nothing_whole(versions: Versions) -> None:
    first = added(versions)
    (first / WHOLE).unlink()  # what a removal does first
    assert versions.current is None


def test_two_at_a_time_are_refused(versions: Versions) -> None:
    with versions.held(), pytest.raises(InstallFailed, match="Une autre installation"), versions.held():
        pytest.fail("held twice")
    with versions.held():
        pass


def old_layout(versions: Versions) -> None:
    """The environment that the folder itself was, up to 0.2.0."""
    for part in ("bin", "include", "lib/python3.11/site-packages/halte-0.2.0.dist-info"):
        (versions.folder / part).mkdir(parents=True)
    (versions.folder / "lib64").symlink_to("lib")
    (versions.folder / "bin" / "halte").touch()
    (versions.folder / "pyvenv.cfg").touch()


def test_the_old_layout_is_a_version_among_others(versions: Versions) -> None:
    old_layout(versions)
    versions.adopt()
    old = versions.all / "0.2.0-0"
    assert versions.current == old
    assert (versions.folder / "current" / "bin" / "halte").exists()
    new = added(versions, "0.3.0")
    assert (new.name, versions.previous) == ("0.3.0-1", old)
    assert (versions.folder / "bin" / "halte").exists()
    assert versions.run_by([versions.folder / "bin" / "python"]) == {"0.2.0-0"}


def test_the_old_layout_goes_when_it_is_too_old(versions: Versions) -> None:
    old_layout(versions)
    versions.adopt()
    added(versions, "0.3.0")
    added(versions, "0.3.1")
    there = sorted(one.name for one in versions.folder.iterdir())
    assert (there, names(versions)) == (["current", "previous", "versions"], ["0.3.0-1", "0.3.1-2"])


def test_adopting_twice_changes_nothing(versions: Versions) -> None:
    old_layout(versions)
    versions.adopt()
    new = added(versions, "0.3.0")
    versions.adopt()
    assert versions.current == new
