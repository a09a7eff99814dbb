"""A day at the desk in a minute: memory that grew with each call would show.

HALTE_SOAK sets how many views are shown (default 150; a van's busiest day has some thousands).
"""

from __future__ import annotations

import os
from pathlib import Path

from queue_display.messages import (
    AgentView,
    BoardCall,
    BoardView,
    DeskTicket,
    Health,
    TopicLabel,
    WaitingTicket,
)
from tests.ui.stage import Stage, staged

VIEWS = int(os.environ.get("HALTE_SOAK", "150"))
WARM = 60
"""Views until every widget has been made and the allocator has what it needs."""

GROWTH = 45.0
"""Megabytes. Drawing without a graphics card takes more of them in its first hundreds of views, 53 after 900,
and then no more: 57 after 3,000. Twenty labels a view, never freed, are more than fifty after 150 views."""

BOARD_GROWTH = 60.0
"""Megabytes after 50 calls. The drawing takes more of them in its first 200 calls, by the size of the digits,
and then no more: 266 after 240 calls, 267 after 400. One screen that was never freed is 1.4 a call."""

TOPICS = tuple(TopicLabel(f"t{n}", {"fr": f"Motif numéro {n}"}) for n in range(16))


async def resident(stage: Stage, folder: Path) -> float:
    """Megabytes of memory that the window's process holds, once it has drawn all there is to draw."""
    await stage.window.picture(folder / "rest.png")
    return held(stage.window.process.pid)


def held(process: int) -> float:
    pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def agents(n: int) -> AgentView:
    """A view in which every label is another than before, and the desk is busy every second time."""
    line = tuple(
        WaitingTicket(n + k, f"t{(n + k) % 16}", n + k, k % 7 == 0, k % 5 == 0) for k in range(1, 25)
    )
    mine = (DeskTicket(1, n, f"t{n % 16}", 1 + n % 3, n, may_come_back=True),) if n % 2 else ()
    other = DeskTicket(2, 5000 + n, f"t{n % 16}", 1, n, may_come_back=True)
    return AgentView(
        "Agglo Mobile", f"Halte {n}", "open", line, (*mine, other), TOPICS, Health("ok"), Health("ok"), n
    )


async def test_a_console_keeps_its_size_however_many_tickets_pass(tmp_path: Path) -> None:
    async with staged("console", (800, 450), seen=True) as stage:
        for n in range(WARM + VIEWS):
            if n == WARM:
                before = await resident(stage, tmp_path)
            stage.show(agents(n))
            await stage.window.wait(f"row:{n + 1}")
        grown = await resident(stage, tmp_path) - before
        print(f"{VIEWS} views: {grown:+.1f} MB")
        assert grown < GROWTH


async def test_a_board_keeps_its_size_however_many_are_called(tmp_path: Path) -> None:
    async with staged("board", (800, 450), on_stage=0.0, seen=True) as stage:
        stage.show(BoardView("Agglo Mobile", "open", ()))
        for n in range(WARM // 3 + VIEWS // 3):
            if n == WARM // 3:
                before = await resident(stage, tmp_path)
            stage.show(BoardView("Agglo Mobile", "open", (BoardCall(n + 1, 1 + n % 2, 1),)))
            await stage.window.wait("called", text=rf"{n + 1}\n.*")
        grown = await resident(stage, tmp_path) - before
        print(f"{VIEWS // 3} calls: {grown:+.1f} MB")
        assert grown < BOARD_GROWTH
