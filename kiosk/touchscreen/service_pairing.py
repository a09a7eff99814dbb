"""What becomes of a search, a pairing or a revocation: a French sentence where agents are to be told."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from typing import TypeVar

from assets.errors import Trouble
from assets.wording import FRENCH, wording
from kiosk.touchscreen.inputs import Answered, Found
from kiosk.touchscreen.journey import Pair, Waiting
from kiosk.touchscreen.screens.actions import Pairings

log = logging.getLogger(__name__)

say = wording(FRENCH)


async def looked(pairings: Pairings) -> Found | Answered:
    """Look for the displays that wait to be paired."""

    async def look() -> Found:
        return Found(tuple(Waiting(d.identifier, d.name, d.role) for d in await pairings.look()))

    return await _answered(look())


async def paired(pairings: Pairings, pair: Pair) -> Answered:
    """Pair with one of them."""

    async def carry_out() -> Answered:
        display = await pairings.pair(pair.identifier, pair.code)
        return Answered(say("C’est fait : la borne connaît l’écran « {name} ».", name=display.name))

    return await _answered(carry_out())


async def revoked(pairings: Pairings, identifier: str) -> Answered:
    """Trust a display no longer."""

    async def revoke() -> Answered:
        name = next((p.name for p in pairings.paired if p.identifier == identifier), identifier)
        if not await pairings.revoke(identifier):
            return Answered(say("Cet écran n’a déjà plus accès."))
        return Answered(say("C’est fait : l’écran « {name} » n’a plus accès.", name=name))

    return await _answered(revoke())


Outcome = TypeVar("Outcome", Found, Answered)


async def _answered(done: Awaitable[Outcome]) -> Outcome | Answered:
    try:
        return await done
    except Trouble as failure:
        return Answered(failure.said(say))
    except OSError as failure:
        cause = failure.strerror or type(failure).__name__
        return Answered(
            say("Le réseau ou le dossier des clés ne se laisse pas utiliser ({cause}).", cause=cause)
        )
    except Exception as failure:
        # Whatever went wrong, the kiosk goes on.
        log.error("a pairing was not changed: %s", type(failure).__name__)
        return Answered(say("Cela n’a pas marché : réessayez, ou utilisez la commande « halte pair »."))
