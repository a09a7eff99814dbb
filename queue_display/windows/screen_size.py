"""How large the screens of this machine are, in pixels and in millimetres, as the system tells."""

from __future__ import annotations

from typing import Any

from assets import theme

SMALLEST = 5.5
"""Inches. Measured: on less there is no room for a tile of the kiosk between its title and its helps."""

PLAUSIBLE = (SMALLEST, 40.0)
"""Inches. Screens are known to report centimetres as millimetres, or nothing."""


def pixels() -> tuple[int, int] | None:
    """Width and height of the main screen; None where the system does not tell."""
    return next(((screen.width, screen.height) for screen in _screens()), None)


def diagonal() -> float | None:
    """Inches from corner to corner, as the main screen says; None if it does not, or cannot be right."""
    sizes = ((screen.width_mm or 0, screen.height_mm or 0) for screen in _screens())
    inches = [(width**2 + height**2) ** 0.5 / theme.MILLIMETRES_PER_INCH for width, height in sizes]
    return next((found for found in inches if PLAUSIBLE[0] <= found <= PLAUSIBLE[1]), None)


def _screens() -> list[Any]:
    """The main one first; none where there is no screen, or nobody knows."""
    from screeninfo import ScreenInfoError, get_monitors  # some 15 ms: not where nobody asks

    try:
        return sorted(get_monitors(), key=lambda screen: not screen.is_primary)
    except ScreenInfoError:
        return []
