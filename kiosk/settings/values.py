"""Settings: a TOML file to frozen values, or one clear sentence.

`assets/halte.toml` shows every one of them, with its default.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import msgspec

import assets
from assets.errors import Trouble
from kiosk.settings import rules
from kiosk.settings.toml_reader import SettingFault, read


class BadSettings(Trouble):
    """The settings cannot be used; the sentence says what is wrong, where, and what to do."""


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


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`tiles`: the keys of the topics shown, in their order; empty shows all of `topics`.

    `tickets_a_minute`: what the touchscreen gives at most; 0 for no limit.

    `service_code`: the hash of the service screen's code, from `halte config code`; empty: no such screen.

    In settings that came from `load`, `topics` holds just the topics shown, in their order.
    """

    van: str = "Agglo Mobile"
    phone: str = ""
    language: str = "fr"
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


def load(file: Path | None) -> Settings:
    """Read `file`, or the defaults where it is None; the packaged topics where it names none.

    Raises BadSettings, for the first fault.
    """
    settings, faults = examine(file)
    if faults:
        raise faults[0]
    return settings


def examine(file: Path | None) -> tuple[Settings, list[BadSettings]]:
    """The settings, and every fault found in them; with faults, the settings are only the defaults."""
    faults: list[BadSettings] = []

    def tell(where: str, fault: SettingFault) -> None:
        faults.append(BadSettings("{file}, « {where} » : {fault}", file=file, where=where, fault=fault))

    try:
        settings = read(_tables(file), Settings, tell) if file else Settings()
    except BadSettings as bad:
        return _default(), [bad]
    if settings:
        settings = _with_topics(_beside(file, settings))
        rules.examine(settings, tell)
    return (_default() if faults or not settings else _with_tiles(settings)), faults


def _tables(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise BadSettings("{file} n’existe pas ; « halte config init » en fait un.", file=file) from None
    except IsADirectoryError:
        raise BadSettings(
            "{file} est un dossier ; donnez le fichier des réglages, par exemple {example}.",
            file=file,
            example=file / "halte.toml",
        ) from None
    except OSError as error:
        raise BadSettings(
            "{file} ne se laisse pas lire ({why}) ; vérifiez les droits du fichier et de son dossier.",
            file=file,
            why=error.strerror,
        ) from None
    except UnicodeDecodeError as error:
        raise BadSettings(
            "{file}, ligne {line} : ce n’est pas de l’UTF-8 ; enregistrez le fichier en UTF-8.",
            file=file,
            line=error.object.count(b"\n", 0, error.start) + 1,
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise _broken(file, str(error)) from None


def _broken(file: Path, message: str) -> BadSettings:
    """The sentence for a message of tomllib, which ends "(at line 3, column 5)" or "(at end of document)"."""
    place = re.search(r"line (\d+), column (\d+)", message)
    values = {"file": file, "line": place[1] if place else _lines(file), "column": place[2] if place else 1}
    if "overwrite" in message or "twice" in message or "Duplicate" in message:
        return BadSettings(
            "{file}, ligne {line} : ce réglage est écrit deux fois ; n’en gardez qu’un.", **values
        )
    if not place:
        return BadSettings(
            "{file} s’arrête avant la fin d’un réglage, ligne {line} ; fermez le guillemet ou le crochet.",
            **values,
        )
    return BadSettings(
        "{file}, ligne {line}, colonne {column} : ce n’est pas du TOML ; "
        "vérifiez le signe =, les guillemets et les crochets.",
        **values,
    )


def _lines(file: Path) -> int:
    return len(file.read_bytes().splitlines())


def _beside(file: Path | None, settings: Settings) -> Settings:
    """The settings with the logo's path taken from the folder of the settings file."""
    if not file or not settings.printer.logo:
        return settings
    printer = msgspec.structs.replace(settings.printer, logo=file.parent / settings.printer.logo)
    return msgspec.structs.replace(settings, printer=printer)


def _default() -> Settings:
    return _with_topics(Settings())


def _with_topics(settings: Settings) -> Settings:
    if settings.topics:
        return settings
    return msgspec.structs.replace(settings, topics=_packaged_topics())


def _with_tiles(settings: Settings) -> Settings:
    if not settings.tiles:
        return settings
    by_key = {topic.key: topic for topic in settings.topics}
    return msgspec.structs.replace(settings, topics=tuple(by_key[key] for key in settings.tiles))


def _packaged_topics() -> tuple[Topic, ...]:
    tables = tomllib.loads(assets.path("topics.toml").read_text("utf-8"))["topics"]
    return msgspec.convert(tables, tuple[Topic, ...])
