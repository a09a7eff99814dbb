"""All that the console says, in every state: in English no French word, in French no English one.

Names, of van and village, are nobody's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec
import pytest

from assets.checks import CHECKS
from assets.conditions import SENTENCES
from assets.findings import Finding
from assets.wording import Wording, wording
from queue_display.console import days, health, model, strip, summary, words
from queue_display.console.buttons import buttons
from queue_display.console.dialogs import dialog
from queue_display.console.model import Console, Opened
from queue_display.console.notices import notices
from queue_display.messages import DaySummary, Health, MachineFinding
from tests.kiosk.doctor.machines import VALUES
from tests.queue_display.agent_views import NOON, TODAY, at_desk, view, waiting
from tests.queue_display.console.test_buttons import consoles


def _these(written: str) -> frozenset[str]:
    return frozenset(written.split())


FRENCH = _these(
    "le la les un une des du de et ou est sont pas pour avec dans sur que qui aucun aucune borne imprimante"
    " écran numéro accueil visites personne personnes attend attendent ouvrir fermer appeler terminer"
    " vérifiez regardez mettez redémarrez faites"
)
ENGLISH = _these(
    "the of and is are not for with in that which none kiosk printer screen number queue desk people person"
    " waiting call look nobody"
)
"""What is a word of both, or of a command that is to be typed, such as "make", is in neither."""

NOON_HERE = NOON.replace(hour=9)


def everything(console: Console, say: Wording, now: float = 5.0) -> Iterator[str]:
    """What the window may show of a console, at one moment."""
    yield words.line_title(console, say)
    yield words.stop_words(console, say)[0]
    yield words.window_title(console, say)
    yield words.desk_title(console, say) + " " + words.desk_words(console, say, now)
    yield words.other_desks(console, say, now)
    yield words.undo_words(console, say, now) + " " + words.typed(console, say)
    yield from (
        f"{row.since} {' '.join(sign.words for sign in row.marks)}" for row in words.rows(console, say, now)
    )
    yield from (button.words for button in buttons(console, say, now))
    yield from (notice.words for notice in notices(console, say, now))
    yield from (f"{light.name} {light.words} {light.detail}" for light in health.lights(console, say))
    yield health.note(console, say) + " " + days.in_sight(console, say, now) + " " + days.large(console, say)
    yield f"{strip.number(console, say)} {strip.first(console, say)} {strip.second(console, say, now)[0]}"
    yield summary.written(console, say)
    if lost := health.lost(console, say, now):
        yield f"{lost.title} {lost.advice}"
    if shown := dialog(console, say):
        yield f"{shown.title} {shown.text} {shown.below}"
        yield from (choice.words for choice in shown.choices if not choice.id.startswith("topic:"))


BUSY = view(
    line=(waiting(5, help=True), waiting(6)), desks=(at_desk(1, 3), at_desk(2, 4)), parked=(waiting(2),)
)


def at(shown: object = BUSY, **more: object) -> Console:
    console = model.seen(model.linked(Console(1), "up", 0.0), shown, 0.0, NOON)  # type: ignore[arg-type]
    return replace(console, **more)  # type: ignore[arg-type]


def states() -> Iterator[Console]:
    yield from list(consoles())[::5]
    yield from (at(trouble=name, trouble_at=4.0) for name in words.REFUSALS)
    yield from (
        at(msgspec.structs.replace(BUSY, record=Health("offline", name, VALUES))) for name in SENTENCES
    )
    for check, row in CHECKS.items():
        for name, found in row.findings.items():
            value = MachineFinding.of(Finding(check, name, found.grade, VALUES))
            shown = msgspec.structs.replace(BUSY, machine=(value,))
            yield at(shown, opened=Opened("finding", check=check))
    yield from (
        at(opened=Opened(kind, 3)) for kind in ("absent", "topic", "hand_over", "close", "take", "machine")
    )
    yield at(opened=Opened("ticket", 5), typed="5")
    yield at(msgspec.structs.replace(view("finishing", BUSY.line), seats=3), opened=Opened("close_again"))
    counted = DaySummary(TODAY, {"retraite": 1}, {"0-15": 1, "unknown": 1})
    yield at(msgspec.structs.replace(view("closed"), summary=counted), opened=Opened("summary"))
    for link in ("searching", "lost", "other_version", "other_role", "unknown_desk", "unpaired"):
        yield model.linked(at(), link, 0.0, NOON_HERE)


NAMES = re.compile(r"Agglo Mobile|Brimeux|\S*@\S+|--\w+|[\w./-]*[/_=][\w./=-]*|« [^»]* »|“[^”]*”")


def said_in(language: str) -> set[str]:
    say = wording(language)
    return {text for console in states() for text in everything(console, say) if text.strip()}


def foreign(texts: Iterable[str], others: frozenset[str]) -> list[str]:
    """Texts with a word of `others`, names and what is to be typed aside."""
    return [text for text in texts if others & set(re.findall(r"\w+", NAMES.sub(" ", text).casefold()))]


@pytest.mark.parametrize(("language", "others"), [("en", FRENCH), ("fr", ENGLISH)])
def test_no_word_of_the_other_language_is_said(language: str, others: frozenset[str]) -> None:
    assert foreign(said_in(language), others) == []


def test_in_english_no_letter_has_an_accent() -> None:
    accented = re.compile(r"[àâçéèêëîïôùûœ]", re.IGNORECASE)
    assert [text for text in said_in("en") if accented.search(NAMES.sub(" ", text))] == []
