"""The whole examination as `halte doctor` makes it: of the kiosk that runs, else of machine and printer."""

from __future__ import annotations

import contextlib
from pathlib import Path

from assets.findings import Finding
from kiosk.doctor import asking
from kiosk.doctor.asking import NoAnswer
from kiosk.doctor.examination import examine, in_time
from kiosk.doctor.here import this_machine
from kiosk.doctor.van_parts import VanState, judge_printer, judge_van, paired_in
from kiosk.record.lock import is_held
from kiosk.record.record import LOCK
from kiosk.settings import BadSettings, Settings, load

ASKS_PRINTER = 10.0
"""Seconds for a printer to be found and asked."""


def consult(data: Path, config: Path | None, patience: float = asking.PATIENCE) -> list[Finding]:
    """All findings. Takes some seconds; raises nothing that has to do with the machine."""
    try:
        told = asking.ask(data, patience)
    except NoAnswer:
        return _examined(data, config, "silent")
    return told or _examined(data, config, "silent" if _held(data) else "stopped")


def _held(data: Path) -> bool:
    """Whether a kiosk has the folder, which does not answer: it hangs, or just starts."""
    with contextlib.suppress(OSError):
        return is_held(data / LOCK)
    return False


def _examined(data: Path, config: Path | None, kiosk: str) -> list[Finding]:
    settings = _in_force(config)
    machine = this_machine(data, settings, config, kiosk=False)
    findings = judge_van(VanState(kiosk, paired=paired_in(machine)))
    if kiosk == "stopped":  # a printer that a kiosk uses is not asked by a second program
        printer = in_time("printer", lambda: _ask_printer(settings), ASKS_PRINTER)
        findings = [printer if printer and one.check == "printer" else one for one in findings]
    return findings + examine(machine)


def _in_force(config: Path | None) -> Settings:
    """The settings; the defaults where they are wrong, which a finding tells."""
    try:
        return load(config)
    except BadSettings:
        return load(None)


def _ask_printer(settings: Settings) -> Finding:
    from printer.device import Device
    from printer.finder import connect

    wanted = settings.printer
    with contextlib.closing(Device(lambda: connect(wanted.address, wanted.profile))) as device:
        return judge_printer(device.ask())
