"""The day's summary in the evening: how many visits, by topic and, apart from it, by length. Pure.

It is there once the day is closed, when nobody sits beside the screen, and shows when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assets.days import long_day
from assets.lengths import LENGTHS
from assets.wording import Wording
from queue_display.console.model import Console
from queue_display.console.words import topic_label
from queue_display.messages import DaySummary


@dataclass(frozen=True, slots=True)
class VisitsTable:
    """What is counted, in the order in which it is shown, and how often."""

    title: str
    rows: tuple[tuple[str, int], ...]


def of_the_day(console: Console) -> DaySummary | None:
    return console.view.summary if console.view and console.fresh else None


def count(summary: DaySummary, say: Wording) -> str:
    n = summary.visits
    return say.count("{n} visite", "{n} visites", n) if n else say("Aucune visite aujourd’hui.")


def tables(console: Console, summary: DaySummary, say: Wording) -> tuple[VisitsTable, ...]:
    """Topics in the van's order, lengths from the shortest: neither tells which goes with which."""
    known = [topic.key for topic in console.view.topics] if console.view else []
    keys = sorted(summary.topics, key=lambda key: known.index(key) if key in known else len(known))
    topics = ((topic_label(console, key, say), summary.topics[key]) for key in keys)
    lengths = (
        (say(words), summary.lengths[name]) for name, words in LENGTHS.items() if name in summary.lengths
    )
    both = (say("Visites par sujet"), tuple(topics)), (say("Visites par durée"), tuple(lengths))
    return tuple(VisitsTable(title, rows) for title, rows in both if rows)


def below(say: Wording) -> str:
    apart = say("Rien ne dit quelle durée va avec quel sujet.")
    return f"{apart}\n{say('Pour vous seulement : ne pas publier.')}"


def written(console: Console, say: Wording) -> str:
    """The summary as a text to keep; empty where there is none."""
    summary = of_the_day(console)
    return "\n".join(_lines(console, summary, say)) if summary else ""


def _lines(console: Console, summary: DaySummary, say: Wording) -> Iterator[str]:
    yield f"{say('Bilan du jour')} · {long_day(summary.day, say)}"
    yield count(summary, say)
    for table in tables(console, summary, say):
        yield ""
        yield table.title
        yield from (f"{visits:4}  {name}" for name, visits in table.rows)
    yield ""
    yield below(say)
    yield ""
