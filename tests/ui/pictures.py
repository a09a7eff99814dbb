"""Pictures of the kiosk's screens, to be looked at: `python -m tests.ui.pictures FOLDER`, or `make pictures`.

Each screen of the walk on each size of glass, plain and with all helps, in French; the first ones in each
language.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

os.environ |= {"SDL_VIDEODRIVER": "offscreen", "KIVY_GL_BACKEND": "sdl2"}

from assets.wording import visitors_languages  # after the environment
from kiosk.touchscreen.journey.inputs import Help, Language, Show
from kiosk.touchscreen.journey.state import Screen
from tests.ui.kiosk_stage import SIZES, Stage
from tests.ui.test_kiosk_walk import MODES, SCREENS, Enter, home

LARGE = {"21 inches": ((1920, 1080), 21.5), "21 inches upright": ((1080, 1920), 21.5)}


async def drawn(stage: Stage, enter: Enter, mode: str, language: str, file: Path) -> None:
    conductor = stage.app.conductor
    if language != "fr":
        conductor.do(Show(Screen.LANGUAGES))
        conductor.do(Language(language))
    for aid in MODES[mode]:
        if aid in stage.screen.aids_offered():
            conductor.do(Help(aid))
    await enter(stage)
    await stage.settle()
    stage.picture(file)
    await home(stage)


async def main(folder: Path) -> None:
    SIZES.update(LARGE)
    for size in SIZES:
        async with Stage(size) as stage:
            for enter in SCREENS:
                name = f"{size.replace(' ', '-')}-{enter.__name__}"
                for mode in ("plain", "all"):
                    await drawn(stage, enter, mode, "fr", folder / f"{name}-{mode}.png")
            for language in visitors_languages()[1:]:
                for enter in SCREENS[:4]:
                    name = f"{size.replace(' ', '-')}-{enter.__name__}-{language}"
                    await drawn(stage, enter, "plain", language, folder / f"{name}.png")


if __name__ == "__main__":
    to = Path(sys.argv[1])
    to.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(to))
