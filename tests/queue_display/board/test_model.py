"""The board: what it shows, and that calls are announced one after the other."""

from __future__ import annotations

from typing import get_args

from assets.wording import wording
from queue_display.board import model
from queue_display.board.model import Board
from queue_display.messages import BoardCall, BoardView, LinkWord

say = wording("fr")


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


def test_words_for_each_place() -> None:
    boards = [on(view()), on(view(stop="closed")), Board(), model.linked(on(view()), "lost")]
    assert [model.place(b) for b in boards] == ["idle", "closed", "waiting", "waiting"]
    assert len({model.headline(b, say) for b in boards}) == len(boards)
    assert all(model.advice(b, say) for b in boards)


def test_whoever_sets_the_board_up_is_told_what_is_missing() -> None:
    feet = [model.foot(model.linked(Board(), link), say) for link in get_args(LinkWord)]
    assert len([foot for foot in feet if foot]) == len(set(feet)) - 1 == 3


def test_a_voice_says_a_number_and_a_desk() -> None:
    assert model.spoken(BoardCall(12, 1, 1), say) == "Numéro 12\N{NBSP}: venez au bureau 1."
