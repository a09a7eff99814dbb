"""A kiosk's command whose window fails as it is built, each time: Kivy has been set up by then."""

from __future__ import annotations

import os
from pathlib import Path

from assets.wording import wording
from kiosk.commands.cli import Run
from kiosk.commands.starting import KIOSK, Starting, started
from queue_display.windows.window import Frame, prepare

FRAME = Frame()


def build() -> None:
    prepare(FRAME)
    import kivy.core.window  # noqa: F401  # opens it

    raise ZeroDivisionError


def tried() -> None:
    raise ZeroDivisionError


if __name__ == "__main__":
    run = Run(wording("fr"), None, Path(os.environ["HALTE_DATA"]))
    started(Starting(run, FRAME, build, tried, KIOSK, hands=True))
