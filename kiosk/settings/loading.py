"""Settings: a TOML file to frozen values, or one clear sentence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

import assets
from assets.errors import Trouble
from kiosk.settings import rules
from kiosk.settings.toml_reader import SettingFault, read
from kiosk.settings.values import Settings, Topic


class BadSettings(Trouble):
    """The settings cannot be used; the sentence says what is wrong, where, and what to do."""


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
