"""The machine's own addresses: which are there, and what becomes of an end that is to use one that is not."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from queue_display.link import DisplayServer
from queue_display.messages import Role
from queue_display.network.addresses import is_here, own_addresses
from queue_display.network.discovery import announce, browse
from queue_display.trust import Trust

NOWHERE = "203.0.113.7"
"""An address for documentation, which no machine has (RFC 5737)."""

ODD = [
    NOWHERE,
    "2001:db8::7",  # the same (RFC 3849)
    "fe80::dead:beef",
    "fe80::dead:beef%eth0",
    "fe80::1%no such interface",
    "::",
    "::ffff:127.0.0.1",
    "0.0.0.0",  # noqa: S104  # not bound: it is no address that a machine has
    "224.0.0.1",
    "255.255.255.255",
    "",
    "eth0",
    "127.0.0.1:80",
    "localhost",
    "١٢٧.0.0.1",
    "\n",
]


def test_loopback_is_here() -> None:
    assert is_here("127.0.0.1")
    assert is_here("127.0.0.77")
    assert own_addresses(["127.0.0.1", NOWHERE]) == {"127.0.0.1"}


@pytest.mark.parametrize("host", ODD, ids=ascii)
def test_what_the_machine_does_not_have_is_not_here(host: str) -> None:
    assert not is_here(host)
    assert own_addresses([host]) == frozenset()


@pytest.mark.parametrize("host", ODD, ids=ascii)
async def test_an_end_on_an_address_that_is_not_there_waits_for_it(host: str, tmp_path: Path) -> None:
    trust = await asyncio.to_thread(Trust.open, tmp_path)
    server = DisplayServer("x", Role.BOARD, trust=trust, interfaces=[host], on_view=lambda view: None)
    ends = [
        asyncio.ensure_future(server.run()),
        asyncio.ensure_future(browse(lambda sighting: None, interfaces=[host])),
        asyncio.ensure_future(announce("0" * 12, 9, interfaces=[host])),
    ]
    ended, _ = await asyncio.wait(ends, timeout=0.2, return_when=asyncio.FIRST_COMPLETED)
    for end in ends:
        end.cancel()
    await asyncio.gather(*ends, return_exceptions=True)
    assert not ended
