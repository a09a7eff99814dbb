"""`halte pair` at a terminal: wait with a code, type one, list, revoke. Each returns when it is done."""

from __future__ import annotations

import asyncio

import click

from assets.wording import Wording
from queue_display.discovery import Interfaces, Sighting
from queue_display.messages import Role
from queue_display.pairing import PairingFailed
from queue_display.pairing_link import PairingDisplay, pair_with, waiting_displays
from queue_display.trust import Trust


def wait_with_code(
    say: Wording, trust: Trust, name: str, role: Role, desk: int | None, interfaces: Interfaces = None
) -> None:
    """On a display: show codes until the kiosk has been given one. Raises PairingFailed."""

    def show(code: str, seconds: float) -> None:
        if code:
            click.echo(say("Code à taper sur la borne : {code}", code=f"{code[:3]} {code[3:]}"))
        else:
            click.echo(say("Ce code a servi ; le suivant vient dans {n} s.", n=round(seconds)))

    async def pair() -> str:
        display = PairingDisplay(trust, name, role, desk, on_code=show, interfaces=interfaces)
        return (await display.run()).name

    try:
        van = asyncio.run(pair())
    except OSError as problem:
        raise PairingFailed(
            "Le réseau ou le dossier des clés ne se laisse pas utiliser ({cause}).",
            cause=problem.strerror or problem,
        ) from problem
    click.echo(say("C’est fait : cet écran connaît la borne « {van} ».", van=van))


def give_code(say: Wording, trust: Trust, van: str, code: str, interfaces: Interfaces = None) -> None:
    """On the kiosk's machine: pair with the one display that waits. Raises PairingFailed."""

    async def pair() -> str:
        display = only(await waiting_displays(interfaces))
        return (await pair_with(trust, display, code, van)).name

    name = asyncio.run(pair())
    click.echo(say("C’est fait : la borne connaît l’écran « {name} ».", name=name))


def only(waiting: list[Sighting]) -> Sighting:
    """The display that waits. Raises PairingFailed unless there is just one."""
    if not waiting:
        raise PairingFailed(
            "Aucun écran n’attend l’appairage : lancez « halte pair » sur l’écran, puis recommencez."
        )
    if len(waiting) > 1:
        raise PairingFailed("Plusieurs écrans attendent l’appairage : n’en laissez qu’un, puis recommencez.")
    return waiting[0]


def show_paired(say: Wording, trust: Trust) -> None:
    """One line for each end that is known here: identifier, role, name."""
    if not trust.paired:
        click.echo(say("Aucun appairage."))
    for paired in trust.paired:
        desk = say("bureau {desk}", desk=paired.desk) if paired.desk else ""
        click.echo(f"{paired.identifier}  {paired.role.value:8}  {paired.name}  {desk}".rstrip())


def revoke(say: Wording, trust: Trust, identifier: str) -> None:
    """Forget one, from now on; a link that is up ends within two seconds. Raises PairingFailed."""
    if not trust.revoke(identifier):
        raise PairingFailed(
            "Aucun appairage ne porte l’identifiant {identifier} : « halte pair --list » les montre.",
            identifier=identifier,
        )
    click.echo(say("C’est fait : {identifier} n’a plus accès.", identifier=identifier))
