"""Where the van stands now and where it goes next, from the planned stops of the settings. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kiosk.settings import PlannedStop


def current(stops: Sequence[PlannedStop], now: datetime) -> PlannedStop | None:
    """The stop of today that `now` (local time) falls into, else today's next one, else its last one.

    A van sets up early and leaves late, so a stop counts as current before it opens and after it closes.
    """
    today = sorted((s for s in stops if s.day == now.date()), key=lambda s: s.opens)
    return next((s for s in today if now.time() <= s.closes), today[-1] if today else None)


def following(stops: Sequence[PlannedStop], now: datetime) -> list[PlannedStop]:
    """The stops still to come, the nearest first; the one that has opened is not among them."""
    ahead = (s for s in stops if (s.day, s.opens) > (now.date(), now.time()))
    return sorted(ahead, key=lambda s: (s.day, s.opens))
