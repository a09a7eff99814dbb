"""Run as the service: tries what Halte needs of the machine, and what it must not get. Standard library only.

One line for each try that did not go as it should; none where all did.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

DEVICES = Path("/srv/devices")
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
MULTICAST = "224.0.0.251"
"""That of mDNS (RFC 6762)."""


def device(node: Path) -> None:
    """No driver stands behind it here: to be told so is as good as to have it open."""
    try:
        os.close(os.open(node, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))
    except OSError as error:
        if error.errno in REFUSED:
            raise


def mdns() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard:
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        heard.bind(("", 5353))
        wanted = socket.inet_aton(MULTICAST) + socket.inet_aton("0.0.0.0")  # noqa: S104 - any of the van's
        heard.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, wanted)


def clock() -> None:
    """Whether the network sets it, which the kernel says (adjtimex(2))."""
    if ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(512)) < 0:
        raise OSError(ctypes.get_errno(), "adjtimex")


def write(folder: str) -> None:
    file = Path(folder, "halte-probe")
    file.write_text("")
    file.unlink()


def speak() -> None:
    subprocess.run(["espeak-ng", "--version"], check=True, stdout=subprocess.DEVNULL)


def thread() -> None:
    started = threading.Thread(target=time.monotonic)
    started.start()
    started.join()


def raw() -> None:
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close()


def namespace() -> None:
    if ctypes.CDLL(None, use_errno=True).unshare(0x10000000):  # CLONE_NEWUSER, from sched.h
        raise OSError(ctypes.get_errno(), "unshare")


def root() -> None:
    subprocess.run(["sudo", "-n", "true"], check=True, stderr=subprocess.DEVNULL)


def core() -> None:
    if resource.getrlimit(resource.RLIMIT_CORE) == (0, 0):
        raise OSError("no dump")


MAY: dict[str, Callable[[], object]] = {
    **{f"open {node.name}": partial(device, node) for node in sorted(DEVICES.iterdir())},
    "hear mDNS": mdns,
    "ask what vouches for the clock": clock,
    "write its data": lambda: write(os.environ["HALTE_DATA"]),
    "write a stick": lambda: write("/mnt/stick"),
    "speak": speak,
    "start a thread": thread,
    "read its settings": lambda: Path(os.environ["HALTE_CONFIG"]).read_text(),
}
MAY_NOT: dict[str, Callable[[], object]] = {
    "write /etc": lambda: write("/etc/halte"),
    "write itself": lambda: write("/opt/halte"),
    "write /var/log": lambda: write("/var/log"),
    "read a home": lambda: list(Path("/home/pi").iterdir()),
    "see other processes": lambda: Path("/proc/1/cmdline").read_bytes(),
    "listen to raw packets": raw,
    "make a namespace": namespace,
    "become root": root,
    "set the clock": lambda: time.clock_settime(time.CLOCK_REALTIME, time.time()),
    "dump its memory": core,
}


def refused(act: Callable[[], object]) -> str:
    """Why it did not work; empty where it did."""
    try:
        act()
    except (OSError, subprocess.CalledProcessError) as error:
        return str(error) or type(error).__name__
    return ""


def main() -> int:
    wrong = [f"cannot {name}: {why}" for name, act in MAY.items() if (why := refused(act))]
    wrong += [f"can {name}" for name, act in MAY_NOT.items() if not refused(act)]
    print("\n".join(wrong) or f"{len(MAY)} it needs, {len(MAY_NOT)} it must not get")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
