"""What the windows of a display share: what they are started with, and their end of the link."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Protocol, TypeAlias, TypeVar

from assets.errors import Trouble
from assets.wording import FRENCH, wording
from queue_display.link import DisplayServer
from queue_display.messages import AnyView, LinkWord, Role, View
from queue_display.messages.roles import ROLES
from queue_display.network.discovery import Interfaces
from queue_display.network.tasks import first_of
from queue_display.pairing.sheet import PairingShown
from queue_display.trust import Trust
from queue_display.windows.window import WINDOWED, Frame, Part

Shown = TypeVar("Shown", bound=View, contravariant=True)


@dataclass(frozen=True, slots=True)
class Setup:
    """`trust` holds the keys of this display, `interfaces` the own addresses to be found on (None: all).

    Without a `name` the display is called as its window. `hands`: obey requests on stdin. `port`: the one to
    listen on; 0 for the one that the display keeps.
    """

    trust: Trust
    role: Role
    desk: int | None = None
    name: str = ""
    interfaces: Interfaces = None
    language: str = FRENCH
    frame: Frame = WINDOWED
    hands: bool = False
    port: int = 0


class DisplayWindow(Protocol[Shown]):
    """What the link needs of a window: to show a view, and how the link itself is."""

    title: str

    def seen(self, view: Shown) -> None: ...

    def linked(self, link: LinkWord) -> None: ...


def server(
    screen: DisplayWindow[Shown], kind: type[Shown], setup: Setup, sound: Callable[[], str] = str
) -> DisplayServer:
    """The end of the link that shows on `screen` the views of its kind; `sound` as `DisplayServer` has it."""

    def seen(view: AnyView) -> None:
        if isinstance(view, kind):
            screen.seen(view)

    return DisplayServer(
        setup.name or screen.title,
        setup.role,
        setup.desk,
        trust=setup.trust,
        port=setup.port,
        interfaces=setup.interfaces,
        on_view=seen,
        on_state=lambda state: screen.linked(state.link.value),
        sound=sound,
    )


Show: TypeAlias = Callable[[PairingShown | None], None]

AGAIN = 5.0
"""Seconds between two tries to be paired, where network or keys do not allow it."""


def pairing(setup: Setup, show: Show) -> Part:
    """A part for `window.live`: while no kiosk is known, wait for one with a code, and `show` it; None once
    there is one.
    """
    name = setup.name or ROLES[setup.role].called(wording(setup.language), setup.desk)
    waits = PairingShown(name, setup.trust.identifier)
    show(None if setup.trust.paired else waits)

    async def pair() -> None:
        while True:
            if not setup.trust.paired:
                await _paired(setup, waits, show)
            show(None)
            while setup.trust.paired:
                await setup.trust.changed()

    return pair


async def _paired(setup: Setup, waits: PairingShown, show: Show) -> None:
    """Return once a kiosk is known, by the code or by `halte pair`."""
    while not setup.trust.paired:
        show(waits)
        for failure in await first_of(_with_code(setup, waits, show), setup.trust.changed()):
            show(replace(waits, trouble=_trouble(failure, setup)))
            await asyncio.sleep(AGAIN)


async def _with_code(setup: Setup, waits: PairingShown, show: Show) -> None:
    # Slow to import, and needed once in a display's life.
    end = await asyncio.to_thread(import_module, "queue_display.pairing.display_end")
    shown = waits

    def now(after: PairingShown) -> None:
        nonlocal shown
        shown = after
        show(shown)

    display = end.PairingDisplay(
        setup.trust,
        waits.name,
        setup.role,
        setup.desk,
        on_code=lambda code, pause: now(replace(waits, code=code, pause=pause)),
        on_wrong=lambda: now(replace(shown, wrong=True)),
        interfaces=setup.interfaces,
    )
    await display.run()


def _trouble(failure: BaseException, setup: Setup) -> str:
    """Raises what nobody foresaw."""
    say = wording(setup.language)
    if isinstance(failure, Trouble):
        return failure.said(say)
    if isinstance(failure, OSError):
        cause = failure.strerror or type(failure).__name__
        return say("Impossible d’utiliser le réseau ou le dossier des clés ({cause}).", cause=cause)
    raise failure
