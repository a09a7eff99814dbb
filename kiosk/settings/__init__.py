"""The settings: read from TOML, checked, shown again."""

from kiosk.settings.loading import BadSettings, Examination, SettingsRemark, examine, load
from kiosk.settings.toml_writer import as_toml
from kiosk.settings.values import (
    ALWAYS_IN_SIGHT,
    BEST_VOICE,
    OTHER,
    UNDISCLOSED,
    BackupSettings,
    LogSettings,
    NetworkSettings,
    PlannedStop,
    PrinterSettings,
    ReportSettings,
    ScreenSettings,
    Settings,
    SpeechSettings,
    Topic,
    packaged_families,
    packaged_topics,
)

__all__ = [
    "ALWAYS_IN_SIGHT",
    "BEST_VOICE",
    "OTHER",
    "UNDISCLOSED",
    "BackupSettings",
    "BadSettings",
    "Examination",
    "LogSettings",
    "NetworkSettings",
    "PlannedStop",
    "PrinterSettings",
    "ReportSettings",
    "ScreenSettings",
    "Settings",
    "SettingsRemark",
    "SpeechSettings",
    "Topic",
    "as_toml",
    "examine",
    "load",
    "packaged_families",
    "packaged_topics",
]
