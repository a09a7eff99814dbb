"""What `halte doctor` looks at, one row a check: its name for people, what its lack means for the visitor,
and every finding that there can be, with what it says and what to do. Pure.

A finding is kept, and sent over the link, by its check's and its own name: see `assets.findings`. It is one
long table on purpose: nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from assets.wording import Text, text


class Grade(Enum):
    """How a part of the machine is; the worst first."""

    WRONG = "wrong"
    SEE_TO = "see_to"
    UNKNOWN = "unknown"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class FindingWords:
    """`says` what is found, `act` what to do about it: something that a person in the van, or a technician,
    can do. Only what is good asks for nothing."""

    grade: Grade
    says: Text
    act: Text = Text("")  # noqa: RUF009  # a text does not change


@dataclass(frozen=True, slots=True)
class CheckWords:
    """One check. `means`: what it means for the visitor where this is not as it should be.

    `conditions`: besides the findings here, it has those of `assets.conditions`, which bring their act.
    """

    title: Text
    means: Text
    findings: Mapping[str, FindingWords]
    conditions: bool = False


def _good(says: Text) -> FindingWords:
    return FindingWords(Grade.GOOD, says)


def _see_to(says: Text, act: Text) -> FindingWords:
    return FindingWords(Grade.SEE_TO, says, act)


def _wrong(says: Text, act: Text) -> FindingWords:
    return FindingWords(Grade.WRONG, says, act)


def _unknown(says: Text, act: Text) -> FindingWords:
    return FindingWords(Grade.UNKNOWN, says, act)


NOT_KNOWN = "not_known"
"""The finding of any check whose look failed, took too long, or found nothing that it can read."""

ANY = {
    NOT_KNOWN: _unknown(
        text("Cette machine ne permet pas de le savoir."),
        text("Regardez par vous-même, ou demandez à qui s’occupe de la machine."),
    )
}
"""What each check may find."""

VAN = {
    "kiosk": CheckWords(
        text("Borne"),
        text("Tant que la borne ne marche pas, personne ne peut prendre de ticket."),
        {
            "runs": _good(text("La borne marche.")),
            "stopped": _see_to(
                text("La borne ne marche pas en ce moment."),
                text("Sur la machine de la borne, lancez-la : sudo systemctl start halte@kiosk"),
            ),
            "silent": _wrong(
                text("La borne est lancée mais ne répond pas."),
                text(
                    "Relancez-la : sudo systemctl restart halte@kiosk. Si cela revient, éteignez la machine."
                ),
            ),
        },
    ),
    "printer": CheckWords(
        text("Imprimante et papier"),
        text("Sans papier, le visiteur n’a que le numéro affiché, et doit le retenir."),
        {"ready": _good(text("L’imprimante est prête."))},
        conditions=True,
    ),
    "record": CheckWords(
        text("Journal"),
        text("Une visite qui ne s’écrit pas n’est pas comptée, et son ticket peut se perdre."),
        {
            "written": _good(text("Le journal marche.")),
            "at_rest": _unknown(
                text("Le journal ne s’écrit que quand la borne marche."),
                text("Lancez la borne, puis regardez de nouveau."),
            ),
        },
        conditions=True,
    ),
    "displays": CheckWords(
        text("Écrans des agents"),
        text("Sans écran d’agent, personne n’est appelé."),
        {
            "here": _good(text("Tous les écrans associés sont connectés : {names}.")),
            "away": _see_to(
                text("Ceux-ci ne sont pas connectés à la borne : {names}."),
                text("Allumez-les, ouvrez Halte dessus, et vérifiez leur câble ou leur Wi-Fi."),
            ),
            "none": _see_to(
                text("Aucun écran n’est associé à la borne."),
                text("Touchez « Associer un écran » sur l’écran de service de la borne."),
            ),
            "paired": _unknown(
                text(
                    "{paired} écrans sont associés ; tant que la borne ne marche pas, on ne sait qui est là."
                ),
                text("Lancez la borne, puis regardez de nouveau."),
            ),
        },
    ),
    "settings": CheckWords(
        text("Réglages"),
        text("Une faute dans les réglages se voit le jour où le visiteur en a besoin."),
        {
            "right": _good(text("Rien à redire aux réglages.")),
            "none": _see_to(
                text("Il n’y a pas de fichier de réglages : ceux d’origine servent."),
                text("Écrivez-en un : halte config init"),
            ),
            "remarks": _see_to(
                text("Remarques sur les réglages : {n}."), text("Lisez-les : halte config check")
            ),
            "faults": _wrong(text("Fautes dans les réglages : {n}."), text("Lisez-les : halte config check")),
        },
    ),
}

SCREEN = {
    "touch": CheckWords(
        text("Écran tactile"),
        text("Sans lui, aucun visiteur ne peut prendre de ticket."),
        {
            "found": _good(text("Trouvé : {name}.")),
            "turned": _see_to(
                text("L’image est tournée de {degrees}°, mais rien ne dit que le toucher l’est aussi."),
                text(
                    "Touchez les quatre coins. Si le doigt tombe ailleurs, réglez LIBINPUT_CALIBRATION_MATRIX"
                    " dans une règle udev."
                ),
            ),
            "none": _wrong(
                text("Aucun écran tactile n’est branché."),
                text("Vérifiez son câble USB et son alimentation, puis redémarrez la machine."),
            ),
        },
    ),
    "screen": CheckWords(
        text("Taille de l’écran"),
        text("Sans elle, lettres et boutons peuvent être trop petits pour l’œil ou pour le doigt."),
        {
            "sized": _good(text("{name}, {wide} × {high} pixels, {across} × {down} mm.")),
            "set": _good(text("{name}, {wide} × {high} pixels ; sa taille est dans les réglages.")),
            "unsized": _see_to(
                text("{name}, {wide} × {high} pixels, ne dit pas sa taille."),
                text("Mesurez sa diagonale en pouces et écrivez-la dans les réglages : « diagonal »."),
            ),
            "none": _wrong(
                text("Aucun écran n’est branché."), text("Vérifiez le câble de l’écran et son alimentation.")
            ),
        },
    ),
    "blanking": CheckWords(
        text("Mise en veille de l’écran"),
        text("Devant un écran noir, le visiteur croit que le service est fermé."),
        {
            "never": _good(text("L’écran ne s’éteint pas tout seul.")),
            "console": _see_to(
                text("Le système éteint l’écran au bout de {minutes} min."),
                text("Ajoutez consoleblank=0 à la ligne de /boot/firmware/cmdline.txt, puis redémarrez."),
            ),
            "desktop": _see_to(
                text("Le bureau graphique éteint l’écran."),
                text("Désactivez sa mise en veille : xset s off -dpms"),
            ),
        },
    ),
}

SOUND = {
    "voice": CheckWords(
        text("Voix"),
        text("Sans voix, qui ne voit pas ou ne lit pas ne peut pas se servir de la borne."),
        {
            "speaks": _good(text("{engine} parle toutes les langues de la borne ({languages}).")),
            "lacks": _see_to(
                text("{engine} n’a pas de voix pour : {languages}."),
                text("Installez ce qui manque : sudo apt-get install espeak-ng-data"),
            ),
            "none": _see_to(
                text("Aucun programme ne donne de voix à la borne."),
                text("Installez-en un : sudo apt-get install espeak-ng"),
            ),
        },
    ),
    "headphones": CheckWords(
        text("Son et casque"),
        text("Sans casque, tous entendent ce que la borne lit ; sans son, elle se tait."),
        {
            "felt": _good(text("{card} ; la prise sent le casque.")),
            "settled": _good(text("{card} ; les réglages disent quand la borne peut parler.")),
            "unfelt": _see_to(
                text("{card} ; la prise ne sent pas si un casque est branché."),
                text("Si l’on ne peut y brancher qu’un casque, réglez « aloud » sur « always »."),
            ),
            "none": _see_to(
                text("Aucune carte son."),
                text("Branchez une carte son USB, ou ajoutez dtparam=audio=on à /boot/firmware/config.txt."),
            ),
        },
    ),
    "speech_log": CheckWords(
        text("Journal de la voix"),
        text("Un journal de ce qui est lu au visiteur dit ce qu’il est venu faire."),
        {
            "absent": _good(text("speech-dispatcher n’est pas installé.")),
            "quiet": _good(text("speech-dispatcher n’écrit pas ce qu’il dit.")),
            "talks": _wrong(
                text("speech-dispatcher écrit ce qu’il dit (LogLevel {level})."),
                text("Écrivez LogLevel 3 dans /etc/speech-dispatcher/speechd.conf, puis redémarrez."),
            ),
        },
    ),
}

STORAGE = {
    "disk": CheckWords(
        text("Place sur le disque"),
        text("Sur un disque plein, la borne ne peut plus donner de ticket."),
        {
            "room": _good(text("{room} Go libres.")),
            "nearly_full": _wrong(
                text("Plus que {room} Mo libres."),
                text("Effacez des fichiers, ou changez la carte pour une plus grande."),
            ),
        },
    ),
    "wear": CheckWords(
        text("Usure du disque"),
        text("Une carte usée perd des visites, puis ne démarre plus."),
        {
            "fresh": _good(text("Usé à {percent} % au plus.")),
            "worn": _see_to(
                text("Usé à {percent} % environ."),
                text("Sauvegardez les données, et préparez une carte neuve."),
            ),
            "over": _wrong(
                text("Le disque est au bout de sa vie."),
                text("Sauvegardez les données, et changez-le maintenant."),
            ),
            "silent": _unknown(
                text("Ce disque ne dit pas son usure, comme toutes les cartes SD."),
                text("Gardez une carte de secours prête, et changez de carte tous les deux ans."),
            ),
        },
    ),
    "root": CheckWords(
        text("Système en lecture seule"),
        text("Sinon, une coupure de courant peut abîmer la carte, et la borne ne démarre plus."),
        {
            "guarded": _good(text("Le système ne s’écrit pas ; les données ont leur place à part.")),
            "open": _see_to(
                text("Le système s’écrit sur le disque."),
                text("Avec raspi-config, activez Overlay File System, les données sur une partition à part."),
            ),
            "forgets": _wrong(
                text("Les données ne sont qu’en mémoire : tout est perdu à l’arrêt."),
                text("Mettez le dossier des données sur une partition à part."),
            ),
        },
    ),
    "swap": CheckWords(
        text("Mémoire sur le disque"),
        text("Ce qui passe de la mémoire au disque y reste, et peut dire qui est venu."),
        {
            "none": _good(text("La mémoire n’est jamais écrite sur le disque.")),
            "squeezed": _good(text("La mémoire est comprimée (zram), sans être écrite sur le disque.")),
            "kept_out": _good(text("La mémoire de Halte n’est jamais écrite sur le disque.")),
            "disk": _wrong(
                text("La mémoire peut être écrite sur le disque ({name})."),
                text("Arrêtez cela : sudo swapoff -a, puis retirez-le de /etc/fstab, ou dphys-swapfile."),
            ),
        },
    ),
    "core": CheckWords(
        text("Copies de la mémoire"),
        text("Une copie de la mémoire, faite quand un programme tombe, peut montrer la file."),
        {
            "none": _good(text("Le système n’en garde pas.")),
            "kept": _see_to(
                text("Le système en garde ({where}) ; Halte s’en protège, les autres programmes non."),
                text("Écrivez Storage=none dans /etc/systemd/coredump.conf, ou retirez ce programme."),
            ),
        },
    ),
}

SYSTEM = {
    "clock": CheckWords(
        text("Horloge"),
        text("Avec une fausse date, les visites sont comptées un autre jour."),
        {
            "module": _good(text("Un module d’horloge garantit l’heure ({name}).")),
            "network": _good(text("Le réseau garantit l’heure.")),
            "apart": _see_to(
                text("Le module d’horloge et la machine n’ont pas la même heure ({name})."),
                text("Mettez la machine à l’heure, puis : sudo hwclock --systohc. S’il la perd, changez-le."),
            ),
            "alone": _see_to(
                text("Rien ne garantit l’heure : ni module d’horloge, ni réseau."),
                text("Posez un module d’horloge (DS3231). En attendant, vérifiez le jour à l’ouverture."),
            ),
        },
    ),
    "files": CheckWords(
        text("Fichiers de Halte"),
        text("Ce que d’autres comptes lisent peut trahir ; ce que la borne ne lit pas l’arrête."),
        {
            "private": _good(text("Ils sont à un seul compte ({account}), et fermés aux autres.")),
            "not_yet": _good(text("Il n’y en a pas encore : la borne les fait quand elle démarre.")),
            "readable": _wrong(
                text("D’autres comptes peuvent lire {name}."),
                text("Fermez le dossier des données : sudo chmod -R go= DOSSIER"),
            ),
            "foreign": _wrong(
                text("{name} n’est pas au compte {account}."),
                text("Rendez-lui le dossier des données : sudo chown -R {account}: DOSSIER"),
            ),
        },
    ),
    "groups": CheckWords(
        text("Droits du compte"),
        text("Sans ces droits, la borne n’a pas d’écran, de toucher, de son ou d’imprimante."),
        {
            "member": _good(text("Le compte {account} a ses droits.")),
            "lacks": _see_to(
                text("Le compte {account} n’est pas des groupes : {groups}."),
                text("Ajoutez-le : sudo usermod -aG {groups} {account}, puis redémarrez."),
            ),
        },
    ),
    "network": CheckWords(
        text("Réseau"),
        text("Sans réseau, les agents ne voient pas la file et n’appellent personne."),
        {
            "up": _good(text("Connecté : {names}.")),
            "down": _see_to(
                text("Ni câble, ni Wi-Fi."), text("Branchez le câble, ou allumez le Wi-Fi du camion.")
            ),
        },
    ),
    "spool": CheckWords(
        text("File d’impression"),
        text("Ce que le système garde des tickets dit combien sont venus, et quand."),
        {
            "unused": _good(text("Halte imprime sans passer par celle du système.")),
            "clean": _good(text("Le système ne garde rien des tickets.")),
            "keeps": _wrong(
                text("Le système garde trace des tickets."),
                text(
                    "Dans /etc/cups/cupsd.conf : PreserveJobFiles No, PreserveJobHistory No, pas de"
                    " PageLogFormat ; puis sudo systemctl restart cups."
                ),
            ),
        },
    ),
    "watchdog": CheckWords(
        text("Surveillance"),
        text("Sans elle, un écran figé le reste jusqu’à ce que quelqu’un rebranche la machine."),
        {
            "guards": _good(text("Un Halte ou une machine qui se fige redémarre.")),
            "machine_unguarded": _see_to(
                text("Un Halte qui se fige redémarre, mais pas la machine."),
                text("Écrivez RuntimeWatchdogSec=15s dans /etc/systemd/system.conf, puis redémarrez."),
            ),
            "unguarded": _see_to(
                text("Rien ne relance un Halte qui se fige."),
                text("Installez le service et sa surveillance : sudo make install"),
            ),
        },
    ),
    "versions": CheckWords(
        text("Versions"),
        text("Un système que Halte ne connaît pas peut s’arrêter devant le visiteur."),
        {
            "known": _good(text("Halte {halte}, Python {python}, Kivy {kivy}, SQLite {sqlite} ; {system}.")),
            "narrow": _wrong(
                text("Ce système est de 32 bits ({machine}) : Halte n’est pas fait pour lui."),
                text("Installez Raspberry Pi OS Lite, 64 bits."),
            ),
        },
    ),
}

CHECKS: Mapping[str, CheckWords] = MappingProxyType({**VAN, **SCREEN, **SOUND, **STORAGE, **SYSTEM})
"""Every check, in the order in which they are made and, among those of one grade, told."""
