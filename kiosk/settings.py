"""Settings: a TOML file to frozen values, or one clear sentence."""

from __future__ import annotations

import tomllib
from datetime import date, time
from pathlib import Path

import msgspec

import assets


class BadSettings(Exception):
    """The settings cannot be used; the message says what is wrong, where, and what to do."""


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason to come. `key` is what the record holds; `icon` a name of Material Design Icons 7.

    `label` is by language; French is required and stands in for a language that is missing.
    """

    key: str
    label: dict[str, str]
    icon: str = "help_circle_outline"

    def name(self, language: str) -> str:
        return self.label.get(language) or self.label["fr"]


class PlannedStop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the van stands: a day, a place, local hours."""

    day: date
    place: str
    opens: time
    closes: time


class Printer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`address` as `printer.port` reads it; `profile` a python-escpos profile, or empty."""

    address: str = "auto"
    profile: str = ""
    logo: Path | None = None


class Screen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`diagonal` in inches; None takes what the screen says of itself."""

    diagonal: float | None = None


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    van: str = "Agglo Mobile"
    phone: str = ""
    language: str = "fr"
    desks: int = 2
    topics: tuple[Topic, ...] = ()
    stops: tuple[PlannedStop, ...] = ()
    printer: Printer = Printer()
    screen: Screen = Screen()


def load(file: Path | None) -> Settings:
    """Read `file`, or the defaults where it is None; the packaged topics where it names none.

    Raises BadSettings.
    """
    settings = _read(file) if file else Settings()
    if not settings.topics:
        settings = msgspec.structs.replace(settings, topics=_packaged_topics())
    return settings


def _read(file: Path) -> Settings:
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), Settings)


def _packaged_topics() -> tuple[Topic, ...]:
    tables = tomllib.loads(assets.path("topics.toml").read_text("utf-8"))["topics"]
    return msgspec.convert(tables, tuple[Topic, ...])
