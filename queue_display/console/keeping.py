"""The day's summary as a file on this computer, for the agent alone."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from assets.errors import Trouble
from assets.files import Undated, replace_file

DOCUMENTS = "Documents"
"""What Windows calls the folder on its disk, whatever its language shows."""

MARK = b"\xef\xbb\xbf"
"""By which the Notepad of an older Windows knows UTF-8."""


class NotKept(Trouble):
    """The file could not be written."""


def keep(text: str, day: date, home: Path) -> Path:
    """Write the summary of a day where agents find it, for them alone to read; the file. A day opened
    again has one file, the newest. Not for the event loop. Raises NotKept."""
    folder = home / DOCUMENTS if (home / DOCUMENTS).is_dir() else home
    file = folder / f"halte-{day:%Y-%m-%d}.txt"
    try:
        replace_file(Undated(), file, MARK + text.replace("\n", os.linesep).encode())
    except OSError as error:
        raise NotKept(
            "Impossible d’écrire {file} ({cause}) : vérifiez les droits et la place sur le disque.",
            file=file,
            cause=error.strerror or type(error).__name__,
        ) from error
    return file
