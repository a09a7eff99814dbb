"""How link, printer, record, clocks, disk and voice are, in words and with what to do. Pure; French through
`say`.

The kiosk tells of printer and record itself, and of disk, voice and clock what its doctor found. What is not
known yet is no warning: it has a calm light, and no line.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from assets.checks import Grade
from assets.days import WrittenDay, hour
from assets.findings import GRADES, Finding, worst_first
from assets.wording import Text, Wording, text
from queue_display.console.days import here
from queue_display.console.model import Console
from queue_display.console.words import Mood, minutes
from queue_display.messages import SILENT, UNSPOKEN, Health

JUST_NOW = 60.0
"""Seconds for which the hour of a cut tells nobody anything."""

APART = timedelta(minutes=5)
"""Clocks of one day that differ by as much are worth a word."""


@dataclass(frozen=True, slots=True)
class Light:
    """How a part of the van is: `detail` says what to do, and is empty when all is well. `quiet`: it is for
    who wonders, not for a working day."""

    id: str
    name: str
    icon: str
    mood: Mood
    words: str
    detail: str = ""
    quiet: bool = False


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
        return Lost(words, say("Tapez sur la borne le code que cette fenêtre affiche."), "link_off")
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
    if console.link_here is None or now - console.link_at < JUST_NOW:
        return say("La connexion à la borne est coupée")
    return say("La connexion à la borne est coupée depuis {time}", time=since_when(console, say))


def since_when(console: Console, say: Wording) -> str:
    """The hour of this display's clock at which the link came to be as it is."""
    at = console.link_here
    return hour(at.hour, at.minute, say) if at else ""


def _lost_advice(say: Wording) -> str:
    return say(
        "La file n’est plus affichée, car elle a pu changer. Vérifiez que la borne est allumée et que le"
        " câble ou le Wi-Fi est connecté : la file reviendra toute seule."
    )


MACHINE_LIGHTS: Mapping[str, tuple[Text, str, Collection[str]]] = {
    "disk": (text("Disque"), "harddisk", ("disk", "wear")),
    "voice": (text("Voix"), "account_voice", ("voice",)),
}
"""By its id, a light of the kiosk's machine: name, icon, and the doctor's checks that it is made of."""


def lights(console: Console, say: Wording) -> tuple[Light, ...]:
    """Kiosk, printer, record, clock, disk and voice, in this order."""
    known = console.view if console.fresh else None
    printer, record = (known.printer, known.record) if known else (Health("unknown"), Health("unknown"))
    return (
        _kiosk(console, say),
        _light(say, "printer", say("Imprimante"), "printer", printer),
        _light(say, "record", say("Journal"), "database_outline", record),
        _clock(console, say),
        _of_machine(console, say, "disk"),
        _voice(console, say),
    )


def _kiosk(console: Console, say: Wording) -> Light:
    """Just started it has not found the kiosk yet, which is no fault."""
    name = say("Borne")
    if console.fresh:
        return Light("kiosk", name, "lan_connect", "good", say("connectée"))
    if console.link in ("searching", "up"):
        return Light("kiosk", name, "lan_pending", "unknown", say("recherche"))
    return Light("kiosk", name, "lan_disconnect", "bad", say("pas de connexion"))


def _clock(console: Console, say: Wording) -> Light:
    """Right where something vouches for the kiosk's clock, or this display has the same hour."""
    name, icon = say("Horloge"), "clock_outline"
    if amiss := clocks(console, say):
        return Light("clock", name, "clock_alert_outline", "warn", say("à vérifier"), amiss)
    view = console.view if console.fresh else None
    if view is None or view.clock is None or not (view.vouched or console.here):
        return Light("clock", name, icon, "unknown", say("état inconnu"))
    return Light("clock", name, icon, "good", say("OK"))


_GRADE_MOODS: Mapping[Grade, Mood] = {
    Grade.WRONG: "bad",
    Grade.SEE_TO: "warn",
    Grade.UNKNOWN: "unknown",
    Grade.GOOD: "good",
}


def _of_machine(console: Console, say: Wording, light: str) -> Light:
    """What the doctor found, the worst of it; what no machine can tell, such as a card's wear, aside."""
    name, icon, checks = MACHINE_LIGHTS[light]
    found = [one for one in console.machine if one.check in checks] if console.fresh else []
    known = worst_first(one for one in found if one.grade is not Grade.UNKNOWN)
    if not known:
        return Light(light, say(name), icon, "unknown", say("état inconnu"))
    return _graded(say, light, known[0])


BOARD_SOUNDS: Mapping[str, Text] = {
    SILENT: text("Le panneau n’a pas de son : appelez à voix haute."),
    UNSPOKEN: text("Le panneau ne parle pas : appelez à voix haute."),
}
"""What an agent does for a board whose calls lack something, by `AgentView.board_sound`."""


def _voice(console: Console, say: Wording) -> Light:
    """The kiosk's, and what the board's lacks, which comes first: an agent can make up for it at once."""
    light = _of_machine(console, say, "voice")
    said = BOARD_SOUNDS.get(console.view.board_sound) if console.view and console.fresh else None
    if said is None:
        return light
    mood: Mood = "bad" if light.mood == "bad" else "warn"
    detail = say(said) if light.quiet or not light.detail else f"{say(said)} {light.detail}"
    return replace(light, mood=mood, words=say("à vérifier"), detail=detail, quiet=False)


def _graded(say: Wording, light: str, finding: Finding) -> Light:
    """Only what must be repaired has a line of its own: the rest is in the kiosk's state."""
    name, icon, _ = MACHINE_LIGHTS[light]
    mood, words = _GRADE_MOODS[finding.grade], say(GRADES[finding.grade][0])
    detail = "" if mood == "good" else f"{finding.says(say)} {finding.act(say)}".strip()
    return Light(light, say(name), icon, mood, words, detail, quiet=finding.grade is not Grade.WRONG)


def worst(lights: Collection[Light]) -> Light | None:
    """The light whose state has room for its words; None where all are well."""
    order: tuple[Mood, ...] = ("bad", "warn")
    return next((light for mood in order for light in lights if light.mood == mood), None)


def worth_a_line(lights: Collection[Light]) -> tuple[Light, ...]:
    """Those whose detail asks for something to be done now."""
    return tuple(light for light in lights if light.detail and not light.quiet)


def note(console: Console, say: Wording) -> str:
    """The quiet line: what is not known of printer and record, else how many visits there were."""
    unknown = [light.detail for light in lights(console, say) if light.mood == "unknown" and light.detail]
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

_STATES: Mapping[str, Text] = {
    "low": text("papier bientôt fini"),
    "out": text("plus de papier"),
    "open": text("capot ouvert"),
    "offline": text("ne marche pas"),
    "unknown": text("état inconnu"),
}
"""In a word; what is the matter, and what to do, is in the detail."""


def _light(say: Wording, light: str, name: str, icon: str, health: Health) -> Light:
    mood = _MOODS.get(health.state, "bad")
    if mood == "good" and not health.cause:
        return Light(light, name, icon, mood, say("OK"))
    said = say(_STATES.get(health.state, text("à vérifier")))
    mood = "warn" if mood == "good" else mood
    return Light(light, name, icon, mood, said, health.condition.said(say), health.state == "unknown")
