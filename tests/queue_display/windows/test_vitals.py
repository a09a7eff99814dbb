"""Which part is late and what is done about it, with the time passed in."""

from __future__ import annotations

import pytest

from assets.wording import text
from queue_display.windows.vitals import LONGEST_TURN, START, Remedy, Vital, Watch

PATIENCE = 8.0


async def answers() -> None:
    """Not asked here: the test says who has answered."""


def vital(name: str, cures: int | None = 0) -> Vital:
    return Vital(name, text("Une partie ne répond plus."), answers, PATIENCE, cures=cures)


def answered(*vitals: Vital) -> Watch:
    """A watch over parts that have all answered at 0."""
    watch = Watch(vitals, 0.0)
    for one in vitals:
        watch.answered(one.name)
    return watch


def passed(watch: Watch, begin: float, end: float) -> list[dict[str, Remedy]]:
    """What each turn from one second to another asks for, where it asks for anything."""
    turns = (watch.turn(float(second)) for second in range(int(begin) + 1, int(end) + 1))
    return [turn for turn in turns if turn]


@pytest.mark.parametrize(
    ("cures", "asked"),
    [
        (0, ["restart", "restart", "restart"]),
        (1, ["renew", "restart", "restart"]),
        (2, ["renew", "renew", "restart"]),
        (None, ["renew", "renew", "renew"]),
    ],
)
def test_a_part_that_never_answers_again(cures: int | None, asked: list[str]) -> None:
    watch = answered(vital("link", cures))
    assert [turn["link"].value for turn in passed(watch, 0, 3 * PATIENCE)] == asked


def test_it_is_late_at_its_patience_and_not_before() -> None:
    watch = answered(vital("queue"))
    assert passed(watch, 0, PATIENCE - 1) == []
    assert watch.turn(PATIENCE - 0.01) == {}
    assert watch.turn(PATIENCE) == {"queue": Remedy.RESTART}


def test_who_answers_in_time_is_never_late() -> None:
    watch = answered(vital("queue"))
    for second in range(0, 100, int(PATIENCE) - 1):
        assert passed(watch, second, second + PATIENCE - 1) == []
        watch.answered("queue")


def test_one_part_that_is_late_says_nothing_of_another() -> None:
    watch = answered(vital("queue"), vital("printer", None))
    passed(watch, 0, PATIENCE - 1)
    watch.answered("queue")
    assert passed(watch, PATIENCE - 1, PATIENCE) == [{"printer": Remedy.RENEW}]


@pytest.mark.parametrize("seconds", [45.0, 3600.0, 1e9], ids=["stopped", "suspended", "for years"])
def test_a_process_that_stood_still_has_late_parts_no_sooner(seconds: float) -> None:
    """SIGSTOP, a closed laptop, a machine that had no time: one turn is one turn."""
    watch = answered(vital("queue"))
    assert watch.turn(1.0) == {}
    assert watch.turn(seconds) == {}
    assert passed(watch, seconds, seconds + PATIENCE - 1 - LONGEST_TURN - 1) == []
    watch.answered("queue")
    assert passed(watch, seconds, seconds + 1) == []


def test_a_busy_machine_whose_turns_take_long_gives_each_part_as_many_of_them() -> None:
    watch, turns = answered(vital("queue")), 0
    while not watch.turn(1000.0 * turns):
        turns += 1
    assert turns == PATIENCE / LONGEST_TURN


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    watch = answered(vital("queue"))
    watch.turn(6.0)
    assert watch.turn(-500.0) == {}
    assert passed(watch, -500, -500 + PATIENCE) == [{"queue": Remedy.RESTART}]


def test_the_first_answer_of_all_may_take_as_long_as_a_start() -> None:
    watch = Watch([vital("printer")], 0.0)
    assert passed(watch, 0, START - 1) == []
    assert watch.turn(START) == {"printer": Remedy.RESTART}


def test_an_answer_begins_the_count_of_cures_anew_and_tells_when_all_are_well() -> None:
    watch = answered(vital("link", 1), vital("printer", None))
    assert not watch.answered("link")  # nothing was wrong
    passed(watch, 0, PATIENCE)
    assert not watch.answered("link")  # the printer is still unwell
    assert watch.answered("printer")
    assert passed(watch, PATIENCE, 2 * PATIENCE) == [{"link": Remedy.RENEW, "printer": Remedy.RENEW}]
