"""The doctor in the van: what agents and the service screen are told, and when he looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from assets.checks import CHECKS, Grade
from kiosk.keys import Keys
from kiosk.record.record import Record
from kiosk.settings import PrinterSettings, Settings
from kiosk.van import Van
from queue_display.codec import encode, from_kiosk
from queue_display.messages import AgentView, MachineFinding, Role, See
from queue_display.messages.bounds import MOST_FINDINGS
from queue_display.trust import keys_folder
from tests.kiosk.doctor.machines import bare, filled
from tests.queue_display.agent_views import view

SETTINGS = Settings(printer=PrinterSettings("simulated:"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def van(data: Path, tmp_path: Path) -> Iterator[Van]:
    record, machine = Record.open(data), bare(tmp_path)
    yield Van(SETTINGS, record, Keys(keys_folder(data)), machine=lambda: machine)
    record.close()


async def test_agents_are_told_of_the_machine_once_it_was_looked_at(van: Van) -> None:
    changed: list[int] = []
    van.watch(lambda: changed.append(1))
    first = van.view_for(Role.AGENT)
    assert isinstance(first, AgentView)
    assert first.machine == ()
    await van.examine()
    then = van.view_for(Role.AGENT)
    assert isinstance(then, AgentView)
    assert then.machine[0].grade == Grade.WRONG.value
    assert {one.check for one in then.machine} == set(CHECKS) - {"kiosk", "printer", "record", "displays"}
    assert changed == [1]
    await van.examine()
    assert changed == [1], "the same again changes nothing"


async def test_the_van_itself_is_told_as_it_is_now_the_worst_first(van: Van) -> None:
    await van.examine()
    told = {one.check: one.name for one in van.findings}
    assert set(told) == set(CHECKS)
    assert (told["kiosk"], told["printer"], told["record"], told["displays"]) == (
        "runs", "starting", "written", "none",
    )  # fmt: skip
    grades = [list(Grade).index(one.grade) for one in van.findings]
    assert grades == sorted(grades)


async def test_a_board_and_a_referent_are_told_nothing_of_the_machine(van: Van) -> None:
    await van.examine()
    board = van.view_for(Role.BOARD)
    assert b"swap" not in encode(See(board))


@pytest.fixture
def without(data: Path) -> Iterator[Van]:
    record = Record.open(data)
    yield Van(SETTINGS, record, Keys(keys_folder(data)))
    record.close()


async def test_without_a_machine_there_is_nothing_to_say_of_one(without: Van) -> None:
    await without.examine()
    assert len(without.findings) == 4


def test_every_check_at_its_longest_crosses_the_link() -> None:
    assert len(CHECKS) <= MOST_FINDINGS
    longest = [
        max((filled(check, name) for name in row.findings), key=lambda one: len(str(one.values)))
        for check, row in CHECKS.items()
    ]

    shown = msgspec.structs.replace(view("open"), machine=tuple(map(MachineFinding.of, longest)))
    read = from_kiosk(encode(See(shown)))
    assert isinstance(read, See)
    assert [one.finding for one in read.view.machine] == longest  # type: ignore[union-attr]


def test_a_display_that_knows_nothing_of_it_and_a_kiosk_that_sends_nothing_of_it_still_speak() -> None:

    content = msgspec.json.decode(msgspec.json.encode(See(view("open"))))
    del content["view"]["machine"]
    read = msgspec.json.decode(msgspec.json.encode(content), type=See)
    assert read.view.machine == ()  # type: ignore[union-attr]
