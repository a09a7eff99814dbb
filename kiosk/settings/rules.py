"""Values of the right type that nobody can mean: Halte does not start with them, and says each.

These follow from the file alone, so that they are found when it is edited and not on the road. What Halte
understands, but cannot do on this machine, or not now, is no fault: see `kiosk.settings.remarks`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from ipaddress import ip_address

from assets.wording import FRENCH, languages
from kiosk.counted import FEWEST, OPERATORS, REPORTED_BY, THEMES
from kiosk.settings.keypad import KEY_NAMES, KEYPAD
from kiosk.settings.toml_reader import Part, Rules, SettingFault, Tell, look_at, nearest, of_kind
from kiosk.settings.values import (
    BEST_VOICE,
    OUTLETS,
    WAITS,
    LogSettings,
    NetworkSettings,
    NoticeSettings,
    PrinterSettings,
    ReportSettings,
    ScreenSettings,
    Settings,
    SpeechSettings,
    Topic,
    packaged_families,
    packaged_topics,
)
from printer.address import BadAddress, parse
from queue_display.messages.bounds import MOST_DESKS
from queue_display.network.endpoint import endpoint_of
from queue_display.sound import engines
from queue_display.windows.screen_size import SMALLEST

LONGEST_YEARS = 100
"""More is a slip of the finger, as in `kiosk.keep`."""

DIAGONALS = (SMALLEST, 100.0)
"""Inches: a screen outside these is too small for the kiosk, was meant in centimetres, or is a slip."""

ENGINES = (BEST_VOICE, *(name for name, engine in engines.ENGINES.items() if not engine.system))
"""Those that a kiosk may have. The first can be told its output."""

LOWEST_PORT, HIGHEST_PORT = 1024, 65535
"""Ports that a program without special rights may listen on (RFC 6335, 6)."""

ALOUD = ("warn", "never", "always")

MOST_TOPICS = 99
"""More are no choice for anybody who stands before a screen."""

_NOT_A_HASH = SettingFault("ce n’est pas ce que donne « halte config code » ; recopiez toute sa ligne.")
_HASH = re.compile("scrypt:[0-9a-f]{32}:[0-9a-f]{64}")
_KEY = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")


def examine(parts: Sequence[Part], tell: Tell) -> None:
    """Tell every fault of what was read."""
    look_at(parts, _RULES, tell)
    _examine_keys(of_kind(parts, Topic, "key"), tell)


def _examine_settings(settings: Settings, tell: Tell) -> None:
    if not settings.van.strip():
        tell("van", SettingFault("le nom est vide ; écrivez celui que les visiteurs connaissent."))
    if settings.language not in languages():
        known = ", ".join(languages())
        tell(
            "language",
            SettingFault("cette langue n’existe pas ici ; choisissez parmi : {known}.", known=known),
        )
    if settings.tickets_a_minute < 0:
        tell("tickets_a_minute", SettingFault("il faut 0 (sans limite) ou un nombre de tickets."))
    if settings.wait_at not in WAITS:
        tell("wait_at", SettingFault("il faut ici : {known}.", known=", ".join(WAITS)))
    if not 1 <= settings.desks <= MOST_DESKS:
        tell("desks", SettingFault("il faut de 1 à {most} bureaux.", most=MOST_DESKS))
    if settings.service_code and not _HASH.fullmatch(settings.service_code):
        tell("service_code", _NOT_A_HASH)
    if len(settings.topics) > MOST_TOPICS:
        tell("topics", SettingFault("il y a trop de sujets ; gardez-en {most} au plus.", most=MOST_TOPICS))
    _examine_tiles(settings, tell)


def _examine_tiles(settings: Settings, tell: Tell) -> None:
    keys = [topic.key for topic in settings.topics or packaged_topics()]
    for key in dict.fromkeys(settings.tiles):
        if key not in keys:
            tell("tiles", _no_such_topic(key, keys))


def _no_such_topic(key: str, keys: list[str]) -> SettingFault:
    if near := nearest(key, keys):
        return SettingFault(
            "le sujet « {key} » n’existe pas ; vouliez-vous écrire « {near} » ?", key=key, near=near
        )
    return SettingFault("le sujet « {key} » n’existe pas ; il y a : {known}.", key=key, known=", ".join(keys))


def _examine_printer(printer: PrinterSettings, tell: Tell) -> None:
    try:
        parse(printer.address)
    except BadAddress as bad:
        tell("address", bad)
    if printer.outlet not in OUTLETS:
        tell("outlet", SettingFault("il faut ici : {known}.", known=", ".join(filter(None, OUTLETS))))


VOLUMES = 10, 100
"""Percent: what is softer than that is not heard in a van."""


def _examine_screen(screen: ScreenSettings, tell: Tell) -> None:
    low, high = DIAGONALS
    if screen.diagonal is not None and not low <= screen.diagonal <= high:
        tell(
            "diagonal",
            SettingFault("il faut un nombre de pouces, de {low:g} à {high:g}.", low=low, high=high),
        )


def _examine_speech(speech: SpeechSettings, tell: Tell) -> None:
    for name, value, known in (("engine", speech.engine, ENGINES), ("aloud", speech.aloud, ALOUD)):
        if value not in known:
            tell(name, SettingFault("il faut ici : {known}.", known=", ".join(known)))
    low, high = VOLUMES
    if not low <= speech.volume <= high:
        tell("volume", SettingFault("il faut un nombre de {low} à {high}.", low=low, high=high))
    _examine_keypad(speech.keypad, tell)


def _examine_keypad(keypad: Mapping[str, str], tell: Tell) -> None:
    times = Counter(keypad.values())
    for does, key in keypad.items():
        if does not in KEYPAD:
            tell(f"keypad.{does}", SettingFault("il faut ici : {known}.", known=", ".join(KEYPAD)))
        elif key not in KEY_NAMES:
            known = "up, down, left, right, enter, f1, a, 1, numpad1"
            tell(f"keypad.{does}", SettingFault("il faut le nom d’une touche, comme {known}.", known=known))
        elif times[key] > 1:
            tell(f"keypad.{does}", SettingFault("« {key} » sert déjà à une autre touche.", key=key))


def _examine_network(network: NetworkSettings, tell: Tell) -> None:
    for address, times in Counter(network.interfaces).items():
        if not _of_a_machine(address):
            tell("interfaces", _no_address(address))
        elif times > 1:
            tell(
                "interfaces", SettingFault("{address} y est deux fois ; n’en gardez qu’une.", address=address)
            )

    for address, times in Counter(network.displays).items():
        if not _is_endpoint(address):
            tell("displays", _no_endpoint(address))
        elif times > 1:
            tell("displays", SettingFault("{address} y est deux fois ; n’en gardez qu’une.", address=address))
    if network.port and not LOWEST_PORT <= network.port <= HIGHEST_PORT:
        tell(
            "port",
            SettingFault(
                "il faut 0 (choisi une fois pour toutes) ou un port de {low} à {high}.",
                low=LOWEST_PORT,
                high=HIGHEST_PORT,
            ),
        )


def _is_endpoint(address: str) -> bool:
    try:
        return _of_a_machine(endpoint_of(address).host)
    except ValueError:
        return False


def _no_endpoint(address: str) -> SettingFault:
    return SettingFault(
        "« {address} » n’est pas l’adresse d’un écran avec son port, comme 192.168.8.21:4711.",
        address=address,
    )


def _examine_log(log: LogSettings, tell: Tell) -> None:
    try:
        _ = log.months
    except ValueError:
        tell(
            "keep",
            SettingFault(
                'il faut une durée comme "5 years" (5 ans) ou "18 months" (18 mois), de 1 mois à 100 ans ;'
                " laissez vide pour tout garder."
            ),
        )


def _examine_notice(notice: NoticeSettings, tell: Tell) -> None:
    if notice.years is not None and not 1 <= notice.years <= LONGEST_YEARS:
        tell("years", SettingFault("il faut de 1 à {most} ans.", most=LONGEST_YEARS))


def _examine_report(report: ReportSettings, tell: Tell) -> None:
    if report.by not in REPORTED_BY:
        tell("by", SettingFault("il faut ici : {known}.", known=", ".join(REPORTED_BY)))
    if report.at_least < FEWEST:
        tell("at_least", SettingFault("le seuil ne peut pas être inférieur à {fewest}.", fewest=FEWEST))
    count = Counter(village for villages in report.sectors.values() for village in villages)
    for village in sorted(village for village, times in count.items() if times > 1):
        fault = SettingFault("« {village} » est dans plusieurs secteurs ; gardez-en un.", village=village)
        tell("sectors", fault)
    for name, villages in report.sectors.items():
        if not name.strip() or not all(map(str.strip, villages)):
            tell("sectors", SettingFault("un nom de secteur ou de commune est vide."))
        elif name in count and name not in villages:
            fault = SettingFault("« {name} » est un secteur, et une commune d’un autre.", name=name)
            tell("sectors", fault)


def _no_address(address: str) -> SettingFault:
    return SettingFault(
        "« {address} » n’est pas l’adresse IP d’une machine, comme 192.168.8.1 ou fe80::1%eth0 ; laissez la"
        " liste vide pour toutes les adresses.",
        address=address,
    )


def _of_a_machine(address: str) -> bool:
    """Whether one machine can have it: a link-local one of IPv6 means nothing without its interface."""
    host, _, card = address.partition("%")
    try:
        ip = ip_address(host)
    except ValueError:
        return False
    local = ip.version == 6 and ip.is_link_local
    nobody = ip.is_unspecified or ip.is_multicast or ip.is_reserved
    return bool(card) is local and (ip.is_loopback or not nobody)


def _examine_topic(topic: Topic, tell: Tell) -> None:
    if not _KEY.fullmatch(topic.key):
        tell(
            "key",
            SettingFault(
                "« {key} » ne convient pas ; il faut des lettres a-z, des chiffres, des tirets.",
                key=topic.key,
            ),
        )
    if not topic.label.get(FRENCH, "").strip():
        tell("label", SettingFault("le nom français manque ; ajoutez label.fr."))
    families = [family.key for family in packaged_families()]
    if topic.family and topic.family not in families:
        tell("family", SettingFault("il faut ici : {known}.", known=", ".join(families)))
    for name, key, known in (("operator", topic.operator, OPERATORS), ("theme", topic.theme, THEMES)):
        if key not in known:
            tell(name, SettingFault("il faut ici : {known}.", known=", ".join(known)))


def _examine_keys(topics: Sequence[tuple[str, Topic]], tell: Tell) -> None:
    count = Counter(topic.key for _, topic in topics)
    for where, topic in topics:
        if count[topic.key] > 1:
            fault = SettingFault("« {key} » sert à plusieurs sujets ; changez-en un.", key=topic.key)
            tell(f"{where}.key", fault)


_RULES: Rules = {
    Settings: _examine_settings,
    PrinterSettings: _examine_printer,
    ScreenSettings: _examine_screen,
    SpeechSettings: _examine_speech,
    NetworkSettings: _examine_network,
    LogSettings: _examine_log,
    ReportSettings: _examine_report,
    NoticeSettings: _examine_notice,
    Topic: _examine_topic,
}
