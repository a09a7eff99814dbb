"""Disk, wear, read-only root, swap, copies of the memory. Pure but for what `Machine` reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assets.findings import Finding, found, not_known
from assets.told import told
from kiosk.doctor.machine import UNIT, Machine, number, value_of
from kiosk.record.causes import NEARLY_FULL
from queue_display.messages.bounds import at_most

# --- Room -----------------------------------------------------------------------------------------


def read_disk(machine: Machine) -> int:
    """Bytes left for the data folder, or for the nearest folder above it that is there."""
    there = next(folder for folder in (machine.data, *machine.data.parents) if folder.is_dir())
    return machine.ask.free(there)


def judge_disk(free: int) -> Finding:
    if free < NEARLY_FULL:
        return found("disk", "nearly_full", room=max(0, free) // 10**6)
    return found("disk", "room", room=at_most(free // 10**9) or 1)


# --- What is mounted ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of /proc/self/mounts (proc_pid_mounts(5)): what, where, of which kind, whether read-only."""

    device: str
    where: str
    kind: str
    read_only: bool

    @property
    def forgets(self) -> bool:
        """What is written there is gone with the next start."""
        return self.kind in ("tmpfs", "ramfs", "overlay")


def mounts(text: str) -> list[Mount]:
    """The lines that can be read; a blank in a name is written \\040."""
    rows = [line.split() for line in text.splitlines()]
    return [
        Mount(row[0], row[1].replace("\\040", " "), row[2], "ro" in row[3].split(","))
        for row in rows
        if len(row) >= 4
    ]


def under(table: list[Mount], path: PurePosixPath) -> Mount | None:
    """The mount that holds `path`: the one with the longest name above it, the last of those on one place."""
    above = [mount for mount in table if path.is_relative_to(mount.where)]
    return max(reversed(above), key=lambda mount: len(mount.where), default=None)


@dataclass(frozen=True, slots=True)
class RootFacts:
    root: Mount | None
    data: Mount | None


def read_mounts(machine: Machine) -> list[Mount]:
    return mounts(machine.read("proc/self/mounts") or machine.read("proc/mounts") or "")


def read_root(machine: Machine) -> RootFacts:
    table = read_mounts(machine)
    return RootFacts(under(table, PurePosixPath("/")), under(table, PurePosixPath(machine.data.as_posix())))


def judge_root(facts: RootFacts) -> Finding:
    if facts.root is None or facts.data is None:
        return not_known("root")
    if facts.data.forgets:
        return found("root", "forgets")
    guarded = facts.root.read_only or facts.root.forgets
    return found("root", "guarded" if guarded else "open")


# --- Wear -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WearFacts:
    """`used`: in tenths of the life, as eMMC says it (JEDEC JESD84-B51, DEVICE_LIFE_TIME_EST: 1 is up to
    10 %, 11 is over); 0 or None where nothing is said. `ends`: PRE_EOL_INFO, 1 to 3."""

    used: int | None
    ends: int | None = None


def read_wear(machine: Machine) -> WearFacts:
    mount = under(read_mounts(machine), PurePosixPath(machine.data.as_posix()))
    name = re.match(r"/dev/(mmcblk\d+|[a-z]+)", mount.device if mount else "")
    folder = Path("sys/block", name[1] if name else "mmcblk0", "device")
    said = [number(word, 16) for word in machine.words(folder / "life_time").split()]
    used = max((word for word in said if word is not None), default=None)
    return WearFacts(used, number(machine.words(folder / "pre_eol_info"), 16))


def judge_wear(facts: WearFacts) -> Finding:
    if not facts.used or not 1 <= facts.used <= 11:
        return found("wear", "silent")
    if facts.used == 11 or facts.ends == 3:
        return found("wear", "over")
    name = "worn" if facts.used >= 9 or facts.ends == 2 else "fresh"
    return found("wear", name, percent=facts.used * 10)


# --- Swap -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SwapFacts:
    """`areas`: what memory may go to; None where the kernel does not say. `backed`: the zram among them that
    write on to a disk. `kept_out`: the service's memory goes to none of them."""

    areas: tuple[str, ...] | None
    backed: frozenset[str] = frozenset()
    kept_out: bool = False


def read_swap(machine: Machine) -> SwapFacts:
    text = machine.read("proc/swaps")
    if text is None:
        return SwapFacts(None)
    areas = tuple(line.split()[0] for line in text.splitlines()[1:] if line.strip())
    backed = frozenset(area for area in areas if _backed(machine, area))
    group = re.search(r"^0::(/\S*)$", machine.read("proc/self/cgroup") or "", re.MULTILINE)
    own = f"sys/fs/cgroup{group[1] if group else '/'}/memory.swap.max"
    unit = value_of(machine.read(UNIT) or "", "MemorySwapMax")
    return SwapFacts(areas, backed, "0" in (machine.words(own), unit))


def _backed(machine: Machine, area: str) -> bool:
    """zram may write what it holds on to a disk (Documentation/admin-guide/blockdev/zram.rst)."""
    name = PurePosixPath(area).name
    return _squeezes(area) and machine.words(f"sys/block/{name}/backing_dev") not in ("", "none")


def _squeezes(area: str) -> bool:
    return area.startswith("/dev/zram")


def judge_swap(facts: SwapFacts) -> Finding:
    if facts.areas is None:
        return not_known("swap")
    written = [area for area in facts.areas if not _squeezes(area) or area in facts.backed]
    if written:
        return found("swap", "kept_out") if facts.kept_out else found("swap", "disk", name=told(written[0]))
    return found("swap", "squeezed" if facts.areas else "none")


# --- Copies of the memory -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CoreFacts:
    """`pattern`: where the kernel puts them (core(5)), None if it does not say; `storage`: what
    systemd-coredump does with those that it is given (coredump.conf(5))."""

    pattern: str | None
    storage: str = "external"


def read_core(machine: Machine) -> CoreFacts:
    pattern = machine.read("proc/sys/kernel/core_pattern")
    text = (machine.read("etc/systemd/coredump.conf") or "") + "\n"
    text += machine.settings_of("etc/systemd/coredump.conf.d/*.conf")
    return CoreFacts(None if pattern is None else pattern.strip(), value_of(text, "Storage") or "external")


def judge_core(facts: CoreFacts) -> Finding:
    """A file is written only as far as a limit of the program allows, which is 0 where nobody raised it; a
    program that the kernel pipes to decides for itself."""
    if facts.pattern is None:
        return not_known("core")
    if not facts.pattern.startswith("|"):
        return found("core", "none")
    program = PurePosixPath(facts.pattern[1:].split(" ")[0]).name
    if program == "systemd-coredump" and facts.storage.lower() == "none":
        return found("core", "none")
    return (
        found("core", "none") if program in ("false", "true") else found("core", "kept", where=told(program))
    )
