"""The lines above the console's lower edge: what an agent should read now, the most pressing first. Pure.

There is room for a few: the desk's number must stay large beside them. What then has no line is in the lights
and behind *État de la borne…* all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assets.wording import Wording
from queue_display.console import aloud, health, words
from queue_display.console.model import TOLD_SHOWN, Console
from queue_display.console.words import Mood

MOST = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """A line; `id` is its widget_id."""

    id: str
    words: str
    mood: Mood
    icon: str


def notices(console: Console, say: Wording, now: float) -> tuple[Notice, ...]:
    """At most `MOST` of them."""
    return tuple(notice for notice in _all(console, say, now) if notice.words)[:MOST]


def _all(console: Console, say: Wording, now: float) -> Iterator[Notice]:
    """What this agent has just done, who needs somebody, then what is amiss."""
    yield Notice("typed", words.typed(console, say), "good", "keyboard_outline")
    yield Notice("trouble", words.trouble(console, say, now), "warn", "information_outline")
    yield Notice(
        "kept", console.kept if now - console.kept_at < TOLD_SHOWN else "", "good", "content_save_outline"
    )
    yield Notice("help", words.in_need(console, say), "warn", "account_question_outline")
    yield Notice("told", words.told(console, say, now), "good", "information_outline")
    yield Notice("received", words.received(console, say), "good", "account_arrow_right")
    yield Notice("amiss:calls", aloud.lacks(console, say), "warn", "volume_off")
    for light in health.worth_a_line(health.lights(console, say)):
        yield Notice(f"amiss:{light.id}", light.detail, light.mood, light.icon)
