"""A table that somebody made with a spreadsheet: its rows, and which column is what. Pure.

Columns are known by their heads, as they are found in published agendas; in any order, others between them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from assets.errors import Trouble
from kiosk.calendar.french.tokens import folded

MOST_ROWS = 20_000
"""Rows of an agenda above which it is another file: a van of every day has some hundreds."""


class BadAgenda(Trouble):
    """The file is no agenda that can be read at all."""


class AgendaColumn(Enum):
    """What a column holds."""

    PLACE = auto()
    NAME = auto()
    VILLAGE = auto()
    POSTCODE = auto()
    INSEE = auto()
    ADDRESS = auto()
    LATITUDE = auto()
    LONGITUDE = auto()
    DAY = auto()  # a date, or days of the week
    HOURS = auto()  # with days, or without where DAY has them
    OPENS = auto()
    CLOSES = auto()
    WHEN = auto()  # besides HOURS: "semaine paire", "1er mardi du mois"
    FIRST = auto()  # from which day on
    LAST = auto()


HEADS: Mapping[AgendaColumn, str] = MappingProxyType(
    {
        AgendaColumn.PLACE: "lieu place arret halte endroit lieu_dit",
        AgendaColumn.NAME: "nom name intitule titre",
        AgendaColumn.VILLAGE: "commune ville village nom_commune",
        AgendaColumn.POSTCODE: "code_postal postcode cp",
        AgendaColumn.INSEE: "code_insee insee code_commune",
        AgendaColumn.ADDRESS: "adresse address rue voie",
        AgendaColumn.LATITUDE: "latitude lat",
        AgendaColumn.LONGITUDE: "longitude lon lng long",
        AgendaColumn.DAY: "date day jour jours",
        AgendaColumn.HOURS: "horaires horaire heures opening_hours horaires_ouverture",
        AgendaColumn.OPENS: "opens ouvre debut heure_debut heure_de_debut heure_ouverture de",
        AgendaColumn.CLOSES: "closes ferme fin heure_fin heure_de_fin heure_fermeture fermeture a",
        AgendaColumn.WHEN: "semaine semaines frequence periodicite recurrence rythme",
        AgendaColumn.FIRST: "a_partir_du premier_jour premiere_date depuis_le date_debut date_de_debut",
        AgendaColumn.LAST: "jusqu_au dernier_jour derniere_date date_fin date_de_fin",
    }
)

_EITHER = "ouverture"
"""The head of an hour of opening where there is one of closing, else of `AgendaColumn.WHEN`."""

_BY_HEAD = {head: column for column, heads in HEADS.items() for head in heads.split()}


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """`number`: the row's in the spreadsheet, whose first has the heads."""

    number: int
    cells: Mapping[AgendaColumn, str]

    def __getitem__(self, column: AgendaColumn) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class AgendaTable:
    """`heads`: as they are written, by what they mean."""

    heads: Mapping[AgendaColumn, str]
    rows: Sequence[AgendaRow]


def read_table(content: bytes) -> AgendaTable:
    """Raises BadAgenda."""
    rows = _rows(_decoded(content))
    if not rows:
        raise BadAgenda("le fichier est vide")
    columns = _columns(rows[0])
    body = [
        AgendaRow(number, {c: _clean(row[place]) for place, c in columns.items() if place < len(row)})
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    ]
    return AgendaTable({column: rows[0][place].strip() for place, column in columns.items()}, body)


def _decoded(content: bytes) -> str:
    """UTF-8, or what a French Excel writes. Raises BadAgenda."""
    if content.startswith((b"PK", b"\xd0\xcf")) or b"\0" in content:
        raise BadAgenda("ce n’est pas du CSV : enregistrez la feuille en CSV")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise BadAgenda("un guillemet n’est pas fermé : corrigez le CSV") from None
    if len(rows) > MOST_ROWS:
        raise BadAgenda("il y a trop de lignes pour un agenda ; {most} au plus", most=MOST_ROWS)
    return rows


def _columns(heads: Sequence[str]) -> dict[int, AgendaColumn]:
    """What each place of a row holds. Raises BadAgenda where the heads say no hours, no place, one twice."""
    plain = [_plain(head) for head in heads]
    found = {place: _BY_HEAD[head] for place, head in enumerate(plain) if head in _BY_HEAD}
    if _EITHER in plain:
        found[plain.index(_EITHER)] = (
            AgendaColumn.OPENS if AgendaColumn.CLOSES in found.values() else AgendaColumn.WHEN
        )
    there = list(found.values())
    twice = next((heads[place].strip() for place, column in found.items() if there.count(column) > 1), None)
    if twice is not None:
        raise BadAgenda("deux colonnes disent la même chose que « {head} » : gardez-en une", head=twice)
    if not {AgendaColumn.PLACE, AgendaColumn.VILLAGE, AgendaColumn.NAME} & {*there}:
        raise BadAgenda("aucune colonne ne dit le lieu : nommez-en une « lieu » ou « commune »")
    if not (AgendaColumn.HOURS in there or {AgendaColumn.OPENS, AgendaColumn.CLOSES} <= {*there}):
        raise BadAgenda("aucune colonne ne dit les heures : nommez-en une « horaires »")
    return found


def _plain(head: str) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in folded(head.strip())).split()
    return "_".join(words)


def _clean(cell: str) -> str:
    """On one line."""
    return " ".join(", ".join(line.strip() for line in cell.splitlines() if line.strip()).split())
