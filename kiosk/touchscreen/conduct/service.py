"""Carries out what agents ask on the service screen, and tells the journey what became of it."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

from assets.errors import Trouble
from assets.wording import TO_AGENTS
from kiosk.touchscreen.conduct.service_code import SALT, hashed, matches
from kiosk.touchscreen.conduct.service_state import test_ticket
from kiosk.touchscreen.conduct.van_port import PairingsPort, VanPort
from kiosk.touchscreen.journey.effects import (
    CheckCode,
    ExamineMachine,
    KeepCode,
    LookForDisplays,
    PairDisplay,
    PrintTestTicket,
    RevokeDisplay,
    StopKiosk,
)
from kiosk.touchscreen.journey.inputs import (
    Answered,
    Code,
    CodeKept,
    CodeNotKept,
    DisplaysFound,
    Input,
    LookedOver,
)
from kiosk.touchscreen.journey.state import DisplayChoice
from queue_display.messages.roles import ROLES

log = logging.getLogger(__name__)

say = TO_AGENTS


class Service:
    """Each verb carries out one effect; `tell` is given what comes of it.

    `stopped` once an agent has stopped the kiosk.
    """

    def __init__(self, van: VanPort, tell: Callable[[Input], object]) -> None:
        self._van, self._tell = van, tell
        self.stopped = False

    async def check(self, effect: CheckCode) -> None:
        right = await asyncio.to_thread(matches, effect.code, self._van.first_start.service_code)
        self._tell(Code(right))

    async def keep_code(self, effect: KeepCode) -> None:
        try:
            await asyncio.to_thread(self._keep, effect.code)
        except Trouble as failure:
            self._tell(CodeNotKept(failure.said(say)))
        except OSError as failure:
            log.error("the service code is not kept: %s", type(failure).__name__)
            cause = failure.strerror or type(failure).__name__
            self._tell(
                CodeNotKept(say("Le code n’est pas gardé ({cause}) : vérifiez le disque.", cause=cause))
            )
        else:
            self._tell(CodeKept())

    def _keep(self, code: str) -> None:
        self._van.first_start.choose(hashed(code, secrets.token_bytes(SALT)))

    async def print_test(self, effect: PrintTestTicket) -> None:
        await self._van.printer.print(test_ticket(self._van, say))

    def stop(self, effect: StopKiosk) -> None:
        self.stopped = True

    async def examine(self, effect: ExamineMachine) -> None:
        await self._van.examine()
        self._tell(LookedOver())

    async def look(self, effect: LookForDisplays) -> None:
        self._tell(await looked(self._van.pairings, effect.signs))

    async def pair(self, effect: PairDisplay) -> None:
        self._tell(await paired(self._van.pairings, effect))

    async def revoke(self, effect: RevokeDisplay) -> None:
        self._tell(await revoked(self._van.pairings, effect.identifier))


# --- Displays: paired, or no longer ---------------------------------------------------------------


async def looked(pairings: PairingsPort, signs: str = "") -> DisplaysFound | Answered:
    """Look for the displays that wait to be paired, and show these signs if any are given."""

    async def look() -> DisplaysFound:
        found = await pairings.look(signs)
        return DisplaysFound(tuple(DisplayChoice(d.identifier, d.name, d.role, d.desk) for d in found), signs)

    return await _answered(look())


async def paired(pairings: PairingsPort, pair: PairDisplay) -> Answered:
    """Pair with one of them."""

    async def carry_out() -> Answered:
        display = await pairings.pair(pair.identifier, pair.code)
        what = ROLES[display.role].described(say, display.desk)
        return Answered(
            say(
                "C’est fait : l’écran « {name} » ({what}) est associé à la borne.",
                name=display.name,
                what=what,
            )
        )

    return await _answered(carry_out())


async def revoked(pairings: PairingsPort, identifier: str) -> Answered:
    """Trust a display no longer."""

    async def revoke() -> Answered:
        name = next((p.name for p in pairings.paired if p.identifier == identifier), identifier)
        if not await pairings.revoke(identifier):
            return Answered(say("Cet écran est déjà dissocié."))
        return Answered(say("C’est fait : l’écran « {name} » est dissocié.", name=name))

    return await _answered(revoke())


Outcome = TypeVar("Outcome", DisplaysFound, Answered)


async def _answered(done: Awaitable[Outcome]) -> Outcome | Answered:
    try:
        return await done
    except Trouble as failure:
        return Answered(failure.said(say))
    except OSError as failure:
        cause = failure.strerror or type(failure).__name__
        return Answered(say("Impossible d’utiliser le réseau ou le dossier des clés ({cause}).", cause=cause))
    except Exception as failure:
        # Whatever went wrong, the kiosk goes on.
        log.error("a pairing was not changed: %s", type(failure).__name__)
        return Answered(say("Cela n’a pas marché : réessayez, ou utilisez la commande « halte pair »."))
