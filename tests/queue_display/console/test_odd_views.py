"""Whatever a kiosk sends within the bounds, an odd or a newer one too, the console has words for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from assets.checks import CHECKS, Grade
from assets.conditions import SENTENCES
from assets.wording import wording
from queue_display.codec import encode, from_kiosk
from queue_display.console import days, health, model, words
from queue_display.console.buttons import buttons
from queue_display.console.dialogs import dialog
from queue_display.console.model import Console, Opened
from queue_display.messages import (
    AgentView,
    DeskTicket,
    Done,
    Health,
    MachineFinding,
    See,
    TopicLabel,
    WaitingTicket,
)
from queue_display.messages.bounds import LARGEST_NUMBER, LONGEST_LABEL, MOST_DESKS
from tests.queue_display.agent_views import NOON

texts = st.text(max_size=64) | st.just("a\x00\r\n{x}%s")
keys = st.sampled_from(("retraite", "autre", "{topic}", "\n", "…")) | st.text(min_size=1, max_size=64)
numbers = st.integers(1, 5) | st.integers(1, LARGEST_NUMBER)
counts = st.integers(0, LARGEST_NUMBER)
names = st.sampled_from((*SENTENCES, "flooded", "", "{name}"))
healths = st.builds(
    Health,
    st.sampled_from(("ok", "low", "out", "open", "offline", "unknown", "burning", "")),
    names,
    st.dictionaries(st.sampled_from(("name", "number", "self", "text", "{")), texts | counts, max_size=5),
)
findings = st.builds(
    MachineFinding,
    st.sampled_from((*CHECKS, "gravity", "{0}", "")),
    st.sampled_from(("disk", "none", "not_known", "record_damaged", "{x}", "")),
    st.sampled_from((*(grade.value for grade in Grade), "dreadful", "")),
    st.dictionaries(
        st.sampled_from(("name", "number", "self", "text", "say", "{")), texts | counts, max_size=5
    ),
)
labels = st.dictionaries(
    st.sampled_from(("fr", "en", "", "tlh")), st.text(max_size=LONGEST_LABEL), max_size=3
)
times = st.builds(
    lambda time, hours: time.replace(tzinfo=timezone(timedelta(hours=hours))),
    st.datetimes() | st.sampled_from((NOON.replace(tzinfo=None), datetime.min, datetime.max)),
    st.integers(-23, 23),
)
views = st.builds(
    AgentView,
    texts,
    texts,
    st.sampled_from(("closed", "open", "finishing", "burning", "")),
    st.lists(st.builds(WaitingTicket, numbers, keys, counts, st.booleans(), st.booleans()), max_size=12).map(
        tuple
    ),
    st.lists(
        st.builds(DeskTicket, st.integers(1, MOST_DESKS), numbers, keys, counts, counts, st.booleans()),
        max_size=5,
    ).map(tuple),
    st.lists(st.builds(TopicLabel, keys, labels), max_size=5).map(tuple),
    healths,
    healths,
    counts,
    st.none() | st.dates(),
    st.none() | times,
    st.booleans(),
    st.lists(findings, max_size=5).map(tuple),
)
opened = st.builds(
    Opened,
    st.sampled_from(("ticket", "absent", "topic", "close", "close_again", "take", "machine", "finding")),
    numbers,
    st.booleans(),
    st.sampled_from((*CHECKS, "gravity", "")),
)
words_of_the_link = st.sampled_from(("desk_busy", "not_sent", "a newer word", "", "{x}"))


def all_words(console: Console, language: str) -> Iterator[str]:
    """Everything that the window asks for, at one moment."""
    say, now = wording(language), 60.0
    yield from (row.topic + row.since for row in words.rows(console, say, now))
    yield from (button.words for button in buttons(console, say, now))
    yield words.line_title(console, say)
    yield words.stop_words(console, say)[0]
    yield words.place(console)
    yield words.desk_title(console, say) + words.number(console) + words.desk_words(console, say, now)
    yield words.other_desks(console, say, now)
    yield words.trouble(console, say, now)
    yield health.note(console, say)
    yield health.clocks(console, say)
    yield days.in_sight(console, say, now) + days.large(console, say)
    yield from (light.words + light.detail for light in health.lights(console, say))
    if shown := dialog(console, say):
        yield shown.title + shown.text
        yield from (choice.words for choice in shown.choices)


@given(views, opened, words_of_the_link, times | st.just(NOON))
def test_the_console_has_words_for_whatever_comes(
    view: AgentView, dialog: Opened, refused: str, here: datetime
) -> None:
    message = from_kiosk(encode(See(view)))
    assert isinstance(message, See)
    assert message.view == view
    for link in ("up", "lost"):
        console = model.seen(model.linked(Console(1), "up", 0.0), view, 0.0, here)
        console, _ = model.pressed(console, dialog, 10.0)
        console = model.seen(model.answered(console, Done("0" * 16, refused), 50.0), view, 50.0, here)
        console = model.linked(console, link, 55.0)
        for language in ("fr", "en"):
            assert all(isinstance(said, str) for said in all_words(console, language))
