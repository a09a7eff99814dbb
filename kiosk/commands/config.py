"""`halte config`: the settings, written for the first time, checked, shown as they are in force."""

from __future__ import annotations

import re
import secrets

import click

import assets
from assets.errors import Trouble
from kiosk import settings
from kiosk.commands.cli import Run, default_config


class ConfigFailed(Trouble):
    """The settings file cannot be written."""


def init(run: Run, force: bool) -> None:
    file = run.config or default_config()
    if file.exists() and not force:
        raise ConfigFailed("{file} existe déjà ; ajoutez --force pour le remplacer.", file=file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(assets.path("halte.toml").read_bytes())
    except OSError as error:
        raise ConfigFailed(
            "{file} ne se laisse pas écrire ({why}) ; choisissez un autre endroit avec --config.",
            file=file,
            why=error.strerror,
        ) from None
    click.echo(run.say("Réglages écrits dans {file} ; ouvrez-le avec un éditeur de texte.", file=file))


def check(run: Run) -> None:
    """Every remark and every fault on a line of its own on stderr, the last fault as the command's failure.

    It fails just where Halte does not start.
    """
    found = settings.examine(run.config)
    for remark in found.remarks:
        click.echo(run.say("remarque : {remark}", remark=remark), err=True)
    for fault in found.faults[:-1]:
        click.echo(fault.said(run.say), err=True)
    if found.faults:
        raise found.faults[-1]
    where = run.config or run.say("les réglages d’origine, sans fichier")
    if found.remarks:
        click.echo(run.say("Halte démarre avec {where}, malgré ces remarques.", where=where))
    else:
        click.echo(run.say("Tout va bien : {where}.", where=where))


def show(run: Run) -> None:
    click.echo(settings.as_toml(run.settings()), nl=False)


def code(run: Run) -> None:
    """Ask for a code, unseen, and give the line that keeps it without telling it."""
    from kiosk.touchscreen.conduct.service_code import hashed

    chosen = click.prompt(run.say("Code à six chiffres"), hide_input=True, confirmation_prompt=True, err=True)
    if not re.fullmatch("[0-9]{6}", chosen):
        raise ConfigFailed("il faut six chiffres ; recommencez.")
    click.echo(run.say("Écrivez cette ligne dans les réglages :"), err=True)
    click.echo(f'service_code = "{hashed(chosen, secrets.token_bytes(16))}"')
