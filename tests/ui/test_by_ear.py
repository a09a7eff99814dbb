"""The kiosk without sight: by the four corners of the screen alone, by a keypad alone, in each language."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assets.wording import visitors_languages, wording
from kiosk.settings.keypad import KEY_NAMES
from kiosk.settings.keypad import KEYPAD as KEYPAD_KEYS
from kiosk.touchscreen.content.listening import END, START
from kiosk.touchscreen.journey.inputs import Language, Show
from kiosk.touchscreen.journey.state import Aid, Screen
from kiosk.touchscreen.touch.corners import EarKey
from tests.ui.kiosk_stage import Stage

SIZE = "7 inches"

PLACES: Mapping[EarKey, tuple[float, float]] = {
    EarKey.PREVIOUS: (0, 1),
    EarKey.NEXT: (1, 1),
    EarKey.REPEAT: (0, 0),
    EarKey.CHOOSE: (1, 0),
}
"""Where the frame leads a finger: left or right, below or above."""


class CornerVisitor:
    """Sees nothing, and touches nothing but the corners."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def begin(self) -> None:
        """The lower left corner switches the voice on, before it is a key; so does any key of a keypad."""
        await self.press(EarKey.REPEAT)
        assert Aid.SPOKEN in self._stage.app.conductor.at.aids.on

    async def press(self, key: EarKey) -> str:
        """What is said to a press of the key."""
        before = len(self._stage.voice.said)
        await self.do_press(key)
        return "\n".join(words for words, _ in self._stage.voice.said[before:])

    async def do_press(self, key: EarKey) -> None:
        stage = self._stage
        mark = stage.screen.look.px(10)
        width, height = stage.screen.size
        right, top = PLACES[key]
        stage.time += 1
        finger = await stage.put_down(width - mark if right else mark, height - mark if top else mark)
        await stage.lift(finger)

    async def go_to(self, control: str, key: EarKey = EarKey.NEXT) -> None:
        """On and on until it is heard; `control` only says which words to listen for."""
        heard = self._stage.app.conductor.listening.heard()
        wanted = {c.id: c for c in (*heard.controls.values(), *heard.unseen)}[control].said()
        for _ in range(60):
            if await self.press(key) == wanted:
                return
        raise AssertionError(f"{wanted} was never said")

    async def choose(self, control: str, key: EarKey = EarKey.NEXT) -> str:
        await self.go_to(control, key)
        return await self.press(EarKey.CHOOSE)

    async def choose_topic(self, topic: str) -> str:
        """By its family, where all topics are too many."""
        if family := self._stage.behind(topic):
            await self.choose(family)
        return await self.choose(topic)


KEYPAD = {
    "previous": "left",
    "next": "right",
    "repeat": "f5",
    "choose": "enter",
    "louder": "f2",
    "quieter": "f1",
}


class KeypadVisitor(CornerVisitor):
    """Touches no screen: four keys, told apart by their shapes."""

    async def do_press(self, key: EarKey) -> None:
        await press_key(self._stage, KEYPAD[key.value])


async def press_key(stage: Stage, name: str, times: int = 1) -> None:
    """As Kivy brings it to the window; held down, it comes again and again."""
    from kivy.core.window import Keyboard

    stage.time += 1
    for _ in range(times):
        assert stage.window.dispatch("on_keyboard", Keyboard.keycodes[name], 0, None, [])
    stage.window.dispatch("on_key_up", Keyboard.keycodes[name], 0)
    await stage.settle()


def with_keypad() -> Stage:
    return Stage(SIZE, keypad=KEYPAD)


VISITORS = [CornerVisitor, KeypadVisitor]


async def in_language(stage: Stage, code: str) -> None:
    stage.app.conductor.do(Show(Screen.LANGUAGES))
    stage.app.conductor.do(Language(code))
    await stage.settle()


@pytest.mark.parametrize("kind", VISITORS)
@pytest.mark.parametrize("language", visitors_languages())
async def test_a_ticket_is_taken_by_four_keys_alone(language: str, kind: type[CornerVisitor]) -> None:
    say = wording(language, aloud=True)
    async with with_keypad() as stage:
        await in_language(stage, language)
        visitor = kind(stage)
        await visitor.begin()
        assert await visitor.press(EarKey.PREVIOUS) == say(START)
        assert await visitor.press(EarKey.NEXT) == say("Touchez votre sujet")
        first = await visitor.press(EarKey.NEXT)
        assert await visitor.press(EarKey.REPEAT) == first
        assert not stage.van.taken
        number = await visitor.choose_topic("tile:mail-mots-de-passe")
        assert number.startswith(say("Votre numéro"))
        assert stage.van.taken[-1].topic == "mail-mots-de-passe"
        await visitor.choose("done")
        assert stage.app.conductor.at.as_found


@pytest.mark.parametrize("language", visitors_languages())
async def test_the_list_ends_and_each_topic_on_it_is_for_one_visitor_s_ears(language: str) -> None:
    async with Stage(SIZE) as stage:
        await in_language(stage, language)
        visitor = CornerVisitor(stage)
        await visitor.begin()
        said = [await visitor.press(EarKey.NEXT) for _ in range(50)]
        end = wording(language, aloud=True)(END)
        assert said[-1] == end
        parts = said[: said.index(end)]
        heard = stage.app.conductor.listening.heard()
        controls = [c.said() for c in (*heard.controls.values(), *heard.unseen)]
        assert parts[-len(controls) :] == controls
        topics = {c.said() for name, c in heard.controls.items() if name.startswith(("tile:", "family:"))}
        assert topics <= set(stage.voice.private)
        assert not {c.said() for c in heard.unseen} & set(stage.voice.private)


async def test_a_family_is_heard_by_one_visitor_and_left_again() -> None:
    async with Stage(SIZE) as stage:
        visitor = CornerVisitor(stage)
        await visitor.begin()
        await visitor.choose("family:papiers")
        assert stage.voice.private[-1].startswith("Papiers et courrier")
        await visitor.choose("tile:la-poste")
        assert stage.van.taken[-1].topic == "la-poste"
        await visitor.choose("done")
        await visitor.begin()
        await visitor.choose("family:papiers")
        await visitor.choose("done")
        assert "family:argent" in stage.app.conductor.shown.controls


@pytest.mark.parametrize(
    ("topic", "way"),
    [
        ("tile:autre", EarKey.PREVIOUS),
        ("tile:non-precise", EarKey.PREVIOUS),
        ("help-me", EarKey.NEXT),
    ],
)
@pytest.mark.parametrize("kind", VISITORS)
async def test_what_is_always_in_sight_is_heard_too(
    topic: str, way: EarKey, kind: type[CornerVisitor]
) -> None:
    async with with_keypad() as stage:
        visitor = kind(stage)
        await visitor.begin()
        assert "oui" in await visitor.choose("priority")
        await visitor.choose(topic, way)
        assert stage.van.taken[-1].priority


async def test_the_voice_is_set_and_left_by_the_corners() -> None:
    async with Stage(SIZE) as stage:
        visitor = CornerVisitor(stage)
        await visitor.begin()
        assert await visitor.choose("listen:louder") == "Son 4 sur 5"
        assert stage.voice.tuned[-1] == (4, 2)
        assert await visitor.press(EarKey.CHOOSE) == "Son 5 sur 5"
        await visitor.choose("listen:faster")
        assert stage.voice.tuned[-1] == (5, 3)
        await visitor.press(EarKey.PREVIOUS)
        await visitor.press(EarKey.PREVIOUS)
        await visitor.choose("stop-listening")
        assert stage.app.conductor.at.as_found
        assert stage.voice.tuned[-1] == (3, 2)


async def test_where_no_program_sets_the_volume_none_is_offered() -> None:
    async with Stage(SIZE) as stage:
        stage.voice.adjustable = False
        await CornerVisitor(stage).begin()
        assert "listen:louder" not in {c.id for c in stage.app.conductor.shown.unseen}
        assert "listen:faster" in {c.id for c in stage.app.conductor.shown.unseen}


async def test_a_finger_that_leaves_a_corner_hears_what_stands_there() -> None:
    async with Stage(SIZE) as stage:
        await CornerVisitor(stage).begin()
        stage.time += 3
        width, _ = stage.screen.size
        mark = stage.screen.look.px(10)
        before = len(stage.voice.said)
        finger = await stage.put_down(mark, mark)
        for x in range(int(mark), int(width - mark), int(mark)):
            await stage.slide(finger, x, mark)
        await stage.slide(finger, mark, mark)
        await stage.lift(finger)
        said = {words for words, _ in stage.voice.said[before:]}
        assert "Lecture à voix haute\N{NBSP}: oui" in said
        assert "Changer de langue" in said


async def test_while_somebody_listens_the_corners_are_no_gesture_of_the_agents() -> None:
    async with Stage(SIZE) as stage:
        visitor = CornerVisitor(stage)
        await visitor.begin()
        for key in (EarKey.PREVIOUS, EarKey.NEXT) * 2:
            await visitor.press(key)
        assert stage.app.conductor.at.screen is Screen.TILES


async def test_the_question_for_more_time_is_answered_by_any_key() -> None:
    async with Stage(SIZE) as stage:
        visitor = CornerVisitor(stage)
        await visitor.begin()
        await stage.later(85)
        assert stage.app.conductor.at.asking
        await visitor.press(EarKey.NEXT)
        assert not stage.app.conductor.at.asking


# --- The keypad -------------------------------------------------------------------------------------


async def test_the_keys_of_the_volume_set_it_wherever_one_is() -> None:
    async with with_keypad() as stage:
        await KeypadVisitor(stage).begin()
        await press_key(stage, "f2")
        assert stage.voice.said[-1][0] == "Son 4 sur 5"
        await press_key(stage, "f1")
        await press_key(stage, "f1")
        assert stage.voice.tuned[-1] == (2, 2)
        stage.voice.adjustable = False
        await press_key(stage, "f1")
        assert stage.voice.tuned[-1] == (2, 2)


async def test_a_key_that_is_held_is_pressed_once() -> None:
    async with with_keypad() as stage:
        visitor = KeypadVisitor(stage)
        await visitor.begin()
        before = len(stage.voice.said)
        await press_key(stage, "right", times=30)
        assert len(stage.voice.said) == before + 1


@pytest.mark.parametrize("keypad", [{}, KEYPAD])
async def test_every_other_key_and_keyboard_stays_shut_out(keypad: dict[str, str]) -> None:
    from kivy.core.window import Keyboard

    async with Stage(SIZE, keypad=keypad) as stage:
        before = stage.app.conductor.at
        for name in set(Keyboard.keycodes) - set(keypad.values()):
            await press_key(stage, name)
        assert stage.app.conductor.at == before
        assert not stage.voice.said


async def test_without_a_voice_a_keypad_does_nothing() -> None:
    async with Stage(SIZE, voice=False, keypad=KEYPAD) as stage:
        for name in KEYPAD.values():
            await press_key(stage, name)
        assert stage.app.conductor.at.as_found


def test_each_key_that_the_settings_may_name_is_one_of_the_window_s() -> None:
    from kivy.core.window import Keyboard

    assert set(Keyboard.keycodes) >= KEY_NAMES
    assert {key.value for key in EarKey} < set(KEYPAD_KEYS)
    assert set(KEYPAD) == set(KEYPAD_KEYS)
