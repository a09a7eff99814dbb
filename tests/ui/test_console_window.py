"""The console's real window, offscreen, under real touches; a stand-in at the kiosk's end of the socket."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from queue_display.hands.hands import Hands, HandsFailed
from queue_display.messages import (
    Absent,
    AgentView,
    Call,
    CallNext,
    Close,
    DeskTicket,
    End,
    Health,
    Recall,
    Take,
    TopicLabel,
    WaitingTicket,
)
from queue_display.messages.bounds import LARGEST_NUMBER, LONGEST_LABEL, MOST_DESKS
from tests.ui.stage import Stage, staged

LONG = "Déclaration de revenus, taxe foncière, prélèvement à la source et tout autre impôt de la famille"
TOPICS = (
    TopicLabel("retraite", {"fr": "Retraite", "en": "Retirement"}),
    TopicLabel("impots", {"fr": LONG}),
    TopicLabel("autre", {"fr": "Autre"}),
)


def view(*line: int, mine: int = 0, stop: str = "open", other: int = 0, calls: int = 1) -> AgentView:
    desks = ((1, mine), (2, other))
    return AgentView(
        "Agglo Mobile",
        "Brimeux",
        stop,
        tuple(WaitingTicket(n, TOPICS[n % 3].key, n, n % 7 == 0, n % 5 == 0) for n in line),
        tuple(DeskTicket(desk, n, TOPICS[n % 3].key, calls, 3, True) for desk, n in desks if n),
        TOPICS,
        Health("out", "no_paper"),
        Health("ok"),
        2,
    )


async def press(stage: Stage, widget: str, shows: AgentView) -> object:
    """Touch, let the kiosk agree and show what came of it; what was asked."""
    await stage.window.touch(widget)
    ask = await stage.asked()
    stage.show(shows)
    stage.answer()
    return ask


async def test_a_visit_from_the_opening_to_the_end() -> None:
    async with staged("console") as stage:
        window = stage.window
        stage.show(view(1, 2))
        assert await press(stage, "next", view(2, mine=1)) == CallNext()
        await window.wait("number", text="1")
        await window.wait("topic", text="Sujets cachés")
        assert await press(stage, "recall", view(2, mine=1, calls=2)) == Recall(1)
        await window.wait("desk_words", text=".*appelé encore 1 fois")
        await window.touch("absent")
        assert await press(stage, "choice:again", view(2, 1)) == Absent(1, True)
        await window.wait("dialog", state="gone")
        await window.touch("row:1")
        assert await press(stage, "choice:call", view(2, mine=1)) == Call(1)
        await window.touch("end_other")
        assert await press(stage, "choice:topic:autre", view(2)) == End(1, "autre")
        await window.touch("take_for")
        await window.touch("choice:priority")
        assert await press(stage, "choice:topic:retraite", view(2, 3)) == Take("retraite", True)
        await window.touch("close")
        await window.wait("dialog_text", text=".*2 personnes attendent encore.*")
        assert await press(stage, "choice:day_over", view(2, 3, stop="finishing")) == Close(True)
        await window.wait("stop", text="Fermeture en cours")


async def test_a_button_pressed_twice_asks_once_and_a_refusal_is_told() -> None:
    async with staged("console") as stage:
        window = stage.window
        stage.show(view(1, 2))
        await window.touch("next")
        with suppress(HandsFailed):  # the first press may have shown that the console waits
            await window.touch("next", within=1)
        assert await stage.asked() == CallNext()
        stage.answer("desk_busy")
        await window.wait("trouble", text="Vous avez déjà quelqu’un.*")
        await window.touch("row:2")
        await window.touch("choice:back")
        await window.touch("next")
        assert await stage.asked() == CallNext()  # the second one: nothing was asked in between
        stage.answer()
        stage.show(view(2, mine=1))
        await window.wait("number", text="1")


async def test_a_double_click_is_one_press_even_where_another_button_takes_the_place() -> None:
    async with staged("console", held=True) as stage:
        window = stage.window
        stage.show(view(1, 2))
        stage.later(1)
        await window.wait("next", state="enabled")
        box = (await window.wait("next")).box  # type: ignore[union-attr]
        low = (0.5, 0.04)
        await window.touch("next", at=low)
        assert await stage.asked() == CallNext()
        stage.show(view(2, mine=1))
        stage.answer()
        found = await window.wait("end_next", state="visible")
        assert found is not None
        assert not found.enabled
        y = box[1] + box[3] * 0.96
        assert found.box[1] <= y <= found.box[1] + found.box[3], "the two no longer share a place"
        stage.later(1)
        await window.wait("end_next", state="enabled")


async def test_a_double_click_on_a_ticket_chooses_nothing_in_the_dialog_it_opens() -> None:
    async with staged("console") as stage:
        window = stage.window
        stage.show(view(*range(1, 10)))
        row = await window.wait("row:6")
        assert row is not None
        await window.touch("row:6", at=(0.85, 0.5), times=2)
        choice = await window.wait("choice:cancel")
        assert choice is not None
        left, top, width, height = choice.box
        assert left < row.box[0] + row.box[2] * 0.85 < left + width, "the two no longer share a place"
        assert top < row.box[1] + row.box[3] * 0.5 < top + height, "the two no longer share a place"
        await window.touch("choice:back")
        await window.touch("next")
        assert await stage.asked() == CallNext()  # and nothing before it
        stage.answer()


async def test_a_digit_chooses_in_a_dialog() -> None:
    async with staged("console") as stage:
        window = stage.window
        stage.show(view(1, 2))
        await window.touch("row:2")
        await window.wait("dialog")
        await window.key("7")  # there are not so many
        await window.key("1")
        assert await stage.asked() == Call(2)
        stage.answer()


async def test_a_slow_answer_shows_that_the_console_waits() -> None:
    async with staged("console") as stage:
        stage.show(view(1, 2))
        await stage.window.touch("next")
        await stage.asked()
        await stage.window.wait("next", state="disabled")
        stage.show(view(1, 2))
        stage.answer()
        await stage.window.wait("next", state="enabled")


async def test_the_keyboard_calls_and_ends_but_never_both_at_one_key() -> None:
    async with staged("console") as stage:
        window = stage.window
        stage.show(view(1, 2))
        await window.wait("next", state="enabled")
        await window.key("spacebar")
        assert await stage.asked() == CallNext()
        stage.show(view(2, mine=1))
        stage.answer()
        await window.wait("end", state="enabled")
        await window.key("enter")
        await window.key("spacebar")
        await window.key("t")
        assert await stage.asked() == End(1)
        stage.answer("failed")
        await window.wait("trouble")
        await window.key("a")
        await window.wait("dialog", text="Le numéro 1 n’est pas venu")
        await window.key("t")  # beneath a dialog no key does anything
        await window.key("escape")
        await window.wait("dialog", state="gone")
        await window.key("r")
        assert await stage.asked() == Recall(1)


async def test_a_lost_link_is_shown_large_and_the_old_line_is_not() -> None:
    async with staged("console") as stage:
        window = stage.window
        stage.show(view(1, 2, mine=3))
        await window.wait("row:1")
        await window.touch("absent")
        stage.link("lost")
        await window.wait("lost", text=".*coupée")
        assert not {"row:1", "dialog"} & {w.id for w in await window.ids() if w.visible}
        assert not any(w.enabled for w in await window.ids() if w.id in ("end", "recall", "close"))
        stage.link("up")
        await window.wait("lost")
        stage.show(view(2))
        await window.wait("row:2")
        await window.wait("lost", state="gone")


async def test_sixty_who_wait_can_all_be_reached() -> None:
    async with staged("console") as stage:
        window = stage.window
        stage.show(view(*range(1, 61), other=70))
        await window.wait("line_title", text="60 personnes attendent")
        assert "row:60" not in await rows_in_sight(window)
        await window.touch("line", at=(0.996, 0.93), slide=(0, -450))  # its bar
        assert (await rows_in_sight(window))[-1] == "row:60"
        await window.touch("row:60")
        assert await press(stage, "choice:call", view(1, mine=60)) == Call(60)


async def rows_in_sight(window: Hands) -> list[str]:
    """From the top of the list to its end."""
    rows = [w for w in await window.ids() if w.id.startswith("row:") and w.visible]
    return [w.id for w in sorted(rows, key=lambda w: w.box[1])]


@pytest.mark.parametrize(
    ("size", "language"), [((1366, 768), "fr"), ((1920, 1080), "fr"), ((1024, 640), "en")]
)
async def test_nothing_is_cut_at_any_size(size: tuple[int, int], language: str) -> None:
    async with staged("console", size, language) as stage:
        window = stage.window
        stage.show(view(1, 2, 5, 7, mine=4, other=10))
        await window.wait("end", state="enabled")
        await whole(window, size)
        await window.touch("end_other")
        await window.wait("choice:back")
        await whole(window, size)


async def test_what_it_shows_is_drawn(tmp_path: Path) -> None:
    size, file = (1024, 640), tmp_path / "console.png"
    async with staged("console", size, seen=True) as stage:
        stage.show(view(1, 2, 5, 7, mine=4, other=10))
        await stage.window.touch("end_other")
        await stage.window.wait("choice:back")
        await stage.window.picture(file)
        with Image.open(file) as picture:
            assert picture.size == size
            assert len(picture.getcolors(1 << 20) or ()) > 100


async def test_topics_are_not_in_the_picture_until_the_eye_is_held(tmp_path: Path) -> None:
    """Two lines that differ in topics alone, and what is behind a lock: pixel by pixel."""
    files = [tmp_path / f"{n}.png" for n in range(4)]
    async with staged("console", (1024, 640), seen=True, held=True) as stage:
        window = stage.window
        for file, topic in zip(files, (0, 1), strict=False):
            stage.show(of_topic(topic))
            await window.wait("end_next")
            await window.picture(file)
        await window.touch("lock")
        await window.wait("locked")
        await window.picture(files[2])
        stage.show(of_topic(0))
        await window.picture(files[3])
    hidden, other, locked, still = (file.read_bytes() for file in files[:4])
    assert hidden == other
    assert locked == still != hidden


async def test_the_eye_shows_topics_while_it_is_held() -> None:
    async with staged("console") as stage:
        stage.show(of_topic(0))
        await stage.window.wait("topic", text="Sujets cachés")
        await stage.window.touch("peek", slide=(0, 200))  # held while the finger moves, and let go elsewhere
        await stage.window.wait("topic", text="Sujets cachés")
        await stage.window.wait("peek", text=".*Voir les sujets.*")


async def test_by_keyboard_alone_a_number_is_called_and_a_control_reached() -> None:
    async with staged("console") as stage:
        window = stage.window
        stage.show(view(1, 2, 3))
        await window.wait("row:3")
        await window.key("3")
        await window.wait("typed", text="Numéro 3.*")
        await window.key("enter")
        assert await stage.asked() == Call(3)
        stage.show(view(1, 2, mine=3))
        stage.answer()
        await window.wait("end_next", state="enabled")
        await window.key("up")  # from nowhere: the last control, which locks
        await window.key("enter")
        await window.wait("locked")
        await window.key("l")
        await window.wait("end_next")


def of_topic(n: int) -> AgentView:
    line = tuple(WaitingTicket(k, TOPICS[n].key, k, False, False) for k in (4, 5, 6))
    return msgspec.structs.replace(
        view(mine=3, other=2), line=line, desks=(DeskTicket(1, 3, TOPICS[n].key, 1, 3, True),), seats=2
    )


async def whole(window: Hands, size: tuple[int, int]) -> None:
    for found in await window.ids():
        x, y, width, height = found.box
        if found.visible:
            assert min(x, y) >= 0, found
            assert x + width <= size[0] + 1, found
            assert y + height <= size[1] + 1, found


ODD = "\x00\r\n\t\u202e{x}[b]%s" + "W" * 50


def odd_view(*desks: int) -> AgentView:
    """All fields as wide and as odd as the bounds let them be."""
    most, label = LARGEST_NUMBER, {"fr": "W" * LONGEST_LABEL}
    return AgentView(
        ODD,
        ODD,
        "a newer word",
        tuple(WaitingTicket(most - n, ODD, most, priority=True, came_back=True) for n in range(60)),
        tuple(DeskTicket(desk, most, ODD, most, most, may_come_back=False) for desk in desks),
        (TopicLabel(ODD, {}), *(TopicLabel(f"t{n}", label) for n in range(20))),
        Health("a newer word", "flooded", {"name": ODD}),
        Health("offline", "record_damaged", {"name": ODD}),
        most,
    )


async def test_whatever_a_kiosk_sends_within_the_bounds_is_drawn_and_outlived() -> None:
    async with staged("console") as stage:
        window = stage.window
        stage.show(odd_view(*range(1, MOST_DESKS + 1)))
        await window.wait(f"row:{LARGEST_NUMBER}")
        stage.show(odd_view(1, MOST_DESKS))
        await window.wait("number", text=str(LARGEST_NUMBER))
        await window.touch("end_other")
        await window.wait("dialog")
        await window.touch("choice:back")
        stage.show(view(1, 2))
        await window.wait("row:1")
        assert await press(stage, "next", view(2, mine=1)) == CallNext()


async def test_it_ends_quietly_when_its_hands_let_go() -> None:
    async with staged("console") as stage:
        await stage.window.wait("lost")
        assert await stage.window.close() == 0


async def test_it_ends_quietly_when_told_to() -> None:
    async with staged("console") as stage:
        await stage.window.wait("lost")
        stage.window.process.terminate()
        assert await stage.window.process.wait() == 0
