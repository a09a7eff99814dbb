"""How link, printer, record and clocks are, in words and with what to do. Pure; French through `say`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from assets.days import WrittenDay
from assets.wording import Wording
from queue_display.console.days import here
from queue_display.console.model import Console
from queue_display.console.words import Mood, minutes
from queue_display.messages import Health

APART = timedelta(minutes=5)
"""Clocks of one day that differ by as much are worth a word."""


@dataclass(frozen=True, slots=True)
class Light:
    """How a part of the van is: `detail` says what to do, and is empty when all is well."""

    name: str
    icon: str
    mood: Mood
    words: str
    detail: str = ""
    unknown: bool = False  # `detail` is for who wonders, not for a working day


@dataclass(frozen=True, slots=True)
class Lost:
    """Shown large in place of what may be old."""

    title: str
    advice: str
    icon: str
    calm: bool = False  # nothing is amiss yet


def visits(console: Console, say: Wording) -> str:
    n = console.view.visits_today if console.view and console.fresh else 0
    return say.count("{n} visite terminée aujourd’hui", "{n} visites terminées aujourd’hui", n) if n else ""


def lost(console: Console, say: Wording, now: float) -> Lost | None:
    """What to say, large, while there is no link."""
    if console.fresh:
        return None
    if console.link == "other_version":
        words = say("La borne et cet écran n’ont pas la même version")
        return Lost(words, say("Mettez à jour le plus ancien des deux."), "update")
    if console.link == "other_role":
        words = say("Cet écran est associé pour un autre usage")
        return Lost(
            words, say("Associez-le de nouveau : tapez « halte pair » sur cet ordinateur."), "link_off"
        )
    if console.link == "unknown_desk":
        words = say("Le camion n’a pas de bureau {n}", n=console.desk)
        return Lost(words, _other_desk(say), "link_off")
    if console.link == "unpaired":
        words = say("Cet écran n’est pas encore associé à la borne")
        return Lost(words, say("Associez-le : tapez « halte pair » sur cet ordinateur."), "link_off")
    if console.link == "lost":
        return Lost(_lost_words(console, say, now), _lost_advice(say), "lan_disconnect")
    words = say("Recherche de la borne…")
    advice = say("Vérifiez que la borne est allumée et que cet ordinateur est sur le réseau du camion.")
    return Lost(words, advice, "lan_pending", calm=True)


def _other_desk(say: Wording) -> str:
    return say(
        "Relancez cet écran avec un autre numéro (--desk), ou corrigez « desks » dans les réglages de la "
        "borne."
    )


def _lost_words(console: Console, say: Wording, now: float) -> str:
    n = int((now - console.link_at) // 60)
    if n < 1:
        return say("La connexion à la borne est coupée")
    return say("La connexion à la borne est coupée depuis {time}", time=minutes(say, n))


def _lost_advice(say: Wording) -> str:
    return say(
        "La file n’est plus affichée, car elle a pu changer. Vérifiez que la borne est allumée et que le"
        " câble ou le Wi-Fi est connecté : la file reviendra toute seule."
    )


def lights(console: Console, say: Wording) -> tuple[Light, ...]:
    """Kiosk, printer and record, in this order."""
    view = console.view
    if view is None or not console.fresh:
        unknown = say("état inconnu")
        names = ((say("Imprimante"), "printer"), (say("Journal"), "database_outline"))
        return (_no_kiosk(console, say), *(Light(name, icon, "unknown", unknown) for name, icon in names))
    kiosk = Light(say("Borne"), "lan_connect", "good", say("connectée"))
    printer = _light(say, say("Imprimante"), "printer", view.printer)
    return (kiosk, printer, _light(say, say("Journal"), "database_outline", view.record))


def _no_kiosk(console: Console, say: Wording) -> Light:
    """Just started it has not found the kiosk yet, which is no fault."""
    if console.link in ("searching", "up"):
        return Light(say("Borne"), "lan_pending", "unknown", say("recherche"))
    return Light(say("Borne"), "lan_disconnect", "bad", say("pas de connexion"))


def worth_a_line(lights: tuple[Light, ...]) -> tuple[Light, ...]:
    """Those whose detail asks for something to be done now."""
    return tuple(light for light in lights if light.detail and not light.unknown)


def note(console: Console, say: Wording) -> str:
    """The quiet line: what is not known of printer and record, else how many visits there were."""
    unknown = [light.detail for light in lights(console, say) if light.unknown and light.detail]
    return unknown[0] if unknown else visits(console, say)


def clocks(console: Console, say: Wording) -> str:
    """What is amiss between the kiosk's clock and this display's; empty where nothing is."""
    view = console.view
    if view is None or view.clock is None or console.here is None or not console.fresh:
        return ""
    mine, theirs = here(console), view.clock.date()
    if mine is None:
        return say("Cet ordinateur n’est pas à l’heure : mettez-le à l’heure.")
    if view.vouched and mine != theirs:
        return say(
            "L’heure de la borne est sûre et donne le {day} : mettez cet ordinateur à l’heure.",
            day=WrittenDay(theirs),
        )
    if view.day and view.day != mine and console.stop != "closed":
        return say(
            "Les visites comptent pour le {day}, mais cet écran est au {mine}. Si la borne se trompe, fermez"
            " l’accueil, puis rouvrez-le.",
            day=WrittenDay(view.day),
            mine=WrittenDay(mine),
        )
    apart = abs(console.here - view.clock)
    if mine != theirs or apart < APART:
        return ""
    return say(
        "La borne et cet ordinateur diffèrent de {time} : vérifiez l’heure de cet ordinateur.",
        time=minutes(say, int(apart.total_seconds() // 60)),
    )


_MOODS: Mapping[str, Mood] = {"ok": "good", "low": "warn", "unknown": "unknown"}


def _light(say: Wording, name: str, icon: str, health: Health) -> Light:
    mood = _MOODS.get(health.state, "bad")
    if mood == "good" and not health.cause:
        return Light(name, icon, mood, say("OK"))
    known = {"low": say("papier bientôt fini"), "unknown": say("état inconnu")}
    said = known.get(health.state, say("à vérifier"))
    mood = "warn" if mood == "good" else mood
    return Light(name, icon, mood, said, health.condition.said(say), health.state == "unknown")
