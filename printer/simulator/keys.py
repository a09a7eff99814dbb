"""The simulated printer's faults from the keyboard: one key, one fault, pressed again to mend it."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from assets.wording import Wording, text
from printer.simulator.realtime import Fault
from printer.simulator.simulator import Simulator

KEYS: Mapping[str, tuple[Fault, str]] = {
    "p": (Fault.NO_PAPER, text("plus de papier")),
    "b": (Fault.NEAR_END, text("bientôt plus de papier")),
    "c": (Fault.COVER_OPEN, text("capot ouvert")),
    "m": (Fault.CUTTER, text("coupe-papier bloqué")),
    "t": (Fault.HOT, text("tête trop chaude")),
    "x": (Fault.XOFF, text("ne prend plus de données (XOFF)")),
    "i": (Fault.GARBAGE, text("réponses illisibles")),
    "s": (Fault.SILENT, text("ne répond pas")),
    "e": (Fault.OFF, text("éteinte")),
    "d": (Fault.UNPLUGGED, text("débranchée")),
}

QUIT = "q"


def press(key: str, printer: Simulator, say: Wording) -> str:
    """Begin or end the fault of `key`; what to tell whoever pressed it."""
    if key not in KEYS:
        return help_text(say)
    fault, _ = KEYS[key]
    if fault in printer.faults:
        printer.mend(fault)
    else:
        printer.fail(fault)
    names = [say(name) for fault, name in KEYS.values() if fault in printer.faults]
    return say("État de l’imprimante\u00a0: {state}", state=", ".join(names) or say("prête"))


def help_text(say: Wording) -> str:
    """The keys, one a line."""
    lines = [f"  {key}  {say(name)}" for key, (_, name) in KEYS.items()]
    return "\n".join(
        [say("Touches (une seconde pression répare)\u00a0:"), *lines, f"  {QUIT}  {say('quitter')}"]
    )


def listen(printer: Simulator, out: Callable[[str], None], say: Wording, stop: int) -> None:
    """Follow the keyboard, where there is one, until `QUIT` or until the descriptor `stop` can be read."""
    if not sys.stdin.isatty():
        select.select([stop], [], [])
        return
    with _single_keys(sys.stdin.fileno()) as keyboard:
        out(help_text(say))
        while stop not in select.select([keyboard, stop], [], [])[0]:
            key = os.read(keyboard, 1).decode("ascii", "ignore")
            if key == QUIT:
                return
            out(press(key, printer, say))


@contextmanager
def _single_keys(terminal: int) -> Iterator[int]:
    """Keys as they are pressed, without waiting for Return; Ctrl-C still interrupts."""
    import termios
    import tty

    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    try:
        yield terminal
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
