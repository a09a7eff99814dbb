"""Touchscreen, screen, blanking: read from the kernel's files, then judged. Pure but for `Machine`'s looks.

Linux lists input devices in /sys/class/input, with their capabilities as bits (linux/input-event-codes.h),
and the sockets of screens in /sys/class/drm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from assets.findings import Finding, found, not_known
from assets.told import told
from kiosk.doctor.machine import Machine, number
from queue_display.messages.bounds import at_most

DIRECT = 1 << 1
"""INPUT_PROP_DIRECT: what is touched is where it is shown; a touchpad has not."""

ABS_MT_POSITION_X = 1 << 0x35
ABS_X = 1 << 0x00
BTN_TOUCH = 1 << 0x14A
"""A touchscreen of one finger has it, and ABS_X; a mouse has neither."""

CALIBRATED = "LIBINPUT_CALIBRATION_MATRIX="


@dataclass(frozen=True, slots=True)
class TouchFacts:
    """`listed`: the kernel lists input devices at all. `names`: those of touchscreens. `degrees`: by how much
    the picture is turned. `calibrated`: a rule says that the touch is turned, too."""

    listed: bool
    names: tuple[str, ...] = ()
    degrees: int = 0
    calibrated: bool = False


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """The first screen that is there: its socket, pixels, millimetres (0: it does not say)."""

    listed: bool
    name: str = ""
    pixels: tuple[int, int] = (0, 0)
    mm: tuple[int, int] = (0, 0)
    diagonal_set: bool = False


# --- Touch ----------------------------------------------------------------------------------------


def read_touch(machine: Machine) -> TouchFacts:
    devices = machine.found("sys/class/input/event*")
    touching = [device for device in devices if _touches(machine, device / "device")]
    names = tuple(told(machine.words(device / "device/name")) or device.name for device in touching)
    calibrated = any(_calibrated(machine, device) for device in touching)
    return TouchFacts(machine.there("sys/class/input"), names, read_degrees(machine), calibrated)


def _touches(machine: Machine, device: Path) -> bool:
    fingers = bits(machine.words(device / "capabilities/abs"))
    keys = bits(machine.words(device / "capabilities/key"))
    one_finger = bool(fingers & ABS_X and keys & BTN_TOUCH)
    direct = bits(machine.words(device / "properties")) & DIRECT
    return bool(direct and (fingers & ABS_MT_POSITION_X or one_finger))


HEX = frozenset("0123456789abcdefABCDEF")


def bits(text: str, width: int = 64) -> int:
    """The kernel's list of capabilities: words in hexadecimal, the lowest bits last; 0 for anything else."""
    words = text.split()
    if any(len(word) > width // 4 or not set(word) <= HEX for word in words):
        return 0
    return sum(int(word, 16) << width * place for place, word in enumerate(reversed(words)))


def _calibrated(machine: Machine, device: Path) -> bool:
    """udev keeps what its rules say of a device under its numbers (systemd-udevd.service(8))."""
    numbers = machine.words(device / "dev")
    return f"E:{CALIBRATED}" in (machine.read(f"run/udev/data/c{numbers}") or "")


def read_degrees(machine: Machine) -> int:
    """What the kernel's command line says of the picture: "video=DSI-1:800x480@60,rotate=90", or
    "fbcon=rotate:1" in quarters (Documentation/fb/modedb.rst, fbcon.rst)."""
    line = machine.words("proc/cmdline")
    turned = re.search(r"\bvideo=\S*\brotate=(\d{1,3})\b", line)
    quarters = re.search(r"\bfbcon=rotate:([0-3])\b", line)
    if turned:
        return int(turned[1]) % 360
    return int(quarters[1]) * 90 if quarters else 0


def judge_touch(facts: TouchFacts) -> Finding:
    if not facts.listed:
        return not_known("touch")
    if not facts.names:
        return found("touch", "none")
    if facts.degrees and not facts.calibrated:
        return found("touch", "turned", degrees=facts.degrees)
    return found("touch", "found", name=facts.names[0])


# --- Screen ---------------------------------------------------------------------------------------


def read_screen(machine: Machine) -> ScreenFacts:
    sockets = machine.found("sys/class/drm/card*-*")
    there = [socket for socket in sockets if machine.words(socket / "status") == "connected"]
    if not there:
        return ScreenFacts(machine.there("sys/class/drm"))
    socket = there[0]
    modes = re.match(r"(\d{1,5})x(\d{1,5})", machine.words(socket / "modes"))
    pixels = (int(modes[1]), int(modes[2])) if modes else (0, 0)
    name = told(socket.name.partition("-")[2])
    diagonal = machine.settings.screen.diagonal is not None
    return ScreenFacts(True, name, pixels, millimetres(machine.bytes_of(socket / "edid") or b""), diagonal)


def millimetres(edid: bytes) -> tuple[int, int]:
    """The picture's size: of the first detailed timing, in mm, else of the head, in cm (VESA E-EDID 1.4,
    3.6.2 and 3.10.2); (0, 0) where it is not said."""
    if len(edid) < 128 or edid[:8] != b"\x00\xff\xff\xff\xff\xff\xff\x00":
        return (0, 0)
    detailed = edid[54:72]
    across, down = detailed[12] | (detailed[14] & 0xF0) << 4, detailed[13] | (detailed[14] & 0x0F) << 8
    if detailed[:2] != b"\0\0" and across and down:
        return (across, down)
    return (edid[21] * 10, edid[22] * 10) if edid[21] and edid[22] else (0, 0)


def judge_screen(facts: ScreenFacts) -> Finding:
    if not facts.listed or (facts.name and not all(facts.pixels)):
        return not_known("screen")
    if not facts.name:
        return found("screen", "none")
    wide, high = facts.pixels
    if facts.diagonal_set:
        return found("screen", "set", name=facts.name, wide=wide, high=high)
    if not all(facts.mm):
        return found("screen", "unsized", name=facts.name, wide=wide, high=high)
    return found(
        "screen", "sized", name=facts.name, wide=wide, high=high, across=facts.mm[0], down=facts.mm[1]
    )


# --- Blanking -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BlankingFacts:
    """`seconds` until the console goes dark, 0: never, None: not known; `desktop`: an X server does."""

    seconds: int | None
    desktop: bool = False


def read_blanking(machine: Machine) -> BlankingFacts:
    seconds = number(machine.words("sys/module/kernel/parameters/consoleblank"))
    return BlankingFacts(seconds, machine.ask.desktop_blanks())


def judge_blanking(facts: BlankingFacts) -> Finding:
    if facts.desktop:
        return found("blanking", "desktop")
    if facts.seconds is None or facts.seconds < 0:
        return not_known("blanking")
    minutes = -(-facts.seconds // 60)
    return found("blanking", "console", minutes=at_most(minutes)) if minutes else found("blanking", "never")
