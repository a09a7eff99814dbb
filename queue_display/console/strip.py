"""The strip: the console as a small window that stays on top, in a corner, while the agent writes elsewhere.

Whom I serve, how many wait, and one button. Nothing of a topic is in it. Pure; French through `say`.
"""

from __future__ import annotations

from assets.wording import Wording, text
from queue_display.console import health, words
from queue_display.console.model import Console

DESKTOP_KEY = text("Ctrl+Maj+F11")
"""See `queue_display.windows.global_key`. Office programs leave it free; with Alt it could write a sign."""


def number(console: Console, say: Wording) -> str:
    """Whom this desk serves; empty where that is not known."""
    if not console.fresh:
        return ""
    return words.number(console) or say("Libre")


def first(console: Console, say: Wording) -> str:
    """How many wait, while the stop is open."""
    if console.fresh and console.stop == "closed":
        return say("Accueil fermé")
    return words.line_title(console, say)


def second(console: Console, say: Wording, now: float) -> tuple[str, words.Mood]:
    """What an agent should know, the most pressing alone; else the key that calls from any program."""
    lost = health.lost(console, say, now)
    worst = health.worst(health.lights(console, say))
    part = say("{part} : {state}", part=worst.name, state=worst.words) if worst else ""
    said: tuple[tuple[str, words.Mood], ...] = (
        (words.trouble(console, say, now), "warn"),
        (lost.title if lost else "", "unknown" if lost and lost.calm else "bad"),
        (words.in_need(console, say), "warn"),
        (part, worst.mood if worst else "good"),
        (_key(console, say), "unknown"),
    )
    return next((one for one in said if one[0]), ("", "good"))


def _key(console: Console, say: Wording) -> str:
    """Where the system gives none, it says so."""
    if console.desktop_key is None:
        return ""
    if not console.desktop_key:
        return say("Pas de touche pour le suivant hors de cette fenêtre")
    return say("Le suivant, d’où que ce soit : {key}", key=DESKTOP_KEY)
