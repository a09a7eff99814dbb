"""How loud the machine is: the right program, in steps, and what becomes of one that fails."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from queue_display.sound.mixers import CONTROLS, Mixer, MixerProgram, mixers
from queue_display.sound.steps import MOST_VOLUME, USUAL_VOLUME, percent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")


def commands(output: str, *there: str) -> list[str]:
    found = mixers(output, lambda name: name if name in there else None)
    return [" ".join(program.command(40)) for program in found]


def test_the_system_s_own_output_is_set_by_the_best_there_is() -> None:
    assert commands("", "amixer", "pactl", "wpctl")[:2] == [
        "wpctl set-volume @DEFAULT_AUDIO_SINK@ 40%",
        "pactl set-sink-volume @DEFAULT_SINK@ 40%",
    ]
    assert commands("", "amixer") == [f"amixer -q -M sset {control} 40%" for control in CONTROLS]
    assert commands("") == []


def test_an_output_of_the_settings_is_the_one_that_is_set() -> None:
    everything = ("amixer", "pactl", "wpctl")
    assert commands("plughw:CARD=Headphones,DEV=0", *everything)[0] == (
        "amixer -q -M -c Headphones sset Master 40%"
    )
    assert commands("alsa_output.usb-1", *everything) == ["pactl set-sink-volume alsa_output.usb-1 40%"]
    assert commands("a{percent}b", "pactl") == ["pactl set-sink-volume a40b 40%"]


@pytest.mark.parametrize("usual", [10, 60, 75, 100])
def test_steps_rise_to_the_loudest_and_the_usual_is_what_the_van_wants(usual: int) -> None:
    steps = [percent(step, usual) for step in range(1, MOST_VOLUME + 1)]
    assert steps == sorted(steps)
    assert steps[USUAL_VOLUME - 1] == usual
    assert steps[-1] == 100
    assert steps[0] > 0


def program(folder: Path, name: str, script: str) -> MixerProgram:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return MixerProgram(str(file), ("{percent}%",))


async def test_the_first_that_works_is_kept_and_nothing_is_set_twice(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    missing = MixerProgram(str(tmp_path / "missing"), ())
    fails = program(tmp_path, "fails", f"echo fails >> {notes}; exit 1")
    works = program(tmp_path, "works", f'echo "$1" >> {notes}')
    mixer = Mixer([missing, fails, works])
    for wanted in (60, 60, 80):
        await mixer.set(wanted)
    assert await asyncio.to_thread(notes.read_text) == "fails\n60%\n80%\n"
    assert mixer.works


async def test_without_a_program_that_works_the_volume_stays_and_nothing_fails(tmp_path: Path) -> None:
    mixer = Mixer([program(tmp_path, "fails", "exit 1")])
    await mixer.set(60)
    assert not mixer.works
    await mixer.set(80)
