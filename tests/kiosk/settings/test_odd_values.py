"""Whatever stands in the settings: the check says something of it, or every part of the van opens with it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from assets.wording import languages, visitors_languages, wording
from kiosk.keys import Keys
from kiosk.paper import ticket_text
from kiosk.record.record import Record
from kiosk.settings import BadSettings, Settings, examine, load
from kiosk.touchscreen.conduct.conductor import Conductor
from kiosk.touchscreen.conduct.service_code import matches
from kiosk.touchscreen.journey.state import Screen
from kiosk.touchscreen.voice.discretion import Discretion
from kiosk.touchscreen.voice.speech import engines
from kiosk.van import Van
from printer.encode import encode
from printer.profiles import profile
from printer.ticket import TicketText
from printer.worker import Printer
from queue_display import codec
from queue_display.messages import Role, See
from queue_display.network.discovery import browse
from tests import seeds
from tests.kiosk.fake_van import FakeVoice
from tests.kiosk.settings.odd_values import NAMES, VALUES, with_value

Given = TypeVar("Given")


@pytest.fixture(scope="module")
def van_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("van")


@contextmanager
def van_with(settings: Settings, folder: Path) -> Iterator[Van]:
    record = Record.open(folder)
    try:
        yield Van(settings, record, Keys(folder / "keys"))
    finally:
        record.close()


def every_part_opens(settings: Settings, folder: Path) -> None:
    """The van's side, what it shows, says, prints and sends, but for window, network and paper."""
    with van_with(settings, folder) as van:
        for role in Role:
            view = van.view_for(role)
            assert view is not None
            codec.from_kiosk(codec.encode(See(view)))
        conductor = Conductor(van, lambda *drawn: None, FakeVoice(), languages=tuple(visitors_languages()))
        conductor.redraw()
        assert conductor.at.screen is Screen.CLOSED
    now = van.now().wall
    for language in languages():
        text = ticket_text(12, 3, now, settings.stops, settings, wording(language))
        for name in ("TM-T20II", "POS-5890"):
            assert encode(text, profile(name))
    for language in visitors_languages():
        Discretion(settings.speech, lambda: False).ruling(wording(language))
    for engine in engines(settings.speech, which=lambda name: name):
        assert all("\x00" not in word for word in engine.command("fr"))
    assert not matches("123456", settings.service_code)


def some(values: Sequence[Given], most: int) -> list[Given]:
    """Not all of them, unless WHOLE=1."""
    if os.environ.get("WHOLE"):
        return list(values)
    print(f"{min(most, len(values))} of {len(values)}")
    return seeds.chance().sample(values, min(most, len(values)))


def usable(name: str, values: Sequence[str], file: Path) -> list[Settings]:
    """The settings with those of `values` that keep nothing from starting. All that is told is looked at."""
    passing = []
    for value in values:
        file.write_text(with_value(name, value), "utf-8", newline="\n")
        found = examine(file)
        for told in (*found.faults, *found.remarks):
            assert "\n" not in str(told)
            assert str(file) in str(told)
        if found.faults:
            with pytest.raises(BadSettings):
                load(file)
        else:
            assert load(file) == found.settings
            passing.append(found.settings)
    return passing


@pytest.mark.parametrize("name", NAMES)
def test_the_check_says_something_or_every_part_opens(name: str, van_folder: Path, tmp_path: Path) -> None:
    for settings in some(usable(name, some(VALUES, 80), tmp_path / "halte.toml"), 5):
        every_part_opens(settings, van_folder)


async def test_the_link_runs_on_whatever_interfaces_the_check_lets_pass(tmp_path: Path) -> None:
    passing = await asyncio.to_thread(usable, "network.interfaces", VALUES, tmp_path / "halte.toml")
    assert ("203.0.113.7", "2001:db8::7") in [settings.network.interfaces for settings in passing]
    ends = [
        asyncio.ensure_future(browse(lambda sighting: None, interfaces=settings.network.interfaces or None))
        for settings in passing
    ]
    ended, _ = await asyncio.wait(ends, timeout=0.5, return_when=asyncio.FIRST_COMPLETED)
    for end in ends:
        end.cancel()
    await asyncio.gather(*ends, return_exceptions=True)
    assert not ended


async def test_the_printer_runs_at_whatever_address_the_check_lets_pass(tmp_path: Path) -> None:
    passing = await asyncio.to_thread(usable, "printer.address", VALUES, tmp_path / "halte.toml")
    addresses = {settings.printer.address for settings in passing}
    assert "cups://%00" in addresses
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        for address in addresses:
            tasks.create_task(prints_or_gives_up(address))


async def prints_or_gives_up(address: str) -> None:
    printer = await asyncio.to_thread(Printer, address)
    running = asyncio.ensure_future(printer.run())
    await asyncio.sleep(0)
    outcome = await printer.print(TicketText("Agglo Mobile", 12))
    assert outcome.on_paper in (True, False)
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
