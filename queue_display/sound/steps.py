"""The steps in which a voice is made louder and faster, from 1 on. Pure."""

from __future__ import annotations

MOST_VOLUME, USUAL_VOLUME = 5, 3

MOST_PACE, USUAL_PACE = 5, 2
"""The usual pace is slower than the programs' own, which is step 3: many listen to a machine for the first
time, and who always does asks for more."""


def percent(step: int, usual: int) -> int:
    """How loud the machine is at a step of the volume, from 0 to 100, where `USUAL_VOLUME` is `usual`
    percent.
    """
    if step <= USUAL_VOLUME:
        return usual * step // USUAL_VOLUME
    return usual + (100 - usual) * (step - USUAL_VOLUME) // (MOST_VOLUME - USUAL_VOLUME)
