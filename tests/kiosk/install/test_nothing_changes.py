"""What does not install leaves the machine as it was, with real environments and real pip."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.install.environment import TRIALS
from kiosk.install.versions import InstallFailed
from kiosk.install.wheels import Wheels
from tests.kiosk.install.stand_in import installer, sites, wheels
from tests.kiosk.install.test_install import WHOLE, install, said_version
from tests.kiosk.install.test_install import pytestmark as pytestmark


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine with version 1.0, for tests after which nothing of it has changed."""
    folder = tmp_path_factory.mktemp("standing")
    install(folder / "van", wheels(folder / "one", "1.0"))
    return folder / "van"


def test_what_is_installed_runs(standing: Path) -> None:
    assert said_version(standing) == "1.0"
    assert sites(standing).unit.read_text() == "# 1.0\n"
    assert sites(standing).launcher.stat().st_mode & 0o777 == 0o755
    assert str(sites(standing).halte / "current") in sites(standing).launcher.read_text()


def test_there_is_no_way_back_from_the_first(standing: Path) -> None:
    with pytest.raises(InstallFailed, match="pas de version précédente"):
        installer(standing).back()
    assert said_version(standing) == "1.0"


@pytest.mark.parametrize("words", TRIALS if WHOLE else TRIALS[-1:], ids=" ".join)
def test_a_version_that_fails_a_trial_is_not_put_in_place(
    words: list[str], standing: Path, tmp_path: Path
) -> None:
    before = listing(standing)
    with pytest.raises(InstallFailed, match="it does not work"):
        install(standing, wheels(tmp_path / "two", "2.0", fails=words))
    assert (said_version(standing), listing(standing)) == ("1.0", before)


def test_another_version_than_was_meant_is_not_put_in_place(standing: Path, tmp_path: Path) -> None:
    with pytest.raises(InstallFailed, match="--version"):
        install(standing, wheels(tmp_path / "two", "2.0", says="1.9"))
    assert said_version(standing) == "1.0"


def test_wheels_that_cannot_be_had_change_nothing(standing: Path, tmp_path: Path) -> None:
    before = listing(standing)

    def no_network(_: Path) -> Wheels:
        raise InstallFailed("no network")

    with pytest.raises(InstallFailed, match="no network"):
        installer(standing).install(no_network)
    assert listing(standing) == before


def test_a_damaged_wheel_changes_nothing(standing: Path, tmp_path: Path) -> None:
    two = wheels(tmp_path / "two", "2.0")
    own = next(two.glob("halte-*.whl"))
    own.write_bytes(own.read_bytes()[:-40])
    before = listing(standing)
    with pytest.raises(InstallFailed, match="rien n’a changé"):
        install(standing, two)
    assert (said_version(standing), listing(standing)) == ("1.0", before)


def listing(folder: Path) -> list[str]:
    """All names in the folder of the versions, but for what Python compiled meanwhile."""
    names = (str(file.relative_to(folder)) for file in sites(folder).halte.rglob("*"))
    return sorted(name for name in names if "__pycache__" not in name)
