"""What a kiosk may send: a message with a field outside its bounds is none."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from queue_display.codec import Malformed, encode, from_kiosk
from queue_display.link.session import Parted
from queue_display.messages import PARTINGS, Done, See
from queue_display.messages.bounds import LARGEST_NUMBER, LONGEST_LABEL, LONGEST_NAME, MOST_DESKS
from tests.queue_display.agent_views import at_desk, view, waiting

PLAIN = msgspec.to_builtins(See(view(line=(waiting(1),), desks=(at_desk(1, 2),))))
IDENTIFIER = "0123456789abcdef"


def changed(path: str, value: Any) -> bytes:
    """The plain message with one field, such as "line.0.number", made `value`."""
    message = msgspec.json.decode(msgspec.json.encode(PLAIN))
    *way, last = path.split(".")
    at = message["view"]
    for step in way:
        at = at[int(step) if step.isdigit() else step]
    at[last] = value
    return msgspec.json.encode(message)


LONG_NAME = "x" * (LONGEST_NAME + 1)
OUTSIDE = [
    ("van", LONG_NAME),
    ("place", LONG_NAME),
    ("stop", LONG_NAME),
    ("visits_today", -1),
    ("visits_today", LARGEST_NUMBER + 1),
    ("line", [{"number": 1}]),
    ("line.0.number", 0),
    ("line.0.number", LARGEST_NUMBER + 1),
    ("line.0.topic", ""),
    ("line.0.topic", LONG_NAME),
    ("line.0.waited", -1),
    ("line.0.waited", 10**40),
    ("desks", [PLAIN["view"]["desks"][0]] * (MOST_DESKS + 1)),
    ("desks.0.desk", MOST_DESKS + 1),
    ("desks.0.calls", -1),
    ("desks.0.minutes", LARGEST_NUMBER + 1),
    ("topics", [PLAIN["view"]["topics"][0]] * 1000),
    ("topics.0.label", "Retraite"),
    ("topics.0.label", {"fr": "x" * (LONGEST_LABEL + 1)}),
    ("topics.0.label", {LONG_NAME: "x"}),
    ("topics.0.label", {str(n): "x" for n in range(100)}),
    ("day", "2026-02-30"),
    ("day", 7),
    ("clock", "2026-03-02T12:00:00"),
    ("clock", "noon"),
    ("vouched", "yes"),
    ("printer.state", LONG_NAME),
    ("printer.cause", LONG_NAME),
    ("printer.cause", None),
    ("printer.values", {"name": LONG_NAME}),
    ("printer.values", {"name": None}),
    ("printer.values", {"number": LARGEST_NUMBER + 1}),
    ("printer.values", {str(n): n for n in range(10)}),
]


@pytest.mark.parametrize(("path", "value"), OUTSIDE, ids=[path for path, _ in OUTSIDE])
def test_a_view_with_a_field_out_of_bounds_is_none(path: str, value: Any) -> None:
    with pytest.raises(Malformed):
        from_kiosk(changed(path, value))


def test_the_plain_view_is_one() -> None:
    """Else the test above would pass for a reason of its own."""
    assert isinstance(from_kiosk(changed("van", "x" * LONGEST_NAME)), See)


def test_answers_and_farewells_have_bounds_too() -> None:
    for odd in ({"refused": LONG_NAME}, {"number": -1}, {"identifier": "short"}):
        with pytest.raises(Malformed):
            from_kiosk(msgspec.json.encode({"type": "done", "identifier": IDENTIFIER, **odd}))
    with pytest.raises(Malformed):
        from_kiosk(b'{"type":"bye","why":"' + LONG_NAME.encode() + b'"}')
    assert from_kiosk(encode(Done(IDENTIFIER, "a word of a newer kiosk"))) == Done(
        IDENTIFIER, "a word of a newer kiosk"
    )


def test_why_the_other_end_left_is_one_of_the_languages_words_or_nothing() -> None:
    """It goes into the technical log."""
    assert [Parted(why).why for why in (*PARTINGS, "ticket 12", "")] == [*PARTINGS, "", ""]
    assert "12" not in str(Parted("ticket 12"))
