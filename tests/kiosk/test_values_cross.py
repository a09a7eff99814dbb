"""Values cross the link, sentences do not: each console says what it gets in its own language."""

from __future__ import annotations

import errno
import re
from datetime import UTC, datetime
from functools import cache

import pytest

from assets.conditions import Condition
from assets.wording import FRENCH, typeset, wording
from kiosk.clock import Moment
from kiosk.queue import State
from kiosk.record import causes
from kiosk.settings import load
from kiosk.views import VanFacts, agent_view, health
from printer.status import Cause, PaperStatus
from queue_display.codec import encode, from_kiosk
from queue_display.console.health import lights, note, worth_a_line
from queue_display.console.model import Console, linked, seen
from queue_display.messages import AgentView, Health, See
from tests.house import catalogues
from tests.house.arrows import ROOT

NOW = Moment(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), 0.0, "boot")
SETTINGS = load(None)

WELL = Health("ok")
PRINTER = {cause.name: health(s.paper.value, s.condition) for cause in Cause if (s := PaperStatus(cause))}
RECORD = {
    "well": health("ok", Condition()),
    "damaged": health("ok", causes.damaged("halte.sqlite.aside-1")),
    "unusable": health("ok", causes.unusable("halte.sqlite")),
    "gone": health("ok", causes.gone("halte.sqlite")),
    "converted": health("ok", Condition("record_converted")),
    "damaged day": health("ok", Condition("day_damaged")),
    **{
        errno.errorcode[number]: health("offline", causes.not_written(OSError(number, "the system's words")))
        for number in (*causes.NAMES, errno.ENOENT)
    },
}


@cache
def pieces() -> frozenset[str]:
    """Texts that people read, between their values, of three words at least: fewer may be part of a name."""
    return frozenset(
        piece.strip()
        for found in catalogues.texts(ROOT)
        for form in (found if isinstance(found, tuple) else (found,))
        for spaced in (form, typeset(form))
        for piece in re.split(r"{.*?}", spaced)
        if len(piece.split()) > 2
    )


def sent(printer: Health, record: Health) -> bytes:
    return encode(See(agent_view(VanFacts(SETTINGS, State(NOW.day), NOW, printer, record))))


@pytest.mark.parametrize(
    ("printer", "record"),
    [*((printer, WELL) for printer in PRINTER.values()), *((WELL, record) for record in RECORD.values())],
    ids=[*PRINTER, *(f"record {name}" for name in RECORD)],
)
def test_no_sentence_is_in_what_the_kiosk_sends(printer: Health, record: Health) -> None:
    message = sent(printer, record).decode()
    assert "system's words" not in message
    assert not [piece for piece in pieces() if piece in message]


def console(printer: Health, record: Health) -> Console:
    """A console that has got this over the link."""
    message = from_kiosk(sent(printer, record))
    assert isinstance(message, See)
    assert isinstance(message.view, AgentView)
    return seen(linked(Console(1), "up", 0.0), message.view, 0.0)


def shown(at: Console, language: str) -> str:
    """What the agent reads of printer and record."""
    say = wording(language)
    found = lights(at, say)
    told = [*(light.detail for light in worth_a_line(found)), note(at, say)]
    return " ".join((*(light.words for light in found), *told))


@pytest.mark.parametrize("printer", PRINTER.values(), ids=PRINTER)
def test_each_console_says_the_printers_state_in_its_own_language(printer: Health) -> None:
    each_says_its_own(console(printer, WELL), printer)


@pytest.mark.parametrize("record", RECORD.values(), ids=RECORD)
def test_each_console_says_the_records_state_in_its_own_language(record: Health) -> None:
    each_says_its_own(console(WELL, record), record)


def each_says_its_own(at: Console, health: Health) -> None:
    sentences = {language: health.condition.said(wording(language)) for language in (FRENCH, "en")}
    for language, sentence in sentences.items():
        assert sentence in shown(at, language)
    if health.cause:
        assert sentences["en"] not in shown(at, FRENCH)
        assert sentences[FRENCH] not in shown(at, "en")


def test_each_topic_comes_with_its_name_in_every_language() -> None:
    view = console(WELL, WELL).view
    assert view
    names = {topic.key: (topic.name("fr"), topic.name("en")) for topic in view.topics}
    assert names == {topic.key: (topic.name("fr"), topic.name("en")) for topic in SETTINGS.topics}
    assert names["impots"] == ("Impôts", "Taxes")
