"""The commands that open a window, and the demonstration that opens them all."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.files import make_folder
from assets.private_process import keep_private
from kiosk import desks
from kiosk.commands.cli import Run, refuse_idle
from kiosk.commands.starting import BOARD, DESK, KIOSK, Starting, started
from kiosk.settings import BadSettings
from queue_display.messages.roles import ROLES

if TYPE_CHECKING:
    from queue_display.display import Setup
    from queue_display.messages import Role
    from queue_display.windows.window import Frame


def _frame(run: Run, windowed: bool, size: tuple[int, int] | None, position: tuple[int, int] | None) -> Frame:
    from queue_display.windows.window import Frame

    if not windowed:
        refuse_idle(run, "size", "position")
    return Frame(windowed, size, position)


def demo(run: Run, tour: Path | None, force: bool) -> None:
    from kiosk.demo.run import run_demo

    if tour is None:
        refuse_idle(run, "force")
    run_demo(run.say, tour, force=force)


def kiosk(
    run: Run,
    windowed: bool,
    size: tuple[int, int] | None,
    position: tuple[int, int] | None,
    hands: bool,
    first_frame: bool,
) -> None:
    keep_private()
    from dataclasses import replace

    if first_frame:
        from kiosk.start import draw_first_frame

        draw_first_frame(run.settings(), run.data, _frame(run, True, size, position))
        return
    frame = replace(_frame(run, windowed, size, position), cursor=windowed)

    def start() -> None:
        from kiosk.start import run_kiosk

        run_kiosk(run.settings(), run.data, frame, hands=hands, config=run.config)

    def tried() -> None:
        from kiosk.start import opened_van

        with opened_van(run.settings(), run.data):
            pass

    started(Starting(run, frame, start, tried, KIOSK, hands))


def display(
    run: Run,
    role: Role,
    *,
    name: str,
    windowed: bool,
    size: tuple[int, int] | None,
    position: tuple[int, int] | None,
    hands: bool,
    desk: int | None = None,
    **own: Any,
) -> None:
    """Open the window of a role; `own` are the options that it alone has."""
    # Settings at fault are told on the screen; a desk that is not there is a slip of who typed it.
    with suppress(BadSettings):
        check_desk(run, desk)
    keep_private()
    window = ROLES[role].window
    if window is None:
        raise TypeError(f"{role.value} has no window")
    frame = _frame(run, windowed, size, position)

    def setup() -> Setup:
        from queue_display.display import Setup
        from queue_display.trust import Trust, keys_folder

        trust = Trust.open(keys_folder(run.data, role, desk))
        network = run.settings().network
        interfaces = network.interfaces or None
        return Setup(trust, role, desk, name, interfaces, run.say.language, frame, hands, network.port)

    def start() -> None:
        import_module(window.module).main(setup(), **own)

    started(Starting(run, frame, start, setup, DESK if ROLES[role].desk else BOARD, hands))


def referent(run: Run, size: tuple[int, int] | None, position: tuple[int, int] | None, hands: bool) -> None:
    """The referent's window: one among others on her laptop."""
    keep_private()
    import click
    from platformdirs import user_documents_path

    from kiosk.referent import LogHere
    from queue_display.referent.model import REFERENT_SIZE
    from queue_display.referent.start import main
    from queue_display.windows.window import Frame

    folder = user_documents_path()
    make_folder(folder)
    launch = (lambda file: None) if hands else (lambda file: click.launch(str(file)))
    log = LogHere(run.data, run.settings, run.say, folder, launch)
    main(log, run.say, Frame(True, size or REFERENT_SIZE, position), hands=hands)


def check_desk(run: Run, desk: int | None) -> None:
    """Raises NoSuchDesk where there are settings, and they say that the van has fewer desks.

    A laptop without settings knows nothing of the van: there the kiosk says it, when the display comes.
    """
    if run.config:
        desks.check(desk, run.settings().desks)
