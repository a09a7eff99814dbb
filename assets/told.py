"""Text that others wrote, as it may be shown or said: in a name, a label, a list at a terminal. Pure."""

from __future__ import annotations

LONGEST = 64
"""Signs of such a text, at most: what a name may have on the link too."""


def told(name: str, longest: int = LONGEST) -> str:
    """`name` on one line, without signs that nobody sees, and no longer than `longest` signs.

    What controls a terminal, breaks a line or turns the direction of reading is a space: so no name can draw
    rows of its own, clear a screen or show itself as another. It may come out empty.
    """
    seen = name if name.isprintable() else "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(seen.split())[:longest].strip()
