"""What the code and service screens show: the agents', and in French. Pure."""

from __future__ import annotations

from dataclasses import replace

from assets.wording import FRENCH, wording
from kiosk.touchscreen.flow import (
    CODE_LENGTH,
    Back,
    Digit,
    Do,
    Done,
    Input,
    Journey,
    Order,
    Pick,
    Revoke,
    Screen,
    ShowDisplays,
    ShowPairing,
)
from kiosk.touchscreen.parts import Control, Facts, Known, Shown

say = wording(FRENCH)


def code(at: Journey, facts: Facts) -> Shown:
    typed = "•" * len(at.typed) + "_" * (CODE_LENGTH - len(at.typed))
    return Shown(f"{say('Code')} {typed}", tiles=_keypad(Done(), say("Quitter")), columns=3)


def pairing(at: Journey, facts: Facts) -> Shown:
    """The display shows its code to everybody near it: what is typed may be seen, and checked."""
    typed = at.typed.ljust(CODE_LENGTH, "_")
    return Shown(
        f"{say('Code de l’écran')} {typed[:3]}\N{NBSP}{typed[3:]}",
        tiles=_keypad(Back(), say("Retour")),
        columns=3,
    )


def _keypad(leave: Input, spoken: str) -> tuple[Control, ...]:
    signs = [Control(f"digit:{d}", d, "", Digit(d), "tile") for d in "1234567890"]
    erase = Control("digit:erase", "", "backspace_outline", Digit(""), "tile", spoken=say("Effacer"))
    return (*signs[:9], erase, signs[9], Control("done", "", "close", leave, "tile", spoken=spoken))


def service(at: Journey, facts: Facts) -> Shown:
    return Shown(
        say("Service"),
        lines=tuple(facts.service),
        actions=(
            Control("test-print", say("Ticket d’essai"), "printer_outline", Order(Do.TEST_PRINT)),
            _pair(),
            Control("displays", say("Écrans"), "monitor_multiple", ShowDisplays()),
            Control("stop", say("Arrêter la borne"), "power", Order(Do.STOP), "danger"),
            Control("done", say("Quitter"), "close", Done(), "primary"),
        ),
    )


def displays(at: Journey, facts: Facts) -> Shown:
    """Each display that is trusted, to be picked."""
    if not facts.displays:
        return Shown(say("Aucun appairage."), "monitor_off", actions=(_pair(), _back(Back())))
    picks = (
        Control(f"display:{d.identifier}", _words(d, facts), *_link(d), spoken=_spoken(d, facts))
        for d in facts.displays
    )
    back = Control("done", say("Retour"), "arrow_left", Back(), "tile")
    return Shown(say("Écrans de confiance"), tiles=(*picks, replace(_pair(), kind="tile"), back))


def _words(display: Known, facts: Facts) -> str:
    """Its name; where several have the same, the beginning of what `halte pair --list` calls them too."""
    same = sum(other.name == display.name for other in facts.displays)
    return display.name if same == 1 else f"{display.name} ({display.identifier[:4]})"


def _link(display: Known) -> tuple[str, Input, str]:
    return "lan_connect" if display.connected else "lan_disconnect", Pick(display.identifier), "tile"


def _spoken(display: Known, facts: Facts) -> str:
    what = _words(display, facts)
    return say("{what} : relié", what=what) if display.connected else say("{what} : non relié", what=what)


def display(at: Journey, facts: Facts) -> Shown:
    """The picked display, and the way to be rid of it."""
    found = next((d for d in facts.displays if d.identifier == at.picked), None)
    if found is None:
        return Shown(say("Cet écran n’a déjà plus accès."), actions=(_back(ShowDisplays()),))
    state = say("Relié en ce moment") if found.connected else say("Non relié en ce moment")
    return Shown(
        _words(found, facts),
        lines=(state, say("Sans la confiance, cet écran ne voit plus rien et ne commande plus rien.")),
        actions=(
            Control("revoke", say("Ne plus faire confiance"), "link_variant_off", Revoke(), "danger"),
            _back(ShowDisplays()),
        ),
    )


def carrying_out(at: Journey, facts: Facts) -> Shown:
    return Shown(say("Un instant…"), "timer_sand")


def answer(at: Journey, facts: Facts) -> Shown:
    return Shown(at.said, actions=(_pair(), _back(Back())))


def _pair() -> Control:
    return Control("pair", say("Relier un écran"), "link_variant_plus", ShowPairing())


def _back(to: Input) -> Control:
    return Control("done", say("Retour"), "arrow_left", to, "primary")


AGENTS = {
    Screen.CODE: code,
    Screen.SERVICE: service,
    Screen.PAIRING: pairing,
    Screen.DISPLAYS: displays,
    Screen.DISPLAY: display,
    Screen.CARRYING_OUT: carrying_out,
    Screen.ANSWER: answer,
}
