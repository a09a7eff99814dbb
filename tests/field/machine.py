"""A system that is booted and used: commands in it, by account, with or without the network."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.field import furniture, processes
from tests.field.monitor import Monitor

Seen = TypeVar("Seen")

PATIENCE = 60.0
LOOK = 0.1

NSPAWN = (
    "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", "--console=pipe",
    "--system-call-filter=adjtimex clock_adjtime",  # which nspawn forbids, and no real machine
)  # fmt: skip

CONSOLES = "/dev/tty0", "/dev/tty1"
"""Where they are, seatd gives out a real console, and a login prompt could fight for it."""


class NotShown(Exception):
    """What was to be shown did not show; the message says what was seen."""


class Booted:
    """A system in the folder `root`, its consoles, network and monitor. Not booted at first."""

    def __init__(self, root: Path, release: str, network: str, monitor: Monitor, *options: str) -> None:
        self.root, self.release, self.network, self.monitor = root, release, network, monitor
        self._options = options
        self._nspawn: subprocess.Popen[bytes] | None = None
        self._init = 0

    def boot(self, *options: str) -> float:
        """Switch on; the seconds until systemd has nothing left to start."""
        consoles = [f"--bind={device}" for device in CONSOLES if Path(device).exists()]
        group = processes.in_a_group(self.network)
        place = [f"--directory={self.root}", f"--machine={self.release}"]
        network = [f"--network-namespace-path=/run/netns/{self.network}"]
        begun = time.monotonic()
        self._nspawn = subprocess.Popen(
            [*group, *NSPAWN, *place, *network, *consoles, *self._options, *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
        )  # fmt: skip
        self._init = self.wait("its first process", lambda: processes.first_of(self._nspawn))
        self.wait("to have started", lambda: self._state() in ("running", "degraded"))
        return time.monotonic() - begun

    def off(self) -> None:
        """Shut down, as `poweroff` does."""
        if self._nspawn and self._nspawn.poll() is None:
            os.kill(self._init, signal.SIGRTMIN + 4)  # systemd(1)
            self._nspawn.wait(PATIENCE)

    def cut(self) -> None:
        """Power is gone, from one instant to the next."""
        if self._nspawn and self._nspawn.poll() is None:
            os.kill(self._init, signal.SIGKILL)
            self._nspawn.wait(PATIENCE)

    def start(self, command: str, account: str = "root", *, online: bool = False) -> subprocess.Popen[bytes]:
        """A login shell's command, with pipes to and from it. `online`: on this machine's network instead."""
        return subprocess.Popen(
            self.words(command, account, online=online),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def words(self, command: str, account: str = "root", *, online: bool = False) -> list[str]:
        """What runs that command from here."""
        inside = ["nsenter", f"--target={self._init}", "--mount", "--uts", "--ipc", "--pid", "--cgroup"]
        network = [] if online else ["--net"]
        lent = " ".join(
            f"export {name}={shlex.quote(value)};" for name, value in furniture.borrowed().items()
        )
        return [
            *inside,
            *network,
            "--",
            "runuser",
            "--login",
            account,
            "-c",
            f"{lent if online else ''} {command}",
        ]

    def tried(
        self,
        command: str,
        account: str = "root",
        *,
        online: bool = False,
        given: str = "",
        within: float = PATIENCE,
    ) -> subprocess.CompletedProcess[str]:
        """The command once it has ended, with all that it said on both outputs, however it ended."""
        return subprocess.run(
            self.words(command, account, online=online),
            input=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=within,
        )  # fmt: skip

    def run(
        self,
        command: str,
        account: str = "root",
        *,
        online: bool = False,
        given: str = "",
        within: float = PATIENCE,
    ) -> str:
        """What the command said. Raises NotShown if it ended with an error."""
        ran = self.tried(command, account, online=online, given=given, within=within)
        if ran.returncode:
            raise NotShown(f"{command!r} ended with {ran.returncode}: {ran.stdout.strip()[-400:]}")
        return ran.stdout

    def write(self, file: str, text: str) -> None:
        """A file that a person put there."""
        self.run(f"mkdir -p $(dirname {file}) && cat > {file}", given=text)

    def wait(self, what: str, look: Callable[[], Seen], within: float = PATIENCE) -> Seen:
        """Until `look` sees something, which is returned. Raises NotShown."""
        end = time.monotonic() + within
        while not (seen := look()):
            if time.monotonic() > end:
                raise NotShown(f"waited {within:.0f} s for {what}")
            time.sleep(LOOK)
        return seen

    def unit(self, key: str, name: str = "halte@kiosk") -> str:
        """What systemd knows of a unit."""
        return self.run(f"systemctl show --property={key} --value {name}").strip()

    def process(self, program: str) -> int:
        """The system's newest process that was started as `program`, as it is known here. Raises NotShown."""
        found = processes.within(self._init, program)
        if not found:
            raise NotShown(f"no {program} runs")
        return max(found)

    def _state(self) -> str:
        return self.tried("systemctl is-system-running").stdout.strip()
