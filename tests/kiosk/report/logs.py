"""Logs made up: the example year of the documentation, and any that Hypothesis can think of."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from kiosk.record.counts import UNKNOWN, Counts, Days
from kiosk.report.publication import Serving, SumsOf, of_days
from tests import seeds

VILLAGES = (
    "Attin", "Beaurainville", "Bernieulles", "Brimeux", "Campigneulles", "Conteville", "Cormont", "Estrée",
    "Frencq", "Hubersent", "Inxent", "Lefaux", "Lépine", "Longvilliers", "Maresville", "Neuville", "Recques",
    "Sorrus", "Tubersent", "Waben", "Wailly",
)  # fmt: skip
"""Twenty-one, the van's day after day."""

TOPICS: Mapping[str, float] = {
    "retraite": 15, "impots": 11, "acces-aux-droits": 9, "assurance-maladie": 8, "carte-grise-permis": 8,
    "caf": 7, "papiers-identite": 7, "mail-mots-de-passe": 6, "autre": 5, "cheque-energie": 4, "logement": 4,
    "solidarite": 3, "msa": 3, "emploi": 3, "non-precise": 3, "la-poste": 2, "petite-enfance-famille": 1,
    "transport": 1, "dechets": 0.6, "urbanisme": 0.5, "justice": 0.5,
}  # fmt: skip
"""How often each is chosen, against the others: older people, in the countryside."""


@dataclass(frozen=True)
class MadeUp:
    """A log, what is known of the service, and the day from which all of it is over."""

    days: Days
    serving: Serving
    today: date

    @property
    def log(self) -> SumsOf:
        return of_days(self.days)


def example_year(year: int = 2025, visits: int = 616, seed: int = 1) -> MadeUp:
    """As many visits as the van had in 2023: each village in its turn, Tuesday to Friday."""
    rng = seeds.of(seed)
    open_days = [
        day
        for n in range(365)
        if (day := date(year, 1, 1) + timedelta(n)).weekday() in (1, 2, 3, 4) and day.month != 8
    ]
    places = {day: (VILLAGES[n % len(VILLAGES)],) for n, day in enumerate(open_days)}
    crowded = {village: rng.uniform(0.5, 2) for village in VILLAGES}
    weights = [crowded[places[day][0]] for day in open_days]
    topics: dict[date, Counter[str]] = {}
    minutes: dict[date, Counter[int]] = {}
    for day in rng.choices(open_days, weights, k=visits):
        topics.setdefault(day, Counter())[rng.choices([*TOPICS], [*TOPICS.values()])[0]] += 1
        length = UNKNOWN if rng.random() < 0.02 else min(240, max(2, round(rng.lognormvariate(3.2, 0.7))))
        minutes.setdefault(day, Counter())[length] += 1
    days = {day: Counts(dict(topics[day]), dict(minutes[day])) for day in sorted(topics)}
    return MadeUp(days, Serving(tuple(TOPICS), places), date(year + 1, 1, 1))


def small_log(rng: random.Random, visits: int, year: int = 2025, months: int = 12) -> MadeUp:
    """A few villages with a calendar of their own, a few topics: what the auditor can go over altogether."""
    villages, topics = VILLAGES[: rng.randint(2, 5)], [*TOPICS][: rng.randint(2, 5)]
    places: dict[date, tuple[str, ...]] = {}
    for month in range(1, months + 1):
        for number, village in enumerate(rng.sample(villages, rng.randint(1, len(villages)))):
            places[date(year, month, number + 1)] = (village,)
    days: dict[date, Counts] = {}
    weights = [rng.random() ** 3 for _ in topics]
    for day in rng.choices([*places], k=visits):
        topic = rng.choices(topics, weights)[0]
        length = rng.choice((UNKNOWN, 5, 20, 45, 70, 200))
        days[day] = days.get(day, Counts()) + Counts({topic: 1}, {length: 1})
    return MadeUp(days, Serving(tuple(topics), places), date(year + 1, 1, 1))


counts = st.dictionaries(
    st.sampled_from([*TOPICS]), st.one_of(st.just(0), st.integers(1, 25), st.integers(0, 1000)), min_size=1
)
"""Tables of a period: names to visits, zeros too."""
