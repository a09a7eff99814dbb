"""What the code and service screens show: the agents', and in French. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assets.wording import FRENCH, TO_AGENTS
from kiosk.touchscreen.content import machine
from kiosk.touchscreen.content.pager import way_back
from kiosk.touchscreen.content.parts import Content, Control, Facts, PairedDisplay, TextLine, must
from kiosk.touchscreen.journey.agents import SERVICE_DIGITS
from kiosk.touchscreen.journey.effects import PrintTestTicket, StopKiosk
from kiosk.touchscreen.journey.inputs import (
    Back,
    Begin,
    ByFinger,
    Digit,
    Leave,
    LookOver,
    Order,
    Pick,
    Revoke,
    Show,
    ShowPairing,
)
from kiosk.touchscreen.journey.state import DisplayChoice, Journey, Screen
from queue_display.messages.roles import ROLES
from queue_display.pairing.code import PAIRING_DIGITS, SIGNS, halves, short

say = TO_AGENTS

ERASE = "<"
"""Stands among the keys of a keypad for the one that takes the last sign back."""

LONGEST = 15
"""Signs of a display's name beside its code."""


def code(at: Journey, facts: Facts) -> Content:
    typed = "•" * len(at.typed) + "_" * (SERVICE_DIGITS - len(at.typed))
    return Content(f"{say('Code')} {typed}", tiles=_keypad(Leave(), say("Quitter")), columns=3)


def first_start(at: Journey, facts: Facts) -> Content:
    """What the two steps are, before the first of them."""
    return Content(
        say("Premier démarrage"),
        "key_variant",
        lines=must(
            say("Choisissez un code à six chiffres et retenez-le : il ouvre l’écran de service."),
            say("Puis tapez le code que montre l’écran à associer."),
        ),
        actions=(
            Control("choose-code", say("Choisir le code"), "key_variant", Show(Screen.CHOOSING), "primary"),
            Control("done", say("Retour"), "arrow_left", Leave()),
        ),
    )


def choosing(at: Journey, facts: Facts) -> Content:
    typed = "•" * len(at.typed) + "_" * (SERVICE_DIGITS - len(at.typed))
    title = say("Encore une fois") if at.chosen else say("Recommencez") if at.differs else say("Votre code")
    return Content(f"{title} {typed}", tiles=_keypad(Leave(), say("Quitter")), columns=3)


def not_begun(at: Journey, facts: Facts) -> Content:
    return Content(
        at.said, "key_alert", actions=(Control("done", say("Retour"), "arrow_left", Leave(), "primary"),)
    )


def offer_first_start() -> Control:
    """On the closed screen of a kiosk that nobody has set up: in French, as all that is the agents'."""
    words = say("Premier démarrage")
    return Control("first-start", words, "key_variant", Begin(), "primary", language=FRENCH)


def pairing(at: Journey, facts: Facts) -> Content:
    """The display shows its code to everybody near it: what is typed may be seen, and checked."""
    typed = "\N{NBSP}".join(halves(at.typed.ljust(PAIRING_DIGITS, "_")))
    name = next((_name(d, at.waiting) for d in at.waiting if d.identifier == at.picked), "")
    return Content(
        f"{_cut(name)} {typed}",
        tiles=_keypad(Back(), say("Retour")),
        columns=3,
    )


def signs(at: Journey, facts: Facts) -> Content:
    """Which of several is meant: what stands on it beside its name."""
    typed = at.typed.ljust(SIGNS, "_")
    return Content(
        say("Signes de l’écran : {signs}", signs=typed),
        tiles=_keypad(Back(), say("Retour"), f"1234567890abcdef{ERASE}"),
        columns=6,
    )


def _keypad(leave: ByFinger, spoken: str, keys: str = f"123456789{ERASE}0") -> tuple[Control, ...]:
    """`keys` in their order; the one to leave by is the last."""
    done = Control("done", "", "close", leave, "tile", spoken=spoken)
    return (*map(_key, keys), done)


def _key(sign: str) -> Control:
    if sign == ERASE:
        return Control("digit:erase", "", "backspace_outline", Digit(""), "tile", spoken=say("Effacer"))
    return Control(f"digit:{sign}", sign, "", Digit(sign), "tile")


def service(at: Journey, facts: Facts) -> Content:
    return Content(
        say("Écran de service"),
        lines=tuple(TextLine(line, must=False) for line in facts.service()),
        actions=(
            Control("test-print", say("Ticket d’essai"), "printer_outline", Order(PrintTestTicket())),
            _pair(),
            Control("displays", say("Écrans"), "monitor_multiple", Show(Screen.DISPLAYS)),
            Control("machine", say("Cette machine"), "stethoscope", LookOver()),
            Control("stop", say("Arrêter la borne"), "power", Order(StopKiosk()), "danger"),
            Control("done", say("Quitter"), "close", Leave(), "primary"),
        ),
    )


def waiting(at: Journey, facts: Facts) -> Content:
    """Each display that waits to be paired, to be picked; its code then proves that it is the one."""
    picks = (Control(f"display:{d.identifier}", _with_role(d, at.waiting), *_look(d)) for d in at.waiting)
    back = way_back(say, Back(), "tile")
    return Content(say("Quel écran associer ?"), tiles=(*picks, back))


def _look(display: DisplayChoice) -> tuple[str, ByFinger, str]:
    icon = ROLES[display.role].icon if display.role else "monitor"
    return icon, Pick(display.identifier), "tile"


def _with_role(display: DisplayChoice, among: Sequence[DisplayChoice]) -> str:
    name = _name(display, among)
    role = ROLES[display.role].described(say, display.desk) if display.role else say("écran")
    return name if role.casefold() in name.casefold() else f"{name}\n{role}"


def _cut(name: str) -> str:
    """As much of a name as stands beside a code on the narrowest screen."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def displays(at: Journey, facts: Facts) -> Content:
    """Each display that is trusted, to be picked."""
    known = facts.displays()
    if not known:
        return Content(say("Aucun écran associé."), "monitor_off", actions=(_pair(), _back(Back())))
    picks = (
        Control(f"display:{d.identifier}", _name(d, known), *_link(d), spoken=_spoken(d, known))
        for d in known
    )
    back = way_back(say, Back(), "tile")
    return Content(say("Écrans associés"), tiles=(*picks, replace(_pair(), kind="tile"), back))


def _name(display: PairedDisplay | DisplayChoice, among: Sequence[PairedDisplay | DisplayChoice]) -> str:
    """Its name; where several have the same, the beginning of what `halte pair` calls them too."""
    same = sum(other.name == display.name for other in among)
    return display.name if same == 1 else f"{display.name} ({short(display.identifier)})"


def _link(display: PairedDisplay) -> tuple[str, ByFinger, str]:
    return "lan_connect" if display.connected else "lan_disconnect", Pick(display.identifier), "tile"


def _spoken(display: PairedDisplay, among: Sequence[PairedDisplay]) -> str:
    what = _name(display, among)
    return (
        say("{what} : connecté", what=what) if display.connected else say("{what} : pas connecté", what=what)
    )


def display(at: Journey, facts: Facts) -> Content:
    """The picked display, and the button that ends its trust."""
    known = facts.displays()
    found = next((d for d in known if d.identifier == at.picked), None)
    if found is None:
        return Content(say("Cet écran est déjà dissocié."), actions=(_back(Show(Screen.DISPLAYS)),))
    state = say("Connecté en ce moment") if found.connected else say("Pas connecté en ce moment")
    return Content(
        _name(found, known),
        lines=must(state, say("Un écran dissocié ne voit plus rien et ne commande plus rien.")),
        actions=(
            Control("revoke", say("Dissocier cet écran"), "link_variant_off", Revoke(), "danger"),
            _back(Show(Screen.DISPLAYS)),
        ),
    )


def carrying_out(at: Journey, facts: Facts) -> Content:
    return Content(say("Un instant…"), "timer_sand")


def answer(at: Journey, facts: Facts) -> Content:
    return Content(at.said, actions=(_pair(), _back(Back())))


def _pair() -> Control:
    return Control("pair", say("Associer un écran"), "link_variant_plus", ShowPairing())


def _back(to: ByFinger) -> Control:
    return way_back(say, to, "primary")


AGENTS: Mapping[Screen, Callable[[Journey, Facts], Content]] = {
    Screen.FIRST_START: first_start,
    Screen.CHOOSING: choosing,
    Screen.NOT_BEGUN: not_begun,
    Screen.CODE: code,
    Screen.SERVICE: service,
    Screen.SIGNS: signs,
    Screen.WAITING: waiting,
    Screen.PAIRING: pairing,
    Screen.DISPLAYS: displays,
    Screen.DISPLAY: display,
    Screen.MACHINE: machine.machine,
    Screen.FINDING: machine.finding,
    Screen.CARRYING_OUT: carrying_out,
    Screen.ANSWER: answer,
}
