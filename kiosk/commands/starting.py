"""A window of a machine of its own that cannot start says so on its screen, and tries again by itself.

    start ─▶ fails before its window is there ─▶ why, on the screen ─▶ nothing in the way ─▶ started anew

It is started anew in this process's place (execv), as somebody would by hand: Kivy opens one window in a
process's life. On a desktop, where a terminal tells, the command just fails as any other does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import click

from assets.errors import Trouble, first_trouble
from assets.wording import Text, Wording, text
from kiosk.commands.cli import NAME, Run, guarded, kept_out, unforeseen

if TYPE_CHECKING:
    from queue_display.windows.out_of_order import OutOfOrder
    from queue_display.windows.window import Frame

KIOSK = (text("La borne ne marche pas"), text("Demandez-nous de l’aide."))
BOARD = (text("Ce panneau ne marche pas"), text("Nous appelons votre numéro à voix haute."))
DESK = (text("Cet écran ne peut pas démarrer"), text("La borne et l’autre bureau n’en sont pas gênés."))


@dataclass(frozen=True, slots=True)
class Starting:
    """How a window is started, and `tried`: all of it that can fail before the window is there, undone again.

    `headline` and `advice` are what those before the screen are told meanwhile.
    """

    run: Run
    frame: Frame
    start: Callable[[], None]
    tried: Callable[[], object]
    told: tuple[Text, Text]
    hands: bool = False


def started(how: Starting, environment: Mapping[str, str] = os.environ) -> None:
    """Start it and run it to its end. Raises Trouble, on a desktop and where its window had been open."""
    try:
        guarded(how.start, how.run)
    except Trouble as trouble:
        desktop = how.frame.windowed and "NOTIFY_SOCKET" not in environment
        if desktop or _had_a_window():
            raise
        say_on_screen(how, trouble)


def say_on_screen(how: Starting, trouble: Trouble) -> None:
    """Until nothing is in the way: then this process is started anew. Told to stop before, it ends, as
    failed."""
    click.echo(f"{NAME} : {trouble.said(how.run.say)}", err=True)
    if not _shown(how, trouble):
        raise click.exceptions.Exit(1)
    _start_anew()


def _start_anew() -> NoReturn:
    """As it was started: the same program and words, in this process's place."""
    from queue_display.windows.notify import ServiceManager

    ServiceManager().start_anew()
    ourselves = [sys.executable, *sys.orig_argv[1:]]
    if sys.platform == "win32":  # its execv comes back at once, and quotes nothing
        raise click.exceptions.Exit(subprocess.call(ourselves))  # noqa: S603
    os.execv(sys.executable, ourselves)  # noqa: S606


def _shown(how: Starting, trouble: Trouble) -> bool:
    import asyncio

    from queue_display.windows.window import prepare

    if "kivy" not in sys.modules:
        prepare(how.frame)
    from queue_display.windows.out_of_order import OutOfOrderApp, shown

    phone, diagonal = _known(how)

    def said(why: Trouble) -> OutOfOrder:
        return _said(why, how.told, phone, how.run.say)

    def in_the_way() -> OutOfOrder | None:
        """Into the technical log went the first failure: the same again would drive out all else."""
        try:
            how.tried()
        except Exception as failure:
            return said(first_trouble(failure) or kept_out(failure) or unforeseen(failure, how.run.data))
        return None

    app = OutOfOrderApp(said(trouble), in_the_way, how.run.say, diagonal)
    return asyncio.run(shown(app, hands=how.hands))


def _said(why: Trouble, told: tuple[Text, Text], phone: str, say: Wording) -> OutOfOrder:
    from queue_display.windows.out_of_order import OutOfOrder

    headline, advice = told
    return OutOfOrder(say(headline), say(advice), why.said(say), phone)


def _known(how: Starting) -> tuple[str, float | None]:
    """Telephone and size of the screen, as far as the settings can be read."""
    from kiosk.settings.loading import as_far_as_fits
    from queue_display.windows.screen_size import PLAUSIBLE

    if how.told is not KIOSK:
        return "", None
    settings = as_far_as_fits(how.run.config)
    diagonal = settings.screen.diagonal
    fits = diagonal is not None and PLAUSIBLE[0] <= diagonal <= PLAUSIBLE[1]
    return settings.phone.replace(" ", "\N{NBSP}"), diagonal if fits else None


def _had_a_window() -> bool:
    """Kivy has run: what failed was no start, and it opens no second window."""
    base = sys.modules.get("kivy.base")
    return base is not None and base.EventLoop.status != "idle"
