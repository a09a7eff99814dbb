"""The doctor in the kiosk: looks at the machine now and then, on a thread, and whenever somebody asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from assets.findings import Finding, worst_first
from assets.threads import on_a_thread_of_its_own
from kiosk.doctor import asking
from kiosk.doctor.examination import MACHINE_CHECKS, Check, examine
from kiosk.doctor.machine import Machine
from kiosk.doctor.van_parts import VanState, judge_van

FIRST = 20.0
"""Seconds after the start until the first look: the first visitors do not wait for it."""

AGAIN = 900.0
"""Seconds between two looks: a disk fills and a network goes in minutes, not at once."""


class VanDoctor:
    """`state` tells how the van is just now; `changed` is called when there are new findings."""

    def __init__(
        self,
        machine: Machine,
        state: Callable[[], VanState],
        changed: Callable[[], None],
        checks: Mapping[str, Check] = MACHINE_CHECKS,
    ) -> None:
        self._machine, self._state, self._changed, self._checks = machine, state, changed, checks
        self._looking: asyncio.Task[None] | None = None
        self.machine_findings: tuple[Finding, ...] = ()
        """Of the machine, the worst first; none before the first look."""

    @property
    def findings(self) -> Sequence[Finding]:
        """All that is known now, the worst first."""
        return worst_first([*judge_van(self._state()), *self.machine_findings])

    async def look(self) -> Sequence[Finding]:
        """Look anew, on a thread; whoever asks meanwhile waits for the same look."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look_once())
        await asyncio.shield(self._looking)
        return self.findings

    async def _look_once(self) -> None:
        found = await on_a_thread_of_its_own(partial(examine, self._machine, self._checks), "doctor")
        before, self.machine_findings = self.machine_findings, tuple(worst_first(found))
        if self.machine_findings != before:
            self._changed()

    async def run(self) -> None:
        """Look now and then, and answer who asks from this machine, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(asking.serve(self._machine.data, self.look))
            tasks.create_task(self._now_and_then())

    async def _now_and_then(self) -> None:
        await asyncio.sleep(FIRST)
        while True:
            await self.look()
            await asyncio.sleep(AGAIN)
