"""Which calls are still to be heard, and what a voice says of one. Pure; French through `say`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol, TypeVar

from assets.wording import Wording


class HeardCall(Protocol):
    """A called ticket, as any view has it: `calls` grows at each recall."""

    @property
    def number(self) -> int: ...

    @property
    def desk(self) -> int: ...

    @property
    def calls(self) -> int: ...


AnyCall = TypeVar("AnyCall", bound=HeardCall)


def due(
    waiting: Collection[AnyCall], known: Collection[AnyCall], called: Collection[AnyCall]
) -> tuple[AnyCall, ...]:
    """What is to be heard, the oldest first: of those that were `waiting` who is still called, then the news
    in `called` since `known`. A ticket is heard once, however often it was called meanwhile."""
    news = [call for call in called if _is_news(call, known)]
    again = {call.number for call in news}
    still = {call.number for call in called} - again
    return (*(call for call in waiting if call.number in still), *news)


def _is_news(call: HeardCall, known: Collection[HeardCall]) -> bool:
    before = next((c for c in known if (c.number, c.desk) == (call.number, call.desk)), None)
    return before is None or call.calls > before.calls


def spoken(call: HeardCall, say: Wording) -> str:
    """A number and a desk, and nothing else."""
    return say("Numéro {number} : venez au bureau {desk}.", number=call.number, desk=call.desk)
