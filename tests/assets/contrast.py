"""How well one colour is seen on another, as WCAG 2.1 defines it, and the least that Halte allows."""

from __future__ import annotations

TEXT = 7.0
"""Least contrast of text: WCAG 2.1, 1.4.6 (level AAA)."""

PICTURE = 4.5
"""Least contrast of icons; WCAG 2.1, 1.4.11 asks for 3."""

EDGE = 3.0
"""Least contrast of a line that alone shows where a control ends: WCAG 2.1, 1.4.11."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
