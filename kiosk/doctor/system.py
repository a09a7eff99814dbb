"""Clock, network, watchdog, versions, and what CUPS keeps. Pure but for what `Machine` reads and asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assets.findings import Finding, found, not_known
from assets.told import told
from kiosk.clock import AGREE
from kiosk.doctor.machine import UNIT, Machine, number, value_of
from printer.address import BadAddress, parse

# --- Clock ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """`modules`: the hardware clocks, and what each shows, in seconds since 1970; None: it has lost its way.
    `now`: what the machine's clock shows."""

    modules: tuple[tuple[str, int | None], ...]
    now: float
    by_network: bool


def read_clock(machine: Machine) -> ClockFacts:
    folders = machine.found("sys/class/rtc/rtc*")
    modules = tuple(
        (told(machine.words(f / "name")) or f.name, number(machine.words(f / "since_epoch"))) for f in folders
    )
    return ClockFacts(modules, machine.ask.now(), machine.ask.by_network())


def judge_clock(facts: ClockFacts) -> Finding:
    """As `kiosk.clock` believes: a clock module that shows the same time, or the network."""
    for name, shown in facts.modules:
        if shown is not None and abs(shown - facts.now) <= AGREE.total_seconds():
            return found("clock", "module", name=name)
    if facts.by_network:
        return found("clock", "network")
    return found("clock", "apart", name=facts.modules[0][0]) if facts.modules else found("clock", "alone")


# --- Network --------------------------------------------------------------------------------------


def read_network(machine: Machine) -> tuple[str, ...] | None:
    """The names of the interfaces that are up, without the loop; None where the kernel lists none."""
    folders = machine.found("sys/class/net/*")
    if not folders:
        return None
    up = (f for f in folders if f.name != "lo" and _is_up(machine.words(f / "operstate"), machine, str(f)))
    return tuple(told(folder.name) for folder in up)


def _is_up(state: str, machine: Machine, folder: str) -> bool:
    """A driver that does not say its state says at least whether there is a carrier."""
    return state == "up" or (state == "unknown" and machine.words(f"{folder}/carrier") == "1")


def judge_network(up: tuple[str, ...] | None) -> Finding:
    if up is None:
        return not_known("network")
    return found("network", "up", names=told(", ".join(up))) if up else found("network", "down")


# --- Watchdog -------------------------------------------------------------------------------------

MANAGER = (
    "usr/lib/systemd/system.conf.d/*.conf",
    "etc/systemd/system.conf",
    "etc/systemd/system.conf.d/*.conf",
    "run/systemd/system.conf.d/*.conf",
)
"""systemd's own settings, the later ones first in force (systemd-system.conf(5), near enough)."""

OFF = (None, "", "0", "off", "no", "infinity")


@dataclass(frozen=True, slots=True)
class WatchdogFacts:
    """`service`: systemd restarts a Halte that freezes. `machine`: systemd feeds the machine's watchdog,
    which restarts a system that freezes; None: the machine has none."""

    service: bool
    machine: bool | None


def read_watchdog(machine: Machine) -> WatchdogFacts:
    given = number(machine.environ.get("WATCHDOG_USEC", "")) or 0
    unit = value_of(machine.read(UNIT) or "", "WatchdogSec")
    there = bool(machine.found("sys/class/watchdog/watchdog*")) or machine.there("dev/watchdog")
    manager = "\n".join(machine.settings_of(pattern) for pattern in MANAGER)
    fed = value_of(manager, "RuntimeWatchdogSec") not in OFF
    return WatchdogFacts(given > 0 or unit not in OFF, fed if there else None)


def judge_watchdog(facts: WatchdogFacts) -> Finding:
    if not facts.service:
        return found("watchdog", "unguarded")
    return found("watchdog", "machine_unguarded" if facts.machine is False else "guards")


# --- Versions -------------------------------------------------------------------------------------

WIDE = ("x86_64", "amd64", "aarch64", "arm64")
"""What `platform.machine()` says on the 64-bit systems that there are wheels for."""

PROGRAMS = ("halte", "python", "kivy", "sqlite")


def read_versions(machine: Machine) -> Mapping[str, str]:
    """By name: the programs, the `system` with its model, and the `machine`'s kind; empty where not known."""
    release = value_of(machine.read("etc/os-release") or "", "PRETTY_NAME") or ""
    models = ("proc/device-tree/model", "sys/class/dmi/id/product_name")
    model = next(filter(None, map(machine.words, models)), "")
    versions = machine.ask.versions()
    known = {name: versions.get(name, "") for name in (*PROGRAMS, "machine")}
    known["system"] = ", ".join(filter(None, (release.strip('"'), model)))
    return {name: told(value) for name, value in known.items()}


def judge_versions(facts: Mapping[str, str]) -> Finding:
    if facts["machine"] and facts["machine"].lower() not in WIDE:
        return found("versions", "narrow", machine=facts["machine"])
    return found("versions", "known", **{name: facts[name] or "?" for name in (*PROGRAMS, "system")})


# --- What CUPS keeps ------------------------------------------------------------------------------

KEEPS_UNLESS_TOLD = ("PreserveJobFiles", "PreserveJobHistory")
"""CUPS keeps a job's file for a day, and that there was one for ever, unless told not to (cupsd.conf(5))."""

NO = ("no", "off", "false")


@dataclass(frozen=True, slots=True)
class SpoolFacts:
    """`used`: tickets go through CUPS. `text`: its settings, None where they cannot be read."""

    used: bool
    text: str | None = None


def read_spool(machine: Machine) -> SpoolFacts:
    try:
        used = parse(machine.settings.printer.address).kind == "cups"
    except BadAddress:  # which keeps Halte from starting, and is told by the check of the settings
        used = False
    return SpoolFacts(used, machine.read("etc/cups/cupsd.conf") if used else None)


def judge_spool(facts: SpoolFacts) -> Finding:
    if not facts.used:
        return found("spool", "unused")
    if facts.text is None:
        return not_known("spool")
    kept = any((value_of(facts.text, name) or "yes").lower() not in NO for name in KEEPS_UNLESS_TOLD)
    logged = bool(value_of(facts.text, "PageLogFormat"))
    return found("spool", "keeps" if kept or logged else "clean")
