"""`halte backup` and `halte restore`: log, settings and, if asked, keys, to a folder and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.asking import agree
from assets.days import WrittenDay
from assets.errors import Trouble
from kiosk.commands.cli import Run, default_config
from kiosk.commands.parameters import PARTS

if TYPE_CHECKING:
    from kiosk.backup.copies import Backup
    from kiosk.record.counts import Days


class BackupRefused(Trouble):
    """Nothing is written, or not all."""


def backup(run: Run, folder: Path | None, with_keys: bool, yes: bool) -> None:
    from kiosk.backup.collect import collected
    from kiosk.backup.compare import only_in
    from kiosk.backup.copies import newest, write

    place = _folder(run, folder)
    with _disk_told(place):
        content = collected(run.data, run.config, keys=with_keys)
        there = newest(place)
        more = only_in(there.days, content.days) if there else None
        if more:
            _ask_to_replace(run, place, more.visits, yes)
        written = write(place, content)
    told = run.say(
        "Sauvegarde écrite et relue dans {folder} : {log}.", folder=place, log=_log(run, content.days)
    )
    click.echo(told if written else run.say("La sauvegarde de {folder} est déjà à jour.", folder=place))
    if with_keys:
        click.echo(run.say("Elle a les clés : qui a cette clé USB peut se faire passer pour la borne."))


def _folder(run: Run, folder: Path | None) -> Path:
    if folder is None:
        raise click.UsageError(run.say("donnez le dossier de la sauvegarde, par exemple celui d’une clé USB"))
    if not folder.exists():
        raise BackupRefused("{folder} n’existe pas : branchez la clé, ou faites ce dossier.", folder=folder)
    return folder


def _ask_to_replace(run: Run, place: Path, visits: int, yes: bool) -> None:
    question = run.say.count(
        "La sauvegarde de {folder} a {n} visite que le journal d’ici n’a pas. La remplacer ?",
        "La sauvegarde de {folder} a {n} visites que le journal d’ici n’a pas. La remplacer ?",
        visits,
        folder=place,
    )
    click.echo(run.say("Si ce journal a été perdu, c’est « halte restore » qu’il faut."), err=True)
    unasked = BackupRefused(
        "La sauvegarde de {folder} a des visites que le journal d’ici n’a pas, rien n’est écrit :"
        " reprenez-les avec « halte restore », ou ajoutez --yes pour la remplacer.",
        folder=place,
    )
    agree(run.say, question, unasked=unasked, refused=BackupRefused("Rien n’est écrit."), yes=yes)


def restore(run: Run, source: Path | None, only: str | None, yes: bool) -> None:
    from kiosk.backup import restore as back

    place = _folder(run, source)
    with _disk_told(place):
        backup = back.found(place)
        _check_held(backup, only)
        with back.kiosk_at_rest(run.data):
            for part in PARTS:
                if only in (None, part):
                    _RESTORE[part](run, backup, yes)


def _check_held(backup: Backup, only: str | None) -> None:
    from kiosk.backup.copies import STOPS

    held = {
        "log": True,
        "settings": backup.settings is not None,
        "stops": STOPS in backup.files,
        "keys": bool(backup.keys),
    }
    if only and not held[only]:
        raise BackupRefused(
            "La sauvegarde n’a pas cette partie, rien n’est repris : sans --only, tout ce qu’elle a l’est."
        )


def _restore_log(run: Run, backup: Backup, yes: bool) -> None:
    from kiosk.backup import restore as back
    from kiosk.backup.compare import only_in

    if more := back.restore_reports(run.data, backup):
        click.echo(
            run.say.count(
                "{n} bilan déjà publié est repris : il ne sera pas refait autrement.",
                "{n} bilans déjà publiés sont repris : ils ne seront pas refaits autrement.",
                more,
            )
        )
    now = back.here(run.data, None).days
    if now == backup.days:
        return click.echo(run.say("Le journal est déjà celui de la sauvegarde."))
    click.echo(run.say("Dans la sauvegarde : {log}.", log=_log(run, backup.days)))
    here = run.say("un journal illisible") if now is None else _log(run, now)
    click.echo(run.say("Ici, à présent : {log}.", log=here))
    if now and (lost := only_in(now, backup.days)):
        click.echo(
            run.say.count(
                "{n} visite d’ici n’est pas dans la sauvegarde.",
                "{n} visites d’ici ne sont pas dans la sauvegarde.",
                lost.visits,
            )
        )
    _ask(run, run.say("Remplacer le journal d’ici ?"), yes)
    aside = back.restore_log(run.data, backup.days)
    click.echo(run.say("Le journal est celui de la sauvegarde."))
    if aside:
        click.echo(run.say("Celui d’avant est gardé : « halte restore {file} » y revient.", file=aside))


def _restore_settings(run: Run, backup: Backup, yes: bool) -> None:
    from kiosk.backup import restore as back

    file = run.config or default_config()
    if backup.settings is None or back.here(run.data, file).settings == backup.settings:
        return
    back.check_settings(file, backup.settings)
    _ask(run, run.say("Remplacer aussi les réglages de {file} ?", file=file), yes)
    aside = back.restore_settings(file, backup.settings)
    click.echo(run.say("Les réglages de {file} sont ceux de la sauvegarde.", file=file))
    if aside:
        click.echo(run.say("Ceux d’avant sont gardés dans {file}.", file=aside))


def _restore_stops(run: Run, backup: Backup, yes: bool) -> None:
    from assets.files import Disk
    from kiosk.backup import restore as back
    from kiosk.backup.copies import STOPS

    content = backup.files.get(STOPS)
    if content is None or Disk().read(run.data / STOPS) == content:
        return
    _ask(run, run.say("Remplacer aussi le calendrier des arrêts ?"), yes)
    aside = back.restore_stops(run.data, content)
    click.echo(run.say("Le calendrier des arrêts est celui de la sauvegarde."))
    if aside:
        click.echo(run.say("Celui d’avant est gardé dans {file}.", file=aside))


def _restore_keys(run: Run, backup: Backup, yes: bool) -> None:
    from kiosk.backup import restore as back

    if not backup.keys:
        return
    _ask(run, run.say("Remplacer aussi les clés et les écrans associés ?"), yes)
    back.restore_keys(run.data, backup)
    click.echo(run.say("Les clés et les écrans associés sont ceux de la sauvegarde."))


_RESTORE = {
    "log": _restore_log,
    "settings": _restore_settings,
    "stops": _restore_stops,
    "keys": _restore_keys,
}


def _ask(run: Run, question: str, yes: bool) -> None:
    unasked = BackupRefused("Rien de plus n’est repris. Si c’est bien ce qu’il faut, recommencez avec --yes.")
    agree(run.say, question, unasked=unasked, refused=BackupRefused("Rien de plus n’est repris."), yes=yes)


def _log(run: Run, days: Days) -> str:
    """How much a log holds, and of when."""
    from kiosk.backup.compare import tally

    if not days:
        return run.say("aucune visite")
    held = tally(days)
    return run.say(
        "{visits} sur {days}, du {first} au {last}",
        visits=run.say.count("{n} visite", "{n} visites", held.visits),
        days=run.say.count("{n} jour", "{n} jours", held.days),
        first=WrittenDay(min(days)),
        last=WrittenDay(max(days)),
    )


@contextmanager
def _disk_told(place: Path) -> Iterator[None]:
    """A failure of the disk as a sentence. Raises BackupRefused."""
    try:
        yield
    except OSError as error:
        raise BackupRefused(
            "Impossible d’utiliser {file} ({why}) : vérifiez la clé, sa place libre et les droits.",
            file=error.filename or place,
            why=error.strerror or type(error).__name__,
        ) from None
