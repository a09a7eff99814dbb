"""The settings: read from TOML, checked, shown again."""

from kiosk.settings.values import (
    BadSettings,
    NetworkSettings,
    PlannedStop,
    PrinterSettings,
    ScreenSettings,
    Settings,
    SpeechSettings,
    Topic,
    examine,
    load,
)

__all__ = [
    "BadSettings",
    "NetworkSettings",
    "PlannedStop",
    "PrinterSettings",
    "ScreenSettings",
    "Settings",
    "SpeechSettings",
    "Topic",
    "examine",
    "load",
]
