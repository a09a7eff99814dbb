"""`halte log`: the referent's day log. Read in the van's data folder or over its network; changed by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.asking import agree
from assets.errors import Trouble
from kiosk.commands.cli import Run, rightly
from kiosk.commands.output import Export, check, made, write

if TYPE_CHECKING:
    from kiosk.daylog import DayByDay, LogTable, Words
    from kiosk.pulled import PulledNews


class LogFailed(Trouble):
    """What was asked of the log cannot be given."""


# --- Read ------------------------------------------------------------------------------------------


def days(run: Run) -> None:
    from kiosk.pulled import log_folder
    from kiosk.record.reading import reading_log

    with reading_log(log_folder(run.data)) as log:
        found = log.sums().by_day
    if not found:
        click.echo(run.say("Le journal est vide : aucune visite n’est encore finie."), err=True)
    for day, visits in found.items():
        click.echo(f"{day.isoformat()}  {_visits(run, visits)}")


def _visits(run: Run, visits: int) -> str:
    return run.say.count("{n} visite", "{n} visites", visits)


def show(run: Run, day: str | None) -> None:
    """The topics of a day, then its lengths: what goes with what, nothing tells."""
    from kiosk import daylog
    from kiosk.pulled import log_folder
    from kiosk.record.record import read_days

    wanted = _day(run, day)
    found = read_days(log_folder(run.data))
    if not found or (wanted and wanted not in found):
        raise LogFailed(
            "Le journal ne contient aucune visite de ce jour ; « halte log days » donne les jours qu’il"
            " contient."
        )
    shown = wanted or max(found)
    topics, minutes = daylog.tables(daylog.InMemory({shown: found[shown]}), _words(run, keys=False))
    click.echo(shown.isoformat())
    for table in (topics, minutes):
        click.echo(f"\n{table.name}")
        for line in _lines(run, table):
            click.echo(line)


def _lines(run: Run, table: LogTable) -> list[str]:
    said = [(_length(run, key), visits) for _, key, visits in table.rows]
    width = max((len(name) for name, _ in said), default=0)
    return [f"  {name:{width}}  {visits}" for name, visits in said]


def _length(run: Run, key: object) -> str:
    if key is None:
        return run.say("durée inconnue")
    return run.say("{minutes} min", minutes=key) if isinstance(key, int) else str(key)


def _words(run: Run, *, keys: bool) -> Words:
    """Those of the language wanted; of topics that this van no longer shows too, if Halte came with them."""
    from kiosk import daylog
    from kiosk.settings import packaged_topics

    if keys:
        return daylog.KEYS
    topics = (*packaged_topics(), *run.settings().topics)
    return daylog.words(run.say, {topic.key: topic.name(run.say.language) for topic in topics})


def export(
    run: Run,
    form: str | None,
    dialect: str,
    what: str | None,
    keys: bool,
    first: str | None,
    last: str | None,
    output: Path | None,
    force: bool,
) -> None:
    from kiosk.pulled import log_folder
    from kiosk.record.reading import reading_log

    wanted = Export(form, dialect, what, keys, output, force)
    span = (_span(run, first)[0] if first else date.min, _span(run, last)[1] if last else date.max)
    check(run, wanted)
    with reading_log(log_folder(run.data), span) as log:
        contents = made(run, wanted, _tables(run, wanted, log))
    write(run, wanted, contents)


def pull(
    run: Run,
    form: str | None,
    dialect: str,
    what: str | None,
    keys: bool,
    output: Path | None,
    force: bool,
) -> None:
    """From the referent's laptop, over the van's network."""
    from kiosk import daylog
    from kiosk.pulled import pull_log

    wanted = Export(form, dialect, what, keys, output, force)
    check(run, wanted)
    click.echo(run.say("Recherche de la borne…"), err=True)
    came = pull_log(run.data, run.settings(), run.say, _counting(run), date.today())
    _say_what_came(run, came)
    if output or form:
        write(run, wanted, made(run, wanted, _tables(run, wanted, daylog.InMemory(came.days))))


def _counting(run: Run) -> Callable[[int, int], None]:
    """Says how far a long log has come."""

    def told(part: int, parts: int) -> None:
        if parts > 1:
            click.echo(run.say("Partie {part} sur {parts}", part=part, parts=parts), err=True)

    return told


def _say_what_came(run: Run, came: PulledNews) -> None:
    days = came.days
    visits = _visits(run, sum(counts.visits for counts in days.values()))
    click.echo(
        run.say.count("Reçu : {n} jour, {visits}.", "Reçu : {n} jours, {visits}.", len(days), visits=visits),
        err=True,
    )
    if came.changed is not None:
        new = run.say.count(
            "Depuis la dernière fois : {n} jour nouveau ou corrigé.",
            "Depuis la dernière fois : {n} jours nouveaux ou corrigés.",
            came.changed,
        )
        click.echo(new, err=True)
    click.echo(run.say("Gardé ici : {folder}", folder=came.folder), err=True)


def _tables(run: Run, wanted: Export, log: DayByDay) -> list[LogTable]:
    from kiosk import daylog

    return daylog.tables(log, _words(run, keys=wanted.keys), wanted.wanted)


# --- Changed ---------------------------------------------------------------------------------------


def forget(run: Run, before: str, dry_run: bool, yes: bool) -> None:
    """A day that this machine's clock holds for one to come may be a slip of the finger, or the clock's."""
    from kiosk.record import retention

    first, _ = _span(run, before)
    if not dry_run and first > date.today():
        shown = retention.forget(run.data, first, dry_run=True)
        for line in retention.told(shown, run.say, dry_run=True)[:-1]:
            click.echo(line)
        question = run.say("D’après l’horloge d’ici, le {day} n’est pas encore passé. Effacer ?", day=first)
        _ask(run, question, yes)
    found = retention.forget(run.data, first, dry_run=dry_run)
    for line in retention.told(found, run.say, dry_run=dry_run):
        click.echo(line)


def mend(run: Run, day: str | None, right: str | None, remove: bool, dry_run: bool, yes: bool) -> None:
    from kiosk.record import mend

    wrong = _day(run, day)
    if wrong is None or (right is None) is not remove:
        raise click.UsageError(run.say("donnez le jour, puis --to avec le bon jour, ou --remove"))
    planned = mend.planned(run.data, wrong, _day(run, right))
    for line in mend.told(planned, run.say):
        click.echo(line)
    if dry_run:
        click.echo(run.say("Rien n’est corrigé : c’était un essai."))
        return
    _ask(run, run.say("Corriger le journal ?"), yes)
    mend.mend(run.data, planned)
    click.echo(run.say("Le journal est corrigé."))


def _ask(run: Run, question: str, yes: bool) -> None:
    """Raises LogFailed unless the person at the terminal agrees, or has said so beforehand."""
    unasked = LogFailed("Rien n’est changé. Si c’est bien ce qu’il faut, recommencez avec --yes.")
    agree(run.say, question, unasked=unasked, refused=LogFailed("Rien n’est changé."), yes=yes)


def _day(run: Run, written: str | None) -> date | None:
    """The one day that somebody wrote. Raises click.UsageError."""
    from kiosk.written_days import day_meant

    return rightly(run, day_meant, written, date.today()) if written else None


def _span(run: Run, written: str) -> tuple[date, date]:
    """The first and the last day of what somebody wrote. Raises click.UsageError."""
    from kiosk.written_days import days_meant

    return rightly(run, days_meant, written, date.today())
