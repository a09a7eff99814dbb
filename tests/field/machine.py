"""A system that is booted and used: commands in it, by account, with or without the network."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.field.monitor import Monitor
from tests.field.trees import folder

TECHNICIAN, AGENT = "technician", "agent"
"""Accounts of the system beside root: who installs, and may use sudo; who only uses."""

PATIENCE = 60.0
LOOK = 0.1

CONSOLES = "/dev/tty0", "/dev/tty1"
"""Where they are, seatd gives out a real console, and a login prompt could fight for it."""

LENT = "/etc/resolv.conf", "/etc/hosts"
SUDOERS = f"Defaults !env_reset\n{TECHNICIAN} ALL=(ALL) NOPASSWD: ALL\n"


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
        command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", "--console=pipe"]
        place = [f"--directory={self.root}", f"--machine={self.release}"]
        network = [f"--network-namespace-path=/run/netns/{self.network}"]
        begun = time.monotonic()
        self._nspawn = subprocess.Popen(
            [*command, *place, *network, *consoles, *self._options, *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._init = self.wait("its first process", lambda: first_process(self._nspawn))
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
        lent = " ".join(f"export {name}={shlex.quote(value)};" for name, value in borrowed().items())
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

    def wait(self, what: str, look: Callable[[], object], within: float = PATIENCE) -> int:
        """Until `look` sees something, which is returned. Raises NotShown."""
        end = time.monotonic() + within
        while not (seen := look()):
            if time.monotonic() > end:
                raise NotShown(f"waited {within:.0f} s for {what}")
            time.sleep(LOOK)
        return seen if isinstance(seen, int) else 1

    def unit(self, key: str, name: str = "halte@kiosk") -> str:
        """What systemd knows of a unit."""
        return self.run(f"systemctl show --property={key} --value {name}").strip()

    def process(self, program: str) -> int:
        """The process in the kiosk's unit that was started as `program`. Raises NotShown."""
        listing = f"for p in $(cat /sys/fs/cgroup{self.unit('ControlGroup')}/cgroup.procs); do"
        said = self.run(f"{listing} echo $p $(tr '\\0' ' ' < /proc/$p/cmdline); done")
        found = [line.split()[0] for line in said.splitlines() if program in line]
        if not found:
            raise NotShown(f"no {program} runs: {said.strip()}")
        return int(found[-1])

    def _state(self) -> str:
        return self.tried("systemctl is-system-running").stdout.strip()


def borrowed() -> dict[str, str]:
    """What tells pip and others here how to reach the network."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.startswith("PIP_") or name.lower().endswith(("_proxy", "_ca_bundle", "ssl_cert_file"))
    }


def first_process(nspawn: subprocess.Popen[bytes] | None) -> int:
    """The child that is process 1 of the system within; 0 as long as there is none."""
    if nspawn is None or nspawn.poll() is not None:
        return 0
    children = Path(f"/proc/{nspawn.pid}/task/{nspawn.pid}/children").read_text().split()
    return next((int(child) for child in children if _is_first(child)), 0)


def _is_first(child: str) -> bool:
    try:
        status = Path(f"/proc/{child}/status").read_text()
    except OSError:  # one that has just ended
        return False
    return any(line.split()[-1] == "1" for line in status.splitlines() if line.startswith("NSpid:"))


def furnish(root: Path, files: dict[str, str]) -> None:
    """What a person and the place bring to a bare system: accounts, the way to the network, `files`."""
    for account in (TECHNICIAN, AGENT):
        shell = ["useradd", "--create-home", "--shell", "/bin/bash", account]
        subprocess.run(["chroot", str(root), *shell], check=True)
    for file in LENT:
        shutil.copy(file, root / file[1:])
    for name, value in borrowed().items():
        if not name.startswith("PIP_FIND") and Path(value).is_file():  # who vouches for the network's hosts
            (root / value[1:]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(value, root / value[1:])
    for name, text in {"etc/sudoers.d/field": SUDOERS, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
        (root / name).chmod(0o755 if name.startswith("usr/local") else 0o644)


@contextmanager
def network(name: str) -> Iterator[str]:
    """A van's network, with nobody on it: its name. Who runs there hears itself, as on a switch."""
    _ip("netns", "add", name)
    try:
        inside = ["-n", name]
        _ip(*inside, "link", "set", "lo", "up")
        _ip(*inside, "link", "add", "van0", "type", "veth", "peer", "name", "switch0")
        _ip(*inside, "address", "add", "192.168.8.1/24", "dev", "van0")
        for port in ("van0", "switch0"):
            _ip(*inside, "link", "set", port, "up")
        _ip(*inside, "route", "add", "default", "dev", "van0")
        yield name
    finally:
        _ip("netns", "delete", name)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def downloads(release: str) -> list[str]:
    """The options of a system that keep what is downloaded for the next run."""
    return [
        f"--bind={folder('apt', release)}:/var/cache/apt/archives",
        f"--bind={folder('pip')}:/var/cache/pip",
    ]
