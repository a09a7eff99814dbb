"""The kiosk's process: opens what the van is made of, and closes it again whatever happens.

Everything that can fail for a reason a person can mend (settings, folder, record, printer's address) fails
here, before the window opens, as a sentence. Keys that cannot be used only keep the displays away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.calendar.kept import with_calendar
from kiosk.keys import Keys
from kiosk.record.record import Record
from kiosk.settings import Settings
from kiosk.touchscreen.voice.discretion import Discretion
from kiosk.touchscreen.voice.headphones import plugged
from kiosk.touchscreen.voice.speech import Speaker, engines
from kiosk.van import Van
from queue_display.sound.mixers import Mixer, mixers
from queue_display.trust import keys_folder
from queue_display.windows.window import Frame, Part, live, prepare

if TYPE_CHECKING:
    from kiosk.backup.stick import StickBackup
    from kiosk.doctor.machine import Machine
    from kiosk.touchscreen.screens.app import KioskApp

TOUCH_RATE = 60
"""Frames a second: a touch waits for two of them, and its number is to be there within 50 ms."""


def run_kiosk(
    settings: Settings, data: Path, frame: Frame, *, hands: bool = False, config: Path | None = None
) -> None:
    """Show the touchscreen until the process is told to stop, or a windowed one is closed.

    `hands`: obey requests on stdin. `config` is the settings' file, for their copy. Raises Trouble
    (RecordFailed, BadAddress, ...).
    """
    with opened_van(settings, data, config) as van:
        prepare(replace(frame, rate=TOUCH_RATE))
        asyncio.run(_run(van, closable=frame.windowed, hands=hands))


def draw_first_frame(settings: Settings, data: Path, frame: Frame) -> None:
    """Show the first screen and end: no printer is opened, no display dialled. Raises as `run_kiosk`."""
    with opened_van(settings, data) as van:
        prepare(frame)
        app, _ = window(van, closable=True)
        asyncio.run(live(app, app.conduct, _first_frame))


@contextmanager
def opened_van(settings: Settings, data: Path, config: Path | None = None) -> Iterator[Van]:
    """The van's side on the folder `data`; the folder is released at the end."""
    record = Record.open(data, keep=settings.log.months)
    try:
        yield Van(
            with_calendar(settings, data),
            record,
            Keys(keys_folder(data)),
            backup=_backup(settings, data, config),
            machine=lambda: _machine(settings, data, config),
        )
    finally:
        record.close()


def _backup(settings: Settings, data: Path, config: Path | None) -> StickBackup | None:
    if not settings.backup.to:
        return None
    from kiosk.backup.stick import StickBackup

    return StickBackup(settings.backup.to, data, config, settings.log.months)


def _machine(settings: Settings, data: Path, config: Path | None) -> Machine:
    from kiosk.doctor.here import this_machine  # slow to import, and long after the first frame

    return this_machine(data, settings, config, kiosk=True)


async def _run(van: Van, *, closable: bool, hands: bool) -> None:
    app, parts = window(van, closable=closable)
    await live(app, *parts, hands=hands, vitals=van.vitals())


def window(van: Van, *, closable: bool) -> tuple[KioskApp, list[Part]]:
    """The touchscreen of `van`, and what has to run beside it."""
    from kiosk.touchscreen.screens.app import KioskApp  # opens the window

    speech = van.settings.speech
    speaker = Speaker(
        engines(speech),
        Discretion(speech, plugged),
        mixer=Mixer(mixers(speech.output)),
        usual=speech.volume,
    )
    app = KioskApp(van, speaker, closable=closable)

    async def serve() -> None:
        await _first_frame()  # printer and displays start slowly: the first visitor does not wait
        await van.run()

    return app, [app.conduct, lambda: van.parts.keep("voice", speaker.run), serve]


async def _first_frame() -> None:
    from kivy.core.window import Window

    drawn = asyncio.Event()
    Window.bind(on_flip=lambda *_: drawn.set())
    await drawn.wait()
