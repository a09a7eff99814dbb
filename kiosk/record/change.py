"""Changing the log by hand, also while the kiosk runs: under the lock that the kiosk carries a day over with.

The kiosk's own are the day of a stop that is not over and the days whose visits wait in its file to be
carried over. Of these one whose carrying over was cut short may be in the log already or not: whoever changed
its rows meanwhile would have visits counted twice, or brought back. They are left to the kiosk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from assets.files import Disk
from kiosk.record import day_file
from kiosk.record.day_file import Damaged, TooNew
from kiosk.record.log_file import LogFile, RecordFailed, cannot_read, is_damaged, too_new
from kiosk.record.record import DAY_FILE


@contextmanager
def held_log(data: Path) -> Iterator[LogFile]:
    """The log, which nobody else changes meanwhile. Raises RecordFailed, also for what fails within."""
    log = LogFile.there(data)
    try:
        with log.changing():
            yield log
    except OSError as error:
        raise _cannot_change(log.file, error) from error


def check_not_under_way(data: Path, concerned: Callable[[date], bool]) -> None:
    """Raises RecordFailed where one of the days concerned is the kiosk's own."""
    file = data / DAY_FILE
    try:
        found = day_file.read(Disk().read(file, day_file.LARGEST))
    except OSError as error:
        raise cannot_read(file, error) from error
    except TooNew:
        raise too_new(file) from None
    except Damaged:
        raise is_damaged(file) from None
    own = {*found.pending, *([found.state.day] if found.state else [])}
    if busy := sorted(filter(concerned, own)):
        raise RecordFailed(
            "La borne n’en a pas fini avec le {day}, rien n’est changé : fermez l’accueil pour la journée,"
            " ou démarrez la borne si elle est arrêtée, puis recommencez.",
            day=busy[0],
        )


def _cannot_change(file: Path, error: OSError) -> RecordFailed:
    return RecordFailed(
        "Impossible de changer {file} ({cause}). Vérifiez les droits et le disque, puis recommencez.",
        file=file,
        cause=error.strerror or type(error).__name__,
    )
