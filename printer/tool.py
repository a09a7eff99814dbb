"""What `halte printer list, status, test` and `simulate` do. Text goes to `out`, failures are Trouble."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from assets.errors import Trouble
from assets.wording import Wording
from printer.address import find_model
from printer.device import Device
from printer.finder import FoundPrinter, connect, find
from printer.logo import BadLogo, load
from printer.outcome import GIVE_UP, Outcome, Result
from printer.port.simulated import SlipFolder
from printer.profiles import FRENCH_SIGNS
from printer.profiles import profile as find_profile
from printer.simulator.keys import listen
from printer.simulator.paper import Slip
from printer.simulator.simulator import Simulator
from printer.status import PaperStatus
from printer.ticket import TicketText

Out = Callable[[str], None]

NARROW = 32
"""Columns of a 58 mm printer."""


class PrinterFailed(Trouble):
    """The printer did not do what it was asked; the sentence is its status."""


def list_printers(out: Out, say: Wording, look: Callable[[], list[FoundPrinter]] = find) -> None:
    """One line for each printer found: its address, its name; and one more for the address that stays the
    same when it is plugged in again, if that is another."""
    found = look()
    for printer in found:
        doubt = (
            "" if printer.sure else say(" (adaptateur série : une imprimante peut être branchée derrière)")
        )
        out(f"{printer.address}\t{printer.name}{doubt}")
        if printer.lasting:
            out(say("    reste la même si on la rebranche : {address}", address=printer.lasting))
    if not found:
        out(say("Aucune imprimante trouvée. Vérifiez qu’elle est allumée et branchée, puis recommencez."))


def show_status(address: str, profile: str, out: Out, say: Wording) -> None:
    """What the printer at `address` says of itself. Raises PrinterFailed unless it could print."""
    with contextlib.closing(Device(lambda: connect(address, profile))) as device:
        status = device.ask()
        where = device.address or address
    _or_fail(status)
    out(f"{where}  {status.condition.said(say) or say('L’imprimante est prête.')}")


def print_test(address: str, profile: str, out: Out, say: Wording, logo: Path | None = None) -> None:
    """Print the letters of French, and a ticket for each width of paper that fits; say how long each took.

    `logo` heads them, as it heads a visitor's ticket; one that is no picture is told. Raises PrinterFailed.
    """
    with contextlib.closing(Device(lambda: connect(address, profile), logo=logo)) as device:
        _or_fail(device.ask())
        _tell_of(logo, out, say)
        out(say("Imprimante : {address}", address=device.address))
        widths = sorted({min(NARROW, device.columns), device.columns})
        for page, columns in [(letters(say), device.columns), *((sample(say), width) for width in widths)]:
            started = time.monotonic()
            outcome = device.print(page, started + 2 * GIVE_UP, columns)
            if outcome.result is Result.GIVEN_UP:
                raise PrinterFailed(outcome.status.condition.sentence)
            out(_timed(outcome, columns, time.monotonic() - started, say))


def _tell_of(logo: Path | None, out: Out, say: Wording) -> None:
    if logo:
        try:
            load(logo, find_profile())
        except BadLogo as bad:
            out(bad.said(say))


def letters(say: Wording) -> TicketText:
    """Every French character, on one slip: small letters, capitals, signs."""
    small, large, signs = (
        " ".join(character for character in FRENCH_SIGNS if kind(character))
        for kind in (str.islower, str.isupper, _sign)
    )
    return TicketText(van="Halte", number=123, heading=say("Essai d’impression"), stops=(small, large, signs))


def _sign(character: str) -> bool:
    return not character.isalpha() and not character.isspace()


def sample(say: Wording) -> TicketText:
    return TicketText(
        van="Agglo Mobile",
        number=12,
        heading=say("Votre numéro"),
        ahead=say.count("Une personne avant vous", "{n} personnes avant vous", 3),
        confidential=say("Votre visite est confidentielle."),
    )


def simulate(
    link: Path | None, paper: Path | None, model: str, baud: int, speed: float, out: Out, say: Wording
) -> None:
    """Be a printer until interrupted: `link` becomes a link to the port, slips are kept in folder `paper`.

    `baud` 0 is a line without limit, `speed` the paper's, in mm/s. On a terminal, keys bring faults about.
    """
    chosen = find_model(model)
    with contextlib.ExitStack() as stack:
        stop = stack.enter_context(_interruption())
        folder = stack.enter_context(contextlib.closing(SlipFolder(paper))) if paper else None

        def on_slip(slip: Slip) -> None:
            out(slip.text)
            if folder:
                folder.keep(slip)

        printer = stack.enter_context(
            Simulator(chosen, link=link, baud=baud, mm_s=speed, on_slip=on_slip, keep=False)
        )
        out(say("Imprimante simulée : serial://{path}", path=printer.path))
        listen(printer, out, say, stop)


@contextlib.contextmanager
def _interruption() -> Iterator[int]:
    """A descriptor that can be read once the process has been told to end."""
    stop, told = os.pipe()
    before = {
        number: signal.signal(number, lambda *unused: os.write(told, b"!"))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(stop)
        os.close(told)


def _timed(outcome: Outcome, columns: int, seconds: float, say: Wording) -> str:
    text = say(
        "Imprimé et confirmé en {seconds} s, sur {columns} colonnes.",
        seconds=f"{seconds:.2f}",
        columns=columns,
    )
    if outcome.result is Result.PRINTED:
        return text
    return say(
        "Envoyé en {seconds} s, sur {columns} colonnes ; cette imprimante ne confirme pas.",
        seconds=f"{seconds:.2f}",
        columns=columns,
    )


def _or_fail(status: PaperStatus) -> None:
    if not status.can_print:
        raise PrinterFailed(status.condition.sentence)
