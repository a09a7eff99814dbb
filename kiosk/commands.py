"""The commands of `halte`, one row each.

To add one: write its body here, a function that takes a `Run` and its options and calls the part that does
the work, importing that part inside (so that `halte --help` starts at once); then add its row to `ROWS`.
"""

from __future__ import annotations


import click

import assets
from assets.errors import Trouble
from assets.wording import text
from kiosk import settings
from kiosk.cli import Option, Row, Run, default_config


class CommandFailed(Trouble):
    """A command could not do what was asked."""


def config_init(run: Run, force: bool) -> None:
    file = run.config or default_config()
    if file.exists() and not force:
        raise CommandFailed("{file} existe déjà ; ajoutez --force pour le remplacer.", file=file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(assets.path("halte.toml").read_bytes())
    except OSError as error:
        raise CommandFailed(
            "{file} ne se laisse pas écrire ({why}) ; choisissez un autre endroit avec --config.",
            file=file,
            why=error.strerror,
        ) from None
    click.echo(run.say("Réglages écrits dans {file} ; ouvrez-le dans un éditeur de texte.", file=file))


def config_check(run: Run) -> None:
    _, faults = settings.examine(run.config)
    for fault in faults[:-1]:
        click.echo(fault.said(run.say), err=True)
    if faults:
        raise faults[-1]
    where = run.config or run.say("les réglages d’origine (aucun fichier)")
    click.echo(run.say("Tout va bien : {where}.", where=where))


def config_show(run: Run) -> None:
    from kiosk.settings_shown import as_toml

    click.echo(as_toml(run.settings()), nl=False)


FORCE = Option("--force", is_flag=True, help=text("Remplace le fichier s’il existe."))

GROUPS = {
    "": text("Halte : les tickets et la file d’attente d’un camion de services publics."),
    "config": text("Les réglages."),
}

ROWS = (
    Row("config init", text("Écrit un fichier de réglages commenté, à adapter."), config_init, [FORCE]),
    Row("config check", text("Vérifie les réglages et dit tout ce qui ne va pas."), config_check),
    Row("config show", text("Montre les réglages en vigueur."), config_show),
)
