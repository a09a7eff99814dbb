"""Sees to it that a window lives: its frames feed systemd's watchdog, its parts are made anew when they hang.

    await live(app, *parts, vitals=van.vitals())

Each part is asked for a sign of life through itself, again and again; `queue_display.windows.vitals` says
what becomes of one that is late. systemd is fed only after a frame that was asked for has been drawn, and
only as long as no part is lost: a frozen screen feeds nobody, and `WatchdogSec` ends it.

Where nobody watches, as on a laptop's desk, parts are made anew all the same. A part that only a restart
would help is then told in the log, and the window stays: what still works is worth more than no screen.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import Callable, Sequence

from assets.wording import TO_AGENTS, Text, text
from queue_display.windows.notify import ServiceManager
from queue_display.windows.vitals import TURN, Remedy, Vital, Watch

log = logging.getLogger(__name__)

say = TO_AGENTS

RUNNING = text("En marche.")


class Watchdog:
    """A part for `queue_display.windows.window.live`. `now` is a steady clock, in seconds; `status` is what
    `systemctl status` says as long as all is well."""

    def __init__(
        self,
        vitals: Sequence[Vital],
        manager: ServiceManager,
        now: Callable[[], float] = time.monotonic,
        status: Text = RUNNING,
    ) -> None:
        self._vitals = {vital.name: vital for vital in vitals}
        self._manager, self._now, self._status = manager, now, say(status)
        self._every = min(TURN, manager.patience / 2) if manager.patience else TURN
        self._watch = Watch(vitals, now())
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._lost: set[str] = set()  # that only a restart would help

    @property
    def wanted(self) -> bool:
        """Whether there is anything to watch over."""
        return bool(self._vitals) or self._manager.listens

    async def run(self) -> None:
        """Watch until cancelled."""
        frames = _Frames() if self._manager.listens else None
        try:
            if frames:
                await frames.next()
                self._manager.ready(self._status)
            self._watch.turn(self._now())
            for name in self._vitals:
                self._ask(name)
            while True:
                await asyncio.sleep(self._every)
                self._turn()
                if frames and not self._lost:
                    await frames.next()
                    self._manager.feed()
        finally:
            await self._leave(frames)

    def stopping(self) -> None:
        """The process was told to end."""
        self._manager.stopping()

    async def _leave(self, frames: _Frames | None) -> None:
        self._manager.close()
        if frames:
            frames.leave()
        for task in self._asking.values():
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)

    # --- The parts --------------------------------------------------------------------------------

    def _turn(self) -> None:
        for name, remedy in self._watch.turn(self._now()).items():
            vital = self._vitals[name]
            if remedy is Remedy.RENEW:
                self._renew(vital)
            elif name not in self._lost:
                self._restart(vital)

    def _renew(self, vital: Vital) -> None:
        log.error("a part does not answer, it is made anew: %s", vital.name)
        self._manager.status(say(vital.lost))
        self._asking[vital.name].cancel()
        try:
            vital.renew()
        except Exception:  # one that cannot be made anew is late again, and then it is the process's turn
            log.exception("a part was not made anew")
        self._ask(vital.name)

    def _restart(self, vital: Vital) -> None:
        """Asked for once: of several that are lost, the first is named."""
        log.error("a part does not answer, only a restart helps: %s", vital.name)
        first = not self._lost
        self._lost.add(vital.name)
        if first and self._manager.listens:
            why = say("{what} Halte redémarre.", what=say(vital.lost))
            if sys.stderr:
                sys.stderr.write(f"halte : {why}\n")
            self._manager.end_me(why)

    def _ask(self, name: str) -> None:
        self._asking[name] = asyncio.create_task(self._keep_asking(self._vitals[name]), name=f"vital {name}")

    async def _keep_asking(self, vital: Vital) -> None:
        """One that fails is not asked again before it is made anew: it is late, as one that hangs."""
        try:
            while True:
                await vital.answer()
                self._answered(vital)
                await asyncio.sleep(self._every)
        except Exception as failure:
            log.error("a part answers with a failure: %s", type(failure).__name__)

    def _answered(self, vital: Vital) -> None:
        if self._watch.answered(vital.name):
            self._manager.status(self._status)


class _Frames:
    """The window's frames, each asked for: a still screen draws none of its own accord."""

    def __init__(self) -> None:
        from kivy.core.window import Window

        self._window = Window
        self._drawn = asyncio.Event()
        self._window.bind(on_flip=self._flips)

    async def next(self) -> None:
        """Return once the screen has been drawn anew: the loop goes on after `on_flip` only when the picture
        has been handed over."""
        self._drawn.clear()
        while not self._drawn.is_set():
            self._window.canvas.ask_update()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._drawn.wait(), TURN)

    def leave(self) -> None:
        self._window.unbind(on_flip=self._flips)

    def _flips(self, *_: object) -> None:
        self._drawn.set()
