"""Forgetting old days, once the time that the data-protection officer has set for them is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assets.wording import Wording
from kiosk.record.change import check_not_under_way, held_log
from kiosk.record.log_file import LogFile


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten, or would be in a dry run: visits, their days, files set aside that hold such days.

    `unreadable` are files set aside of which nothing can be read; they are left for a person to look at.
    """

    visits: int
    days: int
    files: tuple[Path, ...]
    unreadable: tuple[Path, ...]


def forget(data: Path, before: date, *, dry_run: bool) -> Forgotten:
    """Delete what the folder `data` holds of the days before `before`; a dry run only says what that is.

    A file set aside goes as a whole as soon as it holds such a day: what could be read of it was taken over
    when it was set aside. Raises RecordFailed, also for a day that the kiosk has not done with.
    """
    check_not_under_way(data, lambda day: day < before)
    if dry_run:
        return _found(LogFile.there(data), before)
    with held_log(data) as log:
        check_not_under_way(data, lambda day: day < before)
        found = _found(log, before)
        if found.days:
            log.replace_days({}, since=before)
        log.remove_asides(before)
    return found


def _found(log: LogFile, before: date) -> Forgotten:
    days = log.readable_days()
    old = _old(days, before)
    asides = log.asides()
    return Forgotten(
        visits=sum(days[day].visits for day in old),
        days=len(old),
        files=tuple(file for file, there in asides.items() if _old(there, before)),
        unreadable=tuple(file for file, there in asides.items() if not there),
    )


def _old(days: Iterable[date], before: date) -> list[date]:
    return [day for day in days if day < before]


def told(forgotten: Forgotten, say: Wording, *, dry_run: bool) -> list[str]:
    """Lines for the person who asked."""
    days = say.count("{n} jour", "{n} jours", forgotten.days)
    visits = say.count("{n} visite", "{n} visites", forgotten.visits)
    lost = [
        say("Fichier mis de côté, illisible, à examiner : {file}", file=f.name) for f in forgotten.unreadable
    ]
    if dry_run:
        files = [say("Fichier mis de côté, à effacer : {file}", file=f.name) for f in forgotten.files]
        first = say("À effacer : {visits} sur {days}.", visits=visits, days=days)
        return [first, *files, *lost, say("Rien n’a été effacé : c’était un essai.")]
    files = [say("Fichier mis de côté, effacé : {file}", file=f.name) for f in forgotten.files]
    return [say("Effacé : {visits} sur {days}.", visits=visits, days=days), *files, *lost]
