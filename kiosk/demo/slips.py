"""The window of the demonstration that shows each slip as it comes out of the simulated printer.

    python -m kiosk.demo.slips FOLDER --lang fr --windowed --size 320x380 --position 0,0 [--hands]

FOLDER is where the printer keeps its paper. The window may be closed: the demonstration goes on. Kivy is
imported once its settings are made.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from assets.wording import Wording, wording
from queue_display.windows import motion
from queue_display.windows.window import Frame, live, prepare


def newest(folder: Path) -> Path | None:
    """The picture of the slip that came out last; None while there is none, nor a folder."""
    return max(folder.glob("ticket-*.png"), default=None)


def pair(written: str) -> tuple[int, int]:
    """What "320x380" or "0,0" says. Raises ValueError."""
    first, second = written.replace("x", ",").split(",")
    return int(first), int(second)


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="kiosk.demo.slips")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", default="fr")
    parser.add_argument("--windowed", action="store_true")
    parser.add_argument("--size", type=pair)
    parser.add_argument("--position", type=pair)
    parser.add_argument("--hands", action="store_true")
    given = parser.parse_args(words)
    prepare(Frame(windowed=given.windowed, size=given.size, position=given.position))
    asyncio.run(_run(given.folder, wording(given.lang), hands=given.hands, moves=motion.wanted()))


async def _run(folder: Path, say: Wording, *, hands: bool, moves: bool) -> None:
    from kiosk.demo.slip_window import SlipApp

    await live(SlipApp(partial(newest, folder), say, moves=moves), hands=hands)


if __name__ == "__main__":
    main(sys.argv[1:])
