"""A backup brought back: the log, the settings, the keys, each whole or not at all.

What is replaced is kept beside, under a name that ends in `.aside-1`, `-2`, ...: the log's goes as a whole
once its oldest day is to be forgotten. The kiosk does not run meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assets.errors import Trouble
from assets.files import BEGINNING, Disk, Undated, make_folder, remove_file, replace_file, set_aside
from kiosk import settings
from kiosk.backup.copies import REPORTS, STOPS, Backup, BackupFailed, any_in, newest
from kiosk.record.change import check_not_under_way, held_log
from kiosk.record.counts import Days
from kiosk.record.lock import Held, Lock
from kiosk.record.log import LogDamaged
from kiosk.record.log_file import LogFile, RecordFailed
from kiosk.record.record import LOCK
from queue_display import private_files


class RestoreFailed(Trouble):
    """Nothing is brought back."""


class SettingsAtFault(RestoreFailed):
    """With them no kiosk starts."""


def found(source: Path) -> Backup:
    """The backup in the folder `source`, or the log that the file `source` is, such as one kept aside.

    Raises BackupFailed (NewerBackup), RecordFailed, OSError.
    """
    if source.is_file():
        return _log_alone(source)
    if backup := newest(source):
        return backup
    if any_in(source):
        raise BackupFailed(
            "La sauvegarde de {folder} est endommagée, et il n’y en a pas d’autre, rien n’est repris :"
            " essayez une autre clé.",
            folder=source,
        )
    raise BackupFailed(
        "Il n’y a pas de sauvegarde de Halte dans {folder}. Donnez le dossier dans lequel « halte backup » a"
        " écrit, par exemple celui de la clé.",
        folder=source,
    )


def _log_alone(file: Path) -> Backup:
    try:
        return Backup(LogFile.of(file).whole_days())
    except LogDamaged:
        raise BackupFailed(
            "Le journal {file} est endommagé : rien n’est repris. Essayez une autre copie.", file=file
        ) from None


@dataclass(frozen=True, slots=True)
class Here:
    """What is there now. `days` is None where the log cannot be read."""

    days: Days | None
    settings: bytes | None


def here(data: Path, file: Path | None) -> Here:
    """Raises OSError."""
    disk = Disk()
    try:
        days: Days | None = LogFile(data).whole_days()
    except (LogDamaged, RecordFailed):
        days = None
    return Here(days, disk.read(file) if file else None)


@contextmanager
def kiosk_at_rest(data: Path) -> Iterator[None]:
    """No kiosk runs on the folder meanwhile; made where it is missing. Raises RestoreFailed, OSError."""
    make_folder(data)
    try:
        lock = Lock(data / LOCK)
    except Held:
        raise RestoreFailed(
            "La borne est en marche, rien n’est repris : arrêtez-la (sudo systemctl stop halte@kiosk, ou"
            " fermez sa fenêtre), puis recommencez."
        ) from None
    try:
        yield
    finally:
        lock.release()


def restore_log(data: Path, days: Days) -> Path | None:
    """Have the log be of `days`; returns where the one before is kept. Call it while the kiosk is at rest.

    Raises RecordFailed, also for a day that the kiosk has not done with: its visits would count twice.
    """
    with held_log(data) as log:
        check_not_under_way(data, lambda day: day in days)
        aside = log.keep_aside()
        log.write_whole(days)
        return aside


def restore_reports(data: Path, backup: Backup) -> int:
    """Have what was published be so here too, besides what is; returns how many reports that is more.

    The same visits must not be published another way because a disk was lost. Raises RegisterFailed.
    """
    from kiosk.report import register

    content = backup.files.get(REPORTS)
    if content is None:
        return 0
    here = register.read(data)
    both = {**register.parse(content), **here}
    if len(both) > len(here):
        register.keep(data, both)
    return len(both) - len(here)


def restore_stops(data: Path, content: bytes) -> Path | None:
    """Replace the calendar of stops; returns where the one before is kept. Raises OSError."""
    make_folder(data)
    aside = _kept_aside(data / STOPS)
    replace_file(Undated(), data / STOPS, content)
    return aside


def check_settings(file: Path, content: bytes) -> None:
    """Whether a kiosk starts with these settings in the place of `file`. Raises SettingsAtFault, OSError.

    Those at fault are left beside it, so that somebody can correct them.
    """
    beside = file.with_name(f"{file.name}.from-backup")
    make_folder(file.parent)
    _kept_aside(beside)
    replace_file(Undated(), beside, content)
    if faults := settings.examine(beside).faults:
        raise SettingsAtFault(
            "Les réglages de la sauvegarde ne conviennent pas, ceux d’ici restent : {fault}", fault=faults[0]
        )
    remove_file(Undated(), beside)


def restore_settings(file: Path, content: bytes) -> Path | None:
    """Replace the settings; returns where those before are kept. Raises OSError."""
    make_folder(file.parent)
    aside = _kept_aside(file)
    replace_file(Undated(), file, content)
    return aside


def restore_keys(data: Path, backup: Backup) -> None:
    """Put the backup's keys in the place of those there are, which are kept beside. Raises OSError."""
    for name, content in backup.keys.items():
        private_files.make_folder((data / name).parent)
        _kept_aside(data / name)
        private_files.write(data / name, content)


def _kept_aside(file: Path) -> Path | None:
    before = Disk().read(file)
    return None if before is None else set_aside(Undated(), file, before, BEGINNING)
