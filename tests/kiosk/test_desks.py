"""The desks that a van has, wherever one is named: in a command, and in how long the wait may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import msgspec
import pytest

from assets.wording import wording
from kiosk import desks
from kiosk.__main__ import main
from kiosk.commands import options
from kiosk.commands.cli import Run
from kiosk.commands.windows import check_desk
from kiosk.desks import NoSuchDesk
from kiosk.queue import CallNext, Take
from kiosk.touchscreen.conduct.facts import Teller
from kiosk.touchscreen.journey.state import Aid, journey
from kiosk.wait import ENOUGH
from queue_display.messages import Role
from queue_display.messages.bounds import MOST_DESKS
from tests.kiosk.fake_van import FakeDisplay, FakeVan, settings


def test_a_desk_of_the_van_is_one_from_1_to_as_many_as_there_are() -> None:
    assert [desk for desk in range(-1, 5) if desks.has(desk, 2)] == [1, 2]
    assert desks.has(99, None)
    desks.check(None, 2)
    desks.check(2, 2)
    with pytest.raises(NoSuchDesk, match="« desks = 2 »".replace(" ", r"\s")):
        desks.check(3, 2)


@pytest.mark.parametrize("command", [["display"], ["pair"], ["pair", "--as", "agent"]])
def test_a_command_for_a_desk_that_the_settings_lack_is_refused_in_one_sentence(
    command: Sequence[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "halte.toml").write_text("desks = 2\n", "utf-8")
    places = ["--config", str(tmp_path / "halte.toml"), "--data", str(tmp_path / "data")]
    assert main([*command, "--lang", "fr", "--desk", "3", *places]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "bureau 3" in said.err
    assert "« desks = 2 »" in said.err.replace("\N{NBSP}", " ")
    assert not (tmp_path / "data").exists()


def test_a_laptop_without_settings_knows_no_other_limit_than_the_general_one(tmp_path: Path) -> None:
    check_desk(Run(wording("fr"), None, tmp_path), MOST_DESKS)
    assert isinstance(options.DESK.how["type"], click.IntRange)
    assert options.DESK.how["type"].max == MOST_DESKS


# --- The wait --------------------------------------------------------------------------------------


class SteadyVan(FakeVan):
    """Visits of ten minutes each, so far."""

    @property
    def lengths(self) -> dict[int, int]:
        return {10: ENOUGH}


def at(*where: int | None) -> tuple[FakeDisplay, ...]:
    """Displays at these desks; None is the board."""
    return tuple(FakeDisplay("display", Role.AGENT if desk else Role.BOARD, desk=desk) for desk in where)


@pytest.mark.parametrize(
    ("displays", "minutes"),
    [
        (at(1), 40),
        (at(1, 2), 20),
        (at(1, 1, None), 40),  # two displays at one desk serve as one
        (at(1, 2, 3), 20),  # the van has two
        (at(), None),
    ],
)
def test_the_wait_is_shared_by_the_desks_that_the_van_has(
    displays: tuple[FakeDisplay, ...], minutes: int | None
) -> None:
    van = SteadyVan(msgspec.structs.replace(settings(), desks=2))
    van.displays = displays
    assert _wait(van) == minutes


def test_a_desk_that_serves_is_open_even_without_its_display() -> None:
    van = SteadyVan(settings())
    van.do(Take("autre"), CallNext(2))
    assert _wait(van) == 40
    van.displays = at(2)
    assert _wait(van) == 40
    van.displays = at(1)
    assert _wait(van) == 20


def _wait(van: FakeVan) -> int | None:
    """What a visitor with four people before them is told."""
    teller = Teller(van, lambda: False, lambda: frozenset(Aid), ("fr",), lambda: None)
    return teller.facts(replace(journey("fr", open_=True), ahead=4)).wait
