"""Every field of every message, with every odd value: refused, or carried to its end; nothing escapes.

What a decoder lets through goes on to where it is used: a clock to the kiosk’s clock, a command to the queue,
a view to the words of its window. So a value that is odd and well-formed is tried as well.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from assets.wording import wording
from kiosk import views
from kiosk.clock import Clock, Moment
from kiosk.engine import decide
from kiosk.opening import opens_at
from kiosk.queue import Limits, Open, Refused, State
from queue_display import messages
from queue_display.board import model as board
from queue_display.board import words as board_words
from queue_display.codec import Malformed, encode, from_display, from_kiosk
from queue_display.console import model as console
from queue_display.messages import AgentView, BoardView, Do, Done, Hello, LogView, Role, See
from queue_display.pairing.exchange import (
    Exchange,
    MustWait,
    PairingFailed,
    PairingPause,
    Sealed,
    Share,
    read,
)
from queue_display.trust import Paired
from tests.kiosk.fake_machine import FakeMachine
from tests.queue_display.console.test_odd_views import all_words

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
IDENTIFIER = "0123456789abcdef"
DEEP: Any = "deep"
for _ in range(60):
    DEEP = [DEEP]

ODD: dict[str, Any] = {
    "nothing": None,
    "a flag": True,
    "zero": 0,
    "negative": -1,
    "large": 10**6,
    "huge": 10**40,
    "a part of one": 0.5,
    "endless": float("inf"),
    "no number": float("nan"),
    "empty": "",
    "a blank": " ",
    "long": "x" * 5000,
    "signs that nobody sees": "\x00\x1b[2J\r\n\u202e\u2066\ufeff",
    "a template": "{name} %s {0}",
    "no letters": "\U0001f600\u0301",
    "half a letter": "\ud800",
    "a naive time": "2027-01-12T12:00:00",
    "the first moment": "0001-01-01T00:00:00+23:59",
    "the last moment": "9999-12-31T23:59:59-23:59",
    "far from anywhere": "2027-01-12T12:00:00+23:59",
    "no day": "2027-02-30",
    "bytes": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB",
    "an empty list": [],
    "a list": [None, 1, "x"],
    "an empty table": {},
    "a table": {"type": "do", "ask": "open"},
    "deep": DEEP,
}

OK = messages.Health("ok", "record_disk_full", {"name": "x", "number": 3})
VIEWS: tuple[messages.AnyView, ...] = (
    AgentView(
        "van", "Attin", "open",
        (messages.WaitingTicket(4, "caf", 2, True, False),),
        (messages.DeskTicket(1, 3, "caf", 1, 5, True),),
        (messages.TopicLabel("caf", {"fr": "CAF"}),),
        OK, OK, 3, date(2027, 1, 12), NOON, True,
        (messages.MachineFinding("disk", "full", "bad", {"name": "x"}),),
    ),
    BoardView("van", "open", (messages.BoardCall(3, 1, 1),)),
    LogView("van", (messages.TopicVisits(NOON.date(), "caf", 1),),
            (messages.MinutesVisits(NOON.date(), 9, 1),)),
)  # fmt: skip
ASKS = (
    messages.Open(NOON.date()), messages.Close(True), messages.CallNext(), messages.Call(3),
    messages.Recall(3), messages.PutBack(3), messages.Park(3), messages.HandOver(3, 2),
    messages.Absent(3, True), messages.End(3, "caf"), messages.TakeBack(), messages.Cancel(3),
    messages.Take("caf", True),
)  # fmt: skip
HELLO = Hello(messages.VERSION, "Bureau 1", Role.AGENT, 1, clock=NOON)


class Kiosk:
    """What a kiosk makes of what a display says."""

    def __init__(self) -> None:
        self.clock = Clock(FakeMachine(NOON))

    def read(self, data: bytes) -> None:
        message = from_display(data)
        if isinstance(message, Hello):
            self._hears(message)
        elif isinstance(message, Do):
            self._carries_out(message)

    def _hears(self, hello: Hello) -> None:
        messages.shared_version(HELLO, hello)
        if hello.clock is not None and self.clock.hear("display", hello.clock):
            self.clock.take("display")
            assert self.clock.of("display")
            assert isinstance(self.clock(), Moment)

    def _carries_out(self, do: Do) -> None:
        command = views.command(do.ask, 1)
        state = State(NOON.date())
        try:
            now = (
                opens_at(command, state, self.clock, "display") if isinstance(command, Open) else self.clock()
            )
            decide(state, command, now, do.identifier, Limits(frozenset({"caf"}), 2))
        except Refused:
            pass


def display(data: bytes) -> None:
    """What a display makes of what a kiosk says: words."""
    message = from_kiosk(data)
    say = wording("fr")
    if isinstance(message, See) and isinstance(message.view, AgentView):
        seen = console.seen(console.linked(console.Console(1), "up", 0.0), message.view, 0.0, NOON)
        assert list(all_words(seen, "fr"))
    elif isinstance(message, See) and isinstance(message.view, BoardView):
        on = board.next_call(board.seen(board.linked(board.Board(), "up"), message.view))
        told = (board_words.headline, board_words.advice, board_words.people, board_words.stops)
        assert [tell(on, say) for tell in told]
        assert isinstance(board_words.clock(on, 0.0, say), str)
    elif isinstance(message, Done):
        console.answered(console.Console(1), message, 0.0)


MET = Exchange("123456", kiosk=True)
MET.meet(Exchange("123456", kiosk=False).mine)


def other_end_of_a_pairing(data: bytes) -> None:
    try:
        MET.unseal(0, read(data, Sealed))
    except Malformed:
        share = read(data, Share)
        Exchange("123456", kiosk=True).meet(share)


def paired(data: bytes) -> None:
    """As the file of the pairings is read."""
    for one in msgspec.json.decode(b"[" + data + b"]", type=list[Paired]):
        one.check()


OFF_THE_CURVE = b"A" + b"\x02" + bytes(31)

Reads = Callable[[bytes], None]
GOOD: dict[str, tuple[Reads, tuple[Any, ...]]] = {
    "display": (Kiosk().read, (HELLO, messages.Beat(), messages.Bye("busy"),
                               *(Do(IDENTIFIER, ask) for ask in ASKS))),
    "kiosk": (display, (HELLO, messages.Beat(), messages.Bye("busy"), Done(IDENTIFIER, "desk_busy", 4),
                        *(See(view) for view in VIEWS))),
    "pairing": (other_end_of_a_pairing, (Share(1, OFF_THE_CURVE), Sealed(b"x" * 64), PairingPause(3, True))),
    "file": (paired, (Paired("-----BEGIN CERTIFICATE-----", "x", Role.AGENT, 1),)),
}  # fmt: skip
FORESEEN = (Malformed, PairingFailed, MustWait, msgspec.MsgspecError, UnicodeError, ValueError)
"""What each of these doors is written to refuse with; the last three only where a file is read."""


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every field, and to every table and list."""
    yield at
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places(inner, (*at, key))


def spoiled(good: Any, at: tuple[Any, ...], odd: Any) -> Any:
    if not at:
        return odd
    spoilt = copy.deepcopy(good)
    inner = spoilt
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = odd
    return spoilt


def odd_ones(good: Any) -> Iterator[bytes]:
    """`good` with each of its fields odd, twice, or not there."""
    whole = json.dumps(good)
    for at in places(good):
        for odd in ODD.values():
            yield json.dumps(spoiled(good, at, odd)).encode()
    for key in good:
        yield json.dumps({k: v for k, v in good.items() if k != key}).encode()
        yield f"{whole[:-1]}, {json.dumps(key)}: {json.dumps(good[key])}}}".encode()
        yield f"{whole[:-1]}, {json.dumps(key)}: {'[' * 5000}".encode()


@pytest.mark.long("some thousands of messages, with the arithmetic of pairings")
def test_no_odd_value_of_any_field_escapes() -> None:
    tried, escaped = 0, []
    for door, (reads, samples) in GOOD.items():
        foreseen = FORESEEN if door == "file" else FORESEEN[:3]
        for sample in samples:
            good = json.loads(msgspec.json.encode(sample))
            for data in odd_ones(good):
                tried += 1
                try:
                    reads(data)
                except foreseen:
                    pass
                except Exception as escape:
                    escaped.append((door, type(sample).__name__, data[:200], repr(escape)[:200]))
    print(f"{tried} odd messages, {len(escaped)} escaped")
    assert tried > 5000
    assert escaped == []


def test_a_good_message_is_read() -> None:
    """The table would prove nothing if the samples were refused already."""
    for message in GOOD["display"][1]:
        assert from_display(encode(message)) == message
    for message in GOOD["kiosk"][1]:
        assert from_kiosk(encode(message)) == message
