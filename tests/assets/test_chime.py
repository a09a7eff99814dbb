"""The chime that is shipped is the one its file describes, and is pleasant: no click, no clipping."""

from __future__ import annotations

import io
import itertools
import struct
import wave

import assets
from assets.chime import LENGTH, RATE, chime


def samples(sound: bytes) -> list[int]:
    with wave.open(io.BytesIO(sound)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        frames = file.readframes(file.getnframes())
    return [value for (value,) in struct.iter_unpack("<h", frames)]


def test_the_shipped_chime_is_the_one_described() -> None:
    made, shipped = samples(chime()), samples(assets.path("sounds/chime.wav").read_bytes())
    assert len(made) == len(shipped)
    assert max(abs(a - b) for a, b in zip(made, shipped, strict=True)) <= 1


def test_it_begins_and_ends_in_silence_and_is_never_too_loud() -> None:
    sound = samples(chime())
    assert abs(len(sound) / RATE - LENGTH) < 0.01
    assert max(map(abs, sound)) < 32_767 * 0.7
    assert max(map(abs, sound)) > 32_767 * 0.2
    assert abs(sound[0]) < 100
    assert abs(sound[-1]) < 100
    steps = [abs(b - a) for a, b in itertools.pairwise(sound)]
    assert max(steps) < 6_000  # a click would jump
