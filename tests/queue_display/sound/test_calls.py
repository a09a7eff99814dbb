"""Which calls are still to be heard; the board's own tests have the rest of the rule."""

from __future__ import annotations

from queue_display.messages import BoardCall, DeskTicket
from queue_display.sound import calls


def test_calls_are_heard_in_their_order_and_once_however_often_made_meanwhile() -> None:
    one, two = BoardCall(12, 1, 1), BoardCall(13, 2, 1)
    assert calls.due((), (), (one, two)) == (one, two)
    assert calls.due((one, two), (one, two), (one, two)) == (one, two)
    again = BoardCall(12, 1, 2)
    assert calls.due((one, two), (one, two), (again, two)) == (two, again)


def test_who_is_no_longer_called_is_not_heard() -> None:
    one = BoardCall(12, 1, 1)
    assert calls.due((one,), (one,), ()) == ()


def test_the_rule_is_the_same_for_an_agents_view() -> None:
    before, after = (DeskTicket(1, 12, None, calls, 0, may_come_back=True) for calls in (1, 2))
    assert calls.due((), (before,), (after,)) == (after,)
    assert calls.due((), (after,), (after,)) == ()
