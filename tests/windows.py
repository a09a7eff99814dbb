"""How the tests get windows: offscreen, drawn only for who looks at a pixel, from a process that is warm.

Drawing in software is half of what a window costs the processor. So `conftest` puts `UNSEEN` into the
environment, which every process that a test starts inherits: everything is laid out, measured and touched as
ever, but OpenGL's calls go nowhere, and a picture stays black. A test that looks adds `SEEN`.

Importing is half of the rest: `opened` takes its process from `tests.warm` (see `tests.processes`).
"""

from __future__ import annotations

import os
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import cast

from queue_display.hands.hands import Hands
from tests.processes import LATE, started

UNSEEN = {"SDL_VIDEODRIVER": "offscreen", "KCFG_GRAPHICS_MULTISAMPLES": "0", "KIVY_GL_BACKEND": "mock"}
"""Kivy calls OpenGL without a picture "mock"; smooth edges (multisamples) cost half of the drawing."""

SEEN = UNSEEN | {"KIVY_GL_BACKEND": "sdl2"}
"""Drawn in software, with hard edges."""


def as_shipped() -> dict[str, str]:
    """An environment in which a window costs what it costs a user: for what is measured."""
    ours = UNSEEN.keys() - {"SDL_VIDEODRIVER"}
    return {name: value for name, value in os.environ.items() if name not in ours}


@asynccontextmanager
async def opened(module: str, *words: str, env: Mapping[str, str] = os.environ) -> AsyncIterator[Hands]:
    """The hands of a window, as of `queue_display.hands.hands.opened`: that of `python -m MODULE WORDS`."""
    hands = Hands(cast(Process, await started(module, *words, env=env)), LATE)
    try:
        yield hands
    finally:
        await hands.close()
        await hands.process.communicate()
