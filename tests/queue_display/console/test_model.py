"""What a console knows: presses, answers, views and the link, in every order they may come in."""

from __future__ import annotations

from queue_display.console import model
from queue_display.console.model import Console, Opened
from queue_display.messages import CallNext, Done, Recall, Take
from tests import seeds
from tests.queue_display.agent_views import at_desk, view, waiting

DONE = Done("1", "")


def up(*views: object) -> Console:
    console = model.linked(Console(desk=1), "up", 0.0)
    for shown in views:
        console = model.seen(console, shown, 0.0)  # type: ignore[arg-type]
    return console


def test_a_press_is_asked_once_until_it_is_answered_and_seen() -> None:
    console = up(view(line=(waiting(1), waiting(2))))
    console, ask = model.pressed(console, CallNext(), 10.0)
    assert ask == CallNext()
    console, again = model.pressed(console, CallNext(), 10.1)
    assert again is None
    console = model.answered(console, DONE, 10.2)
    console, before_the_view = model.pressed(console, CallNext(), 10.3)
    assert before_the_view is None
    console = model.seen(console, view(line=(waiting(2),), desks=(at_desk(1, 1),)), 10.4)
    _, ask = model.pressed(console, Recall(1), 10.5)
    assert ask == Recall(1)


def test_the_view_may_come_before_the_answer() -> None:
    console, _ = model.pressed(up(view(line=(waiting(1),))), CallNext(), 10.0)
    console = model.seen(console, view(desks=(at_desk(1, 1),)), 10.1)
    assert console.busy(10.1)
    assert not model.answered(console, DONE, 10.2).busy(10.2)


def test_an_accepted_command_whose_view_never_comes_does_not_block_for_ever() -> None:
    console, _ = model.pressed(up(view(line=(waiting(1),))), CallNext(), 10.0)
    console = model.answered(console, DONE, 10.1)
    assert console.busy(10.9)
    assert not console.busy(10.0 + model.VIEW_LATE + 0.1)


def test_an_unanswered_command_blocks_however_long_it_takes() -> None:
    console, _ = model.pressed(up(view(line=(waiting(1),))), CallNext(), 10.0)
    assert console.busy(1000.0)


def test_a_command_under_way_is_shown_only_when_it_takes_long() -> None:
    console, _ = model.pressed(up(view(line=(waiting(1),))), CallNext(), 10.0)
    assert not console.slow(10.0 + model.SHOWN_BUSY / 2)
    assert console.slow(10.0 + model.SHOWN_BUSY * 2)


def test_a_refusal_is_told_for_a_while_and_goes_with_the_next_press() -> None:
    console, _ = model.pressed(up(view(line=(waiting(1),))), CallNext(), 10.0)
    console = model.answered(console, Done("1", "nobody_waits"), 11.0)
    assert not console.busy(11.0)
    assert model.trouble(console, 12.0) == "nobody_waits"
    assert model.trouble(console, 11.0 + model.TROUBLE_SHOWN) == ""
    console, _ = model.pressed(console, CallNext(), 12.0)
    assert model.trouble(console, 12.0) == ""


def test_nothing_is_asked_without_a_link_or_before_its_first_view() -> None:
    known = up(view(line=(waiting(1),)))
    lost = model.linked(known, "lost", 1.0)
    back = model.linked(lost, "up", 2.0)
    for console in (Console(desk=1), lost, back):
        assert not console.fresh
        assert model.pressed(console, CallNext(), 3.0)[1] is None
    assert model.seen(back, view(line=(waiting(1),)), 3.0).fresh


def test_a_dialog_closes_when_its_ticket_goes_elsewhere_and_says_so() -> None:
    console, _ = model.pressed(up(view(line=(waiting(1), waiting(2)))), Opened("ticket", 1), 1.0)
    same = model.seen(console, view(line=(waiting(1),)), 2.0)
    assert same.opened == Opened("ticket", 1)
    gone = model.seen(console, view(line=(waiting(2),), desks=(at_desk(2, 1),)), 2.0)
    assert gone.opened is None
    assert model.trouble(gone, 2.0) == model.GONE


def test_each_dialog_closes_when_it_has_lost_its_ground() -> None:
    mine, closed, finishing = at_desk(1, 3), view("closed"), view("finishing", (waiting(1),))
    opened = {
        Opened("absent", 3): (view(desks=(mine,)), view()),
        Opened("topic", 3): (view(desks=(mine,)), view(desks=(at_desk(2, 3),))),
        Opened("close"): (view(), finishing),
        Opened("take"): (view(), closed),
        Opened("close_again"): (finishing, closed),
    }
    for dialog, (ground, other) in opened.items():
        console, _ = model.pressed(up(ground), dialog, 1.0)
        assert model.seen(console, ground, 2.0).opened == dialog
        assert model.seen(console, other, 2.0).opened is None, dialog


def test_a_dialog_outlives_a_short_break_of_the_link_but_not_a_long_one() -> None:
    line = view(line=(waiting(1),))
    console, _ = model.pressed(up(line), Opened("ticket", 1), 1.0)
    lost = model.linked(console, "lost", 2.0)
    back = model.seen(model.linked(lost, "up", 4.0), line, 4.0)
    assert back.opened == Opened("ticket", 1)
    assert model.seen(model.linked(lost, "up", 4.0), view(), 4.0).opened is None
    assert model.linked(lost, "up", 2.0 + model.SHORT_BREAK).opened is None


def test_what_ends_and_what_begins_a_visit_settle_before_they_can_be_pressed() -> None:
    free, serving = view(line=(waiting(1),)), view(desks=(at_desk(1, 1),))
    console = up(free)
    assert console.settled(0.0)  # nobody has changed since it was switched on
    console = model.seen(console, serving, 10.0)
    assert [console.settled(t) for t in (10.0, 10.5, 10.7)] == [False, False, True]
    again = model.seen(console, serving, 20.0)
    assert again.settled(20.0)
    assert not model.seen(again, free, 30.0).settled(30.1)


def test_minutes_pass_without_a_view() -> None:
    console = model.seen(up(view()), view(line=(waiting(1),)), 100.0)
    assert [console.passed(t) for t in (100.0, 159.0, 160.0, 3700.0, 99.0)] == [0, 0, 1, 60, 0]


def test_never_two_commands_under_way_in_any_order_of_events() -> None:
    dice, console, now, under_way = seeds.chance(), up(view(line=(waiting(1),))), 0.0, 0
    for _ in range(2000):
        now += dice.random() / 10
        event = dice.choice(["press", "press", "answer", "refuse", "view", "lost", "up"])
        if event == "press":
            console, ask = model.pressed(console, CallNext(), now)
            assert not (ask and under_way)
            under_way += ask is not None
        elif event in ("answer", "refuse") and under_way:
            under_way = 0
            console = model.answered(console, Done("1", "" if event == "answer" else "desk_busy"), now)
        elif event == "view":
            console = model.seen(console, view(line=(waiting(1),)), now)
        elif event in ("lost", "up"):
            console = model.linked(console, event, now)  # type: ignore[arg-type]


def test_who_comes_is_noticed_but_not_who_was_there_or_was_taken_here() -> None:
    one, two = view(line=(waiting(1),)), view(line=(waiting(1), waiting(2)))
    console = up(one)
    assert not model.somebody_came(up(), console), "the first view is no news"
    assert model.somebody_came(console, model.seen(console, two, 1.0))
    called = model.seen(console, view(desks=(at_desk(1, 1),)), 1.0)
    assert not model.somebody_came(console, called)
    assert not model.somebody_came(called, model.seen(called, one, 2.0)), "it was put back"
    taking, _ = model.pressed(console, Take("autre"), 1.0)
    assert not model.somebody_came(taking, model.seen(taking, two, 2.0))


def test_who_needs_help_rings_twice_and_who_comes_once() -> None:
    console = up(view(line=(waiting(1),)))
    calm, help_ = view(line=(waiting(1), waiting(2))), view(line=(waiting(1), waiting(2, help=True)))
    assert [model.rings(console, model.seen(console, shown, 1.0)) for shown in (calm, help_)] == [1, 2]
    helped = model.seen(console, help_, 1.0)
    assert model.rings(helped, model.seen(helped, help_, 2.0)) == 0
    assert model.rings(up(), model.seen(up(), help_, 1.0)) == 0, "the first view is no news"


def test_after_a_night_the_numbers_begin_anew() -> None:
    evening = model.seen(up(view(line=(waiting(17),))), view("closed"), 1.0)
    assert model.somebody_came(evening, model.seen(evening, view(line=(waiting(1),)), 2.0))
