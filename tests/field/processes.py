"""The processes of a booted system, as they are known on the machine that it is booted on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

PROC = Path("/proc")


def in_a_group(name: str) -> list[str]:
    """What starts a command in a control group of its own: two systems in one end each other's services."""
    mounts = (line.split() for line in (PROC / "mounts").read_text().splitlines())
    group = next(Path(row[1]) for row in mounts if row[2] == "cgroup2") / name
    group.mkdir(exist_ok=True)
    return ["sh", "-c", f'echo $$ > {group}/cgroup.procs && exec "$@"', "sh"]


def first_of(nspawn: Popen[bytes] | None) -> int:
    """The child that is process 1 of the system within; 0 as long as there is none."""
    if nspawn is None or nspawn.poll() is not None:
        return 0
    children = (PROC / str(nspawn.pid) / "task" / str(nspawn.pid) / "children").read_text().split()
    return next((int(child) for child in children if _is_first(child)), 0)


def _is_first(child: str) -> bool:
    try:
        status = (PROC / child / "status").read_text()
    except OSError:  # one that has just ended
        return False
    return any(line.split()[-1] == "1" for line in status.splitlines() if line.startswith("NSpid:"))


def within(first: int, program: str) -> list[int]:
    """Those of the system whose process 1 is `first` that have `program` in their command line."""
    place = (PROC / str(first) / "ns/pid").stat().st_ino
    return [int(process.name) for process, words in _command_lines(place) if program in words]


def _command_lines(place: int) -> Iterator[tuple[Path, str]]:
    for process in PROC.glob("[0-9]*"):
        try:
            if (process / "ns/pid").stat().st_ino == place:
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ")
                yield process, words.decode(errors="replace")
        except OSError:  # one that has just ended
            continue
