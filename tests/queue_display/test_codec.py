"""Messages on the wire: what comes back is what was sent, and the length tells nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_display import messages
from queue_display.codec import (
    LONGEST_ASK,
    SIZES,
    Malformed,
    NotUnderstood,
    TooLong,
    encode,
    from_display,
    from_kiosk,
)
from queue_display.messages import (
    AgentView,
    Beat,
    BoardCall,
    BoardView,
    Bye,
    DeskTicket,
    Do,
    Done,
    Health,
    Hello,
    LogView,
    MinutesVisits,
    Role,
    See,
    TopicLabel,
    TopicVisits,
    WaitingTicket,
    shared_version,
)

KEYS = ("caf", "retraite", "petite-enfance-famille", "été")
TOPICS = tuple(TopicLabel(key, {"fr": key.title(), "en": key.upper()}) for key in KEYS)
IDENTIFIER = "0123456789abcdef"

numbers = st.integers(1, 999_999)
keys = st.text(min_size=1, max_size=64)
asks = st.one_of(
    st.builds(messages.Open, st.none() | st.dates()),
    st.builds(messages.Close, st.booleans()),
    st.builds(messages.CallNext),
    st.builds(messages.Call, numbers),
    st.builds(messages.Recall, numbers),
    st.builds(messages.PutBack, numbers),
    st.builds(messages.Absent, numbers, st.booleans()),
    st.builds(messages.End, numbers, st.none() | keys),
    st.builds(messages.Cancel, numbers),
    st.builds(messages.Take, keys, st.booleans()),
)
said_by_displays = st.one_of(
    st.builds(Do, st.text(min_size=8, max_size=64), asks),
    st.builds(
        Hello,
        st.integers(0, 9),
        st.text(max_size=64),
        st.none() | st.sampled_from(Role),
        st.none(),
        clock=st.none() | st.datetimes(timezones=st.just(UTC)),
    ),
    st.just(Beat()),
    st.builds(Bye, st.text(max_size=64)),
)

DAY = date(2027, 1, 12)


@given(said_by_displays)
def test_what_displays_say_comes_back_and_has_one_length(message: messages.FromDisplay) -> None:
    data = encode(message)
    assert len(data) == LONGEST_ASK
    assert from_display(data) == message


waiting = st.builds(
    WaitingTicket,
    st.integers(1, 9999),
    st.sampled_from(KEYS),
    st.integers(0, 999),
    st.booleans(),
    st.booleans(),
)
at_desk = st.builds(
    DeskTicket,
    st.integers(1, 9),
    st.integers(1, 9999),
    st.sampled_from(KEYS),
    st.integers(1, 99),
    st.integers(0, 999),
    st.booleans(),
)


def agent_view(line: tuple[WaitingTicket, ...], desks: tuple[DeskTicket, ...]) -> AgentView:
    ok = Health("ok")
    return AgentView("Agglo Mobile", "Attin", "open", line, desks, TOPICS, ok, ok, 12)


@given(st.integers(0, 80), st.integers(0, 9), st.data())
def test_a_views_length_says_how_many_wait_and_nothing_else(
    people: int, desks: int, data: st.DataObject
) -> None:
    lengths = {
        len(
            encode(
                See(
                    agent_view(
                        data.draw(st.tuples(*[waiting] * people)), data.draw(st.tuples(*[at_desk] * desks))
                    )
                )
            )
        )
        for _ in range(2)
    }
    assert len(lengths) == 1
    assert lengths <= set(SIZES)


def test_neither_day_nor_clock_changes_a_views_length() -> None:
    """An unknown day is as long as any, a clock that is vouched for as one that is not."""
    clock = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    widest = [
        msgspec.structs.replace(agent_view((), ()), day=day, clock=clock, vouched=vouched).widest()
        for day in (None, date(2026, 3, 2))
        for vouched in (False, True)
    ]
    assert len({len(encode(See(view)).rstrip()) for view in widest}) == 1


def test_topics_at_the_edge_of_a_size_do_not_tip_it() -> None:
    """For every number of people: all with the shortest topic, all with the longest, the same length."""
    for people in range(120):
        lines = [tuple(WaitingTicket(n, key, 1, False, False) for n in range(people)) for key in KEYS]
        assert len({len(encode(See(agent_view(line, ())))) for line in lines}) == 1


def test_the_board_and_the_referent_get_their_views_back() -> None:
    board = See(BoardView("van", "open", (BoardCall(3, 1, 2),)))
    log = See(LogView("van", (TopicVisits(DAY, "caf", 2),), (MinutesVisits(DAY, None, 2),)))
    for message in (board, log, Done(IDENTIFIER, "desk_busy"), Beat(), Bye("busy")):
        assert from_kiosk(encode(message)) == message


def test_what_is_longer_than_all_sizes_is_not_sent() -> None:
    line = tuple(WaitingTicket(n, "caf", 1, False, False) for n in range(60_000))
    with pytest.raises(TooLong):
        encode(See(agent_view(line, ())))


DO = b'{"type":"do","identifier":"0123456789abcdef","ask":'
ODD_CLOCKS = (b'"2026-03-02T12:00:00"', b'"2026-02-30T12:00:00Z"', b'"12:00"', b'""', b"1e400", b"[]")
"""Without its UTC offset, of a day that no calendar has, no time at all."""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"type":"see"}',
        b'{"type":"do","identifier":"short","ask":{"ask":"next"}}',
        b'{"type":"do","ask":{"ask":"next"}}',
        b'{"type":"hello","version":"1","name":"x"}',
        b'{"type":"hello","version":1,"name":"' + b"x" * 65 + b'"}',
        *(b'{"type":"hello","version":1,"name":"x","clock":' + clock + b"}" for clock in ODD_CLOCKS),
        *(DO + b'{"ask":"open","day":' + day + b"}}" for day in (b'"soon"', b"1.5", b'"2026-02-30"', b"{}")),
    ],
)
def test_what_is_no_message_of_a_display_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        from_display(data)


@pytest.mark.parametrize("data", [b"", b"{}", b"[" * 100_000, encode(Do(IDENTIFIER, messages.CallNext()))])
def test_what_is_no_message_of_a_kiosk_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        from_kiosk(data)


def test_a_command_of_another_version_can_be_answered() -> None:
    data = b'{"type":"do","identifier":"0123456789abcdef","ask":{"ask":"fly","height":3}}'
    with pytest.raises(NotUnderstood) as unknown:
        from_display(data)
    assert unknown.value.identifier == IDENTIFIER


def test_fields_of_a_later_version_are_passed_over() -> None:
    newer = msgspec.json.encode({"type": "done", "identifier": IDENTIFIER, "refused": "", "mood": "good"})
    assert from_kiosk(newer) == Done(IDENTIFIER)


@pytest.mark.parametrize(
    ("mine", "theirs", "shared"),
    [
        ((1, 1), (1, 1), 1),
        ((3, 1), (1, 1), 1),
        ((3, 2), (1, 1), None),
        ((1, 1), (3, 2), None),
        ((3, 2), (2, 1), 2),
    ],
)
def test_the_newest_shared_version_is_spoken(
    mine: tuple[int, int], theirs: tuple[int, int], shared: int | None
) -> None:
    ends = [Hello(newest, "x", oldest=oldest) for newest, oldest in (mine, theirs)]
    assert shared_version(*ends) == shared
