"""The referent's laptop keeps its own copy of each van's log, with what has been published of it.

    pulled/<key of the kiosk>/halte.sqlite     the log, replaced whole by each pull
                              pulled.json      which van it is, and on which day it was pulled
                              reports.json     what has been published (`kiosk.report.register`)

A folder that holds a kiosk's own log is read as it is. Where there is none, the one copy is read; where there
are several, `--data` says which.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from assets.errors import Trouble
from assets.files import Disk, Undated, make_folder, replace_file
from assets.wording import Wording
from kiosk.record.change import held_log
from kiosk.record.counts import Days
from kiosk.record.log import FILE as LOG_FILE
from kiosk.record.log import LogDamaged
from kiosk.record.log_file import LogFile
from kiosk.record.record import DAY_FILE
from kiosk.settings import Settings

FOLDER = "pulled"
NOTE = "pulled.json"


class CopyFailed(Trouble):
    """There is no one copy to read, or none can be kept."""


class PulledFrom(msgspec.Struct, frozen=True):
    """Of which van a copy is, and the last day on which it was pulled."""

    van: str
    day: date


@dataclass(frozen=True, slots=True)
class PulledNews:
    """What a pull brought, and where it is kept. `changed`: the days that the copy of before lacks, has
    otherwise, or has and the van no longer; None: there was no copy."""

    days: Days
    folder: Path
    changed: int | None


@dataclass(frozen=True, slots=True)
class PulledCopy:
    """A folder with a van's log."""

    folder: Path
    origin: PulledFrom


def keep(data: Path, kiosk: str, van: str, days: Days, today: date) -> Path:
    """Have the copy of this kiosk's log be `days`; returns its folder. Raises CopyFailed, RecordFailed."""
    folder = _folder(data, kiosk)
    try:
        make_folder(folder)
        with held_log(folder) as log:
            log.write_whole(days)
        replace_file(Undated(), folder / NOTE, msgspec.json.encode(PulledFrom(van, today)))
    except OSError as error:
        raise CopyFailed(
            "Impossible d’écrire dans {folder} ({cause}). Vérifiez les droits et le disque.",
            folder=folder,
            cause=error.strerror or type(error).__name__,
        ) from None
    return folder


def pull_log(
    data: Path, settings: Settings, say: Wording, told: Callable[[int, int], None], today: date
) -> PulledNews:
    """Wait for the paired kiosk, and keep a copy of its log. Raises Trouble.

    The whole log comes each time: so a day that was mended, forgotten or opened again is as the van has it.
    """
    from kiosk import daylog
    from queue_display.link import log_pull
    from queue_display.messages import Role
    from queue_display.messages.roles import ROLES
    from queue_display.trust import Trust, keys_folder

    trust = Trust.open(keys_folder(data, Role.REFERENT))
    name = ROLES[Role.REFERENT].called(say, None)
    interfaces = settings.network.interfaces or None
    found = asyncio.run(log_pull.pull(trust, name, interfaces, told=told))
    topics = [(row.day, row.topic, row.visits) for row in found.log.topics]
    minutes = [(row.day, row.minutes, row.visits) for row in found.log.minutes]
    days = daylog.from_rows(topics, minutes)
    changed = changed_days(data, found.kiosk, days)
    return PulledNews(days, keep(data, found.kiosk, found.log.van, days, today), changed)


def changed_days(data: Path, kiosk: str, days: Days) -> int | None:
    """On how many days the copy of this kiosk's log is not as in `days`; None: there is no whole copy."""
    log = LogFile(_folder(data, kiosk))
    if not log.file.exists():
        return None
    try:
        before = log.days()
    except (LogDamaged, OSError):
        return None
    return sum(before.get(day) != days.get(day) for day in {*before, *days})


def _folder(data: Path, kiosk: str) -> Path:
    return data / FOLDER / kiosk[:16]


def copies(data: Path) -> list[PulledCopy]:
    """Those in the folder `data` that are whole, by the van's name."""
    found = []
    for folder in sorted((data / FOLDER).glob("*")):
        if (origin := origin_of(folder)) and (folder / LOG_FILE).exists():
            found.append(PulledCopy(folder, origin))
    return sorted(found, key=lambda copy: copy.origin.van)


def origin_of(folder: Path) -> PulledFrom | None:
    """Of what the log in a folder is a copy; None: of nothing, or nobody knows."""
    try:
        content = Disk().read(folder / NOTE)
        return msgspec.json.decode(content, type=PulledFrom) if content else None
    except (OSError, ValueError):
        return None


def log_folder(data: Path) -> Path:
    """Where the log is that the referent's commands read. Raises CopyFailed where there are several."""
    found = copies(data)
    if not found or (data / LOG_FILE).exists() or (data / DAY_FILE).exists():
        return data
    if len(found) > 1:
        raise CopyFailed(
            "Il y a ici les journaux de plusieurs camions : ajoutez --data avec l’un de ces dossiers :"
            " {folders}.",
            folders=", ".join(f"{copy.folder} ({copy.origin.van})" for copy in found),
        )
    return found[0].folder
