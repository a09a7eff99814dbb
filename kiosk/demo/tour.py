"""The demonstration without a screen: a visitor, an agent and the referent, through the real processes.

The real windows are touched, the paper comes out of the simulated printer, and a picture is saved of each
step, as a person would see it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import click

from assets.files import Undated, replace_file
from assets.wording import Wording
from kiosk.demo.stage import DemoStage
from kiosk.record.record import read_days
from kiosk.timing import TAKE_BACK
from queue_display.hands.hands import Hands, HandsFailed

TOPIC = "retraite"
LATE = 20.0
"""Seconds for a window to open, or for the link between two to be made, on a slow machine."""

MOMENT = 1.0
"""Seconds in which a number that is still on the screen can be touched away."""

SOON = 8.0
"""Seconds after which a touch that has brought about nothing may have been swallowed."""

TOUCHES = 3
"""How often it is touched again."""

WAITING = "impots", "caf", "retraite"
"""What those came for who wait when the demonstration opens."""

LOOK = 0.05
"""Seconds between two looks for the paper."""


async def tour(on: DemoStage, folder: Path, say: Wording) -> None:
    """Play the tour, saving pictures, the ticket's text and the log in `folder`. Raises HandsFailed."""
    album = Album(folder)
    await _the_agent_opens(on, album, say)
    number = await _a_visitor_takes_a_ticket(on, album, say)
    await _the_agent_serves(on, album, say, number)
    await _the_agent_closes(on, album, say)
    await _the_referent_reads(on, folder, say)
    click.echo(say("Les images, le ticket et le journal sont dans {folder}.", folder=folder))


async def begun(on: DemoStage) -> None:
    """Open the stop and take a ticket for each of `WAITING`: something to call, from the start. Raises
    HandsFailed."""
    await brought_about(on.console, "open", on.kiosk, f"tile:{TOPIC}")
    for topic in WAITING:
        await brought_about(on.kiosk, f"tile:{topic}", on.kiosk, "number")
        await brought_about(on.kiosk, "done", on.kiosk, f"tile:{topic}")


async def brought_about(
    window: Hands, control: str, other: Hands, seen: str, text: str | None = None
) -> None:
    """Touch `control` until `seen` is there in `other`: what a busy machine has swallowed is touched again.

    Raises HandsFailed.
    """
    await window.touch(control)
    for _ in range(TOUCHES):
        with suppress(HandsFailed):
            await other.wait(seen, text=text, within=SOON)
            return
        with suppress(HandsFailed):  # it is gone: it was not swallowed
            await window.touch(control, within=MOMENT)
    await other.wait(seen, text=text)


class Album:
    """Numbered pictures of the steps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = 0

    async def add(self, name: str, window: Hands) -> None:
        self._count += 1
        await window.picture(self.folder / f"{self._count:02}-{name}.png")


async def _the_agent_opens(on: DemoStage, album: Album, say: Wording) -> None:
    click.echo(say("L’agent ouvre l’accueil."))
    await on.kiosk.wait("title", within=LATE)
    await album.add("borne-fermee", on.kiosk)
    await brought_about(on.console, "open", on.kiosk, f"tile:{TOPIC}")
    await album.add("borne-ouverte", on.kiosk)
    await on.console.wait("next")
    await album.add("console-ouverte", on.console)


async def _a_visitor_takes_a_ticket(on: DemoStage, album: Album, say: Wording) -> str:
    click.echo(say("Une personne touche un sujet et prend son ticket."))
    await brought_about(on.kiosk, f"tile:{TOPIC}", on.kiosk, "number")
    number = await on.kiosk.text("number")
    await album.add("borne-numero", on.kiosk)
    await on.console.wait(f"row:{number}")
    await album.add("console-un-visiteur-attend", on.console)
    text, picture = await _printed(on.paper)
    for file in (picture, text):
        await _kept(album.folder / f"ticket{file.suffix}", await asyncio.to_thread(file.read_bytes))
    await on.slip.wait("slip", text=picture.stem)
    await album.add("ticket-sorti", on.slip)
    click.echo(await asyncio.to_thread(text.read_text, "utf-8"))
    return number


async def _kept(file: Path, content: bytes) -> None:
    await asyncio.to_thread(replace_file, Undated(), file, content)


async def _printed(paper: Path) -> tuple[Path, Path]:
    """The first ticket's text and picture, once the simulated printer has cut it and kept both."""
    text, picture = paper / "ticket-0001.txt", paper / "ticket-0001.png"
    async with asyncio.timeout(LATE):
        while not await asyncio.to_thread(text.exists):  # noqa: ASYNC110 - another process's files
            await asyncio.sleep(LOOK)
    return text, picture


async def _the_agent_serves(on: DemoStage, album: Album, say: Wording, number: str) -> None:
    click.echo(say("L’agent appelle le numéro suivant ; le panneau l’affiche."))
    await brought_about(on.console, "next", on.board, "called", rf"\s*{number}\b.*")
    await album.add("panneau-appel", on.board)
    await on.console.wait("end", state="enabled")
    await album.add("console-visite", on.console)
    with suppress(HandsFailed):  # on a slow machine the number has gone by itself
        await on.kiosk.touch("done", within=MOMENT)
    await on.kiosk.wait(f"tile:{TOPIC}")
    await album.add("borne-appel", on.kiosk)
    await on.console.touch("recall")
    await on.console.touch("end")
    await on.console.wait("next")


async def _the_agent_closes(on: DemoStage, album: Album, say: Wording) -> None:
    click.echo(say("L’agent ferme l’accueil : la journée est finie."))
    await brought_about(on.console, "close", on.console, "choice:day_over")
    await album.add("console-fermeture", on.console)
    await brought_about(on.console, "choice:day_over", on.board, "closed")
    await on.kiosk.wait(f"tile:{TOPIC}", state="gone")
    await album.add("panneau-ferme", on.board)


async def _counted(data: Path) -> None:
    """Return once a visit is in the log. Raises TimeoutError."""
    async with asyncio.timeout(TAKE_BACK + LATE):
        while not await asyncio.to_thread(read_days, data):  # noqa: ASYNC110 - another process's files
            await asyncio.sleep(LOOK)


async def _the_referent_reads(on: DemoStage, folder: Path, say: Wording) -> None:
    click.echo(
        say(
            "Une fin se reprend pendant {seconds} secondes ; ensuite la visite est comptée.",
            seconds=round(TAKE_BACK),
        )
    )
    await _counted(on.halte.data)
    click.echo(
        say(
            "Le journal anonyme, à la fin : le jour et le sujet ; à part, le jour et les minutes. Rien"
            " d’autre."
        )
    )
    click.echo((await on.halte.run("log", "days")).decode(), nl=False)
    log = await on.halte.run("log", "export", "--format", "csv", "--dialect", "rfc4180")
    await _kept(folder / "journal.csv", log)
    click.echo(log.decode(), nl=False)
