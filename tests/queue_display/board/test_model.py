"""The board: whom it shows, and that calls are announced one after the other."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from queue_display.board import model
from queue_display.board.model import Board
from queue_display.messages import BoardCall, BoardView


def view(*called: BoardCall, stop: str = "open") -> BoardView:
    return BoardView("Agglo Mobile", stop, called)


def on(*views: BoardView) -> Board:
    board = model.linked(Board(), "up")
    for shown in views:
        board = model.seen(board, shown)
    return board


def test_a_new_call_waits_to_be_announced_and_then_takes_the_stage() -> None:
    board = on(view(), view(BoardCall(12, 1, 1)))
    assert board.waiting == (BoardCall(12, 1, 1),)
    board = model.next_call(board)
    assert (board.announcing, board.waiting) == (BoardCall(12, 1, 1), ())
    assert model.quiet(board).called == (BoardCall(12, 1, 1),)


def test_two_calls_at_once_have_the_stage_in_turn_and_the_last_stays_first() -> None:
    board = on(
        view(), view(BoardCall(13, 2, 1), BoardCall(12, 1, 1))
    )  # the kiosk names the last called first
    board = model.next_call(board)
    assert board.announcing == BoardCall(12, 1, 1)
    assert [c.number for c in board.called] == [12, 13]
    board = model.next_call(board)
    assert board.announcing == BoardCall(13, 2, 1)
    assert [c.number for c in board.called] == [13, 12]
    assert model.next_call(model.quiet(board)).announcing is None


def test_a_recall_is_announced_and_comes_first_again() -> None:
    board = model.next_call(model.next_call(on(view(), view(BoardCall(13, 2, 1), BoardCall(12, 1, 1)))))
    board = model.seen(model.quiet(board), view(BoardCall(13, 2, 1), BoardCall(12, 1, 2)))
    assert board.waiting == (BoardCall(12, 1, 2),)
    assert [c.number for c in model.next_call(board).called] == [12, 13]


def test_recalls_that_come_faster_than_they_are_said_are_said_once() -> None:
    board = on(view())
    for calls in range(1, 9):
        board = model.seen(board, view(BoardCall(12, 1, calls)))
    assert board.waiting == (BoardCall(12, 1, 8),)


def test_one_who_is_no_longer_called_is_neither_announced_nor_shown() -> None:
    board = on(view(), view(BoardCall(12, 1, 1)), view(stop="open"))
    assert (board.waiting, board.called, model.place(board)) == ((), (), "idle")


def test_the_same_number_at_another_desk_is_news() -> None:
    board = model.quiet(model.next_call(on(view(), view(BoardCall(12, 1, 1)))))
    assert model.seen(board, view(BoardCall(12, 2, 1))).waiting == (BoardCall(12, 2, 1),)


def test_a_board_just_switched_on_is_quiet() -> None:
    board = on(view(BoardCall(12, 1, 3)))
    assert (board.waiting, [c.number for c in board.called]) == ((), [12])


def test_while_the_link_is_down_nothing_is_shown_and_afterwards_only_news_is_said() -> None:
    board = model.linked(on(view(), view(BoardCall(12, 1, 1))), "lost")
    assert (model.place(board), board.called, board.waiting) == ("waiting", (), ())
    board = model.linked(board, "up")
    assert model.place(board) == "waiting"  # until the first view
    board = model.seen(board, view(BoardCall(13, 2, 1), BoardCall(12, 1, 1)))
    assert board.waiting == (BoardCall(13, 2, 1),)


def test_the_last_three_called_stay_until_the_stop_closes() -> None:
    board = on(view(), *(view(BoardCall(n, 1, 1)) for n in range(1, 6)), view())
    assert [c.number for c in board.gone] == [5, 4, 3]
    assert model.seen(board, view(stop="closed")).gone == ()


def test_one_who_is_called_again_is_not_among_those_before() -> None:
    board = on(view(), view(BoardCall(12, 1, 1)), view(BoardCall(13, 1, 1)), view(BoardCall(12, 2, 1)))
    assert [c.number for c in board.gone] == [13]
    board = model.seen(board, view(BoardCall(12, 1, 1)))  # at another desk: still called
    assert [c.number for c in board.gone] == [13]


def test_another_day_begins_with_nobody_called_before() -> None:
    evening, morning = (datetime(2026, 11, day, 12, tzinfo=UTC) for day in (23, 24))
    called = msgspec.structs.replace(view(BoardCall(12, 1, 1)), clock=evening)
    board = on(view(), called, msgspec.structs.replace(view(), clock=evening))
    assert [c.number for c in board.gone] == [12]
    assert model.seen(board, msgspec.structs.replace(view(), clock=morning)).gone == ()


def test_while_the_link_is_down_nobody_called_before_is_shown() -> None:
    board = on(view(), view(BoardCall(12, 1, 1)), view())
    assert model.linked(board, "lost").gone == ()
