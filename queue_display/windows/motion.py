"""Whether whoever uses this machine has asked its system for less movement.

Read from what the desktops keep: GTK's settings, KDE's, on Windows the system's own. Where none says so,
movement is wanted. `wanted` reads the disk.
"""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_GTK = ("gtk-3.0/settings.ini", "gtk-4.0/settings.ini")
_CLIENT_AREA_ANIMATION = 0x1042
"""SPI_GETCLIENTAREAANIMATION, of SystemParametersInfoW (Microsoft, winuser.h)."""


def wanted() -> bool:
    """Whether things may move on the screen."""
    if sys.platform == "win32":
        import ctypes

        moves = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(moves), 0)
        return bool(moves.value)
    return not refused(folder(os.environ))


def folder(environment: Mapping[str, str]) -> Path:
    """Where programs of this account keep their settings (XDG Base Directory Specification)."""
    home = Path(environment.get("HOME", "/"))
    return Path(environment.get("XDG_CONFIG_HOME") or home / ".config")


def refused(settings: Path) -> bool:
    """Whether a file in that folder asks for no movement."""
    gtk = [_value(settings / name, "Settings", "gtk-enable-animations") for name in _GTK]
    duration = _value(settings / "kdeglobals", "KDE", "AnimationDurationFactor")
    return any(value.lower() in ("0", "false") for value in gtk) or duration in ("0", "0.0")


def _value(file: Path, section: str, key: str) -> str:
    """Empty where it is not said, or cannot be read."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read(file, encoding="utf-8")
    except (OSError, UnicodeDecodeError, configparser.Error):
        return ""
    return parser.get(section, key, fallback="").strip()
