"""The chime before a call: two soft bell notes, a falling third. Made here: nobody else has rights in it.

python -m assets.chime        writes assets/sounds/chime.wav
"""

from __future__ import annotations

import io
import math
import struct
import wave

import assets

RATE = 22_050
"""Samples a second: enough for notes below 3 kHz."""

NOTES = ((0.0, 659.26), (0.42, 523.25))
"""Start in seconds and pitch in hertz: E5, C5. Low enough for ears that no longer hear high notes."""

PARTIALS = ((1.0, 1.0), (2.0, 0.35), (3.0, 0.12))
"""Pitch and loudness of each part of a note, against its ground note."""

LENGTH = 1.9
LOUDNESS = 0.5


def sample(moment: float) -> float:
    """Loudness, -1 to 1, at a moment in seconds."""
    notes = (_note(moment - start, pitch) for start, pitch in NOTES if moment >= start)
    return LOUDNESS * sum(notes) / sum(loud for _, loud in PARTIALS)


def _note(age: float, pitch: float) -> float:
    attack = min(1.0, age / 0.012)  # without it each note would begin with a click
    return attack * sum(loud * _tone(age, pitch, times) for times, loud in PARTIALS)


def _tone(age: float, pitch: float, times: float) -> float:
    # The higher a part of a bell's sound, the sooner it is gone.
    return math.exp(-age * 3.2 * times) * math.sin(math.tau * pitch * times * age)


def chime() -> bytes:
    """The whole as a WAV file, one channel of 16 bits."""
    fade = 0.05
    count = int(LENGTH * RATE)
    samples = (sample(i / RATE) * min(1.0, (LENGTH - i / RATE) / fade) for i in range(count))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(b"".join(struct.pack("<h", round(32_767 * s)) for s in samples))
    return file.getvalue()


if __name__ == "__main__":
    assets.path("sounds/chime.wav").write_bytes(chime())
