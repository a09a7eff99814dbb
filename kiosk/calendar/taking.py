"""A calendar that comes to the kiosk: in pieces from the referent's laptop, or on the stick with the backups.

What comes is read whole before anything is written, and what was there stays where it cannot be read. Nothing
here is for the event loop: it writes a file.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assets.files import Disk
from kiosk.calendar import kept
from kiosk.calendar.kept import CalendarFailed, CalendarStop
from kiosk.calendar.packed import unpack
from kiosk.settings import PlannedStop
from queue_display.messages import PlanStops


class CalendarTaker:
    """Of one kiosk. `of_settings`: the stops that count where there is no calendar yet."""

    def __init__(self, data: Path, of_settings: tuple[PlannedStop, ...] = ()) -> None:
        self._data, self._of_settings = data, of_settings
        self._pieces: dict[str, list[str]] = {}
        self._on_stick = b""  # what was last taken from there

    def piece(self, laptop: str, ask: PlanStops, today: date) -> list[CalendarStop] | None:
        """Take one piece of a laptop's calendar; returns the calendar once it is whole and written.

        Raises CalendarFailed where a piece lacks, or what they give is no calendar or cannot be written.
        """
        pieces = self._pieces.setdefault(laptop, [])
        if ask.part == 1:
            pieces.clear()
        if ask.part != len(pieces) + 1 or ask.part > ask.parts:
            raise _not_whole()
        pieces.append(ask.packed)
        if ask.part < ask.parts:
            return None
        del self._pieces[laptop]
        try:
            return self._kept(unpack(pieces), today)
        except ValueError:
            raise _not_whole() from None

    def from_folder(self, folder: Path, today: date) -> list[CalendarStop] | None:
        """Take the calendar in `folder`, a stick's; None where there is none, or nothing new in it.

        Raises CalendarFailed, OSError.
        """
        content = Disk().read(folder / kept.FILE, kept.LARGEST)
        if content is None or content == self._on_stick:
            return None
        try:
            after = self._kept(content, today)
        except ValueError:
            raise _not_whole() from None
        self._on_stick = content
        return after

    def _kept(self, content: bytes, today: date) -> list[CalendarStop] | None:
        """Stops that are over stay; None where that is what is there already. Raises ValueError for no
        calendar."""
        new = kept.parse(content)
        before = kept.load(self._data)
        after = kept.merged(kept.of_settings(self._of_settings) if before is None else before, new, today)
        if before is not None and after == sorted(before):
            return None
        kept.keep(self._data, after)
        return after


def _not_whole() -> CalendarFailed:
    return CalendarFailed("Ce n’est pas un calendrier d’arrêts entier ; celui d’avant est toujours là.")
