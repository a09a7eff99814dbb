"""The settings: read from TOML, checked, shown again."""

from kiosk.settings.values import (
    BadSettings,
    Network,
    PlannedStop,
    Printer,
    Screen,
    Settings,
    Speech,
    Topic,
    examine,
    load,
)

__all__ = [
    "BadSettings",
    "Network",
    "PlannedStop",
    "Printer",
    "Screen",
    "Settings",
    "Speech",
    "Topic",
    "examine",
    "load",
]
