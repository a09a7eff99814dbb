"""The kiosk under fingers: a ticket by ear alone, the agents' screens, and touches nobody meant."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.touchscreen.conduct import service_code
from kiosk.touchscreen.journey.inputs import Help, Language, Show
from kiosk.touchscreen.journey.state import Aid, DisplayChoice, Screen
from queue_display.messages import Role
from queue_display.pairing.exchange import PairingFailed
from tests.ui.kiosk_stage import SIZES, Stage
from tests.ui.touch_walker import TouchWalker, knock

SIZE = "10 inches"


# --- By ear --------------------------------------------------------------------------------------


class BlindVisitor:
    """Knows only what was said since the last touch, and where its own fingers are."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._heard = 0
        self._place = (0.0, 0.0)

    def heard(self) -> str:
        new = self._stage.voice.said[self._heard :]
        self._heard = len(self._stage.voice.said)
        return "\n".join(words for words, _ in new)

    async def find(self, words: str) -> bool:
        """Slide a finger over the glass, line by line, until `words` are said; then lift it."""
        width, height = self._stage.screen.size
        step = self._stage.screen.look.px(12)
        for row in range(int(height / step)):
            y = height - step * (row + 0.5)
            finger = await self._stage.put_down(5, y)
            self.heard()
            for column in range(1, int(width / step)):
                await self._stage.slide(finger, step * column, y)
                if words in self.heard():
                    self._place = step * column, y
                    await self._stage.lift(finger)
                    return words in self.heard()
            await self._stage.lift(finger)
            self._stage.time += 3
        return False

    async def double_tap(self) -> None:
        """Where the finger was lifted."""
        x, y = self._place
        self._stage.time += 3
        for _ in range(2):
            finger = await self._stage.put_down(x, y)
            self._stage.time += 0.1
            await self._stage.lift(finger)
            self._stage.time += 0.3

    async def touch_corner(self) -> None:
        """The help that speaks has its place, lowest on the left, where a mark on the cabinet leads."""
        x = self._stage.screen.look.px(12)
        finger = await self._stage.put_down(x, x)
        await self._stage.lift(finger)


@pytest.mark.parametrize("size", SIZES)
async def test_the_help_that_speaks_is_in_the_lower_left_corner_whatever_is_chosen(size: str) -> None:
    async with Stage(size) as stage:
        mark, conductor = stage.screen.look.px(12), stage.app.conductor
        for chosen in ((), (Aid.LARGER,), (Aid.LOW,), (Aid.CONTRAST, Aid.LARGER, Aid.LOW)):
            for aid in stage.screen.aids_offered() & (conductor.at.aids.on ^ set(chosen)):
                conductor.do(Help(aid))
            for language in ("fr", "ar"):  # from the left, from the right
                conductor.do(Show(Screen.LANGUAGES))
                conductor.do(Language(language))
                await stage.settle()
                under = stage.screen.control_at(mark, mark)
                assert under, f"{chosen}, {language}"
                assert under.control.id == "help:spoken", f"{chosen}, {language}"


async def test_a_ticket_is_taken_by_sound_alone() -> None:
    async with Stage(SIZE) as stage:
        visitor = BlindVisitor(stage)
        await visitor.touch_corner()
        first = visitor.heard()
        assert "Touchez votre sujet" in first
        assert "21 sujets" in first
        assert "Touchez deux fois de suite pour choisir" in first
        while not await visitor.find("Logement"):
            assert await visitor.find("Page suivante")
            await visitor.double_tap()
        assert not stage.van.taken  # exploring took nothing
        await visitor.double_tap()
        told, _ = stage.voice.said[-1]
        assert told.startswith("Votre numéro.\n1")
        assert "Logement" not in told
        assert stage.van.taken[-1].topic == "logement"
        assert await visitor.find("J’ai mon ticket")
        await visitor.double_tap()
        assert stage.app.conductor.at.as_found


async def test_two_touches_on_something_not_heard_yet_choose_nothing() -> None:
    async with Stage(SIZE) as stage:
        visitor = BlindVisitor(stage)
        await visitor.touch_corner()
        assert await visitor.find("Retraite")
        visitor._place = stage.widget("tile:caf").center
        await visitor.double_tap()
        assert "CAF" in visitor.heard()
        assert not stage.van.taken
        await visitor.double_tap()
        assert [t.topic for t in stage.van.taken] == ["caf"]


async def test_the_topics_are_for_one_visitors_ears_and_the_number_for_all() -> None:
    async with Stage(SIZE) as stage:
        visitor = BlindVisitor(stage)
        await visitor.touch_corner()
        assert stage.voice.private == [stage.voice.said[-1][0]]  # where a warning has its place
        assert await visitor.find("Retraite")
        assert await visitor.find("Carte priorité")
        assert "Retraite" in stage.voice.private
        assert "Carte priorité\N{NBSP}: non" not in stage.voice.private
        assert await visitor.find("Retraite")
        await visitor.double_tap()
        assert "Votre numéro" in stage.voice.said[-1][0]
        assert stage.voice.said[-1][0] not in stage.voice.private


async def test_each_touch_of_one_who_listens_cuts_off_what_is_said() -> None:
    async with Stage(SIZE) as stage:
        await BlindVisitor(stage).touch_corner()
        stage.time += 3
        before = stage.voice.stopped
        gap = stage.screen.look.px(1)
        assert not stage.screen.control_at(gap, gap)
        await stage.put_down(gap, gap)
        assert stage.voice.stopped == before + 1


# --- The agents' service screen -----------------------------------------------------------------

CODE = "271828"


async def type_code(stage: Stage, code: str) -> None:
    for digit in code:
        await stage.tap(f"digit:{digit}")
    await stage.until(lambda: stage.app.conductor.at.screen is not Screen.CODE)


def with_code(stage: Stage) -> None:
    kept = service_code.hashed(CODE, b"salt")
    stage.van.first_start.service_code = kept


async def test_the_gesture_and_the_code_open_the_service_screen() -> None:
    async with Stage(SIZE) as stage:
        with_code(stage)
        await knock(stage)
        await type_code(stage, CODE)
        assert stage.app.conductor.at.screen is Screen.SERVICE
        texts = TouchWalker(stage).texts()
        assert "L’imprimante marche." in texts
        assert "Aucun écran n’est connecté." in texts
        await stage.tap("test-print")
        assert [t.number for t in stage.van.printer.printed] == [0]
        assert not stage.van.taken
        await stage.tap("stop")
        await stage.until(stage.conducting.done)


async def test_a_wrong_code_or_none_in_the_settings_opens_nothing() -> None:
    async with Stage(SIZE) as stage:
        await knock(stage)
        assert stage.app.conductor.at.screen is Screen.TILES
        with_code(stage)
        await knock(stage)
        await type_code(stage, "111111")
        assert stage.app.conductor.at.as_found


async def open_service(stage: Stage) -> None:
    with_code(stage)
    await knock(stage)
    await type_code(stage, CODE)


async def told(stage: Stage, code: str) -> str:
    """What the kiosk says of a display's code that is typed on the service screen."""
    await stage.tap("pair")
    await stage.settle()
    if stage.app.conductor.at.screen is Screen.WAITING:
        await stage.tap("display:3f9a0c51b27e")
        for digit in code:
            await stage.tap(f"digit:{digit}")
    await stage.until(lambda: stage.app.conductor.at.screen is Screen.ANSWER)
    return TouchWalker(stage).texts().replace("\N{NBSP}", " ")


@pytest.mark.parametrize("size", ["7 inches", SIZE])
async def test_a_display_is_paired_seen_and_revoked_by_touch(size: str) -> None:
    async with Stage(size) as stage:
        await open_service(stage)
        assert "Ce code n’est pas celui que l’écran montre" in await told(stage, "314158")
        assert not stage.van.pairings.paired
        done = "C’est fait : l’écran « Bureau 1 » (écran d’agent) est associé à la borne."
        assert done in await told(stage, "314159")
        await stage.tap("done")
        await stage.tap("displays")
        await stage.tap("display:3f9a0c51b27e")
        assert "Pas connecté en ce moment" in TouchWalker(stage).texts()
        assert stage.van.pairings.paired
        await stage.tap("revoke")
        await stage.until(lambda: stage.app.conductor.at.screen is Screen.ANSWER)
        assert "est dissocié" in TouchWalker(stage).texts()
        assert not stage.van.pairings.paired
        await stage.tap("done")
        await stage.tap("done")
        assert stage.app.conductor.at.as_found


@pytest.mark.parametrize("size", ["7 inches", SIZE])
async def test_of_two_displays_that_wait_the_one_whose_signs_are_typed_is_paired(size: str) -> None:
    async with Stage(size) as stage:
        other = DisplayChoice("0c7751b2a9f0", "Panneau", Role.BOARD)
        stage.van.pairings.codes[other] = "271828"
        await open_service(stage)
        await stage.tap("pair")
        await stage.settle()
        for sign in "0c77":
            await stage.tap(f"digit:{sign}")
        await stage.settle()
        assert "panneau" in TouchWalker(stage).texts().casefold()
        assert "Bureau 1" not in TouchWalker(stage).texts()
        await stage.tap(f"display:{other.identifier}")
        assert "Panneau ___" in TouchWalker(stage).texts()
        for digit in "271828":
            await stage.tap(f"digit:{digit}")
        await stage.until(lambda: stage.app.conductor.at.screen is Screen.ANSWER)
        assert [p.name for p in stage.van.pairings.paired] == ["Panneau"]
        assert stage.van.pairings.tried == [other.identifier]


async def test_while_a_display_is_paired_the_kiosk_answers_and_takes_no_second_code() -> None:
    async with Stage(SIZE) as stage:
        await open_service(stage)
        over = asyncio.Event()
        stage.van.pairings.delay = over.wait  # type: ignore[assignment]
        await stage.tap("pair")
        await stage.settle()
        await stage.tap("display:3f9a0c51b27e")
        for digit in "314159":
            await stage.tap(f"digit:{digit}")
        assert "Un instant…" in TouchWalker(stage).texts()
        assert not list(stage.screen.buttons())
        await stage.later(100)  # left alone: the visitors' screen comes back, and the answer finds nobody
        assert stage.app.conductor.at.as_found
        over.set()
        await stage.settle(5)
        assert stage.app.conductor.at.as_found


FAULTS = (
    (PairingFailed("Aucun écran n’attend l’appairage."), "Aucun écran n’attend l’appairage."),
    (
        OSError(28, "No space left on device"),
        "Impossible d’utiliser le réseau ou le dossier des clés (No space left on device)",
    ),
    (RuntimeError("unforeseen"), "Cela n’a pas marché"),
)


@pytest.mark.parametrize(("failure", "said"), FAULTS, ids=lambda one: type(one).__name__)
async def test_whatever_becomes_of_a_pairing_is_one_sentence(failure: Exception, said: str) -> None:
    async with Stage(SIZE) as stage:
        await open_service(stage)
        stage.van.pairings.failure = failure
        assert said in await told(stage, "314159")


@pytest.mark.parametrize(
    ("space", "said"),
    [
        (12_400_000_000, "Disque : 12,4 Go libres"),
        (99_000_000, "presque plein : 0,1 Go libres"),
        (OSError(5, "Input/output error"), "est inconnue"),
    ],
)
async def test_the_service_screen_tells_the_free_space(space: int | OSError, said: str) -> None:
    async with Stage("7 inches") as stage:
        stage.van.space = space
        await open_service(stage)
        await stage.settle()
        assert said in TouchWalker(stage).texts().replace("\N{NBSP}", " ")


# --- Touches nobody meant -----------------------------------------------------------------------


async def test_one_touch_that_two_devices_report_takes_one_ticket() -> None:
    async with Stage(SIZE) as stage:
        x, y = stage.widget("tile:retraite").center
        finger = await stage.put_down(x, y, device="touchscreen")
        mouse = await stage.put_down(x + 1, y, device="mouse")
        await stage.lift(finger)
        await stage.lift(mouse)
        late = await stage.put_down(x, y, device="mouse")
        await stage.lift(late)
        assert [t.topic for t in stage.van.taken] == ["retraite"]


async def test_two_hands_a_palm_and_what_leans_on_the_screen_take_nothing() -> None:
    async with Stage(SIZE) as stage:
        one = await stage.put_down(*stage.widget("tile:retraite").center)
        two = await stage.put_down(*stage.widget("tile:caf").center)
        await stage.lift(one)
        await stage.lift(two)
        stage.time += 1
        leaning = await stage.put_down(*stage.widget("tile:retraite").center)
        stage.time += 10
        await stage.lift(leaning)
        assert not stage.van.taken


async def test_a_finger_that_slides_off_a_tile_takes_nothing() -> None:
    async with Stage(SIZE) as stage:
        finger = await stage.put_down(*stage.widget("tile:retraite").center)
        await stage.slide(finger, *stage.widget("title").center)
        await stage.lift(finger)
        assert not stage.van.taken


async def test_no_key_and_no_request_closes_a_kiosk() -> None:
    async with Stage(SIZE) as stage:
        stage.app._closable = False
        for key, modifiers in ((27, []), (282, []), (292, []), (285, ["alt"]), (113, ["ctrl"]), (9, ["alt"])):
            assert stage.window.dispatch("on_keyboard", key, 0, None, modifiers)
        assert stage.window.dispatch("on_request_close")
        assert stage.app.open_settings() is False
        assert stage.app.conductor.at.as_found
