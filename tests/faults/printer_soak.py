"""Tickets and faults at random against one printer: what must hold after any number of them.

python -m tests.faults.printer_soak --tickets 10000 --faults 1000 [--seed N]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from printer.outcome import Outcome, Result
from printer.simulator.paper import Slip
from printer.simulator.realtime import Fault
from printer.simulator.simulator import Simulator
from printer.ticket import TicketText
from printer.worker import Printer
from tests import seeds
from tests.processes import LATE

FAULTS = tuple(fault for fault in Fault if fault is not Fault.SILENT)
"""Drawn at random. A printer that keeps silent is in the fault tests: each ticket there takes a second."""


@dataclass
class Soak:
    """`printed` counts the slips on which a number stands, whole or torn."""

    seed: int
    tickets: int
    faults: int
    printed: Counter[int] = field(default_factory=Counter)
    outcomes: Counter[Result] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)  # kB resident, ten readings
    descriptors: list[int] = field(default_factory=list)
    done: int = 0
    _unprinted: set[int] = field(default_factory=set)  # given up with no number on paper by then

    def on_slip(self, slip: Slip) -> None:
        for line in slip.lines:
            if line.isdigit():
                self.printed[int(line)] += 1

    async def run(self, folder: Path) -> None:
        chance = seeds.of(self.seed)
        struck = set(chance.sample(range(self.tickets), min(self.faults, self.tickets)))
        with Simulator(link=folder / "printer", on_slip=self.on_slip) as simulator:
            printer = Printer(f"serial://{folder}/printer", "TM-T20II", ask_every=0.01, give_up=LATE)
            running = asyncio.create_task(printer.run())
            for number in range(1, self.tickets + 1):
                await self._one(number, printer, simulator, chance if number - 1 in struck else None)
                simulator.roll.slips.clear()  # the paper falls into a basket, not into our memory
                if number % max(1, self.tickets // 10) == 0:
                    self._weigh()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def _one(
        self, number: int, printer: Printer, simulator: Simulator, chance: random.Random | None
    ) -> None:
        fault = chance.choice(FAULTS) if chance else None
        if chance and fault:
            simulator.fail(fault, after=chance.choice([0, chance.randrange(1, 200)]))
        outcome = await printer.print(TicketText("Agglo Mobile", number, heading="Votre numéro"))
        self._book(number, outcome, simulator)
        if fault:
            simulator.disarm()
            simulator.mend(fault)
            await _ready(printer)

    def _book(self, number: int, outcome: Outcome, simulator: Simulator) -> None:
        self.outcomes[outcome.result] += 1
        on_paper = number in self.printed or str(number) in simulator.hanging.lines
        if outcome.result is Result.GIVEN_UP and not on_paper:
            self._unprinted.add(number)
        self.done = number

    def _weigh(self) -> None:
        status = Path("/proc/self/statm").read_text().split()
        self.memory.append(int(status[1]) * os.sysconf("SC_PAGE_SIZE") // 1024)
        self.descriptors.append(len(list(Path("/proc/self/fd").iterdir())))

    def twice(self) -> list[int]:
        return [number for number, times in self.printed.items() if times > 1]

    def late(self) -> list[int]:
        """Tickets whose number came out after they had been given up."""
        return sorted(self._unprinted & self.printed.keys())

    def missing(self) -> int:
        """Tickets said to be printed that are on no paper."""
        return max(0, self.outcomes[Result.PRINTED] - len(self.printed))


async def _ready(printer: Printer) -> None:
    """Wait until the printer can print, however long it takes it to find out."""
    came = asyncio.Event()
    printer.on_status = lambda status: came.set()
    async with asyncio.timeout(30):
        while not printer.status.can_print:
            came.clear()
            await came.wait()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--faults", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=seeds.anew())
    options = parser.parse_args()
    soak, started = Soak(options.seed, options.tickets, options.faults), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(soak.run(Path(folder)))
    outcomes = {result.value: n for result, n in soak.outcomes.items()}
    seconds = round(time.monotonic() - started)
    sys.stdout.write(
        f"seed {soak.seed}: {soak.done} tickets, {options.faults} faults, {seconds} s\n"
        f"outcomes {outcomes}\n"
        f"twice {soak.twice()}, late {soak.late()}, confirmed but missing {soak.missing()}\n"
        f"memory kB {soak.memory}\ndescriptors {soak.descriptors}\n"
    )
    return 1 if soak.twice() or soak.late() or soak.missing() else 0


if __name__ == "__main__":
    sys.exit(main())
