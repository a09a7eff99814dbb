"""From a bare system to a visit that is counted."""

from __future__ import annotations

import re
import time
from pathlib import Path

from tests.field import desk, readme
from tests.field.furniture import TECHNICIAN
from tests.field.machine import Booted, NotShown
from tests.field.table import seconds
from tests.field.trial import Trial

PROBE = Path(__file__).parent / "probe.py"
AS_PROBE = """[Service]
Type=oneshot
Restart=no
WatchdogSec=0
ExecStart=
ExecStart=/usr/bin/python3 /srv/probe.py
"""

LATE = 300.0
"""Seconds for apt and pip to bring what is not kept yet."""


def install(trial: Trial) -> str:
    prompt = "a login prompt on the first console, which the kiosk is to put away"
    trial.machine.wait(prompt, lambda: _prompt(trial.machine) == "active")
    begun = time.monotonic()
    lines = readme.installation(trial.readme, trial.address)
    trial.machine.run(f"set -e\n{lines}", TECHNICIAN, online=True, within=LATE)
    return f"{trial.version()}, {seconds(time.monotonic() - begun)}"


def boot(trial: Trial) -> str:
    """Switched off and on again: the kiosk comes by itself."""
    machine = trial.machine
    machine.off()
    begun = time.monotonic()
    machine.boot()
    picture(machine)
    shown = time.monotonic() - begun
    if (prompt := _prompt(machine)) != "inactive":
        raise NotShown(f"the login prompt of the first console is {prompt}")
    trial.keep_picture("first")
    return f"first picture {seconds(shown)} after power-on, no login prompt"


def _prompt(machine: Booted) -> str:
    return machine.unit("ActiveState", "getty@tty1")


def picture(machine: Booted, within: float = 60.0) -> None:
    """Wait until the kiosk says that it is ready, and shows something."""
    machine.wait("the service", lambda: machine.unit("ActiveState") == "active", within)
    machine.wait("a picture", machine.monitor.lit, within)


def judged(trial: Trial) -> str:
    trial.machine.run("systemd-analyze verify --man=no halte@kiosk.service")
    said = trial.machine.run("systemd-analyze security --no-pager halte@kiosk.service")
    exposure = re.search(r"exposure level for \S+: (\d+\.\d) (\w+)", said)
    if not exposure or float(exposure[1]) >= 3:
        raise NotShown(f"systemd-analyze security: {said.splitlines()[-1]}")
    return f"{exposure[1]} of 10 ({exposure[2]})"


def rights(trial: Trial) -> str:
    """The probe, with the unit's own lines around it."""
    machine = trial.machine
    machine.write("/srv/probe.py", PROBE.read_text("utf-8"))
    machine.write("/etc/systemd/system/halte@probe.service.d/probe.conf", AS_PROBE)
    machine.run("mkdir -p /mnt/stick && chown halte /mnt/stick && systemctl daemon-reload")
    ran = machine.tried("systemctl start halte@probe")
    said = machine.run("journalctl --boot --unit=halte@probe --identifier=halte --output=cat").strip()
    if ran.returncode:
        raise NotShown(said.replace("\n", "; "))
    return said


def pair(trial: Trial) -> str:
    answer = desk.pair(trial.machine)
    trial.open_desk()
    trial.open_stop()
    return answer.splitlines()[0]


def touch(trial: Trial) -> str:
    """A press on the screen gives a ticket, which the agent sees, calls, ends, and finds in the log.

    The journal has the hour of each of its lines: none is of a visit.
    """
    before = trial.machine.run("journalctl --lines=0 --show-cursor").partition("cursor: ")[2].strip()
    number = trial.ticket()
    trial.desk.press("next", until="end")
    trial.desk.press("end", until="next")
    trial.machine.wait("the visit to be counted", lambda: counted(trial) > 0)
    since = f"journalctl --after-cursor='{before}' --unit=halte@kiosk --output=cat --quiet"
    if told := trial.machine.run(since).strip():
        raise NotShown(f"the journal tells of a visit: {told[-300:]}")
    return f"ticket {number} given, called, ended, counted; not a line in the journal"


def counted(trial: Trial) -> int:
    """The visits in the log, as the README's command tells them."""
    days = trial.machine.run("sudo halte log days", TECHNICIAN)
    return sum(int(visits) for visits in re.findall(r"^\d{4}-\d\d-\d\d\D+(\d+)", days, re.MULTILINE))
