"""`halte autostart`: a window of Halte that opens with a person's session, on a laptop with Linux or Windows.

The entry names Halte by its whole path: a session's own PATH need not have the folder of pipx or uv in it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import platformdirs

from assets.errors import Trouble
from assets.files import Undated, make_folder, remove_file, replace_file
from kiosk.commands.cli import NAME, Run, refuse_idle
from queue_display.messages.roles import ROLES

WINDOWS = {row.window.command: row for row in ROLES.values() if row.window}


class AutostartFailed(Trouble):
    """The entry cannot be written, or removed."""


def autostart(run: Run, window: str, desk: int, aloud: str | None, remove: bool) -> None:
    if not WINDOWS[window].desk:
        refuse_idle(run, "desk", "aloud")
    file = entry(window)
    try:
        if remove:
            if file.exists():
                remove_file(Undated(), file)
            click.echo(run.say("{file} est retiré : rien ne s’ouvre plus de soi-même.", file=file))
            return
        own = ["--desk", str(desk)] if WINDOWS[window].desk else []
        words = [*program(), window, *own, *(["--aloud", aloud] if aloud else [])]
        make_folder(file.parent)
        replace_file(Undated(), file, content(words).encode())
    except OSError as error:
        raise AutostartFailed(
            "Impossible de changer {file} ({why}) : vérifiez ses droits.", file=file, why=error.strerror
        ) from None
    click.echo(run.say("À la prochaine ouverture de session : {words}", words=" ".join(words)))


def entry(window: str) -> Path:
    """The file that a session looks for: freedesktop's autostart folder, or Windows' folder Startup."""
    settings = platformdirs.user_config_path(roaming=True)
    if sys.platform == "win32":
        return settings / "Microsoft/Windows/Start Menu/Programs/Startup" / f"{NAME}-{window}.cmd"
    return settings / "autostart" / f"{NAME}-{window}.desktop"


def program() -> list[str]:
    """This program, as it was started: by the name that an update leaves as it is, not the file behind it."""
    if Path(sys.argv[0]).stem == NAME and (found := shutil.which(sys.argv[0])):
        return [str(Path(found).absolute())]
    return [sys.executable, "-P", "-m", "kiosk"]


def content(words: Sequence[str]) -> str:
    if sys.platform == "win32":
        return f'@start "" {subprocess.list2cmdline(words).replace("%", "%%")}\r\n'
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Halte",
        f"Exec={exec_line(words)}",
        "Terminal=false",
    )
    return "\n".join(lines) + "\n"


def exec_line(words: Sequence[str]) -> str:
    """As the Desktop Entry Specification 1.5 quotes (part 7): first the argument, then the string."""
    quoted = ('"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"' for word in words)
    return " ".join(quoted).replace("\\", "\\\\").replace("%", "%%")
