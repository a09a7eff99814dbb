"""Pictures of the console in each of its states, to be looked at, as `make pictures` makes them:
`python -m tests.ui.console_pictures FOLDER`; further words name the states wanted.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Collection
from pathlib import Path

os.environ |= {"SDL_VIDEODRIVER": "offscreen", "KIVY_GL_BACKEND": "sdl2"}

from tests.ui.console_stage import SIZES, ConsoleStage  # after the environment
from tests.ui.console_states import STATES


async def main(folder: Path, wanted: Collection[str], languages: tuple[str, ...] = ("fr", "en")) -> None:
    for size in SIZES:
        for language in languages:
            async with ConsoleStage(size, language) as stage:
                for name in wanted or STATES:
                    await stage.show(STATES[name])
                    stage.picture(folder / f"{size[0]}-{language}-{name}.png")


if __name__ == "__main__":
    to = Path(sys.argv[1])
    to.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(to, sys.argv[2:]))
