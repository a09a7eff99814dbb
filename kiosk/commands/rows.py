"""The commands of `halte`, one row each: its name, what it does in French, its body, its options.

To add one, write its body, a function of a `Run` and its options, in the file of its group; then add its row.
The row names the body, `later("log.show")`: its file is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from assets.wording import text
from kiosk.commands.cli import CommandRow, Option, later
from kiosk.commands.options import (
    ADDRESS,
    ALOUD,
    DAY,
    DESK,
    EXPORT,
    FIRST_FRAME,
    FOLDER,
    FORCE,
    NAME,
    WINDOW,
    YES,
)
from kiosk.commands.parameters import PARTS, REPORT_FORMS
from kiosk.counted import REPORTED_BY
from printer.simulator.models import PAPER_SPEED, USUAL
from queue_display.messages import Role
from queue_display.messages.roles import ROLES, RoleRow, RoleWindow

GROUPS = {
    "": text("Halte : les tickets et la file d’attente d’un camion de services publics."),
    "config": text("Les réglages."),
    "log": text("Le journal anonyme des visites."),
    "stops": text("Le calendrier des arrêts."),
    "printer": text("L’imprimante de tickets."),
}

OWN: Mapping[Role, Sequence[Option]] = {
    Role.AGENT: [
        Option("--strip", is_flag=True, help=text("Commence en petite fenêtre, dans un coin.")),
        ALOUD,
    ],
    Role.BOARD: [Option("--chime-only", is_flag=True, help=text("Un carillon, sans voix."))],
}
"""The options that a role's window alone has; its `main` is given them by name."""


def _window(role: Role, row: RoleRow, window: RoleWindow) -> CommandRow:
    """The command that opens a role's window."""
    desk = [DESK] if row.desk else []
    options = [*desk, NAME, *OWN.get(role, ()), *WINDOW]
    return CommandRow(window.command, window.does, later("windows.display", role=role), options)


ROWS = (
    CommandRow(
        "demo",
        text("Montre tout sur cette machine : borne, écrans, imprimante."),
        later("windows.demo"),
        [
            Option(
                "--tour",
                type=click.Path(file_okay=False, path_type=Path),
                help=text("Joue une visite et en garde les images dans ce dossier."),
                metavar=text("DOSSIER"),
            ),
            FORCE,
        ],
    ),
    CommandRow(
        "kiosk",
        text("Ouvre la borne, l’écran tactile des visiteurs."),
        later("windows.kiosk"),
        [*WINDOW, FIRST_FRAME],
    ),
    *(_window(role, row, row.window) for role, row in ROLES.items() if row.window),
    CommandRow(
        "referent",
        text("Ouvre la fenêtre de la personne référente : journal, rapport, tableur."),
        later("windows.referent"),
        [option for option in WINDOW if option.names[0] != "--windowed"],
    ),
    CommandRow(
        "autostart",
        text("Fait s’ouvrir un écran avec la session de cet ordinateur."),
        later("autostart.autostart"),
        [
            Option(
                "window",
                type=click.Choice([row.window.command for row in ROLES.values() if row.window]),
                default="display",
                metavar=text("ÉCRAN"),
            ),
            DESK,
            ALOUD,
            Option("--remove", is_flag=True, help=text("Ne l’ouvre plus.")),
        ],
    ),
    CommandRow(
        "pair",
        text(
            "Associe un écran à la borne. Sur l’écran, sans CODE : affiche un code. Sur la borne : tapez ce"
            " code."
        ),
        later("pair.pair"),
        [
            Option("code", metavar=text("CODE")),
            Option(
                "--as",
                "role",
                type=click.Choice([role.value for role in ROLES]),
                help=text(
                    "Le rôle de l’écran : agent (par défaut), board (le panneau), referent (le journal)."
                ),
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
            Option("--list", "listed", is_flag=True, help=text("Montre les écrans associés.")),
            Option("--revoke", "revoked", help=text("Dissocie un écran."), metavar=text("IDENTIFIANT")),
        ],
    ),
    CommandRow("printer list", text("Montre les imprimantes branchées."), later("printer.list_printers")),
    CommandRow("printer status", text("Donne l’état de l’imprimante."), later("printer.status"), [ADDRESS]),
    CommandRow(
        "printer test", text("Imprime une page d’essai et un ticket."), later("printer.test"), [ADDRESS]
    ),
    CommandRow(
        "printer simulate",
        text("Se fait passer pour une imprimante, jusqu’à Ctrl-C."),
        later("printer.simulate"),
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
    CommandRow(
        "log days", text("Dit quels jours sont dans le journal, et combien de visites."), later("log.days")
    ),
    CommandRow(
        "log show",
        text("Montre un jour du journal (par défaut : le dernier)."),
        later("log.show"),
        [Option("day", metavar=text("JOUR"))],
    ),
    CommandRow(
        "log export",
        text("Écrit le journal : les visites par jour et sujet et, à part, par jour et minutes."),
        later("log.export"),
        [
            *EXPORT,
            Option("--from", "first", help=text("Le premier jour."), metavar=text("JOUR")),
            Option("--to", "last", help=text("Le dernier jour."), metavar=text("JOUR")),
        ],
    ),
    CommandRow(
        "log pull",
        text("Copie le journal de la borne sur cet ordinateur, par le réseau du camion."),
        later("log.pull"),
        EXPORT,
    ),
    CommandRow(
        "log report",
        text("Écrit le bilan d’une année ou d’un trimestre (2026, T3 2026), prêt à publier."),
        later("report.report"),
        [
            Option("period", nargs=-1, metavar=text("PÉRIODE")),
            Option(
                "--format",
                "form",
                type=click.Choice(REPORT_FORMS),
                help=text("Le format (par défaut : celui du nom du fichier, sinon html)."),
            ),
            Option(
                "--by",
                type=click.Choice(REPORTED_BY),
                help=text("Par sujet, opérateur ou thème ; le premier bilan d’une année fixe ce choix."),
            ),
            Option(
                "--internal",
                is_flag=True,
                help=text("Montre tout, même les petits nombres : ne pas publier, ne pas envoyer."),
            ),
            Option(
                "--output",
                type=click.Path(path_type=Path),
                help=text("Le fichier à écrire (par défaut : bilan-2026-T3.html, ici)."),
                metavar=text("FICHIER"),
            ),
            FORCE,
        ],
    ),
    CommandRow(
        "log forget",
        text("Efface les visites d’avant un jour, pour de bon, même pendant que la borne marche."),
        later("log.forget"),
        [
            Option(
                "--before",
                required=True,
                help=text("Le premier jour à garder."),
                metavar=text("JOUR"),
            ),
            Option("--dry-run", is_flag=True, help=text("Dit ce qui serait effacé, sans rien effacer.")),
            YES,
        ],
    ),
    CommandRow(
        "log mend",
        text("Corrige un jour faux du journal : met ses visites à un autre jour, ou les efface."),
        later("log.mend"),
        [
            Option("day", metavar=text("JOUR")),
            Option("--to", "right", help=text("Le bon jour."), metavar=text("JOUR")),
            Option("--remove", is_flag=True, help=text("Efface ces visites, pour de bon.")),
            Option("--dry-run", is_flag=True, help=text("Dit ce qui serait corrigé, sans rien changer.")),
            YES,
        ],
    ),
    CommandRow(
        "log merge",
        text("Réunit les journaux de plusieurs camions, ou d’une base, en un seul."),
        later("fleet.merge"),
        [
            Option("sources", nargs=-1, metavar=text("JOURNAL…")),
            Option(
                "--output",
                type=click.Path(path_type=Path),
                help=text("Le fichier à écrire, ou le dossier où le mettre."),
                metavar=text("FICHIER"),
            ),
            FORCE,
        ],
    ),
    CommandRow(
        "log push",
        text("Met les journaux dans une base PostgreSQL ; envoyés deux fois, ils ne comptent qu’une."),
        later("fleet.push"),
        [
            Option("address", metavar="postgresql://…"),
            Option("sources", nargs=-1, metavar=text("JOURNAL…")),
            Option("--van", default="", help=text("Le nom du camion."), metavar=text("NOM")),
        ],
    ),
    CommandRow(
        "stops import",
        text("Lit un agenda (.csv, .ics), montre les arrêts qu’il donne, puis en fait le calendrier."),
        later("stops.import_file"),
        [
            Option("file", type=click.Path(path_type=Path), metavar=text("FICHIER")),
            Option(
                "--from",
                "first",
                type=DAY,
                help=text("Le premier jour (par défaut : aujourd’hui)."),
                metavar=text("AAAA-MM-JJ"),
            ),
            Option(
                "--to",
                "last",
                type=DAY,
                help=text("Le dernier jour (par défaut : dans un an)."),
                metavar=text("AAAA-MM-JJ"),
            ),
            Option("--dry-run", is_flag=True, help=text("Montre les arrêts, sans rien écrire.")),
            YES,
        ],
    ),
    CommandRow(
        "stops show",
        text("Montre les arrêts prévus."),
        later("stops.show"),
        [Option("--all", "everything", is_flag=True, help=text("Aussi ceux qui sont passés."))],
    ),
    CommandRow(
        "stops send",
        text("Donne le calendrier à la borne par le réseau du camion, depuis l’ordinateur du journal."),
        later("stops.send"),
    ),
    CommandRow(
        "stops export",
        text("Écrit le calendrier pour un site, ou pour la carte nationale."),
        later("stops.export"),
        [
            Option(
                "--ics",
                type=click.Path(path_type=Path),
                help=text("Un agenda que les autres programmes lisent."),
                metavar=text("FICHIER"),
            ),
            Option(
                "--mednum",
                type=click.Path(path_type=Path),
                help=text("Les lieux, selon le schéma de la médiation numérique."),
                metavar=text("FICHIER"),
            ),
            FORCE,
        ],
    ),
    CommandRow(
        "backup",
        text("Copie le journal et les réglages dans un dossier, par exemple celui d’une clé USB."),
        later("backup.backup"),
        [
            FOLDER,
            Option("--with-keys", is_flag=True, help=text("Copie aussi les clés et les écrans associés.")),
            YES,
        ],
    ),
    CommandRow(
        "restore",
        text("Reprend une sauvegarde, ou un journal mis de côté ; dit ce qu’elle a, puis demande."),
        later("backup.restore"),
        [
            Option("source", type=click.Path(path_type=Path), metavar=text("DOSSIER")),
            Option("--only", type=click.Choice(PARTS), help=text("Seulement cette partie.")),
            YES,
        ],
    ),
    CommandRow(
        "doctor",
        text("Dit si cette machine est prête pour le camion, et que faire."),
        later("doctor.doctor"),
        [
            Option(
                "--bundle",
                type=click.Path(path_type=Path),
                help=text("Écrit plutôt une archive pour qui aide de loin ; rien d’aucune visite n’y est."),
                metavar=text("FICHIER"),
            ),
            Option("--json", "as_json", is_flag=True, help=text("En JSON, pour un programme.")),
            FORCE,
        ],
    ),
    CommandRow(
        "config init",
        text("Écrit un fichier de réglages commenté, à adapter."),
        later("config.init"),
        [FORCE],
    ),
    CommandRow(
        "config check", text("Vérifie les réglages et dit tout ce qui ne va pas."), later("config.check")
    ),
    CommandRow("config code", text("Choisit le code de l’écran de service."), later("config.code")),
    CommandRow("config show", text("Montre les réglages en vigueur."), later("config.show")),
)
