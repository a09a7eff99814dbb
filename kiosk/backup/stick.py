"""A copy to a stick, by itself: whenever a day is over and the stick that the settings name is plugged in.

    look     day over ── stick there ── something new ──▶ written beside the one before, read back
                              │               │
                              ▼               ▼ it has visits that the log lacks
                       told, tried again   told: a person decides (`halte backup`, `halte restore`)

Nothing is copied while a stop is open: copies of two moments would tell what was counted between them.
Nothing here stops the van; what fails is told, and tried again a minute later.
"""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

from assets.conditions import Condition
from assets.errors import Trouble
from assets.threads import on_a_thread_of_its_own
from kiosk.backup.collect import BESIDE_LOG, collected
from kiosk.backup.compare import forgotten_before, only_in
from kiosk.backup.copies import NewerBackup, newest, write
from kiosk.record.log import FILE
from kiosk.record.record import DAY_FILE

log = logging.getLogger(__name__)

NAMES = {errno.ENOSPC: "backup_full", errno.EDQUOT: "backup_full", errno.EROFS: "backup_read_only"}
"""By the number of the system's error; any other is told by its number."""


LOOK_EVERY = 60.0
"""Seconds between two looks for a stick, or for something new."""

PluggedIn: TypeAlias = Callable[[Path, Path], bool]
"""Whether the stick of a folder is there, beside that of the data."""


Brought: TypeAlias = Callable[[Path], bool]
"""Takes the calendar of stops that a stick brings; whether there was a new one. Raises OSError, Trouble."""

OnThread: TypeAlias = Callable[[Callable[[], None]], Awaitable[None]]


class StickBackup:
    """`to`: the folder on the stick; `keep`: the months that the log keeps."""

    def __init__(self, to: Path, data: Path, settings: Path | None, keep: int | None = None) -> None:
        self.condition = Condition()
        """Why the newest state is not on the stick; nothing when it is."""
        self._to, self._data, self._settings, self._keep = to, data, settings, keep
        self._copied: object = None
        self._brought: Brought | None = None
        self._new_stops = False

    async def run(
        self,
        day_is_over: Callable[[], bool],
        changed: Callable[[], None],
        on_thread: OnThread | None = None,
        brought: Brought | None = None,
    ) -> None:
        """Look whenever it may be time, until cancelled; `changed` is called when there is more to tell."""
        on_thread = on_thread or _aside
        self._brought = brought
        while True:
            if day_is_over():
                before, self._new_stops = self.condition, False
                await on_thread(self.look)
                if self.condition != before or self._new_stops:
                    changed()
            await asyncio.sleep(LOOK_EVERY)

    def look(self, plugged_in: PluggedIn | None = None) -> None:
        """Copy what is new, and take what the stick brings; raises nothing. Not for the event loop, and only
        while the day is over."""
        try:
            there = (plugged_in or on_a_disk_of_its_own)(self._to, self._data)
            self._tell(self._copy() or self._take() if there else Condition("backup_no_stick"))
        except NewerBackup:
            self._tell(Condition("backup_newer"))
        except OSError as error:
            self._tell(_failed(error))
        except Trouble as trouble:
            log.warning("the backup failed: %s", type(trouble).__name__)
            self._tell(_failed(OSError()))

    def _take(self) -> Condition:
        try:
            self._new_stops = bool(self._brought and self._brought(self._to))
        except (OSError, Trouble):
            return Condition("stick_stops_unreadable")
        return Condition()

    def _copy(self) -> Condition:
        stamp = self._stamp()
        if stamp == self._copied:
            return Condition()
        there = newest(self._to)
        backup = collected(self._data, self._settings, keys=bool(there and there.keys))
        since = forgotten_before(backup.days, self._keep)
        if there and only_in(there.days, backup.days, since):
            return Condition("backup_has_more")
        if write(self._to, backup):
            log.info("a backup was written")
        self._copied = stamp
        return Condition()

    def _stamp(self) -> object:
        """What changes with anything that a backup holds, and with the stick: the log keeps size and date."""
        files = [self._data / name for name in (FILE, DAY_FILE, *BESIDE_LOG)]
        files += [self._settings] if self._settings else []
        return self._to.stat().st_dev, self._to.stat().st_ino, *map(_state_of, files)

    def _tell(self, why: Condition) -> None:
        if why:
            self._copied = None
            if why != self.condition:
                log.warning("no backup for now: %s", why.name)
        self.condition = why


async def _aside(work: Callable[[], None]) -> None:
    await on_a_thread_of_its_own(work, "backup")


def on_a_disk_of_its_own(folder: Path, data: Path) -> bool:
    """Whether `folder` is there, on another file system than the data and the machine's own.

    Where the stick is missing, its folder is empty and on the machine's own: nothing is written there.
    """
    try:
        device = folder.stat().st_dev
        return device not in (data.stat().st_dev, Path(folder.anchor or "/").stat().st_dev)
    except OSError:
        return False


def _state_of(file: Path) -> object:
    try:
        there = file.stat()
    except FileNotFoundError:
        return None
    return there.st_ino, there.st_size, there.st_mtime_ns, there.st_ctime_ns


def _failed(error: OSError) -> Condition:
    name = NAMES.get(error.errno or 0)
    return Condition(name) if name else Condition("backup_not_written", {"number": error.errno or 0})
