"""`halte config`: the settings, written for the first time, checked, shown as they are in force."""

from __future__ import annotations

import secrets

import click

import assets
from assets.asking import may_replace, secret
from assets.errors import Trouble
from assets.files import Undated, make_folder, replace_file
from kiosk import settings
from kiosk.calendar import kept
from kiosk.commands.cli import Run, default_config


class ConfigFailed(Trouble):
    """The settings file cannot be written."""


def init(run: Run, force: bool) -> None:
    file = run.config or default_config()
    may_replace(run.say, file, force=force, option="--config")
    try:
        make_folder(file.parent)
        replace_file(Undated(), file, assets.path("halte.toml").read_bytes())
    except OSError as error:
        raise ConfigFailed(
            "Impossible d’écrire {file} ({why}) ; choisissez un autre endroit avec --config.",
            file=file,
            why=error.strerror,
        ) from None
    click.echo(run.say("Réglages écrits dans {file} ; ouvrez-le avec un éditeur de texte.", file=file))


def check(run: Run) -> None:
    """Each remark and each fault is a line on stderr; the last fault is what the command fails with.

    It fails exactly where Halte does not start.
    """
    found = settings.examine(run.config)
    for remark in found.remarks:
        click.echo(run.say("remarque : {remark}", remark=remark), err=True)
    for fault in found.faults[:-1]:
        click.echo(fault.said(run.say), err=True)
    if found.faults:
        raise found.faults[-1]
    where = run.config or run.say("les réglages d’origine, sans fichier")
    if found.settings.stops and kept.there(run.data):
        unused = run.say(
            "les [[stops]] ne comptent plus : un calendrier les remplace, {file}.", file=kept.FILE
        )
        click.echo(run.say("remarque : {remark}", remark=unused), err=True)
    if found.remarks:
        click.echo(run.say("Halte démarre avec {where}, malgré ces remarques.", where=where))
    else:
        click.echo(run.say("Tout va bien : {where}.", where=where))


def show(run: Run) -> None:
    click.echo(settings.as_toml(run.settings()), nl=False)


def code(run: Run) -> None:
    """Ask for a code, which is not shown, and print the line of the settings that holds its hash."""
    from kiosk.touchscreen.conduct.service_code import SALT, hashed, well_formed
    from kiosk.touchscreen.journey.agents import SERVICE_DIGITS

    nobody = ConfigFailed("donnez le code à {n} chiffres à un terminal, ou sur l’entrée.", n=SERVICE_DIGITS)
    chosen = secret(run.say, run.say("Code à {n} chiffres :", n=SERVICE_DIGITS), nobody)
    if not well_formed(chosen):
        raise ConfigFailed("il faut {n} chiffres ; recommencez.", n=SERVICE_DIGITS)
    click.echo(run.say("Écrivez cette ligne dans les réglages :"), err=True)
    click.echo(f'service_code = "{hashed(chosen, secrets.token_bytes(SALT))}"')
