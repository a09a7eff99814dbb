"""The steps, in their order: each is what a person does, and what must be seen then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tests.field import steps_care as care
from tests.field import steps_faults as faults
from tests.field import steps_start as start
from tests.field.trial import Trial

Act: TypeAlias = Callable[[Trial], str]
"""Does it, and says in a few words what was seen. Raises NotShown, NotYet."""


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    act: Act
    needed: bool = False  # whether nothing can be tried after it has failed


STEPS: Sequence[Step] = (
    Step("Installed by the README's lines", start.install, needed=True),
    Step("Switched off and on: the kiosk shows itself", start.boot, needed=True),
    Step("`systemd-analyze verify` and `security`", start.judged),
    Step("What the unit lets Halte do, and what not", start.rights),
    Step("An agent's display, paired by code", start.pair),
    Step("A touch: ticket, call, end, counted", start.touch),
    Step("Halte killed (SIGKILL)", faults.kiosk_killed),
    Step("cage killed (SIGKILL)", faults.cage_killed),
    Step("Halte hangs (SIGSTOP)", faults.hung),
    Step("Monitor switched off and on", faults.monitor_off),
    Step("Power cut, with somebody in the line", faults.power_cut),
    Step("`systemctl stop`", faults.stop),
    Step("Settings that are wrong", faults.bad_settings),
    Step("Commands run as root", care.as_root),
    Step("Another account: `make run` in a clone", care.another_account),
    Step("Another account: the van's log", care.refused),
    Step("A stick plugged in while the kiosk runs", care.stick),
    Step("Backup, loss, restore", care.backup),
    Step("Update without the network", care.update_without_network),
    Step("Update with the network", care.update),
    Step("Rollback", care.rollback),
    Step("A system that is read only, with a data partition", care.read_only),
    Step("Uninstalled", care.uninstall),
)
