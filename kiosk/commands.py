"""The commands of `halte`, one row each: its name, what it does in French, its body, its options.

To add one, write its body (a function of a `Run` and its options, in the file of its group, which imports
the part that does the work inside the function, so that `halte --help` starts at once), then add its row.
"""

from __future__ import annotations

from pathlib import Path

import click

from assets.wording import text
from kiosk import config_commands, log_commands, window_commands
from kiosk.cli import Option, Row
from kiosk.window_commands import Pair

DAY = click.DateTime(["%Y-%m-%d"])

WINDOW = (
    Option("--windowed", is_flag=True, help=text("Dans une fenêtre, au lieu de tout l’écran.")),
    Option("--size", type=Pair("x"), help=text("La taille de la fenêtre, en pixels."), metavar="1280x800"),
    Option("--position", type=Pair(","), help=text("Sa place, en pixels depuis le coin."), metavar="0,0"),
    Option("--hands", is_flag=True, hidden=True),
)

GROUPS = {
    "": text("Halte : les tickets et la file d’attente d’un camion de services publics."),
    "config": text("Les réglages."),
    "log": text("Le journal anonyme des visites."),
    "printer": text("L’imprimante de tickets."),
}

ROWS = (
    Row(
        "display",
        text("Ouvre l’écran d’un agent."),
        window_commands.display,
        [
            Option(
                "--desk",
                type=click.IntRange(1, 9),
                default=1,
                show_default=True,
                help=text("Le numéro du bureau."),
            ),
            Option("--name", default="", help=text("Le nom sous lequel la borne le voit.")),
            *WINDOW,
        ],
    ),
    Row("log days", text("Dit quels jours sont dans le journal, et combien de visites."), log_commands.days),
    Row(
        "log show",
        text("Montre un jour du journal (par défaut : le dernier)."),
        log_commands.show,
        [Option("day", type=DAY, required=False, metavar="[AAAA-MM-JJ]")],
    ),
    Row(
        "log export",
        text("Écrit le journal : une ligne par visite, le jour, le motif, les minutes."),
        log_commands.export,
        [
            Option("--format", "form", type=click.Choice(["csv"]), default="csv", help=text("Le format.")),
            Option(
                "--dialect",
                type=click.Choice(["excel-fr", "rfc4180"]),
                default="excel-fr",
                show_default=True,
                help=text("Pour un Excel français, ou à virgules."),
            ),
            Option("--from", "first", type=DAY, help=text("Le premier jour."), metavar="AAAA-MM-JJ"),
            Option("--to", "last", type=DAY, help=text("Le dernier jour."), metavar="AAAA-MM-JJ"),
            Option(
                "--output",
                type=click.Path(path_type=Path),
                help=text("Le fichier à écrire (par défaut : la sortie standard)."),
                metavar="FICHIER",
            ),
        ],
    ),
    Row(
        "config init",
        text("Écrit un fichier de réglages commenté, à adapter."),
        config_commands.init,
        [Option("--force", is_flag=True, help=text("Remplace le fichier s’il existe."))],
    ),
    Row("config check", text("Vérifie les réglages et dit tout ce qui ne va pas."), config_commands.check),
    Row("config show", text("Montre les réglages en vigueur."), config_commands.show),
)
