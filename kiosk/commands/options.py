"""The options that several commands of `halte` have."""

from __future__ import annotations

from pathlib import Path

import click

from assets.wording import text
from kiosk.commands.cli import Option
from kiosk.commands.parameters import FORMS, NumberPair
from queue_display.messages.bounds import MOST_DESKS

DAY = click.DateTime(["%Y-%m-%d"])

WINDOW = (
    Option("--windowed", is_flag=True, help=text("Dans une fenêtre, au lieu de tout l’écran.")),
    Option(
        "--size", type=NumberPair("x"), help=text("La taille de la fenêtre, en pixels."), metavar="1280x800"
    ),
    Option(
        "--position", type=NumberPair(","), help=text("Sa place, en pixels depuis le coin."), metavar="0,0"
    ),
    Option("--hands", is_flag=True, hidden=True),
)

FIRST_FRAME = Option(
    "--first-frame",
    is_flag=True,
    help=text("Dessine le premier écran, puis s’arrête : pour essayer une installation."),
)
NAME = Option("--name", default="", help=text("Le nom sous lequel la borne le voit."), metavar=text("NOM"))
ALOUD = Option(
    "--aloud",
    type=click.Choice(("desk", "van")),
    help=text("Appelle aussi par carillon et voix : pour ce bureau (desk), ou tous (van)."),
)
"""`queue_display.console.aloud.Aloud`."""

DESK = Option(
    "--desk",
    type=click.IntRange(1, MOST_DESKS),
    metavar=text("NOMBRE"),
    default=1,
    show_default=True,
    help=text("Le numéro du bureau."),
)
FOLDER = Option("folder", type=click.Path(file_okay=False, path_type=Path), metavar=text("DOSSIER"))
ADDRESS = Option("address", metavar=text("ADRESSE"))

FORCE = Option("--force", is_flag=True, help=text("Remplace ce qui existe, sans rien demander."))
YES = Option("--yes", is_flag=True, help=text("Ne demande rien : c’est bien ce qu’il faut."))
EXPORT = (
    Option(
        "--format",
        "form",
        type=click.Choice(FORMS),
        help=text("Le format (par défaut : celui du nom du fichier, sinon csv)."),
    ),
    Option(
        "--dialect",
        type=click.Choice(["excel-fr", "rfc4180"]),
        default="excel-fr",
        show_default=True,
        help=text("excel-fr : points-virgules, pour Excel en français ; rfc4180 : virgules."),
    ),
    Option(
        "--what",
        type=click.Choice(["topics", "minutes"]),
        help=text("Un seul des deux tableaux : les sujets, ou les durées."),
    ),
    Option("--keys", is_flag=True, help=text("Les clés, au lieu des mots de la langue.")),
    Option(
        "--output",
        type=click.Path(path_type=Path),
        help=text("Le fichier à écrire (par défaut : la sortie standard) ; en csv, il y en a deux."),
        metavar=text("FICHIER"),
    ),
    FORCE,
)
