"""The day on the console's real window, offscreen: in sight, chosen by one touch or key, said in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from assets.days import long_day
from assets.wording import wording
from queue_display.messages import AgentView, Open
from tests.queue_display.agent_views import view
from tests.ui.stage import Stage, staged

DAY = timedelta(days=1)
FRENCH = wording("fr")
long_day(datetime.now(UTC).date(), FRENCH)  # what it imports is not to be read within the event loop


def shown(stop: str, behind: timedelta = timedelta(), *, vouched: bool = False) -> AgentView:
    """What a kiosk sends whose clock is so much behind this computer's."""
    clock = datetime.now(UTC).astimezone().replace(microsecond=0) - behind
    return view(stop, day=clock.date(), clock=clock, vouched=vouched)


def day_of(view: AgentView) -> str:
    assert view.day
    return long_day(view.day, FRENCH)


async def chosen(stage: Stage) -> Open:
    ask = await stage.asked()
    assert isinstance(ask, Open)
    stage.answer()
    return ask


async def test_the_day_is_in_sight_and_large_where_the_stop_opens() -> None:
    async with staged("console") as stage:
        closed = shown("closed")
        stage.show(closed)
        await stage.window.wait("opening_day", text=day_of(closed))
        await stage.window.touch("open")
        assert await chosen(stage) == Open(closed.day)
        stage.show(shown("open"))
        await stage.window.wait("opening_day", state="gone")
        await stage.window.wait("day", text=f"{day_of(closed)[:-5]} · .*")


@pytest.mark.parametrize("hand", ["touch", "key"])
@pytest.mark.parametrize(("widget", "key", "which"), [("open", "b", 0), ("open_here", "e", 1)])
async def test_of_two_days_one_is_chosen_by_one_touch_or_key(
    hand: str, widget: str, key: str, which: int
) -> None:
    async with staged("console") as stage:
        window, yesterday, today = stage.window, shown("closed", DAY), shown("closed")
        stage.show(yesterday)
        await window.wait("opening_day", text="La borne et cet écran.*")
        offered = (yesterday, today)
        for name, one in zip(("open", "open_here"), offered, strict=True):
            await window.wait(name, state="enabled", text=f".*{day_of(one)}.*")
        await (window.touch(widget) if hand == "touch" else window.key(key))
        assert await chosen(stage) == Open(offered[which].day)


async def test_a_refused_day_is_told_and_another_can_be_chosen() -> None:
    async with staged("console") as stage:
        window, yesterday = stage.window, shown("closed", DAY)
        stage.show(yesterday)
        await window.touch("open_here")
        await stage.asked()
        stage.answer("clock_vouched")
        await window.wait("trouble", text="L’heure de la borne est sûre.*")
        stage.show(msgspec.structs.replace(yesterday, vouched=True))
        await window.wait("open_here", state="gone")
        await window.wait("amiss:clock", text="L’heure de la borne est sûre et donne.*")
        await window.touch("open")
        assert await chosen(stage) == Open(yesterday.day)


async def test_a_difference_of_minutes_is_said_as_long_as_it_lasts() -> None:
    async with staged("console") as stage:
        stage.show(shown("open", timedelta(minutes=7, seconds=30)))
        await stage.window.wait("amiss:clock", text=".*diffèrent de 7.min.*")
        stage.show(shown("open"))
        await stage.window.wait("amiss:clock", state="gone")


@pytest.mark.parametrize(
    ("size", "language"), [((1366, 768), "fr"), ((1024, 576), "fr"), ((1024, 576), "en")]
)
async def test_two_days_and_every_warning_fit_the_window(size: tuple[int, int], language: str) -> None:
    async with staged("console", size, language) as stage:
        window = stage.window
        stage.show(msgspec.structs.replace(shown("closed", 60 * DAY), van="V" * 64, place="W" * 64))
        await window.wait("open_here", state="enabled")
        await window.wait("day")
        stage.show(shown("open", DAY))
        await window.wait("amiss:clock")
        for found in await window.ids():
            x, y, width, height = found.box
            if found.visible:
                assert min(x, y) >= 0, found
                assert x + width <= size[0] + 1, found
                assert y + height <= size[1] + 1, found
