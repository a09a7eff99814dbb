"""What the running kiosk knows of itself, or the device says where none runs: judged. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assets.checks import Grade
from assets.conditions import Condition
from assets.findings import Finding, found, not_known, of_condition
from assets.told import told
from kiosk.doctor.machine import CannotAsk, Machine
from printer.status import Cause, Paper, PaperStatus

PAPER_GRADES: Mapping[Paper, Grade] = MappingProxyType(
    {
        Paper.OK: Grade.SEE_TO,  # there is something to say all the same: no printer, a ticket too late
        Paper.LOW: Grade.SEE_TO,
        Paper.UNKNOWN: Grade.UNKNOWN,
        Paper.OUT: Grade.WRONG,
        Paper.OPEN: Grade.WRONG,
        Paper.OFFLINE: Grade.WRONG,
    }
)


@dataclass(frozen=True, slots=True)
class VanState:
    """`record`: what is the matter with it, if anything; None where no kiosk can say. `failing`: it cannot
    be written. `displays`: the names of those that are known, and whether each is connected; where no kiosk
    runs only how many are known, `paired`, can be."""

    kiosk: str
    printer: PaperStatus | None = None
    record: Condition | None = None
    failing: bool = False
    displays: tuple[tuple[str, bool], ...] | None = None
    paired: int | None = None


def judge_van(state: VanState) -> list[Finding]:
    """The findings of kiosk, printer, record and displays."""
    return [
        found("kiosk", state.kiosk),
        judge_printer(state.printer),
        judge_record(state.record, state.failing),
        judge_displays(state.displays, state.paired),
    ]


def judge_printer(status: PaperStatus | None) -> Finding:
    if status is None:
        return not_known("printer")
    if status.cause is Cause.READY:
        return found("printer", "ready")
    return of_condition("printer", status.condition, PAPER_GRADES[status.paper])


def judge_record(trouble: Condition | None, failing: bool) -> Finding:
    if trouble is None:
        return found("record", "at_rest")
    grade = Grade.WRONG if failing else Grade.SEE_TO
    return of_condition("record", trouble, grade) if trouble else found("record", "written")


def judge_displays(displays: Sequence[tuple[str, bool]] | None, paired: int | None) -> Finding:
    known = paired if displays is None else len(displays)
    if known is None:
        return not_known("displays")
    if not known:
        return found("displays", "none")
    if displays is None:
        return found("displays", "paired", paired=known)
    away = [name for name, connected in displays if not connected]
    names = away or [name for name, _ in displays]
    return found("displays", "away" if away else "here", names=told(", ".join(names)))


def read_settings(machine: Machine) -> tuple[int, int] | None:
    """How many faults and how many remarks there are; None without a file."""
    return machine.ask.faults(machine.config) if machine.config else None


def judge_settings(counted: tuple[int, int] | None) -> Finding:
    if counted is None:
        return found("settings", "none")
    faults, remarks = counted
    if faults:
        return found("settings", "faults", n=faults)
    return found("settings", "remarks", n=remarks) if remarks else found("settings", "right")


def paired_in(machine: Machine) -> int | None:
    """How many displays the data folder knows; None where that cannot be read."""
    try:
        return machine.ask.paired(machine.data)
    except (CannotAsk, OSError, ValueError):
        return None
