"""How large the screen is: from the settings, from the screen itself, or a guess."""

from __future__ import annotations

import logging

from assets import theme

log = logging.getLogger(__name__)

USUAL = 10.1
"""Inches: the screen this was first made for, where neither settings nor screen tell."""

PLAUSIBLE = (5.0, 40.0)
"""Inches. Screens are known to report centimetres as millimetres, or nothing."""


def px_per_mm(window: tuple[int, int], diagonal: float | None, *, whole_screen: bool) -> float:
    """Pixels in a millimetre. `diagonal`, in inches, is of the window; None asks the screen it fills."""
    inches = diagonal or (reported() if whole_screen else None) or USUAL
    return theme.px_per_mm(window, inches)


def reported() -> float | None:
    """Diagonal in inches that the first screen says it has; None if it does not, or cannot be right."""
    from screeninfo import ScreenInfoError, get_monitors

    try:
        monitors = get_monitors()
    except ScreenInfoError:
        return None
    sizes = ((m.width_mm or 0, m.height_mm or 0) for m in monitors)
    inches = [(w**2 + h**2) ** 0.5 / theme.MILLIMETRES_PER_INCH for w, h in sizes]
    return next((i for i in inches if PLAUSIBLE[0] <= i <= PLAUSIBLE[1]), None)
