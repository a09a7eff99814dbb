"""Pairing over the network, the display's end: it waits with a code."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable

import msgspec

from assets.told import told
from queue_display.codec import Malformed
from queue_display.messages import Role
from queue_display.messages.bounds import LONGEST_NAME, cut
from queue_display.network import kept, wire
from queue_display.network.discovery import Interfaces, announce
from queue_display.network.listener import Listener
from queue_display.network.tasks import first_of
from queue_display.pairing.code import GUESS_EVERY, Codes
from queue_display.pairing.exchange import (
    LENGTH,
    Exchange,
    PairingFailed,
    PairingPause,
    PeerCard,
    Sealed,
    Share,
    WrongCode,
    read,
    write,
)
from queue_display.trust import Paired, Trust, TrustFailed, pem

log = logging.getLogger(__name__)

ANSWER_WITHIN = 5.0
"""Seconds for each message of the other end."""


class PairingDisplay:
    """A display that waits to be paired, under its own `role`, `desk` and `name`.

    `on_code` is given each code to show, or an empty one and the seconds until the next; `on_wrong` is called
    when somebody has given another code.
    """

    def __init__(
        self,
        trust: Trust,
        name: str,
        role: Role,
        desk: int | None = None,
        *,
        on_code: Callable[[str, float], None],
        on_wrong: Callable[[], None] = lambda: None,
        interfaces: Interfaces = None,
        codes: Codes | None = None,
        announce: Callable[..., Awaitable[None]] = announce,
    ) -> None:
        self._trust = trust
        self._card = PeerCard(pem(trust.certificate), cut(name, LONGEST_NAME), role, desk)
        self._on_code, self._on_wrong = on_code, on_wrong
        self._interfaces = interfaces
        self._codes = codes or Codes()
        self._announce = announce
        self._spent = asyncio.Event()
        self._judging = asyncio.Lock()
        self._kiosk: asyncio.Future[Paired] = asyncio.Future()

    async def run(self) -> Paired:
        """Wait until paired; returns the kiosk. Raises OSError if the network or the keys cannot be used."""
        port = await asyncio.to_thread(kept.own_port, self._trust.folder)
        self._card = msgspec.structs.replace(self._card, port=port or None)
        listener = Listener(self._serve, None)
        port = listener.open(self._interfaces, 0)
        parts = (listener.run(), self._show_codes(), self._announcing(port), self._paired_at_last())
        for failure in await first_of(*parts):
            raise failure
        return await self._kiosk

    async def _paired_at_last(self) -> None:
        await asyncio.wait([self._kiosk])

    async def _announcing(self, port: int) -> None:
        name, role, desk = self._card.name, self._card.role, self._card.desk
        told = {"pairing": name, "role": role.value if role else "", "desk": str(desk) if desk else ""}
        await self._announce(self._trust.identifier, port, interfaces=self._interfaces, **told)

    async def _show_codes(self) -> None:
        while True:
            code = self._codes.shown(_now())
            pause = None if code else self._codes.pause(_now())
            self._on_code(code or "", pause or 0.0)
            self._spent.clear()
            try:
                async with asyncio.timeout(pause):
                    await self._spent.wait()
            except TimeoutError:
                continue

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proven: Callable[[], None]
    ) -> None:
        try:
            connection = await wire.accept(reader, writer, LENGTH)
            kiosk = await self._meet(connection, _caller(writer))
            proven()
            await self._keep(kiosk)
        except (wire.WireLost, Malformed, TimeoutError, PairingFailed) as problem:
            log.info("a pairing came to nothing: %s", type(problem).__name__)

    async def _keep(self, kiosk: Paired) -> None:
        try:
            await asyncio.to_thread(kept.forget_machine, self._trust.folder, kiosk.identifier)
            await asyncio.to_thread(self._trust.add, kiosk)
        except (OSError, TrustFailed) as problem:  # for who started the pairing, not for this connection
            if not self._kiosk.done():
                self._kiosk.set_exception(problem)
        else:
            if not self._kiosk.done():
                self._kiosk.set_result(kiosk)

    async def _meet(self, connection: wire.Wire, who: str) -> Paired:
        theirs = read(await receive(connection), Share)
        code = self._codes.shown(_now())
        wait = self._codes.pause(_now(), who)
        if code is None or wait:
            await connection.send(write(PairingPause(math.ceil(wait), others=code is None)))
            raise WrongCode
        exchange = await asyncio.to_thread(Exchange, code, kiosk=False)
        await asyncio.to_thread(exchange.meet, theirs)
        await connection.send(write(exchange.mine))
        card = await self._judged(exchange, code, read(await receive(connection), Sealed), who)
        await connection.send(write(exchange.seal(1, self._card)))
        exchange.unseal(2, read(await receive(connection), Sealed))
        return paired_of(card.certificate, card.name, self._card)

    async def _judged(self, exchange: Exchange, code: str, guess: Sealed, who: str) -> PeerCard:
        """The kiosk's card, if the code is right. Each guess is counted before it is looked at, and only a
        wrong one takes its time: whoever has the right code waits for those before it and no more."""
        async with self._judging:
            if self._codes.guess(_now(), who) != code:
                raise WrongCode
            try:
                return exchange.unseal(0, guess)
            except WrongCode:
                self._on_wrong()
                if self._codes.shown(_now()) != code:
                    self._spent.set()  # time to show how long the next one takes
                await asyncio.sleep(GUESS_EVERY)
                raise


def _caller(writer: asyncio.StreamWriter) -> str:
    """The address that a connection comes from."""
    return str(writer.get_extra_info("peername")[0])


def paired_of(certificate: str, name: str, display: PeerCard) -> Paired:
    """The other end as it is kept; `display` is the card of the one that is a display. Raises Malformed."""
    if display.role is None:
        raise Malformed("a display without a role")
    paired = Paired(certificate, told(name), display.role, display.desk)
    try:
        paired.check()
    except ValueError as problem:
        raise Malformed("not a certificate") from problem
    return paired


async def receive(connection: wire.Wire, within: float = ANSWER_WITHIN) -> bytes:
    """The other end's next message. Raises WireLost, TimeoutError."""
    async with asyncio.timeout(within):
        return await connection.receive()


def _now() -> float:
    return asyncio.get_running_loop().time()
