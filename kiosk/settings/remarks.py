"""What is set and will not come about: on this machine, at this moment, or ever. Halte starts all the same.

It then does without, or in another way that its parts know of themselves. Only `halte config check` looks:
that takes a second, and reads the font of icons, the printers' profiles, the logo, this machine's addresses.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assets.theme import UNKNOWN_ICON, has_icon
from assets.wording import visitors_languages
from kiosk.settings.toml_reader import Part, Rules, SettingFault, Tell, look_at, nearest, of_kind
from kiosk.settings.values import (
    BEST_VOICE,
    BackupSettings,
    NetworkSettings,
    PlannedStop,
    PrinterSettings,
    Settings,
    SpeechSettings,
    Topic,
)
from printer.address import BadAddress, parse
from printer.logo import BadLogo
from printer.logo import load as load_logo
from printer.profiles import UnknownProfile, profile
from queue_display.messages.bounds import LONGEST_NAME
from queue_display.network.addresses import is_here


def examine(parts: Sequence[Part], tell: Tell) -> None:
    """Tell everything of what was read that will not come about."""
    look_at(parts, _REMARKS, tell)
    for where, other in _overlaps(of_kind(parts, PlannedStop, "day", "opens", "closes")):
        number = other.rpartition(" ")[2]
        tell(
            where,
            SettingFault("l’arrêt n° {other} est à la même heure ; corrigez l’un des deux.", other=number),
        )


def _settings(settings: Settings, tell: Tell) -> None:
    if len(settings.van) > LONGEST_NAME:
        tell("van", SettingFault("les écrans n’en montrent que {most} signes.", most=LONGEST_NAME))
    for key, times in Counter(settings.tiles).items():
        if times > 1:
            tell("tiles", SettingFault("« {key} » y est deux fois ; n’en gardez qu’un.", key=key))


def _topic(topic: Topic, tell: Tell) -> None:
    if not has_icon(topic.icon):
        tell("icon", _no_such_icon(topic.icon))
    _languages("label", topic.label, tell)
    _languages("second", topic.second, tell)


def _no_such_icon(name: str) -> SettingFault:
    if near := _nearest_icon(name):
        return SettingFault(
            "l’icône « {name} » n’existe pas ; vouliez-vous écrire « {near} » ?", name=name, near=near
        )
    return SettingFault(
        "l’icône « {name} » n’existe pas ; « {unknown} » la remplace.", name=name, unknown=UNKNOWN_ICON
    )


def _nearest_icon(name: str) -> str | None:
    from fonticon_mdi7 import MDI7

    return nearest(name.replace("-", "_").lower()[:LONGEST_NAME], [n for n in vars(MDI7) if has_icon(n)])


def _languages(where: str, texts: Mapping[str, str], tell: Tell) -> None:
    """A text in a language that the kiosk does not speak is shown to nobody."""
    known = visitors_languages()
    for code in texts:
        if code not in known:
            tell(
                where,
                SettingFault(
                    "la borne ne parle pas la langue « {code} » ; elle parle : {known}.",
                    code=code,
                    known=", ".join(known),
                ),
            )


def _stop(stop: PlannedStop, tell: Tell) -> None:
    if stop.closes <= stop.opens:
        tell("closes", SettingFault("la fermeture vient avant l’ouverture ; corrigez l’une des deux."))
    if not stop.place.strip():
        tell("place", SettingFault("le lieu est vide ; écrivez le nom du village."))


def _overlaps(stops: Sequence[tuple[str, PlannedStop]]) -> Iterator[tuple[str, str]]:
    """The places of pairs of stops at which the one van would have to stand at the same time."""
    for later, (where, b) in enumerate(stops):
        for other, a in stops[:later]:
            if a.day == b.day and a.opens < b.closes and b.opens < a.closes:
                yield where, other


def _printer(printer: PrinterSettings, tell: Tell) -> None:
    try:
        profile(printer.profile)
    except UnknownProfile as unknown:
        tell("profile", unknown)
    if printer.logo:
        try:
            load_logo(printer.logo, profile())
        except BadLogo as bad:
            tell("logo", bad)
    if not _plugged_in(printer.address):
        tell("address", SettingFault("aucune imprimante n’est branchée là en ce moment."))


def _plugged_in(address: str) -> bool:
    """False where the address names a device that is not there; of others only trying tells."""
    try:
        where = parse(address)
    except BadAddress:
        return True  # a fault: see `rules`
    device = where.kind in ("serial", "file") and where.place.startswith("/")
    try:
        return not device or Path(where.place).exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


ESPEAK = "espeak-ng"


def _speech(speech: SpeechSettings, tell: Tell) -> None:
    _languages("jack", speech.jack, tell)
    if not speech.output:
        return
    if speech.engine not in (BEST_VOICE, ESPEAK):
        tell(
            "output", SettingFault("avec ce réglage, c’est espeak-ng qui parle, et non celui de « engine ».")
        )
    if not shutil.which(ESPEAK):
        tell("output", SettingFault("ce réglage demande espeak-ng, qui manque ici ; installez-le."))


def _network(network: NetworkSettings, tell: Tell) -> None:
    for address in network.interfaces:
        if not is_here(address):
            tell(
                "interfaces",
                SettingFault("cette machine n’a pas l’adresse {address} en ce moment.", address=address),
            )


def _backup(backup: BackupSettings, tell: Tell) -> None:
    if backup.to and not _is_folder(backup.to):
        tell("to", SettingFault("ce dossier n’est pas là en ce moment ; la clé n’est pas branchée."))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that no folder can have
        return False


_REMARKS: Rules = {
    BackupSettings: _backup,
    Settings: _settings,
    PrinterSettings: _printer,
    SpeechSettings: _speech,
    NetworkSettings: _network,
    Topic: _topic,
    PlannedStop: _stop,
}
