"""What the service screen says became of a pairing or a revocation: one French sentence, whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Awaitable

from assets.errors import Trouble
from assets.wording import FRENCH, wording
from kiosk.touchscreen.screens.actions import Pairings

log = logging.getLogger(__name__)

say = wording(FRENCH)


async def paired(pairings: Pairings, code: str) -> str:
    """Pair with the display that shows `code`."""

    async def pair() -> str:
        display = await pairings.pair(code)
        return say("C’est fait : la borne connaît l’écran « {name} ».", name=display.name)

    return await _said(pair())


async def revoked(pairings: Pairings, identifier: str) -> str:
    """Trust a display no longer."""

    async def revoke() -> str:
        name = next((p.name for p in pairings.paired if p.identifier == identifier), identifier)
        if not await pairings.revoke(identifier):
            return say("Cet écran n’a déjà plus accès.")
        return say("C’est fait : l’écran « {name} » n’a plus accès.", name=name)

    return await _said(revoke())


async def _said(done: Awaitable[str]) -> str:
    try:
        return await done
    except Trouble as failure:
        return failure.said(say)
    except OSError as failure:
        cause = failure.strerror or type(failure).__name__
        return say("Le réseau ou le dossier des clés ne se laisse pas utiliser ({cause}).", cause=cause)
    except Exception as failure:
        # Whatever went wrong, the kiosk goes on.
        log.error("a pairing was not changed: %s", type(failure).__name__)
        return say("Cela n’a pas marché : réessayez, ou utilisez la commande « halte pair ».")
