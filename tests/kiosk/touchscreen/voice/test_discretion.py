"""What neighbours may hear of a visitor who listens, and whether headphones are in."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.wording import wording
from kiosk.settings import SpeechSettings
from kiosk.touchscreen.voice.discretion import FREELY, Discretion, Ruling
from kiosk.touchscreen.voice.headphones import plugged, switches

JACK = {"fr": "sous l’écran", "en": "below the screen"}
SAY = wording("fr")


class Jack:
    """Headphones that are put in and pulled out."""

    def __init__(self) -> None:
        self.plugged = False

    def __call__(self) -> bool:
        return self.plugged


def test_without_headphones_a_visitor_is_warned_until_that_was_heard_and_each_visitor_anew() -> None:
    discretion = Discretion(SpeechSettings(), Jack())
    warning = discretion.ruling(SAY)
    assert warning.then
    assert "les personnes autour de vous entendent aussi" in warning.first
    assert discretion.ruling(SAY) == warning  # it was cut off
    discretion.warned()
    assert discretion.ruling(SAY) == FREELY
    discretion.forget()
    assert discretion.ruling(SAY) == warning


def test_with_headphones_nobody_is_warned_and_pulling_them_out_warns() -> None:
    jack = Jack()
    discretion = Discretion(SpeechSettings(), jack)
    jack.plugged = True
    assert discretion.ruling(SAY) == FREELY
    jack.plugged = False
    assert discretion.ruling(SAY).first


def test_where_only_headphones_may_speak_nothing_is_read_without_them() -> None:
    jack = Jack()
    discretion = Discretion(SpeechSettings(aloud="never"), jack)
    for _ in range(2):
        ruling = discretion.ruling(SAY)
        assert not ruling.then
        assert "casque" in ruling.first
        assert "Demandez-nous un ticket." in ruling.first
        discretion.warned()
    jack.plugged = True
    assert discretion.ruling(SAY) == FREELY


def test_an_output_that_only_one_can_hear_needs_no_jack_that_feels() -> None:
    assert Discretion(SpeechSettings(aloud="always"), Jack()).ruling(SAY) == Ruling()


@pytest.mark.parametrize("aloud", ["warn", "never"])
@pytest.mark.parametrize(
    ("language", "place"), [("fr", JACK["fr"]), ("en", JACK["en"]), ("uk", JACK["fr"]), ("ar", JACK["fr"])]
)
def test_the_place_of_the_jack_is_said_where_there_is_one(aloud: str, language: str, place: str) -> None:
    told = Discretion(SpeechSettings(aloud=aloud, jack=JACK), Jack()).ruling(wording(language)).first
    assert f"{place}." in told
    without = Discretion(SpeechSettings(aloud=aloud), Jack()).ruling(wording(language)).first
    assert place not in without


# --- The jack ------------------------------------------------------------------------------------


def machine(folder: Path, *switches: str) -> Path:
    """A copy of what Linux shows of input devices, with these capabilities for switches."""
    for n, words in enumerate(switches):
        capabilities = folder / f"event{n}/device/capabilities"
        capabilities.mkdir(parents=True)
        (capabilities / "sw").write_text(words + "\n")
    return folder


def test_a_jack_that_feels_its_plug_is_believed(tmp_path: Path) -> None:
    inputs = machine(tmp_path, "0", "1", "4", "1 14")
    assert plugged(inputs, {Path("/dev/input/event2"): 0b0, Path("/dev/input/event3"): 0b100}.__getitem__)
    assert not plugged(inputs, {Path("/dev/input/event2"): 0b0, Path("/dev/input/event3"): 0b10}.__getitem__)


def test_only_jacks_are_asked(tmp_path: Path) -> None:
    def no_device(node: Path) -> int:
        raise AssertionError(node)

    assert not plugged(machine(tmp_path, "0", "3", "10"), no_device)


def unreadable(node: Path) -> int:
    raise PermissionError(13, "Permission denied")


def test_where_nothing_can_tell_no_headphones_are_known_to_be_in(tmp_path: Path) -> None:
    assert not plugged(tmp_path / "none", unreadable)
    assert not plugged(machine(tmp_path, "4", "", "not a number"), unreadable)


def test_what_is_no_input_device_is_refused_by_the_system() -> None:
    with pytest.raises(OSError, match="ioctl"):
        switches(Path("/dev/null"))
