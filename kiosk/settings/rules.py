"""What is wrong with settings whose types are right: rules between values, said one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assets.wording import FRENCH, languages
from kiosk.settings.toml_reader import SettingFault, Tell, nearest
from kiosk.settings.values import PlannedStop, Settings, SpeechSettings, Topic
from queue_display.sound import engines

MOST_DESKS = 9
DIAGONALS = (3.0, 100.0)
"""Inches: a screen outside these was meant in centimetres, or is a slip of the finger."""

ENGINES = tuple(name for name, engine in engines.ENGINES.items() if not engine.system)
"""Those that a kiosk may have. The first can be told its output."""

ALOUD = ("warn", "never", "always")

_NOT_A_HASH = SettingFault("ce n’est pas ce que donne « halte config code » ; recopiez toute sa ligne.")
_HASH = re.compile("scrypt:[0-9a-f]{32}:[0-9a-f]{64}")
_KEY = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")


def examine(settings: Settings, tell: Tell) -> None:
    """Tell every fault of `settings`; `topics` and `tiles` are still as the file has them."""
    _examine_plain(settings, tell)
    _examine_speech(settings.speech, tell)
    _examine_topics(settings.topics, tell)
    _examine_tiles(settings, tell)
    _examine_stops(settings.stops, tell)
    logo = settings.printer.logo
    if logo and not logo.is_file():
        tell("printer.logo", SettingFault("l’image {logo} n’existe pas ; corrigez son chemin.", logo=logo))


def _examine_plain(settings: Settings, tell: Tell) -> None:
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
    if not 1 <= settings.desks <= MOST_DESKS:
        tell("desks", SettingFault("il faut de 1 à {most} bureaux.", most=MOST_DESKS))
    if settings.service_code and not _HASH.fullmatch(settings.service_code):
        tell("service_code", _NOT_A_HASH)
    low, high = DIAGONALS
    if settings.screen.diagonal is not None and not low <= settings.screen.diagonal <= high:
        tell(
            "screen.diagonal",
            SettingFault("il faut des pouces, de {low:.0f} à {high:.0f}.", low=low, high=high),
        )


def _examine_speech(speech: SpeechSettings, tell: Tell) -> None:
    for name, value, known in (("engine", speech.engine, ENGINES), ("aloud", speech.aloud, ALOUD)):
        if value not in known:
            tell(f"speech.{name}", SettingFault("il faut ici : {known}.", known=", ".join(known)))
    if speech.output and speech.engine != ENGINES[0]:
        tell(
            "speech.output",
            SettingFault("ce réglage ne va qu’avec espeak-ng ; videz-le, ou changez « engine »."),
        )


def _examine_topics(topics: tuple[Topic, ...], tell: Tell) -> None:
    count = Counter(topic.key for topic in topics)
    for place, topic in enumerate(topics, start=1):
        where = f"topics n° {place}"
        if not _KEY.fullmatch(topic.key):
            tell(
                f"{where}.key",
                SettingFault(
                    "« {key} » ne convient pas ; il faut des lettres a-z, des chiffres, des tirets.",
                    key=topic.key,
                ),
            )
        if count[topic.key] > 1:
            tell(
                f"{where}.key",
                SettingFault("« {key} » sert à plusieurs motifs ; changez-en un.", key=topic.key),
            )
        if not topic.label.get(FRENCH, "").strip():
            tell(f"{where}.label", SettingFault("le nom français manque ; ajoutez label.fr."))


def _examine_tiles(settings: Settings, tell: Tell) -> None:
    keys = [topic.key for topic in settings.topics]
    for key, times in Counter(settings.tiles).items():
        if key not in keys:
            tell("tiles", _no_such_topic(key, keys))
        elif times > 1:
            tell("tiles", SettingFault("« {key} » y est deux fois ; n’en gardez qu’un.", key=key))


def _no_such_topic(key: str, keys: list[str]) -> SettingFault:
    if near := nearest(key, keys):
        return SettingFault(
            "le motif « {key} » n’existe pas ; vouliez-vous écrire « {near} » ?", key=key, near=near
        )
    return SettingFault("le motif « {key} » n’existe pas ; il y a : {known}.", key=key, known=", ".join(keys))


def _examine_stops(stops: tuple[PlannedStop, ...], tell: Tell) -> None:
    for place, stop in enumerate(stops, start=1):
        if stop.closes <= stop.opens:
            tell(
                f"stops n° {place}",
                SettingFault("la fermeture vient avant l’ouverture ; corrigez l’une des deux."),
            )
        if not stop.place.strip():
            tell(f"stops n° {place}.place", SettingFault("le lieu est vide ; écrivez le nom du village."))
    for place, overlapped in _overlaps(stops):
        tell(
            f"stops n° {place}",
            SettingFault("l’étape n° {other} a lieu à la même heure ; corrigez.", other=overlapped),
        )


def _overlaps(stops: tuple[PlannedStop, ...]) -> Iterator[tuple[int, int]]:
    """Pairs of places (from 1) of stops at which the one van would have to stand at the same time."""
    for later, b in enumerate(stops):
        for earlier, a in enumerate(stops[:later]):
            if a.day == b.day and a.opens < b.closes and b.opens < a.closes:
                yield later + 1, earlier + 1
