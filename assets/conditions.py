"""How the van's printer and record are, by name, and the sentence for each name.

What is the matter is kept, and sent over the link, as a name with its values. Whoever tells people of it
makes the sentence, in their language: the console, the kiosk's service screen, `halte printer status`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from string import Formatter
from types import MappingProxyType

from assets.days import WrittenDay
from assets.wording import text

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        # The printer: `printer.status.Cause` in lower case. One that is ready has no sentence.
        "simulated": text(
            "Aucune imprimante trouvée : il n’y a pas de tickets en papier. Branchez l’imprimante."
        ),
        "late": text("Un ticket n’est pas sorti à temps : l’imprimante ou la borne est trop lente."),
        "near_end": text("Le rouleau de papier est presque fini : préparez-en un neuf."),
        "no_paper": text("L’imprimante n’a plus de papier : mettez un rouleau neuf."),
        "cover_open": text("Le capot de l’imprimante est ouvert : refermez-le."),
        "cutter": text(
            "Le coupe-papier de l’imprimante est bloqué : éteignez-la, retirez le papier coincé, rallumez-la."
        ),
        "hot": text("L’imprimante est trop chaude : attendez, elle repartira seule."),
        "broken": text("L’imprimante signale une panne : éteignez-la et rallumez-la."),
        "paused": text("L’imprimante est en pause : appuyez sur son bouton d’avance du papier."),
        "not_found": text(
            "Imprimante introuvable : vérifiez son câble, son alimentation et l’adresse réglée."
        ),
        "no_permission": text(
            "Halte n’a pas le droit d’utiliser l’imprimante : ajoutez son compte aux groupes dialout et lp."
        ),
        "taken": text("Un autre programme utilise l’imprimante : fermez-le."),
        "unplugged": text("L’imprimante a été débranchée : rebranchez-la."),
        "stuck": text("L’imprimante ne prend plus de données : éteignez-la et rallumez-la."),
        "not_loaded": text(
            "Halte ne peut pas préparer l’imprimante, faute de place ou de droits pour un fichier"
            " temporaire : faites de la place sur le disque de la borne."
        ),
        "no_answer": text("L’imprimante ne répond pas : vérifiez qu’elle est allumée et branchée."),
        "garbled": text(
            "Les réponses de l’imprimante sont illisibles : vérifiez le câble et la vitesse réglée."
        ),
        "cannot_say": text(
            "Cette imprimante ne dit pas si elle a du papier : regardez-la de temps en temps."
        ),
        "never_answered": text(
            "L’imprimante ne répond pas : vérifiez qu’elle est allumée. Si elle imprime, indiquez son modèle"
            " dans les réglages."
        ),
        "starting": text("L’imprimante n’a pas encore répondu."),
        # The record: `kiosk.record.causes`.
        "record_disk_full": text(
            "Impossible d’enregistrer : le disque de la borne est plein. Faites-y de la place."
        ),
        "record_read_only": text(
            "Impossible d’enregistrer : le disque de la borne est en lecture seule. Redémarrez la borne ; si"
            " cela revient, changez le disque."
        ),
        "record_disk_broken": text(
            "Impossible d’enregistrer : le disque de la borne a un défaut. Changez-le dès que possible."
        ),
        "record_no_permission": text(
            "Impossible d’enregistrer : le dossier des données est protégé. Vérifiez ses droits."
        ),
        "record_not_written": text(
            "Impossible d’enregistrer (erreur {number} du système). Vérifiez le disque de la borne."
        ),
        "record_damaged": text(
            "Le journal était endommagé. Le fichier est gardé sous le nom {name} ; ce qui est lisible a été"
            " repris."
        ),
        "record_converted": text(
            "Le journal a été mis au format d’aujourd’hui : sujets et durées y sont comptés à part."
        ),
        "day_damaged": text(
            "Le fichier du jour était endommagé ; ce qui était lisible a été repris. Vérifiez la file."
        ),
        "log_unusable": text(
            "Le fichier {name} n’est pas un journal que cette borne sait lire : déplacez-le. En attendant,"
            " les visites sont gardées dans le fichier du jour."
        ),
        "log_protected": text(
            "Le journal {name} est protégé, les visites sont gardées dans le fichier du jour. Redémarrez la"
            " borne ; si cela revient, faites vérifier les droits de ce fichier."
        ),
        "log_gone": text(
            "Le journal {name} n’est plus là : remettez-le, ou redémarrez la borne pour en commencer un"
            " autre. En attendant, les visites sont gardées dans le fichier du jour."
        ),
        # The keys: `kiosk.keys`.
        "keys_unusable": text(
            "Impossible de lire les clés de la borne : aucun écran n’est connecté, appelez à voix haute."
            " Redémarrez la borne ; si cela revient, faites vérifier les droits du dossier {name}."
        ),
        # Another machine has them too: `kiosk.links`.
        "card_twin": text(
            "Deux bornes ont la même carte : chaque écran reste à la première. Éteignez l’une des deux,"
            " refaites sa carte à neuf, puis associez ses écrans."
        ),
        # A part of the kiosk that was begun anew: `kiosk.parts`.
        "part_link": text(
            "La liaison avec les écrans s’était arrêtée ; elle est repartie. Si cela revient, redémarrez la"
            " borne."
        ),
        "part_printer": text(
            "Le pilotage de l’imprimante s’était arrêté ; il est reparti. Si cela revient, redémarrez la"
            " borne."
        ),
        "part_voice": text(
            "La voix de la borne s’était arrêtée ; elle est repartie. Si cela revient, redémarrez la borne."
        ),
        "part_clock": text(
            "La surveillance de l’heure s’était arrêtée ; elle est repartie. Si cela revient, redémarrez la"
            " borne."
        ),
        "part_queue": text(
            "Le suivi de la file s’était arrêté ; il est reparti. Si cela revient, redémarrez la borne."
        ),
        "part_backup": text(
            "La copie sur la clé s’était arrêtée ; elle est repartie. Si cela revient, redémarrez la borne."
        ),
        "part_doctor": text(
            "L’examen de la machine s’était arrêté ; il est reparti. Si cela revient, redémarrez la borne."
        ),
        "record_later_day": text(
            "Le journal a une visite du {day}, un jour à venir. Si la borne a le bon jour, corrigez le"
            " journal : halte log mend."
        ),
        # The copy on a stick: `kiosk.backup.stick`.
        "backup_no_stick": text(
            "La clé de sauvegarde n’est pas branchée : branchez-la, la copie se fait toute seule."
        ),
        "backup_full": text("La clé de sauvegarde est pleine : faites-y de la place, ou changez-la."),
        "backup_read_only": text(
            "La clé de sauvegarde est protégée en écriture : déverrouillez-la, ou changez-la."
        ),
        "backup_not_written": text(
            "La sauvegarde ne se fait pas (erreur {number} du système) : rebranchez la clé, ou changez-la."
        ),
        "backup_has_more": text(
            "La clé de sauvegarde a des visites que le journal n’a pas : reprenez-les avec halte restore, ou"
            " remplacez-les avec halte backup."
        ),
        "stick_stops_unreadable": text(
            "Le calendrier des arrêts de la clé ne se lit pas ; celui d’avant reste. Refaites-le avec"
            " halte stops import."
        ),
        "backup_newer": text(
            "La clé de sauvegarde vient d’un Halte plus récent : mettez la borne à jour, ou changez de clé."
        ),
    }
)

UNKNOWN = text("La borne signale autre chose, que cet écran ne sait pas dire : mettez à jour Halte ici.")
"""For a name of a newer Halte, or one that comes without the values of its sentence."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What is the matter: a name of `SENTENCES`, and the values of its sentence. No name: all is well."""

    name: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.name)

    @property
    def sentence(self) -> str:
        """The msgid of what `said` says; empty when all is well."""
        sentence = SENTENCES.get(self.name, UNKNOWN) if self.name else ""
        return sentence if _fields(sentence) <= self.values.keys() else UNKNOWN

    def said(self, say: Callable[..., str]) -> str:
        """One sentence, what is the matter and what to do, as `say` words it; empty when all is well."""
        sentence = self.sentence
        values = {name: _written(self.values[name]) for name in _fields(sentence)}
        return say(sentence, **values) if sentence else ""


def _written(value: str | int) -> object:
    """A day, which comes as its ISO text, as people write it; anything else as it is."""
    try:
        return WrittenDay(date.fromisoformat(str(value)))
    except ValueError:
        return value


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
