"""The table of the console's buttons, over every state that a console can be in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from assets import theme
from assets.wording import languages, wording
from queue_display.console import model, when
from queue_display.console.buttons import BUTTONS, KEYS, ButtonRow, Place, buttons
from queue_display.console.days import offered
from queue_display.console.dialogs import DIALOGS
from queue_display.console.model import Console, DialogKind, Opened
from queue_display.messages import DaySummary, LinkWord, Undoable
from tests.queue_display.agent_views import NOON, at_desk, view, waiting

ROWS = [row for rows in BUTTONS.values() for row in rows]
LAYOUT = Path(model.__file__).with_name("window.kv").read_text("utf-8")


def consoles() -> Iterator[Console]:
    """Every state of stop, line, desk and link; a view that has never come, too."""
    yield Console(1)
    links: tuple[LinkWord, ...] = ("up", "lost")
    for stop, line, desks, seats, peeking, here, link in product(
        ("closed", "open", "finishing", "a newer word"),
        ((), (waiting(1),), (waiting(1, help=True),)),
        ((), (at_desk(1, 2),)),
        (2, 3),
        (False, True),
        (None, NOON, NOON + timedelta(days=1)),
        links,
    ):
        shown = view(stop, line, desks, seats=seats, undo=Undoable(7, 20) if line else None)
        console = model.seen(model.linked(Console(1), "up", 0.0), shown, 0.0, here)
        yield replace(model.linked(console, link, 1.0), peeking=peeking, locked=False)
    over = msgspec.structs.replace(view("closed"), summary=DaySummary(NOON.date(), {}, {}))
    yield model.seen(model.linked(Console(1), "up", 0.0), over, 0.0)
    yield Console(1, locked=True)
    yield from (Console(1, strip=True), Console(1, strip=True, locked=True))
    for desks in ((), (at_desk(1, 2),)):
        for line in ((), (waiting(1),)):
            small = model.seen(
                model.linked(Console(1, strip=True), "up", 0.0), view("open", line, desks), 0.0
            )
            yield small


def test_never_do_two_buttons_there_have_one_id_or_one_key() -> None:
    for console in consoles():
        there = buttons(console, wording("fr"), 10.0)
        assert max(Counter(button.id for button in there).values()) == 1
        assert max(Counter(button.key for button in there if button.key).values()) == 1


def test_one_button_is_large_on_the_desk_or_two_where_a_day_is_to_be_chosen() -> None:
    for console in (c for c in consoles() if not c.locked and not c.strip):
        large = [b for b in buttons(console, wording("fr"), 10.0) if b.place in ("free", "end")]
        choice = console.stop == "closed" and not console.mine and len(offered(console)) == 2
        assert [b.place for b in large] == (["free"] * 2 if choice else ["end" if console.mine else "free"])


def test_each_row_is_there_in_some_state_and_usable_in_some() -> None:
    seen, pressed = set(), set()
    for console in consoles():
        for row in (row for row in ROWS if row.there(console)):
            seen.add(row)
            if (console.fresh or row.offline) and row.usable(console):
                pressed.add(row)
    assert seen == set(ROWS)
    assert pressed == {row for row in ROWS if row.usable is not when.never}


def test_without_a_link_nothing_can_be_pressed() -> None:
    for console in consoles():
        usable = {b.id for b in buttons(console, wording("fr"), 10.0) if b.usable}
        assert console.fresh or usable in ({"strip", "lock"}, {"unlock"}, {"whole"})


def test_each_place_is_in_the_window_once() -> None:
    assert set(BUTTONS) == set(get_args(Place))
    assert Counter(re.findall(r'^ +place: "(\w+)"$', LAYOUT, re.MULTILINE)) == Counter(list(BUTTONS))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id} {row.words}")
def test_a_row_has_an_icon_that_there_is_and_a_dialog_that_there_is(row: ButtonRow) -> None:
    assert theme.icon(row.icon)
    press = row.press(Console(1))
    assert not isinstance(press, Opened) or press.kind in DIALOGS


def test_a_key_is_written_as_its_letter_or_has_a_word() -> None:
    assert all(len(row.key) < 2 or row.key in KEYS for row in ROWS)
    hints = {b.key: b.hint for c in consoles() for b in buttons(c, wording("fr"), 10.0)}
    assert (hints["t"], hints["spacebar"]) == ("T", "Espace")


def test_words_are_said_in_the_agents_language() -> None:
    console = next(c for c in consoles() if c.mine)
    said = [{b.words for b in buttons(console, wording(code), 10.0)} for code in languages()]
    assert not set.intersection(*said)


def test_each_dialog_that_can_be_opened_is_in_the_table() -> None:
    assert set(DIALOGS) == set(get_args(DialogKind))
