"""What the code and service screens show: the agents', and in French. Pure."""

from __future__ import annotations

from assets.wording import FRENCH, wording
from kiosk.flow import CODE_LENGTH, Digit, Do, Done, Journey, Order, Screen
from kiosk.shows import Control, Facts, Shown

say = wording(FRENCH)


def code(at: Journey, facts: Facts) -> Shown:
    signs = [Control(f"digit:{d}", d, "", Digit(d), "tile") for d in "1234567890"]
    erase = Control("digit:erase", "", "backspace_outline", Digit(""), "tile", spoken=say("Effacer"))
    leave = Control("done", "", "close", Done(), "tile", spoken=say("Quitter"))
    signs = [*signs[:9], erase, signs[9], leave]
    typed = "•" * len(at.typed) + "_" * (CODE_LENGTH - len(at.typed))
    return Shown(f"{say('Code')} {typed}", tiles=tuple(signs))


def service(at: Journey, facts: Facts) -> Shown:
    return Shown(
        say("Service"),
        lines=tuple(facts.service),
        actions=(
            Control("test-print", say("Ticket d’essai"), "printer_outline", Order(Do.TEST_PRINT)),
            Control("stop", say("Arrêter la borne"), "power", Order(Do.STOP), "danger"),
            Control("done", say("Quitter"), "close", Done(), "primary"),
        ),
    )


AGENTS = {Screen.CODE: code, Screen.SERVICE: service}
