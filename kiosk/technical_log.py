"""The technical log, for whoever repairs the van: what failed and where, and nothing of any visit.

It is written by a thread of its own, so that the event loop never waits for a slow disk, and is bounded: two
files of `SIZE` bytes. A line carries the day and no hour, because the hour of a fault of the printer is the
hour of a visit; for the same reason the files bear the start of the day as their date. An exception is told
by its type and the places it came through, never by its message, which may quote what it was working on; of
other people’s libraries not even their own words are taken.
"""

from __future__ import annotations

import io
import logging
import os
import queue
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path

from assets.files import BEGINNING, date_file
from assets.ownership import opened_own

SIZE = 200_000
"""Bytes of each of the two files."""

_HOUSE = Path(__file__).parent.parent

OURS = ("kiosk", "printer", "queue_display", "assets")


def file_in(data: Path) -> Path:
    """Where the technical log of a data folder is."""
    return data / "halte.log"


@contextmanager
def technical_log(data: Path) -> Iterator[None]:
    """Keep the technical log in the data folder for as long as the block runs.

    The file is made when there is something to say. Where it cannot be written, Halte runs without it.
    """
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    to_thread = _ToThread(lines)
    listener = QueueListener(lines, _File(file_in(data)))
    root = logging.getLogger()
    root.addHandler(to_thread)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    listener.start()
    try:
        yield
    finally:
        root.removeHandler(to_thread)
        listener.stop()
        for handler in listener.handlers:
            handler.close()


class _ToThread(QueueHandler):
    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        record.msg = line(record)
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return record


class _File(RotatingFileHandler):
    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=SIZE, backupCount=1, encoding="utf-8", delay=True)

    def _open(self) -> io.TextIOWrapper:
        handle = opened_own(Path(self.baseFilename), os.O_WRONLY | os.O_APPEND)
        return os.fdopen(handle, "a", encoding=self.encoding)

    def emit(self, record: logging.LogRecord) -> None:
        file = Path(self.baseFilename)
        if file.parent.is_dir():  # a log makes no data folder where there was none
            super().emit(record)
            with suppress(OSError):  # the log, or its date, is no reason to trouble anyone
                date_file(file, date.fromtimestamp(record.created))
                date_file(file.parent, BEGINNING)  # a file made in it has changed it

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's own name
        """That a log cannot be written is told to nobody: they could not do anything about it."""


def line(record: logging.LogRecord) -> str:
    """One record as it is written: day, level, origin, what happened, and the places of an exception."""
    day = logging.Formatter().formatTime(record, "%Y-%m-%d")
    ours = record.name.split(".")[0] in OURS
    said = record.getMessage() if ours else f"({record.module}, line {record.lineno})"
    head = f"{day} {record.levelname} {record.name}: {said}"
    error = record.exc_info[1] if record.exc_info else None
    return "\n".join([head, *_places(error)]) if error else head


def place_of(error: BaseException) -> str:
    """The last file and line of our own code that `error` passed through, such as "record.py:120"."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if Path(f.filename).is_relative_to(_HOUSE)] or frames
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    own = [f"    {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    chain = [*inner, *([cause] if cause else [])]
    return [f"  {type(error).__name__}", *own, *(place for e in chain for place in _places(e))]
