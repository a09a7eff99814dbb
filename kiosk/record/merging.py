"""Several logs as one: the visits of each day added up, by SQLite and without holding the logs in memory.

What comes of it is a log like any other, and its bytes depend on the sums alone: not on how many logs there
were, nor on their order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from assets.errors import Trouble
from assets.files import Disk, make_folder, rebuild_file
from kiosk.record import log
from kiosk.record.counts import MOST, Days
from kiosk.record.log import FILE, LogDamaged
from kiosk.record.log_file import LogFile, RecordFailed, cannot_read, is_damaged

_ADD = {
    name: f"insert into main.{name} select * from old.{name} where true on conflict ({keys})"  # noqa: S608 - ours
    f" do update set visits = min(visits + excluded.visits, {MOST})"
    for name, keys in {"topics": "day, topic", "minutes": "day, minutes", "minutes_unknown": "day"}.items()
}
"""By the names of the log's tables: adds the rows of one log to another, by what makes a row one."""


class MergeFailed(Trouble):
    """The logs cannot be made one."""


Told: TypeAlias = Callable[[], None]
"""Called after each log."""

LogRows: TypeAlias = Mapping[str, Sequence[tuple[Any, ...]]]
"""The rows of each of the log's tables, by its name; a row begins with its day, as text."""


def merge(sources: Iterable[Path], into: Path, told: Told = lambda: None) -> None:
    """Make `into` a log of the visits of all `sources`, wholly or not at all.

    A source is a log's file or the data folder of a van. Raises MergeFailed where one stands twice,
    RecordFailed where one cannot be read or `into` not be written.
    """
    with TemporaryDirectory(prefix="halte-") as folder:
        scratch = Path(folder)
        sums = scratch / "sums.sqlite"
        write_days(sums, {})
        seen: dict[bytes, Path] = {}
        with closing(sqlite3.connect(log.address(sums), uri=True, isolation_level=None)) as connection:
            connection.execute("pragma journal_mode = off")
            connection.execute("pragma synchronous = off")
            for source in sources:
                try:
                    _add(connection, source, scratch, seen)
                except (LogDamaged, sqlite3.Error):
                    raise is_damaged(source) from None
                told()
        _write(sums, into)


def _add(connection: sqlite3.Connection, source: Path, scratch: Path, seen: dict[bytes, Path]) -> None:
    with as_file(source, scratch) as file:
        _check_new(file, source, seen)
        connection.execute("attach ? as old", [log.address(file, log.AS_IT_IS)])
        connection.execute("begin")
        for sql in _ADD.values():
            connection.execute(sql)
        connection.execute("commit")
        connection.execute("detach old")


def write_days(file: Path, days: Days) -> None:
    """Make `file` a log of these days. Raises OSError."""
    rebuild_file(Disk(), file, lambda new: log.write(new, None, days))


def rows_of(source: Path) -> LogRows:
    """All rows of a log's file, or of a van's data folder. Raises RecordFailed."""
    with TemporaryDirectory(prefix="halte-") as folder, as_file(source, Path(folder)) as file:
        try:
            with log.reading(file) as connection:
                log.of_all(connection)  # raises where a row cannot be
                tables = {name: f"select * from {name} order by 1, 2" for name in log.TABLES}  # noqa: S608
                return {name: connection.execute(sql).fetchall() for name, sql in tables.items()}
        except LogDamaged:
            raise is_damaged(source) from None


@contextmanager
def as_file(source: Path, scratch: Path) -> Iterator[Path]:
    """A log of this version with all that `source` holds: its own file, or one made in `scratch`."""
    file = source / FILE if source.is_dir() else source
    days = _with_today(source) if source.is_dir() else None
    if days is None and _is_whole(file):
        yield file
        return
    made = scratch / "one.sqlite"
    write_days(made, _days(file) if days is None else days)
    yield made


def _with_today(folder: Path) -> Days | None:
    """All that a van's folder counts, where a day is under way in it. Raises RecordFailed."""
    from kiosk.record.record import DAY_FILE, read_days  # a merge of files needs nothing that it imports

    return read_days(folder) if (folder / DAY_FILE).exists() else None


def _is_whole(file: Path) -> bool:
    """Whether it is a log of this version. Raises RecordFailed where it cannot be read."""
    try:
        with log.reading(file):
            return True
    except LogDamaged:
        return False
    except OSError as error:
        raise cannot_read(file, error) from error


def _days(file: Path) -> Days:
    """Those of an earlier version. Raises RecordFailed."""
    try:
        return LogFile.of(file).whole_days()
    except (LogDamaged, OSError):
        raise is_damaged(file) from None


def _check_new(file: Path, source: Path, seen: dict[bytes, Path]) -> None:
    """The same log twice would count twice: the bytes of a log depend on its visits alone."""
    if LogFile.of(file).newest() is None:
        return
    mark = blake2b(file.read_bytes(), digest_size=16).digest()
    if mark in seen:
        raise MergeFailed(
            "{one} et {other} sont le même journal : n’en donnez qu’un, il compterait deux fois.",
            one=seen[mark],
            other=source,
        )
    seen[mark] = source


def _write(sums: Path, into: Path) -> None:
    try:
        make_folder(into.parent)
        rebuild_file(Disk(), into, lambda new: log.write(new, sums, {}))
    except OSError as error:
        raise RecordFailed(
            "Impossible d’écrire {file} ({why}) ; rien n’a changé.", file=into, why=error.strerror
        ) from error
    except LogDamaged:
        raise MergeFailed("Un des journaux a un jour qui n’existe pas ; « halte log days » le dit.") from None
