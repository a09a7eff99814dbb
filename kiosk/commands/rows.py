"""The commands of `halte`, one row each: its name, what it does in French, its body, its options.

To add one, write its body (a function of a `Run` and its options, in the file of its group, which imports
the part that does the work inside the function, so that `halte --help` starts at once), then add its row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from assets.wording import text
from kiosk.commands import config, log, pair, printer, windows
from kiosk.commands.cli import CommandRow, Option
from kiosk.commands.output import FORMS
from kiosk.commands.windows import NumberPair
from printer.simulator.models import PAPER_SPEED, USUAL
from queue_display.messages import Role
from queue_display.messages.bounds import MOST_DESKS
from queue_display.messages.roles import ROLES, RoleRow, RoleWindow

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
DESK = Option(
    "--desk",
    type=click.IntRange(1, MOST_DESKS),
    metavar=text("NOMBRE"),
    default=1,
    show_default=True,
    help=text("Le numéro du bureau."),
)
ADDRESS = Option("address", metavar=text("ADRESSE"))

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
        help=text("Pour un Excel français, ou à virgules."),
    ),
    Option(
        "--what",
        type=click.Choice(["topics", "minutes"]),
        help=text("Un seul des deux tableaux : les motifs, ou les durées."),
    ),
    Option("--keys", is_flag=True, help=text("Les clés, au lieu des mots de la langue.")),
    Option(
        "--output",
        type=click.Path(path_type=Path),
        help=text("Le fichier à écrire (par défaut : la sortie standard) ; en csv, il y en a deux."),
        metavar=text("FICHIER"),
    ),
    Option("--force", is_flag=True, help=text("Remplace le fichier s’il existe.")),
)

GROUPS = {
    "": text("Halte : les tickets et la file d’attente d’un camion de services publics."),
    "config": text("Les réglages."),
    "log": text("Le journal anonyme des visites."),
    "printer": text("L’imprimante de tickets."),
}

OWN: Mapping[Role, Sequence[Option]] = {
    Role.BOARD: [Option("--chime-only", is_flag=True, help=text("Un carillon, sans voix."))],
}
"""The options that a role's window alone has; its `main` is given them by name."""


def _window(role: Role, row: RoleRow, window: RoleWindow) -> CommandRow:
    """The command that opens a role's window."""
    desk = [DESK] if row.desk else []
    options = [*desk, NAME, *OWN.get(role, ()), *WINDOW]
    return CommandRow(window.command, window.does, partial(windows.display, role=role), options)


ROWS = (
    CommandRow(
        "demo",
        text("Montre tout sur cette machine : borne, écrans, imprimante."),
        windows.demo,
        [
            Option(
                "--tour",
                type=click.Path(file_okay=False, path_type=Path),
                help=text("Joue une visite et en garde les images dans ce dossier."),
                metavar=text("DOSSIER"),
            )
        ],
    ),
    CommandRow(
        "kiosk", text("Ouvre la borne, l’écran tactile des visiteurs."), windows.kiosk, [*WINDOW, FIRST_FRAME]
    ),
    *(_window(role, row, row.window) for role, row in ROLES.items() if row.window),
    CommandRow(
        "pair",
        text(
            "Fait se connaître la borne et un écran. Sur l’écran, sans CODE : en affiche un."
            " Sur la borne, avec le CODE que l’écran affiche."
        ),
        pair.pair,
        [
            Option("code", metavar=text("CODE")),
            Option(
                "--as",
                "role",
                type=click.Choice([role.value for role in ROLES]),
                help=text("Ce que l’écran est : d’agent (par défaut), panneau, ou du référent."),
            ),
            DESK,
            NAME,
            Option(
                "--display",
                "wanted",
                default="",
                help=text("Sur la borne, quand plusieurs écrans attendent : le nom ou l’identifiant du bon."),
                metavar=text("NOM"),
            ),
            Option("--list", "listed", is_flag=True, help=text("Montre ce qui est appairé.")),
            Option("--revoke", "revoked", help=text("Retire l’accès."), metavar=text("IDENTIFIANT")),
        ],
    ),
    CommandRow("printer list", text("Montre les imprimantes branchées."), printer.list_printers),
    CommandRow("printer status", text("Dit comment va l’imprimante."), printer.status, [ADDRESS]),
    CommandRow("printer test", text("Imprime une page d’essai et un ticket."), printer.test, [ADDRESS]),
    CommandRow(
        "printer simulate",
        text("Se fait passer pour une imprimante, jusqu’à Ctrl-C."),
        printer.simulate,
        [
            Option(
                "--link",
                type=click.Path(path_type=Path),
                help=text("Un lien à faire vers le port."),
                metavar=text("CHEMIN"),
            ),
            Option(
                "--paper",
                type=click.Path(path_type=Path),
                help=text("Où garder les tickets, en image et en texte."),
                metavar=text("DOSSIER"),
            ),
            Option(
                "--model",
                default=USUAL.name,
                show_default=True,
                help=text("Le modèle imité."),
                metavar=text("MODÈLE"),
            ),
            Option(
                "--baud",
                type=int,
                default=0,
                metavar=text("NOMBRE"),
                help=text("La vitesse du port, en bauds (par défaut : sans limite)."),
            ),
            Option(
                "--speed",
                type=float,
                metavar=text("NOMBRE"),
                default=PAPER_SPEED,
                show_default=True,
                help=text("La vitesse du papier, en mm/s."),
            ),
        ],
    ),
    CommandRow("log days", text("Dit quels jours sont dans le journal, et combien de visites."), log.days),
    CommandRow(
        "log show",
        text("Montre un jour du journal (par défaut : le dernier)."),
        log.show,
        [Option("day", type=DAY, metavar=text("AAAA-MM-JJ"))],
    ),
    CommandRow(
        "log export",
        text("Écrit le journal en deux tableaux : les visites par motif, et par durée."),
        log.export,
        [
            *EXPORT,
            Option("--from", "first", type=DAY, help=text("Le premier jour."), metavar=text("AAAA-MM-JJ")),
            Option("--to", "last", type=DAY, help=text("Le dernier jour."), metavar=text("AAAA-MM-JJ")),
        ],
    ),
    CommandRow(
        "log pull",
        text("Va chercher le journal de la borne par le réseau du camion, depuis l’ordinateur du référent."),
        log.pull,
        EXPORT,
    ),
    CommandRow(
        "log forget",
        text("Efface les visites d’avant un jour, pour de bon, même pendant que la borne marche."),
        log.forget,
        [
            Option(
                "--before",
                type=DAY,
                required=True,
                help=text("Le premier jour à garder."),
                metavar=text("AAAA-MM-JJ"),
            ),
            Option("--dry-run", is_flag=True, help=text("Dit ce qui serait effacé, sans rien effacer.")),
            YES,
        ],
    ),
    CommandRow(
        "log mend",
        text("Corrige un jour faux du journal : met ses visites à un autre jour, ou les efface."),
        log.mend,
        [
            Option("day", type=DAY, metavar=text("AAAA-MM-JJ")),
            Option("--to", "right", type=DAY, help=text("Le bon jour."), metavar=text("AAAA-MM-JJ")),
            Option("--remove", is_flag=True, help=text("Efface ces visites, pour de bon.")),
            Option("--dry-run", is_flag=True, help=text("Dit ce qui serait corrigé, sans rien changer.")),
            YES,
        ],
    ),
    CommandRow(
        "config init",
        text("Écrit un fichier de réglages commenté, à adapter."),
        config.init,
        [Option("--force", is_flag=True, help=text("Remplace le fichier s’il existe."))],
    ),
    CommandRow("config check", text("Vérifie les réglages et dit tout ce qui ne va pas."), config.check),
    CommandRow("config code", text("Choisit le code de l’écran de service."), config.code),
    CommandRow("config show", text("Montre les réglages en vigueur."), config.show),
)
