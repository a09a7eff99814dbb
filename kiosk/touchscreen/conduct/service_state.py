"""What the service screen tells the agents, and the ticket it prints to try the printer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from assets.days import long_day
from assets.wording import Wording
from kiosk.record.causes import NEARLY_FULL
from kiosk.touchscreen.conduct.van_port import VanPort
from printer.ticket import TicketText
from queue_display.messages import AgentView, Role


@cache
def installed() -> str:
    """The version of this program; empty when it runs from a folder. Reads the disk once."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import

    try:
        return version("halte")
    except PackageNotFoundError:
        return ""


def lines(van: VanPort, release: str, free: int | None, say: Wording) -> Sequence[str]:
    """A line each for printer, record, disk, displays and version. `free` is in bytes, None if unknown."""
    view = van.view_for(Role.AGENT)
    printer = record = ""
    if isinstance(view, AgentView):
        printer, record = view.printer.condition.said(say), view.record.condition.said(say)
    return (
        printer or say("L’imprimante marche."),
        record or say("Le journal marche."),
        disk(free, say),
        displays(van, say),
        say("Version {release}", release=release) if release else say("Version de développement"),
    )


def displays(van: VanPort, say: Wording) -> str:
    """Those that are connected, or why none can be."""
    names = ", ".join(display.name for display in van.displays)
    if van.pairings.trouble:
        return van.pairings.trouble.said(say)
    return say("Écrans connectés : {names}", names=names) if names else say("Aucun écran n’est connecté.")


def disk(free: int | None, say: Wording) -> str:
    """How much room the data folder has, in gigabytes of 10⁹ bytes, as disks are sold."""
    if free is None:
        return say("La place libre sur le disque est inconnue.")
    room = f"{free / 1e9:.1f}" if say.language == "en" else f"{free / 1e9:.1f}".replace(".", ",")
    if free < NEARLY_FULL:
        return say("Le disque est presque plein : {room} Go libres.", room=room)
    return say("Disque : {room} Go libres", room=room)


def test_ticket(van: VanPort, say: Wording) -> TicketText:
    """A ticket that nobody can take for a real one."""
    return TicketText(
        van=van.settings.van,
        number=0,
        heading=say("Ticket d’essai"),
        day=long_day(van.now().day, say),
        ahead="",
        confidential=say("Votre visite est confidentielle."),
    )
