"""What an onlooker on the wire gets of a day: sizes that tell no topic and no command, nothing to read."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from kiosk.queue import Open
from queue_display import messages
from queue_display.link import Link
from queue_display.messages import AnyAsk
from tests.faults.link_world import Keys, keys, world
from tests.faults.relay import Way

pytestmark = pytest.mark.held_time

RECORD_HEAD = 5  # bytes of a TLS record before its content (RFC 8446, 5.1)

HANDSHAKE = 1000
"""Bytes; records up to here are of the handshake, whose signatures differ by a byte each time."""

VIEW = 1200
"""Bytes; records over this are an agent's views."""

WORDS = [
    b"retraite",
    b"logement",
    b"caf-msa",
    b"impots",
    b"Retraite",
    b'"callnext"',
    b"topic",
    b"agent",
    b"number",
    b'"van"',
]
"""Short ones with the quotes that they stand in: three bytes alone come about by chance."""


@pytest.fixture
def pair(tmp_path: Path) -> Keys:
    return keys(tmp_path, agents=1, boards=1)


def records(stream: bytes) -> list[int]:
    """Lengths of the TLS records in `stream`."""
    lengths, at = [], 0
    while at + RECORD_HEAD <= len(stream):
        length = int.from_bytes(stream[at + 3 : at + 5], "big")
        lengths.append(length)
        at += RECORD_HEAD + length
    return lengths


class Tap:
    """All that passed on one link, by way."""

    def __init__(self) -> None:
        self.streams = {way: bytearray() for way in Way}

    def __call__(self, way: Way, data: bytes) -> None:
        self.streams[way].extend(data)

    def sizes(self) -> dict[Way, list[int]]:
        return {way: records(bytes(stream)) for way, stream in self.streams.items()}


async def tapped(pair: Keys, asks: list[AnyAsk]) -> list[Tap]:
    """The taps of agent and board, from their connection on, while the agent asks this."""
    async with world(pair) as (van, screens):
        await van.service.submit(Open())
        taps = [Tap() for _ in screens]
        for screen, tap in zip(screens, taps, strict=True):
            screen.relay.tap = tap
            screen.relay.cut()
            await screen.until(lambda s: s.state.link is Link.LOST)
            await screen.until(lambda s: s.state.link is Link.UP)
            await screen.until(lambda s: s.view == van.view_for(s.role, s.desk))
        for ask in asks:
            done = await screens[0].server.ask(ask)
            assert not done.refused, ask
            for screen in screens:
                await screen.until(lambda s: s.view == van.view_for(s.role, s.desk))
    return taps


def a_day(topic: str, visitors: int = 60) -> list[AnyAsk]:
    """All come in the morning, so that the line's view passes from one size to the next and back."""
    day: list[AnyAsk] = [messages.Take(topic, priority=n % 7 == 0) for n in range(visitors)]
    first = [n + 1 for n in range(visitors) if n % 7 == 0]
    for number in first + [n + 1 for n in range(visitors) if n % 7]:
        day += [
            messages.CallNext(),
            messages.Recall(number),
            messages.End(number, topic if number % 3 else None),
        ]
    return day


async def test_a_topic_does_not_change_a_size(pair: Keys) -> None:
    """The same day with the shortest and with the longest topic. Heartbeats come when they come, so the kinds
    of sizes are compared, and how many records were no heartbeat."""
    short = await tapped(pair, a_day("autre"))
    long = await tapped(pair, a_day("petite-enfance-famille"))
    for one, other in zip(short, long, strict=True):
        for way in Way:
            kinds = [{s for s in tap.sizes()[way] if s > HANDSHAKE} for tap in (one, other)]
            assert kinds[0] == kinds[1]
            views = [[s for s in tap.sizes()[way] if s > VIEW] for tap in (one, other)]
            assert views[0] == views[1]


async def test_every_command_has_the_same_size(pair: Keys) -> None:
    agent, _ = await tapped(pair, a_day("autre"))
    sizes = agent.sizes()[Way.TO_KIOSK]
    said = [size for size in sizes if size > HANDSHAKE]
    print(f"to the kiosk: records of {sorted(set(sizes))} bytes; of messages {sorted(set(said))}")
    assert len(said) > len(a_day("autre"))
    assert len(set(said)) == 1


async def test_nothing_can_be_read(pair: Keys, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for tap in await tapped(pair, a_day("retraite")):
        for stream in tap.streams.values():
            assert len(stream) > 2000
            assert not [word for word in WORDS if word in stream]
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert not [word for word in ("retraite", "identifier", '"number"') if word in logged]


async def test_the_boards_bytes_hold_no_topic(pair: Keys) -> None:
    async with world(pair) as (van, screens):
        await van.service.submit(Open())
        for ask in a_day("retraite")[:61]:
            await screens[0].server.ask(ask)
        await screens[1].until(lambda s: s.view == van.view_for(s.role, s.desk))
        from queue_display.codec import encode

        board, agent = (
            encode(messages.See(van.view_for(role))) for role in (messages.Role.BOARD, messages.Role.AGENT)
        )
        topics = [topic.key.encode() for topic in van.settings.topics]
        assert [topic for topic in topics if topic in agent] == topics
        assert not [topic for topic in topics if topic in board]
