"""The settings as frozen values: `assets/halte.toml` shows every one of them, with its default."""

from __future__ import annotations

import tomllib
from datetime import date, time
from functools import cache
from pathlib import Path

import msgspec

import assets
from assets.theme import UNKNOWN_ICON, has_icon
from assets.wording import FRENCH
from kiosk.keep import months

OTHER, UNDISCLOSED = "autre", "non-precise"
"""The keys of two topics that Halte comes with: something else, and what a visitor does not say."""

ALWAYS_IN_SIGHT = OTHER, UNDISCLOSED
"""The topics that stand on every page of tiles, where the van has them."""


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason to come. `key` is what the record holds; `icon` a name of Material Design Icons 7,
    with "-" or "_" between its words.

    `label` is by language; French is required and stands in for a language that is missing. `second`, by
    language too, is a smaller line that says more; `family` the key of those it belongs to.
    """

    key: str
    label: dict[str, str]
    icon: str = UNKNOWN_ICON
    second: dict[str, str] = {}
    family: str = ""

    def second_line(self, language: str) -> str:
        """Empty where the language has none: a line in French would tell its reader nothing."""
        return self.second.get(language, "")

    def name(self, language: str) -> str:
        return self.label.get(language) or self.label[FRENCH]

    @property
    def sign(self) -> str:
        """The icon to draw: the one that is named, if the font has it."""
        return self.icon if has_icon(self.icon) else UNKNOWN_ICON


class PlannedStop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the van stands: a day, a place, local hours."""

    day: date
    place: str
    opens: time
    closes: time


class PrinterSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`address` as `printer.port` reads it; `profile` a python-escpos profile, or empty."""

    address: str = "auto"
    profile: str = ""
    logo: Path | None = None


class ScreenSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`diagonal` in inches; None takes what the screen says of itself."""

    diagonal: float | None = None


class SpeechSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`engine`: "espeak-ng" or "speech-dispatcher"; the other stands in for it.

    `output`: where espeak-ng speaks: a device of ALSA or a sink of PulseAudio; empty for the system's.

    `aloud`: what becomes of *Écouter* while no headphones are known to be in: "warn", "never" or "always".

    `jack`: where headphones are plugged in, by language; empty: nowhere.
    """

    engine: str = "espeak-ng"
    output: str = ""
    aloud: str = "warn"
    jack: dict[str, str] = {}


class NetworkSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`interfaces`: the own addresses on which kiosk and displays look for each other; empty for all."""

    interfaces: tuple[str, ...] = ()


class LogSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`keep`: how long visits stay in the log, as `kiosk.keep` reads it; empty: until somebody has them
    forgotten."""

    keep: str = ""

    @property
    def months(self) -> int | None:
        return months(self.keep) if self.keep else None


class BackupSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`to`: the folder of a stick to which the log is copied by itself, once a day is over; None: nowhere."""

    to: Path | None = None


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`tiles`: the keys of the topics shown, in their order; empty shows all of `topics`.

    `tickets_a_minute`: what the touchscreen gives at most; 0 for no limit.

    `service_code`: the hash of the service screen's code, from `halte config code`; empty: no such screen.

    In settings that came from `load`, `topics` holds just the topics shown, in their order.
    """

    van: str = "Agglo Mobile"
    phone: str = ""
    language: str = FRENCH
    desks: int = 2
    tickets_a_minute: int = 6
    service_code: str = ""
    tiles: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    stops: tuple[PlannedStop, ...] = ()
    printer: PrinterSettings = PrinterSettings()
    screen: ScreenSettings = ScreenSettings()
    speech: SpeechSettings = SpeechSettings()
    network: NetworkSettings = NetworkSettings()
    log: LogSettings = LogSettings()
    backup: BackupSettings = BackupSettings()


@cache
def packaged_topics() -> tuple[Topic, ...]:
    """The topics that Halte comes with."""
    tables = tomllib.loads(assets.path("topics.toml").read_text("utf-8"))["topics"]
    return msgspec.convert(tables, tuple[Topic, ...])
