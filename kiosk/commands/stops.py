"""`halte stops`: the calendar of stops, from an agenda and to others; on a laptop, or on the van."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.asking import agree, may_replace
from assets.days import WrittenDay
from assets.errors import Trouble
from kiosk.commands.cli import Run

if TYPE_CHECKING:
    from kiosk.calendar.agenda import Agenda, Span
    from kiosk.calendar.kept import CalendarStop

AHEAD = timedelta(days=365)
"""How far what comes back is written out, where nothing else is asked for."""

SHOWN = 3
"""Stops of each row that are shown before they are written."""

LARGEST_AGENDA = 16 << 20
"""Bytes of an agenda file above which it is another file."""


class StopsFailed(Trouble):
    """What was asked of the calendar cannot be done."""


# --- Read in -----------------------------------------------------------------------------------------


def import_file(
    run: Run, file: Path | None, first: datetime | None, last: datetime | None, dry_run: bool, yes: bool
) -> None:
    """Each fault is a line on stderr; with one, nothing is written, and only a trial shows the stops."""
    from kiosk.calendar import kept

    if file is None:
        raise click.UsageError(run.say("donnez le fichier de l’agenda, en .csv ou .ics"))
    span = _span(first, last)
    agenda = _agenda(file, span)
    if agenda.faults and dry_run:
        _tell_stops(run, agenda)
    if agenda.faults:
        for fault in agenda.faults:
            click.echo(fault.said(run.say), err=True)
        raise _refused(file, len(agenda.faults))
    before = _before(run)
    after = kept.merged(before, agenda.stops, span.first)
    _tell(run, agenda, before, after, span)
    if dry_run:
        click.echo(run.say("Rien n’est écrit : c’était un essai."))
        return
    unasked = StopsFailed("Rien n’est changé. Si c’est bien ce qu’il faut, recommencez avec --yes.")
    refused = StopsFailed("Rien n’est changé.")
    agree(run.say, run.say("Écrire ce calendrier ?"), unasked=unasked, refused=refused, yes=yes)
    kept.keep(run.data, after)
    click.echo(run.say("Le calendrier est écrit : {file}.", file=run.data / kept.FILE))


def _span(first: datetime | None, last: datetime | None) -> Span:
    from kiosk.calendar.agenda import Span

    start = first.date() if first else date.today()
    end = last.date() if last else start + AHEAD
    if end < start:
        raise StopsFailed("Le dernier jour vient avant le premier ; corrigez --from ou --to.")
    return Span(start, end)


def _agenda(file: Path, span: Span) -> Agenda:
    from kiosk.calendar.agenda import read_csv
    from kiosk.calendar.ics import is_ics, read_ics
    from kiosk.calendar.table import BadAgenda

    content = _content(file)
    try:
        return read_ics(content, span) if is_ics(content) else read_csv(content, span)
    except BadAgenda as bad:
        raise StopsFailed("{file} : {fault}.", file=file, fault=bad) from None


def _content(file: Path) -> bytes:
    from assets.files import Disk

    try:
        content = Disk().read(file, LARGEST_AGENDA)
    except OSError as error:
        raise StopsFailed("Impossible de lire {file} ({why}).", file=file, why=error.strerror) from None
    if content is None:
        raise StopsFailed("{file} n’existe pas ; donnez le fichier de l’agenda.", file=file)
    return content


def _refused(file: Path, faults: int) -> StopsFailed:
    if faults == 1:
        return StopsFailed("{file} a une faute, dite plus haut ; rien n’est écrit.", file=file)
    return StopsFailed("{file} a {n} fautes, dites plus haut ; rien n’est écrit.", file=file, n=faults)


def _before(run: Run) -> Sequence[CalendarStop]:
    """The calendar so far; that of the settings where there is none yet. A damaged one stays where it is."""
    from kiosk.calendar import kept

    stops = kept.load(run.data)
    return kept.of_settings(run.settings().stops) if stops is None else stops


def _tell(
    run: Run,
    agenda: Agenda,
    before: Sequence[CalendarStop],
    after: Sequence[CalendarStop],
    span: Span,
) -> None:
    _tell_stops(run, agenda)
    coming = [stop for stop in after if stop.day >= span.first]
    click.echo(run.say.count("En tout, {n} arrêt à venir.", "En tout, {n} arrêts à venir.", len(coming)))
    gone = [stop for stop in before if stop.day >= span.first and stop not in set(after)]
    if gone:
        click.echo(
            run.say.count("{n} arrêt d’avant n’y est plus.", "{n} arrêts d’avant n’y sont plus.", len(gone))
        )
    past = len(after) - len(coming)
    if past:
        click.echo(run.say.count("{n} arrêt passé est gardé.", "{n} arrêts passés sont gardés.", past))


def _tell_stops(run: Run, agenda: Agenda) -> None:
    for place, stops in _by_place(agenda.stops):
        _tell_place(run, place, stops)
    for remark in agenda.remarks:
        click.echo(run.say("Attention, {remark}", remark=remark))
    _tell_holidays(run, agenda.stops)


def _by_place(stops: Sequence[CalendarStop]) -> Iterator[tuple[str, list[CalendarStop]]]:
    for place, there in groupby(sorted(stops, key=attrgetter("place")), key=attrgetter("place")):
        yield place, sorted(there)


def _tell_place(run: Run, place: str, stops: Sequence[CalendarStop]) -> None:
    many = run.say.count("{n} arrêt", "{n} arrêts", len(stops))
    click.echo(run.say("{place} : {many}", place=place, many=many))
    for stop in islice(stops, SHOWN):
        click.echo(f"  {_line(run, stop)}")
    if len(stops) > SHOWN:
        click.echo("  " + run.say("… jusqu’au {day}", day=WrittenDay(stops[-1].day)))


def _line(run: Run, stop: CalendarStop) -> str:
    from assets.dayparts import planned

    return planned(stop.planned, run.say)


def _tell_holidays(run: Run, stops: Sequence[CalendarStop]) -> None:
    """What an agenda does not say: whether the van goes there on a public holiday. Known with the extra."""
    from kiosk.calendar import osm

    if not stops:
        return
    try:
        off = osm.holidays(stops[0].day, stops[-1].day)
    except osm.AgendaLacks:
        return
    for stop in stops:
        if stop.day in off:
            click.echo(run.say("Attention, jour férié : {stop}", stop=_line(run, stop)))


# --- Shown, and written for others -------------------------------------------------------------------


def show(run: Run, everything: bool) -> None:
    """The stops to come, or all that are known; those of the settings where there is no calendar."""
    stops = sorted(_before(run))
    wanted = [stop for stop in stops if everything or stop.day >= date.today()]
    if not wanted:
        click.echo(run.say("Aucun arrêt n’est prévu ; « halte stops import » lit un agenda."), err=True)
    for stop in wanted:
        click.echo(f"{stop.day.isoformat()}  {_line(run, stop)}")


def export(run: Run, ics: Path | None, mednum: Path | None, force: bool) -> None:
    from kiosk.calendar.ics import as_ics
    from kiosk.calendar.mednum import as_mednum
    from kiosk.commands.output import write_file

    if (ics is None) is (mednum is None):
        raise click.UsageError(run.say("donnez --ics ou --mednum, avec le fichier à écrire"))
    settings, stops = run.settings(), sorted(_before(run))
    if ics:
        may_replace(run.say, ics, force=force, option="--ics")
        write_file(ics, as_ics(stops, settings.van))
    if mednum:
        may_replace(run.say, mednum, force=force, option="--mednum")
        write_file(mednum, as_mednum(stops, settings.van, settings.phone, date.today()))
    click.echo(run.say("Écrit dans {file}.", file=ics or mednum), err=True)


def send(run: Run) -> None:
    """From the referent's laptop. What the kiosk knows of stops that are over stays."""
    import asyncio

    from kiosk.calendar import kept
    from kiosk.calendar.packed import pack
    from kiosk.commands.progress import progress
    from queue_display.link import stops_send
    from queue_display.messages import Role
    from queue_display.messages.roles import ROLES
    from queue_display.trust import Trust, keys_folder

    stops = kept.load(run.data)
    if not stops:
        raise StopsFailed("Il n’y a pas encore de calendrier ici : « halte stops import » en fait un.")
    trust = Trust.open(keys_folder(run.data, Role.REFERENT))
    interfaces = run.settings().network.interfaces or None
    name = ROLES[Role.REFERENT].called(run.say, None)
    pieces = pack(kept.as_csv(stops))
    click.echo(run.say("Recherche de la borne…"), err=True)
    with progress(run.say("Calendrier envoyé"), len(pieces)) as told:
        asyncio.run(stops_send.send(trust, name, pieces, interfaces, told=told))
    click.echo(run.say("La borne a le calendrier."))
