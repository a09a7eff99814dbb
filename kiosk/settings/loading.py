"""The settings file: read, checked, or refused in one clear sentence."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from assets.errors import Trouble
from assets.wording import text
from kiosk.settings import rules
from kiosk.settings.toml_reader import Part, Tell, read
from kiosk.settings.values import PackagedTopic, Settings, Topic, packaged_topics


class _OfTheFile(Trouble):
    """Told on one line, whatever the file holds."""

    def __str__(self) -> str:
        return _one_line(super().__str__())

    def said(self, say: Callable[..., str]) -> str:
        return _one_line(super().said(say))


class BadSettings(_OfTheFile):
    """Halte does not start with these settings; the sentence says what is wrong, where, and what to do."""


class SettingsRemark(_OfTheFile):
    """Something that is set and will not come about; Halte starts without it."""


@dataclass(frozen=True, slots=True)
class Examination:
    """All that can be said of a settings file. With `faults`, `settings` are only the defaults."""

    settings: Settings
    faults: tuple[BadSettings, ...] = ()
    remarks: tuple[SettingsRemark, ...] = ()


def load(file: Path | None) -> Settings:
    """Read `file`, or the defaults where it is None; the packaged topics where it names none.

    Raises BadSettings, for the first fault.
    """
    settings, _, faults = _read(file)
    if faults:
        raise faults[0]
    return _with_tiles(settings)


def as_far_as_fits(file: Path | None) -> Settings:
    """What can be read of `file`, and the defaults for the rest: for a screen that has to be shown whatever
    is in it. A value may be one that the rules refuse."""
    try:
        return _read(file)[0]
    except BadSettings:
        return Settings()


def examine(file: Path | None) -> Examination:
    """Look at everything that can be wrong with `file`, and say all of it. Takes up to a second or two."""
    from kiosk.settings import remarks  # loads what only looks at them need

    try:
        settings, parts, faults = _read(file)
    except BadSettings as bad:
        return Examination(_with_tiles(_with_topics(Settings())), (bad,))
    found: list[SettingsRemark] = []
    if file:
        remarks.examine(parts, _teller(file, SettingsRemark, found))
    usable = _with_tiles(_with_topics(Settings()) if faults else settings)
    return Examination(usable, tuple(faults), tuple(found))


def _read(file: Path | None) -> tuple[Settings, tuple[Part, ...], list[BadSettings]]:
    """What `file` holds, as far as it fits, and what does not. Raises BadSettings where it is no TOML."""
    faults: list[BadSettings] = []
    if file is None:
        return _with_topics(Settings()), (), faults
    tell = _teller(file, BadSettings, faults)
    settings, parts = read(_tables(file), Settings, tell, file.parent)
    rules.examine(parts, tell)
    return _with_topics(settings), parts, faults


T = TypeVar("T", bound=_OfTheFile)

_AT = text("{file}, « {where} » : {fault}")


def _teller(file: Path, kind: type[T], into: list[T]) -> Tell:
    def tell(where: str, fault: Trouble) -> None:
        into.append(kind(_AT, file=file, where=where, fault=fault))

    return tell


def _one_line(sentence: str) -> str:
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in sentence)


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
            "Impossible de lire {file} ({why}) ; vérifiez les droits du fichier et de son dossier.",
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
    except (ValueError, RecursionError):  # tomllib's own, for thousands of digits, or of brackets in brackets
        raise BadSettings("{file} a un nombre ou des crochets sans fin ; corrigez-le.", file=file) from None


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


def _with_topics(settings: Settings) -> Settings:
    return settings if settings.topics else msgspec.structs.replace(settings, topics=packaged_topics())


def _with_tiles(settings: Settings) -> Settings:
    """With just the topics that are to be shown, in their order."""
    by_key = {topic.key: topic for topic in settings.topics}
    keys = settings.tiles or tuple(topic.key for topic in settings.topics if _shown(topic))
    offered = dict.fromkeys(now for key in keys for now in _in_its_place(by_key[key]))
    return msgspec.structs.replace(settings, topics=tuple(_as_a_setting(by_key[key]) for key in offered))


def _shown(topic: Topic) -> bool:
    return not isinstance(topic, PackagedTopic) or topic.shown


def _in_its_place(topic: Topic) -> tuple[str, ...]:
    became = topic.became if isinstance(topic, PackagedTopic) else ()
    return became or (topic.key,)


def _as_a_setting(topic: Topic) -> Topic:
    """What is left of a packaged topic once it is known to be shown."""
    return Topic(**{name: getattr(topic, name) for name in Topic.__struct_fields__})
