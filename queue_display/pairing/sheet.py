"""What a display shows until it is paired: its code, and where to type it. Pure; French through `say`."""

from __future__ import annotations

from dataclasses import dataclass

from assets.wording import Wording
from queue_display.pairing.code import halves, short


@dataclass(frozen=True, slots=True)
class PairingShown:
    """`code` is empty while there is none: for `pause` seconds, or because of `trouble`, a sentence.

    `wrong`: somebody has tried another code. `name` and `identifier` are this display's.
    """

    name: str
    identifier: str
    code: str = ""
    pause: float = 0.0
    wrong: bool = False
    trouble: str = ""


def title(say: Wording) -> str:
    return say("Tapez ce code sur la borne")


def code(shown: PairingShown) -> str:
    return "\N{NBSP}".join(halves(shown.code)) if shown.code else "…"


def steps(say: Wording) -> tuple[str, ...]:
    """The way to where the code is typed, for a new kiosk and for one that is set up."""
    return (
        say("Borne neuve : touchez « Premier démarrage » sur son écran."),
        say(
            "Borne déjà réglée : touchez ses coins du haut, gauche, droite, gauche, droite. Tapez le code de"
            " service, puis touchez « Associer un écran »."
        ),
        say("Cet écran s’ouvre de lui-même dès que le code est tapé."),
    )


def who(shown: PairingShown, say: Wording) -> str:
    """As the kiosk lists it, where several displays wait."""
    return say("Cet écran : {name} ({short})", name=shown.name, short=short(shown.identifier))


def note(shown: PairingShown, say: Wording) -> str:
    """What keeps the code from being typed, or makes somebody wonder; empty where nothing does."""
    if shown.trouble:
        return shown.trouble
    if shown.pause:
        return say(
            "Trop de codes faux ont été essayés, sans doute par quelqu’un d’autre : le suivant"
            " vient dans {n} s.",
            n=round(shown.pause),
        )
    return say("Un code faux a été essayé ; celui-ci vaut toujours.") if shown.wrong else ""
