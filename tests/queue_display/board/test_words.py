"""What the board says, in each of its places; its band and its foot."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import get_args

import pytest

from assets.wording import wording
from queue_display.board import model, words
from queue_display.board.model import Board
from queue_display.messages import BoardCall, BoardMoment, BoardView, LinkWord, StopHours
from queue_display.sound.calls import spoken

say = wording("fr")

CORMONT = StopHours("Cormont", date(2026, 11, 25), time(9), time(12, 30))
ATTIN = StopHours("Attin", date(2026, 11, 30), time(9, 30), time(12))
TO_CORMONT = "mercredi 25 novembre, de 9 h à 12 h 30 : Cormont"
TO_ATTIN = "lundi 30 novembre, de 9 h 30 à 12 h : Attin"


def view(
    stop: str = "open", *called: BoardCall, coming: tuple[StopHours, ...] = (), waiting: int = 0
) -> BoardView:
    return BoardView(
        "Agglo Mobile",
        stop,
        called,
        BoardMoment(stop, coming[0] if coming else None),
        place="Hucqueliers",
        waiting=waiting,
        coming=coming,
        clock=datetime(2026, 11, 23, 9, 59, 30, tzinfo=UTC),
    )


def on(shown: BoardView) -> Board:
    return model.seen(model.linked(Board(), "up"), shown, now=100.0)


def plain(text: str) -> str:
    return text.replace("\N{NBSP}", " ")


def test_words_for_each_place() -> None:
    boards = [on(view()), on(view("closed")), Board(), model.linked(on(view()), "lost")]
    assert [model.place(b) for b in boards] == ["idle", "closed", "waiting", "waiting"]
    assert len({words.headline(b, say) for b in boards}) == len(boards)
    assert all(words.advice(b, say) for b in boards)
    assert all(words.icon(b) for b in boards)


def test_whoever_sets_the_board_up_is_told_what_is_missing() -> None:
    told = [words.staff(model.linked(Board(), link), say) for link in get_args(LinkWord)]
    assert len([line for line in told if line]) == len(set(told)) - 1 == 3


def test_a_voice_says_a_number_and_a_desk() -> None:
    assert spoken(BoardCall(12, 1, 1), say) == "Numéro 12\N{NBSP}: venez au bureau 1."


def test_the_hour_is_the_kiosks_and_goes_on_by_itself() -> None:
    board = on(view())
    assert [plain(words.clock(board, now, say)) for now in (100.0, 129.9, 130.0, 3730.0)] == [
        "9 h 59",
        "9 h 59",
        "10 h",
        "11 h",
    ]


def test_the_band_tells_nothing_that_may_be_out_of_date() -> None:
    board = on(view())
    assert (words.van(board), words.village(board)) == ("Agglo Mobile", "Hucqueliers")
    board = model.linked(board, "lost")
    assert (words.van(board), words.village(board), words.clock(board, 0, say)) == ("Agglo Mobile", "", "")


@pytest.mark.parametrize(
    ("count", "told"), [(0, ""), (1, "1 personne attend"), (12, "12 personnes attendent")]
)
def test_how_many_wait(count: int, told: str) -> None:
    assert plain(words.people(on(view(waiting=count)), say)) == told


def test_the_next_stop_is_a_sentence_while_the_stop_is_open_and_then_a_list() -> None:
    coming = (CORMONT, ATTIN)
    for board in (on(view(coming=coming)), on(view("finishing", BoardCall(1, 1, 1), coming=coming))):
        assert plain(words.stops(board, say)[1]) == (
            "Prochain arrêt : Cormont, mercredi 25 novembre, de 9 h à 12 h 30."
        )
    heading, told = words.stops(on(view("closed", coming=coming)), say)
    assert (heading, plain(told)) == ("Prochains arrêts", f"{TO_CORMONT}\n{TO_ATTIN}")


def test_a_stop_that_was_told_in_the_middle_of_the_board_is_not_told_again_below() -> None:
    assert words.stops(on(view("closed", coming=(CORMONT,))), say) == ("", "")
    assert words.stops(on(view("closed")), say) == ("", "")
    assert words.stops(on(view("finishing", coming=(CORMONT, ATTIN))), say) == ("", "")
