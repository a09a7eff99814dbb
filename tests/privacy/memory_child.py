"""A van's process whose memory is to be read: plays a day through queue, record, views and paper, then waits.

Arguments: the data folder and a seed. It says "open" once everybody has come, and "closed" once the day is
closed and counted; each time it goes on when it reads a line. Of what it played it keeps nothing itself: who
reads its memory makes the same day from the seed.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

from assets.private_process import keep_private
from assets.wording import wording
from kiosk.clock import Moment
from kiosk.paper import ticket_text
from kiosk.queue import CallNext, Close, Command, Decision, End, Open, Recall, State, Take, TicketTaken
from kiosk.queue_service import QueueService
from kiosk.record.record import Record
from kiosk.settings import Settings, Topic
from kiosk.views import VanFacts, agent_view, board_view
from printer.encode import encode
from printer.profiles import GENERIC, profile
from queue_display import codec
from queue_display.messages import Health, See
from tests import seeds

MORNING = datetime(2026, 3, 2, 8, 0, 7, 262_144, tzinfo=timezone(timedelta(hours=1)))
FIRST = 734_501
VISITORS = 12
TOPICS = ("zibeline", "quetsche", "sorcellerie")
"""Words that nothing else in a process holds."""

SETTINGS = Settings(topics=tuple(Topic(key, {"fr": f"{key} étiquette"}) for key in TOPICS))
WELL = Health("ok")


def moments(seed: int) -> Iterator[Moment]:
    """The moment of each command of the day, one after the other."""
    rng = seeds.of(seed)
    seconds = 0.0
    while True:
        seconds += rng.uniform(20, 300)
        yield Moment(MORNING + timedelta(seconds=seconds), 5000.123 + seconds, "5f0c-boot-of-the-day")


def commands(seed: int) -> Iterator[Command]:
    """All come, then all are served, at one desk; then the stop is closed."""
    rng = seeds.of(seed)
    yield Open()
    yield from (Take(rng.choice(TOPICS), rng.random() < 0.2) for _ in range(VISITORS))
    for _ in range(VISITORS):
        yield CallNext(1)
        yield Recall(1, 0)
        yield End(1, 0)
    yield Close()


class VanProcess:
    """What `kiosk.van` does with each decision, without a window, a network and a printer."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.record = Record.open(folder)
        self._moments = moments(seed)
        self._now = next(self._moments)
        state = replace(self.record.load(self._now), next_number=FIRST)
        self.service = QueueService(state, self.record, lambda: self._now)
        self.service.listen(self._shown)

    async def play(self, seed: int) -> None:
        for command in commands(seed):
            self._now = next(self._moments)
            decision = await self.service.submit(self._named(command), uuid4().hex)
            self._printed(decision)
            if self.service.state.next_number == FIRST + VISITORS and isinstance(command, Take):
                self._said("open")
        self._now = next(self._moments)
        await self.service.settle()

    def _named(self, command: Command) -> Command:
        """The same, of the ticket that is at the desk."""
        there = self.service.state.at_desk(1)
        if there and isinstance(command, Recall | End):
            return replace(command, number=there.number)
        return command

    def _shown(self, state: State) -> None:
        van = VanFacts(SETTINGS, state, self._now)
        codec.encode(See(agent_view(van)))
        codec.encode(See(board_view(van)))

    def _printed(self, decision: Decision) -> None:
        for event in decision.events:
            if isinstance(event, TicketTaken):
                text = ticket_text(
                    event.number, event.ahead, self._now.wall, SETTINGS.stops, SETTINGS, wording("fr")
                )
                encode(text, profile(GENERIC))

    def rest(self) -> None:
        """Close, the day is over: nothing of it is needed any more."""
        assert self.service.state.over
        self._now = Moment(MORNING.replace(hour=0, minute=0, second=0, microsecond=0), 1.0, "rest")
        gc.collect()
        self._said("closed")

    def _said(self, what: str) -> None:
        print(what, flush=True)
        sys.stdin.readline()


def main() -> None:
    keep_private()
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    van = VanProcess(folder, seed)
    asyncio.run(van.play(seed))
    van.rest()
    van.record.close()


if __name__ == "__main__":
    main()
