"""Pairing over the network: the display's side waits with a code, the kiosk's side is given it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from queue_display.codec import Malformed
from queue_display.messages import Role
from queue_display.messages.bounds import LONGEST_NAME, cut
from queue_display.network import wire
from queue_display.network.discovery import Endpoint, Interfaces, Sighting, announce, browse
from queue_display.network.listener import Listener
from queue_display.network.places import dial_first
from queue_display.pairing.code import Codes, short
from queue_display.pairing.exchange import (
    LENGTH,
    Exchange,
    PairingFailed,
    PeerCard,
    Sealed,
    Share,
    WrongCode,
    read,
    write,
)
from queue_display.trust import Paired, Trust, pem

log = logging.getLogger(__name__)

ANSWER_WITHIN = 5.0
"""Seconds for each message of the other end."""

LOOK_FOR = 3.0
"""Seconds that a kiosk looks for displays that wait to be paired (measured: found within 1.5)."""

MOST = 24
"""Displays that are offered for a choice: more do not wait, somebody makes noise."""


@dataclass(frozen=True, slots=True)
class WaitingDisplay:
    """A display that waits to be paired, by what anyone announced: only its code proves which one it is."""

    identifier: str
    name: str
    role: Role | None
    addresses: tuple[Endpoint, ...]

    @property
    def short(self) -> str:
        """What the display shows of its identifier too."""
        return short(self.identifier)


class PairingDisplay:
    """A display that waits to be paired, under its own `role`, `desk` and `name`.

    `on_code` is given each code to show, or an empty one and the seconds until the next.
    """

    def __init__(
        self,
        trust: Trust,
        name: str,
        role: Role,
        desk: int | None = None,
        *,
        on_code: Callable[[str, float], None],
        interfaces: Interfaces = None,
        codes: Codes | None = None,
        announce: Callable[..., Awaitable[None]] = announce,
    ) -> None:
        self._trust = trust
        self._card = PeerCard(pem(trust.certificate), cut(name, LONGEST_NAME), role, desk)
        self._on_code = on_code
        self._interfaces = interfaces
        self._codes = codes or Codes()
        self._announce = announce
        self._spent = asyncio.Event()
        self._kiosk: asyncio.Future[Paired] = asyncio.Future()

    async def run(self) -> Paired:
        """Wait until paired; returns the kiosk. Raises OSError if the network or the keys cannot be used."""
        listener = Listener(self._serve, None)
        port = listener.open(self._interfaces, 0)
        async with asyncio.TaskGroup() as tasks:
            waiting = [
                tasks.create_task(listener.run()),
                tasks.create_task(self._show_codes()),
                tasks.create_task(self._announcing(port)),
            ]
            kiosk = await self._kiosk
            for task in waiting:
                task.cancel()
        return kiosk

    async def _announcing(self, port: int) -> None:
        name, role = self._card.name, self._card.role
        told = {"pairing": name, "role": role.value if role else ""}
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
            kiosk = await self._meet(connection)
            proven()
            await asyncio.to_thread(self._trust.add, kiosk)
            if not self._kiosk.done():
                self._kiosk.set_result(kiosk)
        except (wire.WireLost, Malformed, TimeoutError, PairingFailed) as problem:
            log.info("a pairing came to nothing: %s", type(problem).__name__)

    async def _meet(self, connection: wire.Wire) -> Paired:
        theirs = read(await _receive(connection), Share)
        code = self._codes.spend(_now())
        if code is None:
            raise WrongCode
        try:
            return await self._introduce(connection, theirs, code)
        except BaseException:
            self._spent.set()  # time to show how long the next one takes
            raise

    async def _introduce(self, connection: wire.Wire, theirs: Share, code: str) -> Paired:
        exchange = await asyncio.to_thread(Exchange, code, kiosk=False)
        await asyncio.to_thread(exchange.meet, theirs)
        await connection.send(write(exchange.mine))
        card = exchange.unseal(0, read(await _receive(connection), Sealed))
        await connection.send(write(exchange.seal(1, self._card)))
        exchange.unseal(2, read(await _receive(connection), Sealed))
        return _paired(card.certificate, card.name, self._card)


async def waiting_displays(interfaces: Interfaces = None, seconds: float = LOOK_FOR) -> list[WaitingDisplay]:
    """The displays that wait to be paired, by name: at most `MOST`. Looks for all of `seconds`."""
    found: dict[str, Sighting] = {}

    def seen(sighting: Sighting) -> None:
        if sighting.pairing:
            found[sighting.identifier] = sighting

    try:
        async with asyncio.timeout(seconds):
            await browse(seen, interfaces=interfaces)
    except TimeoutError:
        pass
    return sorted(map(waiting, list(found.values())[:MOST]), key=lambda one: (one.name, one.identifier))


def waiting(sighting: Sighting) -> WaitingDisplay:
    """What of a sighting may be shown: no line breaks, no signs that cannot be seen, nothing endless."""
    name = "".join(sign for sign in sighting.pairing if sign.isprintable())[:LONGEST_NAME].strip()
    role = next((role for role in Role if role.value == sighting.role), None)
    return WaitingDisplay(sighting.identifier, name or sighting.identifier, role, sighting.addresses)


def _any(display: Paired) -> None:
    """Whatever it says it is."""


async def pair_with(
    trust: Trust, display: WaitingDisplay, code: str, van: str, admit: Callable[[Paired], None] = _any
) -> Paired:
    """Pair the kiosk whose keys are `trust` with a display that shows `code`; returns the display.

    `admit` may raise a Trouble for one that has no place in this van. Raises PairingFailed (WrongCode among
    them) besides; then nothing was kept.
    """
    try:
        connection, _ = await dial_first(list(display.addresses), None, LENGTH)
    except wire.WireLost as problem:
        raise _gone() from problem
    try:
        return await _introduce(trust, connection, code.strip(), van, admit)
    except (wire.WireLost, TimeoutError) as problem:
        raise WrongCode from problem  # whoever sees a wrong code says no word more
    except Malformed as problem:
        raise _gone() from problem
    finally:
        connection.drop()


async def _introduce(
    trust: Trust, connection: wire.Wire, code: str, van: str, admit: Callable[[Paired], None]
) -> Paired:
    exchange = await asyncio.to_thread(Exchange, code, kiosk=True)
    await connection.send(write(exchange.mine))
    await asyncio.to_thread(exchange.meet, read(await _receive(connection), Share))
    mine = PeerCard(pem(trust.certificate), cut(van, LONGEST_NAME))
    await connection.send(write(exchange.seal(0, mine)))
    card = exchange.unseal(1, read(await _receive(connection), Sealed))
    display = _paired(card.certificate, card.name, card)
    admit(display)
    await asyncio.to_thread(trust.add, display)
    await connection.send(write(exchange.seal(2, mine)))
    return display


def _paired(certificate: str, name: str, display: PeerCard) -> Paired:
    if display.role is None:
        raise Malformed("a display without a role")
    paired = Paired(certificate, name, display.role, display.desk)
    try:
        paired.check()
    except ValueError as problem:
        raise Malformed("not a certificate") from problem
    return paired


async def _receive(connection: wire.Wire) -> bytes:
    async with asyncio.timeout(ANSWER_WITHIN):
        return await connection.receive()


def _gone() -> PairingFailed:
    return PairingFailed(
        "L’écran ne répond pas : vérifiez qu’il attend d’être associé et qu’il est sur le même réseau."
    )


def _now() -> float:
    return asyncio.get_running_loop().time()
