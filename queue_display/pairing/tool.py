"""`halte pair` at a terminal: wait with a code, type one, list, revoke. Each returns when it is done."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import click

from assets.asking import agree, answer
from assets.wording import Wording, text
from queue_display.messages import Role
from queue_display.messages.roles import ROLES
from queue_display.network.discovery import Interfaces
from queue_display.pairing.code import halves, short
from queue_display.pairing.display_end import PairingDisplay
from queue_display.pairing.exchange import PairingFailed
from queue_display.pairing.kiosk_end import WaitingDisplay, pair_with, waiting_displays
from queue_display.trust import Paired, Trust


class Once:
    """Called any number of times, it calls once."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call: Callable[[], None] | None = call

    def __call__(self) -> None:
        call, self._call = self._call, None
        if call:
            call()


def wait_with_code(
    say: Wording, trust: Trust, name: str, role: Role, desk: int | None, interfaces: Interfaces = None
) -> None:
    """On a display: show codes until the kiosk has been given one. Raises PairingFailed."""

    click.echo(say("Cet écran : {name} ({short})", name=name, short=short(trust.identifier)))

    def show(code: str, seconds: float) -> None:
        if code:
            click.echo(say("Code à taper sur la borne : {code}", code=" ".join(halves(code))))
        else:
            click.echo(
                say(
                    "Trop de codes faux ont été essayés, sans doute par quelqu’un d’autre : le suivant"
                    " vient dans {n} s.",
                    n=round(seconds),
                )
            )

    wrong = Once(lambda: click.echo(say("Un code faux a été essayé ; celui-ci vaut toujours.")))

    async def pair() -> str:
        seat = ROLES[role].seat(desk)
        display = PairingDisplay(trust, name, role, seat, on_code=show, on_wrong=wrong, interfaces=interfaces)
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
    role: Role | None = None,
    admit: Callable[[Paired], None] = lambda display: None,
) -> None:
    """On the kiosk's machine: pair with a display that waits. Raises PairingFailed.

    `wanted` names it, or begins its identifier; without, it is the only one, or one whose signs are given at
    the terminal. `role` is what it is to be; only a referent's, which reads the whole log, has to be said, or
    agreed to. `admit` as in `pair_with`.
    """
    display = found(say, interfaces, wanted)
    _agreed(say, display, role)
    paired = asyncio.run(pair_with(trust, display, code, van, admit))
    click.echo(linked(say, paired))


def linked(say: Wording, paired: Paired) -> str:
    """That the kiosk knows a display now, and what it may see and do from now on."""
    what = ROLES[paired.role].described(say, paired.desk)
    return say(
        "C’est fait : l’écran « {name} » ({what}) est associé à la borne.", name=paired.name, what=what
    )


def found(say: Wording, interfaces: Interfaces, wanted: str) -> WaitingDisplay:
    """The display that is meant. Where several may be, it is asked for by its signs, and then only those that
    have them are looked for: however many others somebody announces, it is among them.

    Raises PairingFailed.
    """
    beginning = wanted if _SIGNS.fullmatch(wanted) else ""
    waiting = asyncio.run(waiting_displays(interfaces, beginning=beginning))
    meant = those_meant(some(waiting, beginning), wanted)
    while len(meant) > 1:
        signs = _asked(say, meant)
        meant = some(asyncio.run(waiting_displays(interfaces, beginning=signs)), signs)
    return meant[0]


def _agreed(say: Wording, display: WaitingDisplay, role: Role | None) -> None:
    """Raises PairingFailed for one that is not what it is to be, or that nobody said may read the log."""
    what = display.role
    if role is not None and role is not what:
        raise PairingFailed(
            "L’écran {display} s’annonce comme {what} : rien n’a été fait.",
            display=_words(display),
            what=ROLES[what].kind if what else text("écran d’une autre sorte"),
        )
    agree(
        say,
        say("{display} pourra lire tout le journal. L’associer ?", display=_words(display)),
        unasked=PairingFailed(
            "{display} est un poste du référent, qui lit tout le journal : ajoutez « --as referent » pour"
            " l’associer.",
            display=_words(display),
        ),
        refused=PairingFailed("{display} n’est pas associé ; rien n’a changé.", display=_words(display)),
        yes=role is Role.REFERENT or what is not Role.REFERENT,
    )


def some(displays: list[WaitingDisplay], signs: str = "") -> list[WaitingDisplay]:
    """Those that wait; `signs` are those that were looked for. Raises PairingFailed if there is none."""
    if not displays and signs:
        raise PairingFailed(
            "Aucun écran qui attend ne montre les signes {signs} : relisez-les sur l’écran, puis"
            " recommencez.",
            signs=signs,
        )
    if not displays:
        raise PairingFailed(
            "Aucun écran n’attend d’être associé : ouvrez Halte sur l’écran, qui montre son code, puis"
            " recommencez."
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


def _asked(say: Wording, displays: list[WaitingDisplay]) -> str:
    """The signs of the one that is meant. Raises PairingFailed where nobody can be asked."""
    waiting = ", ".join(map(_words, displays))
    unasked = PairingFailed(
        "Plusieurs écrans attendent : dites lequel avec --display. En attente : {waiting}.",
        waiting=waiting,
    )
    question = say(
        "Plusieurs écrans attendent ({waiting}). Les quatre signes que le bon affiche :", waiting=waiting
    )
    while not _SIGNS.fullmatch(signs := answer(question, unasked).lower()):
        pass
    return signs


_SIGNS = re.compile("[0-9a-f]{4,12}")
"""The beginning of an identifier, as it is read off a screen."""


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
