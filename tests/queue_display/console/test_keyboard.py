"""The console by keyboard alone: each control is reached and pressed, in every state."""

from __future__ import annotations

from dataclasses import replace

from assets.wording import wording
from queue_display.console import model
from queue_display.console.dialogs import DIALOGS, dialog
from queue_display.console.keyboard import controls, keyed
from queue_display.console.model import Console, Opened
from queue_display.messages import Take
from tests.queue_display.agent_views import at_desk, view, waiting
from tests.queue_display.console.test_buttons import consoles

say = wording("fr")
BUSY = view(line=(waiting(5), waiting(6)), desks=(at_desk(1, 3),), parked=(waiting(2),), seats=3)


def shown(opened: Opened | None = None) -> Console:
    console = model.seen(model.linked(Console(1), "up", 0.0), BUSY, 0.0)
    return replace(console, opened=opened)


def reached(console: Console, key: str, times: int) -> list[str]:
    rings = []
    for _ in range(times):
        console, presses = keyed(console, key, say, 10.0)
        assert presses == ()
        rings.append(console.ring)
    return rings


def test_tab_goes_to_each_control_once_and_back_with_the_other_arrow() -> None:
    every = (*consoles(), *(shown(Opened(kind, 3)) for kind in DIALOGS), shown(Opened("ticket", 5)))
    by_controls = {tuple(c.id for c in controls(console, say, 10.0)): console for console in every}
    for there, console in by_controls.items():
        assert len(set(there)) == len(there)
        assert reached(console, "tab", len(there)) == list(there)
        assert reached(console, "up", len(there)) == list(there[::-1])


def test_enter_and_space_press_the_control_on_which_the_keyboard_is() -> None:
    for console in (shown(), shown(Opened("take")), shown(Opened("hand_over", 3))):
        for control in controls(console, say, 10.0):
            for key in ("enter", "numpadenter", "spacebar"):
                assert keyed(replace(console, ring=control.id), key, say, 10.0)[1] == (control.press,)


def test_every_row_of_the_line_is_a_control_those_set_aside_too() -> None:
    there = [c.id for c in controls(shown(), say, 10.0)]
    assert [name for name in there if name.startswith("row:")] == ["row:2", "row:5", "row:6"]


def test_each_topic_has_its_letter_and_each_choice_of_the_other_dialogs_its_digit() -> None:
    take = dialog(shown(Opened("take")), say)
    assert take is not None
    assert keyed(shown(Opened("take")), "b", say, 10.0)[1] == (Take("logement"),)
    assert list(take.keyed().values()) == list(take.choices)
    assert [c.id for c in controls(shown(Opened("close")), say, 10.0)][:1] == ["choice:another_stop"]
    assert keyed(shown(Opened("hand_over", 3)), "1", say, 10.0)[1] != ()


def test_a_letter_does_nothing_beneath_a_dialog_nor_on_a_locked_screen() -> None:
    assert keyed(shown(Opened("close")), "t", say, 10.0)[1] == ()
    assert keyed(replace(shown(), locked=True), "t", say, 10.0)[1] == ()
    assert keyed(replace(shown(), locked=True), "7", say, 10.0)[0].typed == ""


def test_escape_takes_digits_back_and_then_closes() -> None:
    typed, _ = keyed(shown(), "4", say, 10.0)
    assert (typed.typed, keyed(typed, "backspace", say, 10.0)[0].typed) == ("4", "")
    cleared, presses = keyed(typed, "escape", say, 10.0)
    assert (cleared.typed, presses) == ("", ())
    assert keyed(cleared, "escape", say, 10.0)[1] == (None,)
