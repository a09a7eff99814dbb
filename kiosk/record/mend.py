"""Putting a wrong day right: a clock that was wrong had the visits of one day filed under another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assets.wording import Wording
from kiosk.record.change import check_not_under_way, held_log
from kiosk.record.counts import NOTHING
from kiosk.record.log_file import LogFile, RecordFailed


@dataclass(frozen=True, slots=True)
class Mending:
    """The visits of `wrong` go to the day `right`, which has some of its own already; None: they go."""

    wrong: date
    right: date | None
    visits: int
    there: int


def planned(data: Path, wrong: date, right: date | None) -> Mending:
    """What `mend` would change. Raises RecordFailed, also where there is nothing to mend, and for a day that
    the kiosk has not done with."""
    check_not_under_way(data, lambda day: day in (wrong, right))
    return _planned(LogFile.there(data), wrong, right)


def _planned(log: LogFile, wrong: date, right: date | None) -> Mending:
    days = log.readable_days()
    if wrong not in days:
        raise RecordFailed(
            "Le journal n’a pas de visite du {day} ; « halte log days » dit ses jours.", day=wrong
        )
    if right == wrong:
        raise RecordFailed("Le {day} est le même jour ; indiquez le bon avec --to.", day=wrong)
    there = days.get(right, NOTHING).visits if right else 0
    return Mending(wrong, right, days[wrong].visits, there)


def mend(data: Path, mending: Mending) -> None:
    """Carry out what was planned and shown. Raises RecordFailed, also where it would not be the same now."""
    wrong, right = mending.wrong, mending.right
    with held_log(data) as log:
        check_not_under_way(data, lambda day: day in (wrong, right))
        if _planned(log, wrong, right) != mending:
            raise RecordFailed("Le journal vient de changer, rien n’est corrigé : recommencez.")
        changed = {wrong: NOTHING}
        if right:
            changed[right] = log.day(right) + log.day(wrong)
        log.replace_days(changed)


def told(mending: Mending, say: Wording) -> list[str]:
    """Lines for the person who asked, before anything is changed."""
    visits = say.count("{n} visite", "{n} visites", mending.visits)
    if mending.right is None:
        return [say("{day} : {visits}, à effacer pour de bon.", day=mending.wrong, visits=visits)]
    moved = say(
        "{day} : {visits}, à mettre au {right}.", day=mending.wrong, visits=visits, right=mending.right
    )
    if not mending.there:
        return [moved]
    there = say.count("{n} visite", "{n} visites", mending.there)
    return [moved, say("Le {right} a déjà {there} : elles s’ajoutent.", right=mending.right, there=there)]
