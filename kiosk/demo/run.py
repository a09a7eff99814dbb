"""`halte demo`: the whole van on one machine, through its real processes, its real serial port and zeroconf.

A simulated printer with a window for its slips, a kiosk, an agent's console and a board. With a screen the
windows stand side by side, to be used by hand; without one, `kiosk.demo.tour` plays a visitor, an agent and
the referent.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from pathlib import Path

import click

from assets.asking import may_fill
from assets.files import make_folder
from assets.wording import Wording
from kiosk.demo.stage import DemoFailed, Layout, WindowPlace, stage, with_house
from kiosk.demo.tour import begun, tour
from queue_display.hands.hands import HandsFailed
from queue_display.windows.screen_size import pixels
from queue_display.windows.window import told_to_stop

SMALL_LAPTOP = (1366, 768)
"""Pixels of a screen that does not say how large it is."""

OFFSCREEN = Layout(
    kiosk=WindowPlace(0, 0, 1280, 800),
    console=WindowPlace(0, 0, 1366, 768),
    board=WindowPlace(0, 0, 1280, 720),
    slip=WindowPlace(0, 0, 480, 640),
)


def side_by_side(width: int, height: int) -> Layout:
    """The kiosk upright on the left, the slip at its foot; console and board beside them, within `width` by
    `height` pixels."""
    title = 40  # room for the frames that the desktop draws
    left = round(width * 0.4)
    top = round(height * 0.62)
    slip = round(width * 0.17)
    low = top + title, height - top - 2 * title
    return Layout(
        kiosk=WindowPlace(0, title, left, height - 2 * title),
        console=WindowPlace(left, title, width - left, top - title),
        slip=WindowPlace(left, low[0], slip, low[1]),
        board=WindowPlace(left + slip, low[0], width - left - slip, low[1]),
    )


def has_screen(environment: Mapping[str, str] = os.environ) -> bool:
    return sys.platform in ("win32", "darwin") or any(
        environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def run_demo(say: Wording, pictures: Path | None, *, force: bool = False) -> None:
    """Run the demonstration until it ends, or the kiosk's window is closed.

    `pictures` is where a tour saves what it shows; given, the tour is played even with a screen, and files of
    that folder are replaced if the person at the terminal agrees, or with `force`. Raises DemoFailed,
    NotReplaced, and leaves no process behind.
    """
    if pictures is None and has_screen():
        asyncio.run(_until_told_to_stop(_by_hand(say)))
        return
    folder = pictures or Path("halte-demo")
    try:
        may_fill(say, folder, force=force or pictures is None)
        make_folder(folder)
    except OSError as error:
        raise DemoFailed(
            "Impossible d’utiliser le dossier {folder} ({why}) ; donnez-en un autre avec --tour.",
            folder=folder,
            why=error.strerror,
        ) from None
    asyncio.run(_until_told_to_stop(_played(say, folder)))


async def _until_told_to_stop(part: Coroutine[None, None, None]) -> None:
    """Run `part` to its end; SIGINT and SIGTERM end it sooner, and all that it has started."""
    task = asyncio.ensure_future(part)
    with told_to_stop(task.cancel), suppress(asyncio.CancelledError):
        await task


async def _by_hand(say: Wording) -> None:
    click.echo(say("La démonstration s’ouvre. Fermez la fenêtre de la borne pour la terminer."))
    async with stage(say.language, side_by_side(*(pixels() or SMALL_LAPTOP)), with_house()) as on:
        try:
            await begun(on)
        except HandsFailed as failed:
            if on.kiosk.process.returncode is None:  # not closed by whoever watches
                raise _late() from failed
        click.echo(
            say(
                "Trois personnes attendent. Touchez un sujet sur la borne, à gauche, puis « Appeler le 1 »"
                " sur l’écran de l’agent."
            )
        )
        if status := await on.kiosk.process.wait():
            raise DemoFailed("La borne s’est arrêtée d’elle-même (code {status}).", status=status)
        click.echo(say("Le journal anonyme de cette démonstration :"))
        click.echo((await on.halte.run("log", "export", "--dialect", "rfc4180")).decode())


def _late() -> DemoFailed:
    return DemoFailed(
        "La démonstration s’est arrêtée : une fenêtre n’a pas répondu à temps. Fermez d’autres programmes,"
        " puis recommencez."
    )


async def _played(say: Wording, pictures: Path) -> None:
    offscreen = with_house() | {"SDL_VIDEODRIVER": "offscreen"}
    async with stage(say.language, OFFSCREEN, offscreen) as on:
        try:
            await tour(on, pictures, say)
        except HandsFailed as failed:
            raise _late() from failed
