"""Forgetting old days, once the time that the data-protection officer has set for them is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assets.wording import Wording
from kiosk.clock import Clock
from kiosk.record.file import Disk
from kiosk.record.read import RecordFailed, RecordInUse
from kiosk.record.record import FILE, Record, read_visits
from kiosk.record.rescue import visits_in
from kiosk.record.schema import VisitCount


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten, or would be in a dry run: visits, their days, files set aside that hold such days.

    `unreadable` are files set aside of which nothing can be read; they are left for a person to look at.
    """

    visits: int
    days: int
    files: tuple[Path, ...]
    unreadable: tuple[Path, ...]


def forget(data: Path, before: date, today: date, *, dry_run: bool) -> Forgotten:
    """Delete what the folder `data` holds of the days before `before`; a dry run only says what that is.

    A file set aside is deleted whole if it holds such a day: what could be read of it was taken over when
    it was set aside. Raises RecordFailed, also while the kiosk runs, and for a day that is to come.
    """
    if before > today:
        raise RecordFailed(
            "Le {day} n’est pas encore passé ; indiquez un jour passé, sous la forme AAAA-MM-JJ.", day=before
        )
    found = _found(data, before)
    if not dry_run:
        _delete(data, before)
        for file in found.files:
            Disk().remove(file)
        Disk().force_folder(data)
    return found


def _found(data: Path, before: date) -> Forgotten:
    old = _old(read_visits(data), before)
    asides = {file: visits_in(Disk().read(file) or b"") for file in sorted(data.glob(f"{FILE}.aside-*"))}
    return Forgotten(
        visits=sum(v.count for v in old),
        days=len({v.day for v in old}),
        files=tuple(file for file, visits in asides.items() if _old(visits, before)),
        unreadable=tuple(file for file, visits in asides.items() if not visits),
    )


def _old(visits: Iterable[VisitCount], before: date) -> list[VisitCount]:
    return [v for v in visits if v.day < before]


def _delete(data: Path, before: date) -> None:
    try:
        record = Record.open(data)
    except RecordInUse:
        raise RecordFailed("La borne est en marche ; arrêtez-la, puis recommencez.") from None
    try:
        record.load(Clock()())
        record.forget(before)
    finally:
        record.close()


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
