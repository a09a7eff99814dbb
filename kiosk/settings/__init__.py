"""The settings: read from TOML, checked, shown again."""

from kiosk.settings.loading import BadSettings, examine, load
from kiosk.settings.values import (
    NetworkSettings,
    PlannedStop,
    PrinterSettings,
    ScreenSettings,
    Settings,
    SpeechSettings,
    Topic,
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
