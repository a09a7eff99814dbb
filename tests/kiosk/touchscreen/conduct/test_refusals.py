"""Whatever a touch is refused for, the visitor gets a calm screen that is right, by ear too, and a way on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest

from assets.days import long_day
from assets.wording import wording
from kiosk.queue import Close, Reason, Refused, Take
from kiosk.record.log_file import RecordFailed
from kiosk.touchscreen.conduct.conductor import Conductor
from kiosk.touchscreen.conduct.tickets import KEPT
from kiosk.touchscreen.journey.inputs import Choose, Help, Input, Language, Leave, Show
from kiosk.touchscreen.journey.state import Aid, Aids, Screen, journey
from kiosk.touchscreen.journey.visitors import STUCK
from tests import seeds
from tests.kiosk.fake_van import FakeVan, FakeVoice, settings

TOPIC = "logement"

for _language in ("fr", "en"):  # read from the disk before any event loop runs
    long_day(FakeVan(settings()).now().day, wording(_language))


class Visit:
    """A visitor who listens, at a kiosk without a window; time passes when the test says so."""

    def __init__(self) -> None:
        self.van, self.voice = FakeVan(settings()), FakeVoice()
        self.conductor = Conductor(self.van, lambda *drawn: None, self.voice, lambda: self.van.seconds)

    @property
    def screen(self) -> Screen:
        return self.conductor.at.screen

    @property
    def said(self) -> str:
        return self.voice.said[-1][0].replace("\N{NBSP}", " ")

    async def touch(self, topic: str = TOPIC) -> None:
        self.conductor.do(Choose(topic))
        await self.settle()

    async def settle(self) -> None:
        for _ in range(4):
            await asyncio.sleep(0)

    async def wait(self, seconds: float) -> None:
        for _ in range(int(seconds * 2)):
            self.van.seconds += 0.5
            self.conductor.tick()
            await self.settle()


@asynccontextmanager
async def visit() -> AsyncIterator[Visit]:
    at = Visit()
    running = asyncio.ensure_future(at.conductor.run())
    await at.settle()
    at.conductor.do(Help(Aid.SPOKEN))
    try:
        yield at
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


TITLE, WAY_ON = "La borne ne marche pas.", "Demandez-nous de l’aide."
OUT_OF_ORDER = Screen.FAILSAFE, f"{TITLE}\n{WAY_ON}"
NO_DATE = Screen.FAILSAFE, f"{TITLE}\nElle ne connaît pas encore la date.\n{WAY_ON}"
NO_RECORD = Screen.FAILSAFE, f"{TITLE}\nElle n’arrive pas à garder votre ticket.\n{WAY_ON}"
TOO_SLOW = Screen.FAILSAFE, f"{TITLE}\nElle a mis trop de temps à répondre.\n{WAY_ON}"
CLOSED = Screen.CLOSED, "C’est fermé."
STAY = (
    Screen.PLEASE_WAIT,
    "Un instant, s’il vous plaît.\nLa borne vient de donner beaucoup de tickets.\nRestez ici :",
)

REASONS: Mapping[Reason, tuple[Screen, str]] = {
    Reason.TOO_MANY_AT_ONCE: STAY,
    # The next ones no touch of a visitor meets, unless something is wrong with the kiosk itself.
    Reason.UNKNOWN_TOPIC: OUT_OF_ORDER,
    Reason.REPEATED: OUT_OF_ORDER,
    Reason.CLOCK_UNSURE: NO_DATE,
    Reason.CLOCK_VOUCHED: OUT_OF_ORDER,
    Reason.OTHER_DAY: OUT_OF_ORDER,
    Reason.DAY_UNDER_WAY: OUT_OF_ORDER,
    # STOP_NOT_OPEN while the stop is open; see the next test for a stop that closes.
    Reason.STOP_NOT_OPEN: OUT_OF_ORDER,
    Reason.STOP_OPEN: OUT_OF_ORDER,
    Reason.STOP_CLOSED: OUT_OF_ORDER,
    # Those of agents' commands.
    Reason.VISIT_UNDER_WAY: OUT_OF_ORDER,
    Reason.NO_SUCH_TICKET: OUT_OF_ORDER,
    Reason.NOT_WAITING: OUT_OF_ORDER,
    Reason.NOT_AT_THIS_DESK: OUT_OF_ORDER,
    Reason.NOBODY_WAITS: OUT_OF_ORDER,
    Reason.UNKNOWN_DESK: OUT_OF_ORDER,
    Reason.DESK_BUSY: OUT_OF_ORDER,
    Reason.ABSENT_BEFORE: OUT_OF_ORDER,
    Reason.OWN_DESK: OUT_OF_ORDER,
    Reason.NOTHING_TO_TAKE_BACK: OUT_OF_ORDER,
}

FAILURES = (
    *((Refused(Take(TOPIC), reason), *told) for reason, told in REASONS.items()),
    (RecordFailed("Le disque est plein : libérez de la place."), *NO_RECORD),
    (OSError(28, "No space left on device"), *OUT_OF_ORDER),
    (ZeroDivisionError(), *OUT_OF_ORDER),
)


def test_each_reason_has_been_thought_of() -> None:
    assert set(REASONS) == set(Reason)


@pytest.mark.parametrize(("failure", "screen", "said"), FAILURES, ids=lambda one: str(one)[:40])
async def test_a_refusal_has_its_screen_its_words_and_no_topic_in_the_log(
    failure: Exception, screen: Screen, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with visit() as at:
        at.van.failure = failure
        await at.touch()
        assert at.screen is screen
        assert at.said.startswith(said)
        assert TOPIC not in caplog.text
        assert "Logement" not in at.said


async def test_a_stop_that_closes_under_the_finger_is_closed_and_said_to_be() -> None:
    async with visit() as at:
        closed = asyncio.Event()
        at.van.delay = closed.wait  # type: ignore[assignment]
        await at.touch()
        at.van.do(Close())
        closed.set()
        await at.settle()
        assert (at.screen, at.said.splitlines()[0]) == CLOSED


async def test_a_stop_that_closes_before_any_touch_is_said_to_who_listens() -> None:
    async with visit() as at:
        at.van.do(Close())
        assert (at.screen, at.said.splitlines()[0]) == CLOSED


async def test_another_try_is_in_the_visitors_own_language() -> None:
    async with visit() as at:
        at.conductor.do(Show(Screen.LANGUAGES))
        at.conductor.do(Language("en"))
        at.van.failure = RecordFailed("Le disque est plein : libérez de la place.")
        await at.touch()
        at.conductor.do(Leave())
        assert at.screen is Screen.TILES
        assert at.conductor.at.aids == Aids("en", frozenset({Aid.SPOKEN}))


async def test_while_a_disk_hangs_no_try_is_one_ticket_more_and_the_first_is_shown_when_it_comes() -> None:
    async with visit() as at:
        hangs = asyncio.Event()
        at.van.delay = hangs.wait  # type: ignore[assignment]
        await at.touch()
        await at.wait(STUCK)
        for _ in range(3):
            assert at.conductor.do(Leave())  # the failsafe screen's
            await at.touch()
            assert at.said.startswith(TOO_SLOW[1])
        hangs.set()
        await at.settle()
        assert (at.screen, at.conductor.at.number, len(at.van.taken)) == (Screen.TICKET, 1, 1)
        at.conductor.do(Leave())
        await at.touch()
        assert at.conductor.at.number == 2


# --- Too many within a minute -------------------------------------------------------------------


async def test_who_is_asked_to_stay_hears_it_and_then_the_number() -> None:
    async with visit() as at:
        at.van.rush(60 - KEPT + 5)
        await at.touch()
        assert "Restez ici : votre ticket arrive." in at.said
        await at.wait(KEPT)
        assert at.said.startswith("Votre numéro.\n7.")


async def test_who_would_wait_long_hears_so_and_hears_when_the_topics_are_back() -> None:
    async with visit() as at:
        at.van.rush(60 - KEPT - 5)
        await at.touch()
        assert "Attendez un peu, puis touchez de nouveau votre sujet." in at.said
        await at.wait(60)
        assert at.said.startswith("Touchez votre sujet.")
        assert not at.van.taken


async def test_the_screen_says_the_same_whatever_the_topic() -> None:
    shown = set()
    for topic in ("retraite", "logement", "non-precise"):
        async with visit() as at:
            at.van.rush(45)
            await at.touch(topic)
            page = at.conductor.shown
            shown.add((page.said(), *(control.said() for control in page.controls.values())))
    assert len(shown) == 1


async def test_an_agent_who_takes_the_ticket_first_only_makes_the_visitor_wait() -> None:
    async with visit() as at:
        at.van.rush(45)
        await at.touch()
        at.van.failure = Refused(Take(TOPIC), Reason.TOO_MANY_AT_ONCE)
        await at.wait(16)
        assert (at.screen, at.van.taken) == (Screen.PLEASE_WAIT, [])
        at.van.failure = None
        await at.wait(1)
        assert (at.screen, at.van.taken[-1].topic) == (Screen.TICKET, TOPIC)


async def test_a_child_at_the_screen_gets_its_handful_and_leaves_one_ticket_behind_at_most() -> None:
    chance = seeds.chance()
    async with visit() as at:
        at.van.spares_paper = True
        at_most = at.van.settings.tickets_a_minute
        for _ in range(360):
            if chance.random() < 0.8:
                touched: Input = chance.choice((Choose("autre"), Choose(TOPIC), Leave()))
                at.conductor.do(touched)
                await at.settle()
            await at.wait(0.5)
        assert len(at.van.taken) <= 4 * at_most  # in three minutes
        before = len(at.van.taken)
        await at.wait(300)
        assert len(at.van.taken) <= before + 1
        assert at.conductor.at == journey("fr", at.conductor.at.touched, open_=True)
