"""`halte pair` at a terminal: wait with a code, type one, list, revoke. Each returns when it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import click

from assets.asking import at_terminal, number
from assets.wording import Wording
from queue_display.messages import Role
from queue_display.messages.roles import ROLES
from queue_display.network.discovery import Interfaces
from queue_display.pairing.code import halves, short
from queue_display.pairing.ends import PairingDisplay, WaitingDisplay, pair_with, waiting_displays
from queue_display.pairing.exchange import PairingFailed
from queue_display.trust import Paired, Trust


def wait_with_code(
    say: Wording, trust: Trust, name: str, role: Role, desk: int | None, interfaces: Interfaces = None
) -> None:
    """On a display: show codes until the kiosk has been given one. Raises PairingFailed."""

    click.echo(say("Cet écran : {name} ({short})", name=name, short=short(trust.identifier)))

    def show(code: str, seconds: float) -> None:
        if code:
            click.echo(say("Code à taper sur la borne : {code}", code=" ".join(halves(code))))
        else:
            click.echo(say("Ce code a déjà servi ; le suivant arrive dans {n} s.", n=round(seconds)))

    async def pair() -> str:
        seat = ROLES[role].seat(desk)
        display = PairingDisplay(trust, name, role, seat, on_code=show, interfaces=interfaces)
        return (await display.run()).name

    try:
        van = asyncio.run(pair())
    except OSError as problem:
        raise PairingFailed(
            "Impossible d’utiliser le réseau ou le dossier des clés ({cause}).",
            cause=problem.strerror or problem,
        ) from problem
    click.echo(say("C’est fait : cet écran est associé à la borne « {van} ».", van=van))


def give_code(
    say: Wording,
    trust: Trust,
    van: str,
    code: str,
    interfaces: Interfaces = None,
    wanted: str = "",
    admit: Callable[[Paired], None] = lambda display: None,
) -> None:
    """On the kiosk's machine: pair with a display that waits. Raises PairingFailed.

    `wanted` names it, or begins its identifier; without, it is the only one, or one chosen at the terminal.
    `admit` as in `pair_with`.
    """
    meant = those_meant(some(asyncio.run(waiting_displays(interfaces))), wanted)
    display = meant[0] if len(meant) == 1 else _asked(say, meant)
    name = asyncio.run(pair_with(trust, display, code, van, admit)).name
    click.echo(say("C’est fait : l’écran « {name} » est associé à la borne.", name=name))


def some(displays: list[WaitingDisplay]) -> list[WaitingDisplay]:
    """Those that wait. Raises PairingFailed if there is none."""
    if not displays:
        raise PairingFailed(
            "Aucun écran n’attend d’être associé : lancez « halte pair » sur l’écran, puis recommencez."
        )
    return displays


def those_meant(displays: list[WaitingDisplay], wanted: str) -> list[WaitingDisplay]:
    """Those named `wanted`, or whose identifier begins so; all if it is empty. Raises PairingFailed."""
    meant = [d for d in displays if wanted in ("", d.name) or d.identifier.startswith(wanted)]
    if not meant:
        raise PairingFailed(
            "Aucun écran en attente ne s’appelle {wanted}. En attente : {waiting}.",
            wanted=wanted,
            waiting=", ".join(map(_words, displays)),
        )
    return meant


def _asked(say: Wording, displays: list[WaitingDisplay]) -> WaitingDisplay:
    """The one that is chosen at the terminal. Raises PairingFailed where nobody can be asked."""
    unasked = PairingFailed(
        "Plusieurs écrans attendent : dites lequel avec --display. En attente : {waiting}.",
        waiting=", ".join(map(_words, displays)),
    )
    for n, display in enumerate(displays if at_terminal() else [], 1):
        click.echo(f"{n}. {_words(display)}")
    return displays[number(say("Lequel ?"), len(displays), unasked) - 1]


def _words(display: WaitingDisplay) -> str:
    return f"{display.name} ({display.short})"


def show_paired(say: Wording, trust: Trust) -> None:
    """One line for each end that is known here: identifier, role, name."""
    if not trust.paired:
        click.echo(say("Aucun écran associé."))
    for paired in trust.paired:
        desk = say("bureau {desk}", desk=paired.desk) if paired.desk else ""
        click.echo(f"{paired.identifier}  {paired.role.value:8}  {paired.name}  {desk}".rstrip())


def revoke(say: Wording, trust: Trust, identifier: str) -> None:
    """Forget one, from now on; a link that is up ends within two seconds. Raises PairingFailed."""
    if not trust.revoke(identifier):
        raise PairingFailed(
            "Aucun écran associé n’a l’identifiant {identifier} : « halte pair --list » les montre.",
            identifier=identifier,
        )
    click.echo(say("C’est fait : {identifier} est dissocié.", identifier=identifier))
