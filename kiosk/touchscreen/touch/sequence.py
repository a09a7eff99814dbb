"""From one part of the screen to the next, for who does not see where they stand. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def beside(parts: Sequence[str], found: str | None, step: int) -> str | None:
    """The part `step` (1 or -1) from the one that was heard last, by their identifiers; None past either end.

    Where nothing of these was heard yet, the first is next, and nothing is before it.
    """
    at = parts.index(found) if found in parts else -1
    there = at + step
    return parts[there] if 0 <= there < len(parts) else None
