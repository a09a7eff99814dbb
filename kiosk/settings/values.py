"""The settings as frozen values: `assets/halte.toml` shows every one of them, with its default."""

from __future__ import annotations

import tomllib
from datetime import date, time
from functools import cache
from math import ceil
from pathlib import Path

import msgspec

import assets
from assets.theme import UNKNOWN_ICON, has_icon
from assets.wording import FRENCH
from kiosk.counted import LEAST, NOBODY
from kiosk.keep import months

OTHER, UNDISCLOSED = "autre", "non-precise"
"""The keys of two topics that Halte comes with: something else, and what a visitor does not say."""

ALWAYS_IN_SIGHT = OTHER, UNDISCLOSED
"""The topics that stand on every page of tiles, where the van has them."""


def _drawable(icon: str) -> str:
    """The icon to draw: the one that is named, if the font has it."""
    return icon if has_icon(icon) else UNKNOWN_ICON


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Topics that belong together: they stand beside each other and share a hue."""

    key: str
    label: dict[str, str]
    icon: str = UNKNOWN_ICON

    def name(self, language: str) -> str:
        return self.label.get(language) or self.label[FRENCH]

    @property
    def sign(self) -> str:
        return _drawable(self.icon)


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason to come. `key` is what the record holds; `icon` a name of Material Design Icons 7,
    with "-" or "_" between its words; `family` the key of a `Family`, or empty.

    `label` is by language; French is required and stands in for a language that is missing. `second` is a
    smaller line under it, by language; a language without one has none. `operator` and `theme`: whom its
    visits are counted for, keys of `kiosk.counted`.
    """

    key: str
    label: dict[str, str]
    icon: str = UNKNOWN_ICON
    family: str = ""
    second: dict[str, str] = {}
    operator: str = NOBODY
    theme: str = NOBODY

    def name(self, language: str) -> str:
        return self.label.get(language) or self.label[FRENCH]

    def second_line(self, language: str) -> str:
        """Empty where the language has none: a line in French would tell its reader nothing."""
        return self.second.get(language, "")

    @property
    def sign(self) -> str:
        return _drawable(self.icon)


class PackagedTopic(Topic, frozen=True, forbid_unknown_fields=True):
    """One that Halte comes with. `shown`: among the tiles where the settings name none. `became`: the keys
    that stand in its place, of a topic that is offered no more and that an older log or settings file holds.
    """

    shown: bool = True
    became: tuple[str, ...] = ()


class PlannedStop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the van stands: a day, a place, local hours."""

    day: date
    place: str
    opens: time
    closes: time


OUTLETS = "", "below", "left", "right"

WAITS = "inside", "door"


class PrinterSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`address` as `printer.port` reads it; `profile` a python-escpos profile, or empty.

    `outlet`: on which side of the glass the paper comes out, one of `OUTLETS`; empty where that is not known.
    """

    address: str = "auto"
    profile: str = ""
    logo: Path | None = None
    outlet: str = ""


class ScreenSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`diagonal` in inches; None takes what the screen says of itself. `motion`: a ticket may move."""

    diagonal: float | None = None
    motion: bool = True


BEST_VOICE = "auto"


class SpeechSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`engine`: "auto" for the best voice there is; "espeak-ng" or "speech-dispatcher", of which the other
    stands in.

    `output`: where espeak-ng speaks: a device of ALSA or a sink of PulseAudio; empty for the system's.

    `aloud`: what becomes of *Écouter* while no headphones are known to be in: "warn", "never" or "always".

    `jack`: where headphones are plugged in, by language; empty: nowhere.

    `volume`: how loud the machine is for each new visitor who listens, in percent.

    `keypad`: which key of a USB keypad does what, as `kiosk.settings.keypad` has both; empty: there is none.
    """

    engine: str = BEST_VOICE
    output: str = ""
    aloud: str = "warn"
    jack: dict[str, str] = {}
    volume: int = 60
    keypad: dict[str, str] = {}


class NetworkSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`interfaces`: the own addresses on which kiosk and displays look for each other; empty for all.

    `displays`: where the kiosk looks for its displays besides, each an address with its port. `port`: the one
    on which a display listens; 0 for one that it chooses once and keeps.
    """

    interfaces: tuple[str, ...] = ()
    displays: tuple[str, ...] = ()
    port: int = 0


class LogSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`keep`: how long visits stay in the log, as `kiosk.keep` reads it; empty: until somebody has them
    forgotten."""

    keep: str = ""

    @property
    def months(self) -> int | None:
        return months(self.keep) if self.keep else None


class ReportSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`by`: what the report counts by, one of `kiosk.counted.REPORTED_BY`; `at_least`: visits of a line.
    `sectors`: villages that are counted together, by the sector's name; a village of none stands for itself.
    """

    by: str = "topic"
    at_least: int = LEAST
    sectors: dict[str, tuple[str, ...]] = {}

    def sector(self, village: str) -> str:
        """The name under which a village is counted."""
        return next((name for name, villages in self.sectors.items() if village in villages), village)


class NoticeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the notice *Vos données* names.

    `who` keeps the counts; empty: the van. `years`: for how long; None: as `[log] keep` says, else until
    somebody has them forgotten. `recipients` of the reports, by language; none: the Département and the
    State. `contact` for questions; empty: the van's phone.
    """

    who: str = ""
    years: int | None = None
    recipients: dict[str, str] = {}
    contact: str = ""


class BackupSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`to`: the folder of a stick to which the log is copied by itself, once a day is over; None: nowhere."""

    to: Path | None = None


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`tiles`: the keys of the topics shown, in their order; empty shows all of `topics`.

    `tickets_a_minute`: what the touchscreen gives at most; 0 for no limit.

    `wait_at`: where somebody with a ticket waits, one of `WAITS`.

    `service_code`: the hash of the service screen's code, from `halte config code`; empty: no such screen.

    In settings that came from `load`, `topics` holds just the topics shown, in their order.
    """

    van: str = "Agglo Mobile"
    phone: str = ""
    language: str = FRENCH
    desks: int = 2
    tickets_a_minute: int = 6
    wait_at: str = "inside"
    service_code: str = ""
    tiles: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    stops: tuple[PlannedStop, ...] = ()
    printer: PrinterSettings = PrinterSettings()
    screen: ScreenSettings = ScreenSettings()
    speech: SpeechSettings = SpeechSettings()
    network: NetworkSettings = NetworkSettings()
    log: LogSettings = LogSettings()
    report: ReportSettings = ReportSettings()
    notice: NoticeSettings = NoticeSettings()
    backup: BackupSettings = BackupSettings()

    @property
    def countable(self) -> tuple[Topic, ...]:
        """The topics for which a visit may count: those shown, and what a visitor does not say."""
        if any(topic.key == UNDISCLOSED for topic in self.topics):
            return self.topics
        return (*self.topics, *(topic for topic in packaged_topics() if topic.key == UNDISCLOSED))

    @property
    def years_kept(self) -> int | None:
        """Years for which counts are kept, a part of one for a whole; None: until they are forgotten."""
        if self.notice.years is not None:
            return self.notice.years
        return ceil(self.log.months / 12) if self.log.months else None


class _Packaged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What topics.toml holds."""

    families: tuple[Family, ...]
    topics: tuple[PackagedTopic, ...]


@cache
def _packaged() -> _Packaged:
    return msgspec.convert(tomllib.loads(assets.path("topics.toml").read_text("utf-8")), _Packaged)


def packaged_topics() -> tuple[PackagedTopic, ...]:
    """The topics that Halte comes with, those that are not shown at first included."""
    return _packaged().topics


def packaged_families() -> tuple[Family, ...]:
    """The families of topics, in their order."""
    return _packaged().families
