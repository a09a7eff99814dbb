"""What goes wrong in a van, and how long the visitor waits for a screen."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial

from tests.field.machine import Booted, NotShown
from tests.field.steps_start import picture
from tests.field.table import seconds
from tests.field.trial import NotYet, Trial

MOST = 10.0
"""Seconds in which a kiosk that died, or hangs, is back."""

KIOSK, CAGE = "halte kiosk", "/usr/bin/cage"

BAD = 'van = "Halte d’essai\n'
SETTINGS = "/etc/halte/halte.toml"


def kiosk_killed(trial: Trial) -> str:
    return _healed(trial, partial(_signal, trial.machine, signal.SIGKILL, KIOSK), MOST)


def cage_killed(trial: Trial) -> str:
    return _healed(trial, partial(_signal, trial.machine, signal.SIGKILL, CAGE), MOST)


def hung(trial: Trial) -> str:
    """A kiosk that does nothing any more: SIGSTOP."""
    if trial.machine.unit("WatchdogUSec") in ("0", "infinity"):
        raise NotYet("this version has no watchdog")
    return _healed(trial, partial(_signal, trial.machine, signal.SIGSTOP, KIOSK), MOST)


def monitor_off(trial: Trial) -> str:
    """Switched off, which ends cage, and on again."""
    return _healed(trial, trial.machine.monitor.switch_off, MOST)


def _signal(machine: Booted, number: signal.Signals, program: str) -> None:
    os.kill(machine.process(program), number)


def power_cut(trial: Trial) -> str:
    """With somebody in the line: the machine is gone, from one instant to the next."""
    trial.ticket()
    line = trial.desk.waiting()
    trial.machine.cut()
    trial.desk_gone()
    trial.machine.boot()
    picture(trial.machine)
    trial.open_desk()
    return trial.same(line)


def stop(trial: Trial) -> str:
    begun = time.monotonic()
    trial.machine.run("systemctl stop halte@kiosk")
    taken = time.monotonic() - begun
    trial.machine.run("systemctl start halte@kiosk")
    picture(trial.machine)
    if taken > 5:
        raise NotShown(f"systemctl stop took {seconds(taken)}")
    return seconds(taken)


def bad_settings(trial: Trial) -> str:
    """The journal has the sentence, and so has the screen; settings put right, it starts by itself."""
    machine = trial.machine
    good = machine.run(f"cat {SETTINGS}")
    since = machine.run("date '+%F %T'").strip()
    machine.write(SETTINGS, BAD)
    machine.tried("systemctl restart halte@kiosk")
    try:
        machine.wait("the sentence", lambda: _told(machine, since), 20)
        machine.wait("the sentence on the screen", lambda: _still(machine), 20)
        told = trial.keep_picture("bad-settings")
    finally:
        machine.write(SETTINGS, good)
    begun = time.monotonic()
    machine.wait("another picture", lambda: machine.monitor.picture().tobytes() != told.tobytes())
    back = time.monotonic() - begun
    trial.ticket()
    return f"told in the journal and on the screen; back by itself {seconds(back)} after, gives tickets"


def _still(machine: Booted) -> bool:
    """Whether the screen shows something, the same half a second later: a picture that has come whole."""
    before = machine.monitor.picture().tobytes()
    time.sleep(0.5)
    return machine.monitor.lit() and machine.monitor.picture().tobytes() == before


def _told(machine: Booted, since: str) -> bool:
    return SETTINGS in machine.run(f"journalctl --identifier=halte --since='{since}' --output=cat")


def _busy() -> float:
    """How many times slower than one that has nothing else to do this machine is, at least 1."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _healed(trial: Trial, hit: Callable[[], None], most: float) -> str:
    """Hit the kiosk, with somebody in the line; it comes back by itself, and so does the line."""
    trial.ticket()
    line, machine = trial.desk.waiting(), trial.machine
    before, begun = machine.unit("MainPID"), time.monotonic()
    hit()
    machine.wait("another start", lambda: machine.unit("MainPID") not in (before, "0"))
    picture(machine)
    taken = time.monotonic() - begun
    if taken > most * _busy():
        raise NotShown(f"a picture only after {seconds(taken)}")
    return f"a picture after {seconds(taken)}, {trial.same(line)}"
