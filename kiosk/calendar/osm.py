"""OpenStreetMap's `opening_hours`, by its library: on which days, from when to when, with French holidays.

A stop has a day and two hours. What has none of these for sure, or depends on what Halte does not know
(school holidays, the sun, somebody's word), is refused: the library reads it, and would say something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assets.errors import Trouble
from assets.wording import text
from kiosk.calendar.rules import Weeks

COUNTRY = "FR"


class NotOsm(Trouble):
    """It is not written so, as far as the library knows."""


class NoStop(Trouble):
    """It is written so, and says no stop that can be planned."""


class AgendaLacks(Trouble):
    """The extra with the libraries for agendas is not installed."""


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One stop of a rule; local hours."""

    day: date
    opens: time
    closes: time


_OFF = re.compile(r"\b(?:off|closed)\s*$", re.I)
_DAY = r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b"
_DATE = r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ?\d"
_UNPLANNED = (
    (
        re.compile(r"\bSH\b", re.I),
        text("« SH » : Halte ne connaît pas les vacances scolaires ; donnez les dates"),
    ),
    (re.compile(r"sunrise|sunset|dawn|dusk", re.I), text("le soleil n’est pas une heure : donnez-la")),
    (re.compile(r"\d\s*\+"), text("« + » : donnez l’heure de fin")),
    (
        re.compile(r"\"|\|\||\bunknown\b", re.I),
        text("ce n’est sûr que sur demande : n’écrivez que des heures sûres"),
    ),
    (re.compile(r"24/7"), text("« 24/7 » n’est pas un arrêt : donnez les jours et les heures")),
)


def occurrences(osm: str, first: date, last: date) -> list[Occurrence]:
    """All from `first` to `last`, both included. Raises NotOsm, NoStop, AgendaLacks."""
    found = list(_opened(osm, first, last))
    _check(osm)
    return [_occurrence(*span) for span in found]


def _opened(osm: str, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
    try:
        from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # not in its stub
    except ImportError:
        raise lacks() from None
    try:
        hours = OpeningHours(osm, country=COUNTRY)
    except ParserError:
        raise NotOsm("ce n’est pas écrit comme dans OpenStreetMap") from None
    start, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
    for opens, closes, state, *_ in hours.intervals(start, end):
        if state == State.OPEN:
            yield opens.replace(tzinfo=None), closes.replace(tzinfo=None)


def _check(osm: str) -> None:
    for pattern, why in _UNPLANNED:
        if pattern.search(osm):
            raise NoStop(why)
    opened = [rule for rule in re.split(r";|, (?=[A-Z])", osm) if not _OFF.search(rule)]
    if not opened or not all(re.search(f"{_DAY}|{_DATE}", rule, re.I) for rule in opened):
        raise NoStop("les jours manquent : nommez-les, comme Mo-Fr")


def _occurrence(opens: datetime, closes: datetime) -> Occurrence:
    if opens.date() != closes.date():
        raise NoStop("un arrêt finit le jour où il commence : corrigez les heures")
    return Occurrence(opens.date(), opens.time(), closes.time())


def holidays(first: date, last: date) -> set[date]:
    """The public holidays from `first` to `last`. Raises AgendaLacks."""
    return {opens.date() for opens, _ in _opened("PH 10:00-11:00", first, last)}


def in_weeks(osm: str, weeks: Weeks) -> str:
    """`osm` in these weeks only; days off stay what they are. Raises NoStop where it names weeks itself."""
    if re.search(r"\bweek", osm, re.I):
        raise NoStop("les semaines sont dites deux fois : gardez-les à un seul endroit")
    rules = [rule.strip() for rule in osm.split(";")]
    return "; ".join(rule if _OFF.search(rule) else f"{weeks.value} {rule}" for rule in rules)


def lacks() -> AgendaLacks:
    return AgendaLacks(
        "Pour lire ou écrire un agenda, installez Halte avec « agenda » : pip install 'halte[agenda]'."
    )
