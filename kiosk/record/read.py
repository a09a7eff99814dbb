"""The record's bytes read: whole, damaged, of an earlier version, or not a record at all.

Bytes are read into memory and given to SQLite there, so that reading never writes, locks or creates a file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import sqlite_utils

from assets.errors import Trouble
from kiosk.engine import first_number
from kiosk.queue import State
from kiosk.record.rescue import visits_in
from kiosk.record.schema import APPLICATION, VERSION, SqlRow, VisitCount, state_of

MAGIC = b"SQLite format 3\0"


class RecordFailed(Trouble):
    """The record cannot be read or written; the sentence says what is wrong and what to do."""


class RecordInUse(RecordFailed):
    """A kiosk that runs has the folder."""


@dataclass(frozen=True)
class FileContent:
    """What a file held; of a damaged one, what could be read."""

    visits: tuple[VisitCount, ...] = ()
    stop: SqlRow | None = None
    tickets: tuple[SqlRow, ...] = ()
    damaged: bool = False


def read_image(image: bytes | None, file: object) -> FileContent:
    """What `image`, the bytes of `file`, holds; nothing where it is None. Raises RecordFailed."""
    if image is None:
        return FileContent()
    found = _read(image, file) if image.startswith(MAGIC) else FileContent(damaged=True)
    if found.damaged:
        found = replace(found, visits=tuple(visits_in(image)))
        if not _ours(image, found):
            raise RecordFailed(
                "Le fichier {file} n’est pas un journal Halte. Déplacez-le, ou choisissez un autre dossier"
                " avec --data.",
                file=file,
            )
    return found


def _ours(image: bytes, found: FileContent) -> bool:
    """Whether it was a record: it has our mark, or holds a visit, or a power cut left nothing but zeros."""
    marked = image[68:72] == APPLICATION.to_bytes(4, "big") or b"create table visits" in image.lower()
    return marked or bool(found.visits) or not any(image[:16])


def _read(image: bytes, file: object) -> FileContent:
    connection = sqlite3.connect(":memory:")
    db = sqlite_utils.Database(connection)
    try:
        connection.deserialize(image)
        if _is_whole(db):
            return READERS[_version(db, file)](db)
        return FileContent(damaged=True, stop=_stop(db), tickets=_tickets(db))
    except (sqlite3.DatabaseError, KeyError, ValueError, TypeError):
        return FileContent(damaged=True)
    finally:
        connection.close()


def _is_whole(db: sqlite_utils.Database) -> bool:
    application = db.execute("pragma application_id").fetchone()[0]
    return bool(application == APPLICATION and db.execute("pragma integrity_check").fetchone()[0] == "ok")


def _version(db: sqlite_utils.Database, file: object) -> int:
    version = int(db.execute("pragma user_version").fetchone()[0])
    if version > VERSION:
        raise RecordFailed(
            "Le journal {file} vient d’une version plus récente de Halte. Mettez Halte à jour.", file=file
        )
    return version


def _read_tables(db: sqlite_utils.Database) -> FileContent:
    """Visits sorted as their table's primary key is, here and nowhere else: by day, topic and minutes."""
    rows = db.table("visits").rows_where(order_by="day, topic, minutes")
    visits = tuple(
        VisitCount(date.fromisoformat(row["day"]), row["topic"], row["minutes"] or None, row["count"])
        for row in rows
    )
    return FileContent(visits, _stop(db), _tickets(db))


def _stop(db: sqlite_utils.Database) -> SqlRow | None:
    return next(iter(db.table("stop").rows), None)


def _tickets(db: sqlite_utils.Database) -> tuple[SqlRow, ...]:
    return tuple(db.table("tickets").rows)


READERS: Mapping[int, Callable[[sqlite_utils.Database], FileContent]] = {
    1: _read_tables,
    2: _read_tables,  # the tables and columns of 1, with checks
}
"""How each version of the file is read. The next write makes the file one of the newest version."""


def state_after_damage(found: FileContent, today: date) -> State:
    """The stop and its tickets where they could be read; else closed, with numbers not given before."""
    try:
        if found.stop:
            return state_of(found.stop, found.tickets, found.visits, today)
    except (ValueError, TypeError, KeyError):
        pass
    state = state_of(None, (), found.visits, today)
    return replace(state, next_number=first_number(state.visits_today, forgotten=True))
