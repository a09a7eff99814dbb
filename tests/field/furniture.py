"""What a person and the place bring to a bare system: accounts, an editor, a network, what was downloaded."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.field.trees import folder

TECHNICIAN, AGENT = "pi", "agent"
"""Accounts of the system beside root: who installs, and may use sudo; who only uses."""

ROOTS_CACHE = Path("/root", ".cache")

LENT = "/etc/resolv.conf", "/etc/hosts"

SCREEN = """[Service]
Environment=WLR_BACKENDS=x11,libinput WLR_RENDERER=pixman DISPLAY={display}
"""
"""Only here: the output opens on the monitor of the field. Input devices are looked for as in the van."""

NANO = """#!/bin/sh
printf '%s\\n' 'van = "Halte d’essai"' 'phone = "03 00 00 00 00"' > "$1"
"""
"""The technician's editor: it writes a van's name and phone."""

FILES = {
    "etc/sudoers.d/field": f"Defaults !env_reset\n{TECHNICIAN} ALL=(ALL) NOPASSWD: ALL\n",
    "usr/local/bin/nano": NANO,
    "etc/apt/apt.conf.d/90field": 'APT::Get::Assume-Yes "true";\n',
    "etc/gitconfig": "[safe]\n\tdirectory = *\n",
    "etc/systemd/system/halte@.service.d/field.conf": SCREEN,
}


def borrowed() -> dict[str, str]:
    """What tells pip and others here how to reach the network."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.startswith("PIP_") or name.lower().endswith(("_proxy", "_ca_bundle", "ssl_cert_file"))
    }


def furnish(root: Path, display: str) -> None:
    """Accounts, the way to the network, files; the kiosk's output opens on the X display."""
    for account in (TECHNICIAN, AGENT):
        shell = ["useradd", "--create-home", "--shell", "/bin/bash", account]
        subprocess.run(["chroot", str(root), *shell], check=True)
    for file in LENT:
        shutil.copy(file, root / file[1:])
    for name, value in borrowed().items():
        if not name.startswith("PIP_FIND") and Path(value).is_file():  # who vouches for the network's hosts
            (root / value[1:]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(value, root / value[1:])
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text.replace("{display}", display))
        (root / name).chmod(0o755 if name.startswith("usr/local") else 0o644)


@contextmanager
def network(name: str) -> Iterator[str]:
    """A van's network, with nobody on it: its name. Who runs there hears itself, as on a switch."""
    if Path("/run/netns", name).exists():  # of a run that was cut short
        _ip("netns", "delete", name)
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
        f"--bind={folder('pip')}:{ROOTS_CACHE}/pip",
    ]
