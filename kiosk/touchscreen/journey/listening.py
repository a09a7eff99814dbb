"""How somebody listens: louder and quieter, slower and faster, on with what was cut off, who is called.
Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.touchscreen.journey.effects import AnswerKey, ListenKey
from kiosk.touchscreen.journey.inputs import Listen
from kiosk.touchscreen.journey.state import Aids, Journey, Transition, go
from queue_display.sound.steps import MOST_PACE, MOST_VOLUME

_VOLUME: Mapping[ListenKey, int] = {ListenKey.LOUDER: 1, ListenKey.QUIETER: -1}
_PACE: Mapping[ListenKey, int] = {ListenKey.FASTER: 1, ListenKey.SLOWER: -1}


def listen(at: Journey, given: Listen, now: float) -> Transition:
    return go(at, at.screen, now, AnswerKey(given.key), aids=_tuned(at.aids, given.key))


def _tuned(aids: Aids, key: ListenKey) -> Aids:
    """Steps end at the softest and the loudest, the slowest and the fastest."""
    volume = aids.volume + _VOLUME.get(key, 0)
    pace = aids.pace + _PACE.get(key, 0)
    return replace(aids, volume=min(max(volume, 1), MOST_VOLUME), pace=min(max(pace, 1), MOST_PACE))
