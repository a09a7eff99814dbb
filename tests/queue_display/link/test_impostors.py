"""Impostors that speak the whole language, with every credential but the right one.

Two guards keep them out, TLS and the comparison of the certificate: each is tried with the other one off.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from pathlib import Path

import pytest

from queue_display.link import Link
from queue_display.messages import Role
from queue_display.trust import Paired, Trust, pair_locally, pem
from tests.queue_display.link.test_link import Display, Kiosk, known, running

pytestmark = pytest.mark.held_time


class Lenient(Trust):
    """Takes whatever certificate the other end shows: TLS without its guard."""

    def _context(self, side: ssl._SSLMethod, others: object) -> ssl.SSLContext:
        context = super()._context(side, others)  # type: ignore[arg-type]
        context.verify_mode = ssl.CERT_NONE
        return context


def shake_hands(client: ssl.SSLContext, server: ssl.SSLContext) -> ssl.SSLObject:
    """The client's end of a handshake, all that both say passed on in memory. Raises ssl.SSLError."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    for _ in range(4):
        for end in ends:
            with contextlib.suppress(ssl.SSLWantReadError):
                end.do_handshake()
    ends[1].write(b".")  # a server's end learns last what came of it
    ends[0].read(1)
    return ends[0]


@pytest.fixture
def kiosk(tmp_path: Path) -> Trust:
    return Trust.open(tmp_path / "kiosk")


@pytest.fixture
def display(kiosk: Trust, tmp_path: Path) -> Trust:
    return known(kiosk, tmp_path / "display", Role.AGENT, 1)


@pytest.fixture
def impostor(kiosk: Trust, display: Trust, tmp_path: Path) -> Trust:
    """Has keys of its own, and knows both ends' certificates as each end knows the other's."""
    trust = Trust.open(tmp_path / "impostor")
    for one in (kiosk, display):
        trust.add(Paired(pem(one.certificate), "known", Role.AGENT, 1))
    return trust


def test_the_two_that_are_paired_agree_on_tls_of_today(kiosk: Trust, display: Trust) -> None:
    agreed = shake_hands(kiosk.known.dials[display.identifier], display.known.tls)
    assert agreed.version() == "TLSv1.3"
    assert agreed.session is not None
    assert not agreed.session.has_ticket, "a key that is revoked could come back with it"


def test_a_kiosk_gives_an_impostors_display_no_handshake(
    kiosk: Trust, display: Trust, impostor: Trust
) -> None:
    with pytest.raises(ssl.SSLError):
        shake_hands(kiosk.known.dials[display.identifier], impostor.known.tls)


def test_a_display_gives_an_impostors_kiosk_no_handshake(display: Trust, impostor: Trust) -> None:
    with pytest.raises(ssl.SSLError):
        shake_hands(impostor.known.dials[display.identifier], display.known.tls)


@pytest.mark.parametrize("old", ["kiosk", "display"])
def test_neither_end_speaks_an_older_tls(kiosk: Trust, display: Trust, old: str) -> None:
    client, server = kiosk.known.dials[display.identifier], display.known.tls
    # The guarded end as it is, the other one as a program of long ago.
    aged = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT if old == "kiosk" else ssl.PROTOCOL_TLS_SERVER)
    aged.check_hostname = False
    aged.maximum_version = ssl.TLSVersion.TLSv1_2
    owner, other = (kiosk, display) if old == "kiosk" else (display, kiosk)
    aged.load_cert_chain(owner.folder / "identity.pem")
    aged.load_verify_locations(cadata=pem(other.certificate))
    with pytest.raises(ssl.SSLError):
        shake_hands(*((aged, server) if old == "kiosk" else (client, aged)))


async def test_without_tls_the_certificate_is_compared_by_the_kiosk(
    kiosk: Trust, display: Trust, impostor: Trust
) -> None:
    """A display at the paired one's address, with a session that is whole but for the key: it is sent away,
    told why, and is shown nothing, not for a moment."""
    lenient = await asyncio.to_thread(Lenient.open, kiosk.folder)
    false = Display(impostor, Role.AGENT, 1)
    async with running(false):
        await false.server.listening.wait()
        dialling = Kiosk(lenient, lambda: {display.identifier: false.server.port})
        async with running(dialling):
            await false.link(Link.OTHER_ROLE)
        assert false.views == []
        assert dialling.clocks == []


async def test_without_tls_the_certificate_is_compared_by_the_display(
    kiosk: Trust, display: Trust, tmp_path: Path
) -> None:
    """A kiosk that dials with another key shows nothing, and hears no press."""
    lenient = await asyncio.to_thread(Lenient.open, display.folder)
    own = await asyncio.to_thread(Lenient.open, tmp_path / "another")
    await asyncio.to_thread(_knows, own, display)
    shown = Display(lenient, Role.AGENT, 1)
    async with running(shown):
        await shown.server.listening.wait()
        false = Kiosk(own, lambda: {display.identifier: shown.server.port})
        async with running(false):
            await asyncio.sleep(30)  # held time: as often as it cares to try
            assert false.link.connected == ()
        assert shown.views == []
        assert Link.UP not in [state.link for state in shown.states]


def _knows(trust: Trust, display: Trust) -> None:
    trust.add(Paired(pem(display.certificate), "Bureau 1", Role.AGENT, 1))


async def test_a_display_is_paired_while_it_runs(kiosk: Trust, tmp_path: Path) -> None:
    """It waits unpaired, is paired by another process, and is served; nothing of it ends meanwhile."""
    trust = await asyncio.to_thread(Trust.open, tmp_path / "new")
    display = Display(trust, Role.BOARD)
    async with running(display) as tasks:
        await display.server.listening.wait()
        assert display.server.state.link is Link.UNPAIRED
        await asyncio.to_thread(_pair_from_elsewhere, kiosk, trust)
        await display.link(Link.SEARCHING)
        dialling = Kiosk(kiosk, lambda: {trust.identifier: display.server.port})
        async with running(dialling):
            await display.link(Link.UP)
            await display.until(lambda: bool(display.views))
        assert not any(task.done() for task in tasks)


def _pair_from_elsewhere(kiosk: Trust, display: Trust) -> None:
    pair_locally(kiosk, Trust.open(display.folder), van="van", name="board", role=Role.BOARD)
