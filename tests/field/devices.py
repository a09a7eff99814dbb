"""Nodes of the devices that Halte opens, as they are in a van's /dev, with no device behind them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

NODES = {
    "ttyUSB0": (188, 0, "dialout"),
    "ttyACM0": (166, 0, "dialout"),
    "ttyAMA0": (204, 64, "dialout"),
    "usblp0": (180, 0, "lp"),
    "usb-001-002": (189, 1, "lp"),
    "snd-controlC0": (116, 0, "audio"),
    "input-event0": (13, 64, "input"),
    "dri-card0": (226, 0, "video"),
    "dri-renderD128": (226, 128, "render"),
}
"""Major and minor number (Linux, Documentation/admin-guide/devices.txt), and the group that udev gives."""


def lay_out(folder: Path, root: Path) -> None:
    """Make them in `folder`, for the groups of the system in `root`."""
    rows = (line.split(":") for line in (root / "etc/group").read_text("utf-8").splitlines())
    groups = {row[0]: int(row[2]) for row in rows}
    folder.mkdir(parents=True)
    for name, (major, minor, group) in NODES.items():
        os.mknod(folder / name, stat.S_IFCHR | 0o660, os.makedev(major, minor))
        os.chown(folder / name, 0, groups[group])
        (folder / name).chmod(0o660)
