"""What the windows of a display share: what they are started with, and their end of the link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from assets.wording import FRENCH
from queue_display.link import DisplayServer
from queue_display.messages import AnyView, LinkWord, Role, View
from queue_display.network.discovery import Interfaces
from queue_display.trust import Trust
from queue_display.windows.window import WINDOWED, Frame

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


def server(screen: DisplayWindow[Shown], kind: type[Shown], setup: Setup) -> DisplayServer:
    """The end of the link that shows on `screen` the views of its kind."""

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
    )
