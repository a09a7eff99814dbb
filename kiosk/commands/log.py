"""`halte log`: the referent's day log, in the van's data folder. Only `forget` changes it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.errors import Trouble
from kiosk.commands.cli import Run

if TYPE_CHECKING:
    from kiosk.record.schema import VisitCount


class LogFailed(Trouble):
    """What was asked of the log cannot be given."""


def days(run: Run) -> None:
    from kiosk import daylog
    from kiosk.record.record import read_visits

    found = daylog.days(read_visits(run.data))
    if not found:
        click.echo(run.say("Le journal est vide : aucune visite n’est encore finie."), err=True)
    for day, visits in found:
        click.echo(f"{day.isoformat()}  {run.say.count('{n} visite', '{n} visites', visits)}")


def show(run: Run, day: datetime | None) -> None:
    from kiosk import daylog
    from kiosk.record.record import read_visits

    visits = read_visits(run.data)
    known = [known for known, _ in daylog.days(visits)]
    if not known or (day and day.date() not in known):
        raise LogFailed(
            "Le journal ne contient aucune visite de ce jour ; « halte log days » dit lesquels il a."
        )
    shown = day.date() if day else known[-1]
    click.echo(shown.isoformat())
    for line in _by_topic(run, daylog.of_days(visits, shown, shown)):
        click.echo(line)


def _by_topic(run: Run, visits: Iterable[VisitCount]) -> list[str]:
    """A line a topic: its visits, and their minutes from the shortest up."""
    names = {topic.key: topic.name(run.say.language) for topic in run.settings().topics}
    minutes: dict[str, list[str]] = {}
    for v in visits:
        said = run.say("durée inconnue") if v.minutes is None else run.say("{minutes} min", minutes=v.minutes)
        minutes.setdefault(v.topic, []).extend([said] * v.count)
    width = max(len(names.get(topic, topic)) for topic in minutes)
    return [f"{names.get(key, key):{width}}  {len(each)}  {', '.join(each)}" for key, each in minutes.items()]


def export(
    run: Run, form: str, dialect: str, first: datetime | None, last: datetime | None, output: Path | None
) -> None:
    from kiosk import daylog
    from kiosk.record.record import read_visits

    visits = daylog.of_days(read_visits(run.data), _day(first), _day(last))
    _write(daylog.to_csv(visits, daylog.Dialect(dialect)), output)


def pull(run: Run, form: str, dialect: str, output: Path | None) -> None:
    """From the referent's laptop, over the van's network."""
    import asyncio

    from kiosk import daylog
    from kiosk.record.schema import VisitCount
    from queue_display.link import log_pull
    from queue_display.messages import Role
    from queue_display.messages.roles import ROLES
    from queue_display.trust import Trust, keys_folder

    trust = Trust.open(keys_folder(run.data, Role.REFERENT))
    interfaces = run.settings().network.interfaces or None
    click.echo(run.say("Recherche de la borne…"), err=True)
    log = asyncio.run(log_pull.pull(trust, ROLES[Role.REFERENT].called(run.say, None), interfaces))
    visits = [VisitCount(row.day, row.topic, row.minutes, row.count) for row in log.visits]
    _write(daylog.to_csv(visits, daylog.Dialect(dialect)), output)


def _write(written: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(written)
        return
    try:
        output.write_bytes(written)
    except OSError as error:
        raise LogFailed(
            "{file} ne se laisse pas écrire ({why}) ; choisissez un autre endroit avec --output.",
            file=output,
            why=error.strerror,
        ) from None


def forget(run: Run, before: datetime, dry_run: bool) -> None:
    from kiosk.record import retention

    found = retention.forget(run.data, before.date(), date.today(), dry_run=dry_run)
    for line in retention.told(found, run.say, dry_run=dry_run):
        click.echo(line)


def _day(moment: datetime | None) -> date | None:
    """The day that click read as a moment."""
    return moment.date() if moment else None
