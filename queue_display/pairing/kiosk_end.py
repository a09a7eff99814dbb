"""Pairing over the network, the kiosk’s end: it finds the displays that wait, and is given a code."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from assets.told import told
from queue_display.codec import Malformed
from queue_display.messages import Role
from queue_display.messages.bounds import LONGEST_NAME, MOST_DESKS, cut
from queue_display.network import kept, wire
from queue_display.network.discovery import Interfaces, Sighting, browse
from queue_display.network.endpoint import Endpoint
from queue_display.network.places import dial_first
from queue_display.pairing.code import short
from queue_display.pairing.display_end import paired_of, receive
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

JUDGED_WITHIN = 15.0
"""Seconds for a display to judge a code: those that came before are judged first, one each `GUESS_EVERY`, and
no more can be at its door than `queue_display.network.listener.AT_THE_DOOR`."""

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
    desk: int | None = None

    def is_as_announced(self, display: Paired) -> bool:
        """Whether the display has turned out to be what people were told before they typed its code."""
        return display.role is self.role and self.desk in (None, display.desk)

    @property
    def short(self) -> str:
        """What the display shows of its identifier too."""
        return short(self.identifier)


async def waiting_displays(
    interfaces: Interfaces = None, seconds: float = LOOK_FOR, beginning: str = ""
) -> list[WaitingDisplay]:
    """The displays that wait to be paired, by name: at most `MOST`. Looks for all of `seconds`.

    `beginning`: of the identifier of those that are looked for; all others are not even asked what they are.
    """
    found: dict[str, Sighting] = {}

    def seen(sighting: Sighting) -> None:
        if sighting.pairing and (sighting.identifier in found or len(found) < MOST):
            found[sighting.identifier] = sighting

    try:
        async with asyncio.timeout(seconds):
            await browse(seen, wanted=lambda one: one.startswith(beginning), interfaces=interfaces)
    except TimeoutError:
        pass
    return sorted(map(waiting, found.values()), key=lambda one: (one.name, one.identifier))


def waiting(sighting: Sighting) -> WaitingDisplay:
    """What of a sighting may be shown."""
    name = told(sighting.pairing)
    role = next((role for role in Role if role.value == sighting.role), None)
    desk = next((desk for desk in range(1, MOST_DESKS + 1) if str(desk) == sighting.desk), None)
    return WaitingDisplay(sighting.identifier, name or sighting.identifier, role, sighting.addresses, desk)


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
        connection, there = await dial_first(list(display.addresses), None, LENGTH)
    except wire.WireLost as problem:
        raise _gone() from problem
    try:
        return await _introduce(
            trust, connection, there, code.strip(), van, partial(_admitted, display, admit)
        )
    except (wire.WireLost, TimeoutError) as problem:
        raise WrongCode from problem  # whoever sees a wrong code says no word more
    except Malformed as problem:
        raise _gone() from problem
    finally:
        connection.drop()


async def _introduce(
    trust: Trust,
    connection: wire.Wire,
    there: Endpoint,
    code: str,
    van: str,
    admit: Callable[[Paired], None],
) -> Paired:
    exchange = await asyncio.to_thread(Exchange, code, kiosk=True)
    await connection.send(write(exchange.mine))
    await asyncio.to_thread(exchange.meet, read(await receive(connection), Share))
    mine = PeerCard(pem(trust.certificate), cut(van, LONGEST_NAME))
    await connection.send(write(exchange.seal(0, mine)))
    card = exchange.unseal(1, read(await receive(connection, JUDGED_WITHIN), Sealed))
    display = paired_of(card.certificate, card.name, card)
    admit(display)
    if card.port:
        await asyncio.to_thread(
            kept.remember, trust.folder, display.identifier, Endpoint(there.host, card.port)
        )
    await asyncio.to_thread(trust.add, display)
    await connection.send(write(exchange.seal(2, mine)))
    return display


def _admitted(announced: WaitingDisplay, admit: Callable[[Paired], None], display: Paired) -> None:
    """What it is has to be what was shown before its code was typed: that was agreed to, and no more."""
    if not announced.is_as_announced(display):
        raise PairingFailed(
            "Cet écran n’est pas ce qu’il annonçait : rien n’a été fait. Relancez « halte pair » sur l’écran,"
            " puis recommencez."
        )
    admit(display)


def _gone() -> PairingFailed:
    return PairingFailed(
        "L’écran ne répond pas : vérifiez qu’il attend d’être associé et qu’il est sur le même réseau."
    )
