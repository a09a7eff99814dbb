"""Records with one of the three safeguards taken away; the tests of this folder must notice each."""

from __future__ import annotations

from kiosk.record.database import Database
from kiosk.record.schema import TABLES

from kiosk.queue import VisitEnded


class WithoutVacuum(Database):
    """Writes its pages as they lie, in the order in which they came to be."""

    def image(self) -> bytes:
        return self.pages()


class WithoutSecureDelete(Database):
    """Leaves what it deletes where it was."""

    secure_delete = "off"


class WithoutMultiset(Database):
    """Keeps a row a visit, in the order of the visits."""

    tables = TABLES.replace(",\n    primary key (day, topic, minutes)\n) without rowid", "\n)")

    def _count(self, visit: VisitEnded) -> None:
        row = [visit.day.isoformat(), visit.topic, visit.minutes or 0]
        self._db.execute("insert into visits values (?, ?, ?, 1)", row)


MUTANTS = (WithoutVacuum, WithoutSecureDelete, WithoutMultiset)
assert WithoutMultiset.tables != TABLES
