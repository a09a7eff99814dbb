"""What the referent's window knows and says. Pure.

    looks at the log ─▶ a period is chosen ─▶ report, spreadsheet ─▶ written and opened, or why not
                          └─ the log is pulled ─▶ looked at anew

One thing at a time: while something is under way, nothing else can be pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Protocol

from assets.days import long_day
from assets.errors import Trouble
from assets.wording import Text, Wording, text

REFERENT_SIZE = (1100, 720)
"""Pixels of the window where nobody says."""


@dataclass(frozen=True, slots=True)
class PeriodCell:
    """A year, or a quarter of it: its `key` as a command has it, how many days of it the log has, and from
    which day on its report can be made. `settled`: a report of that year has been made, and by it the choice
    between years and quarters."""

    key: str
    year: int
    quarter: int | None
    days: int
    closes: date
    settled: bool = True

    def name(self, say: Wording) -> str:
        if self.quarter is None:
            return str(self.year)
        return say("T{quarter} {year}", quarter=self.quarter, year=self.year)


@dataclass(frozen=True, slots=True)
class Overview:
    """The log at a glance. `pulled`: on which day a copy was pulled. `periods`: newest year first, each year
    before its quarters."""

    van: str = ""
    visits: int = 0
    days: int = 0
    first: date | None = None
    last: date | None = None
    pulled: date | None = None
    periods: tuple[PeriodCell, ...] = ()

    @property
    def years(self) -> list[list[PeriodCell]]:
        """A row for each year."""
        known = list(dict.fromkeys(cell.year for cell in self.periods))
        return [[cell for cell in self.periods if cell.year == year] for year in known]


class Act(Enum):
    """What can be had done."""

    REPORT = "report"
    SHEET = "sheet"
    PULL = "pull"


class LogAtHand(Protocol):
    """What the window needs of the log. Each may take its time: it is called on a thread. Raises Trouble."""

    def look(self) -> Overview: ...

    def write(self, period: str, act: Act) -> str:
        """Write the file and open it; returns where it is."""
        ...

    def pull(self, told: Callable[[int, int], None]) -> None:
        """Have the log of the van here; `told` how many pieces of how many have come."""
        ...


@dataclass(frozen=True, slots=True)
class ReferentDesk:
    """`overview` None: not looked at yet. `told` is what the last act came to, `mood` as a notice has it."""

    today: date
    overview: Overview | None = None
    chosen: str = ""
    busy: Act | None = None
    pieces: tuple[int, int] = (0, 0)
    told: Text | str | Trouble = ""
    mood: str = "good"

    @property
    def cell(self) -> PeriodCell | None:
        """The period that is chosen."""
        cells = self.overview.periods if self.overview else ()
        return next((cell for cell in cells if cell.key == self.chosen), None)

    def over(self, cell: PeriodCell) -> bool:
        return self.today >= cell.closes

    def can(self, act: Act) -> bool:
        if self.busy or self.overview is None:
            return False
        cell = self.cell
        return act is Act.PULL or (cell is not None and cell.days > 0 and self.over(cell))


def looked(desk: ReferentDesk, overview: Overview) -> ReferentDesk:
    """The newest period that is over is chosen, unless one was."""
    kept = any(cell.key == desk.chosen for cell in overview.periods)
    ready = [cell for cell in overview.periods if cell.days and desk.over(cell)]
    newest = max(ready, key=lambda cell: (cell.closes, cell.quarter or 0), default=None)
    chosen = desk.chosen if kept else newest.key if newest else ""
    return replace(desk, overview=overview, chosen=chosen)


def chose(desk: ReferentDesk, key: str) -> ReferentDesk:
    return desk if desk.busy else replace(desk, chosen=key, told="")


def began(desk: ReferentDesk, act: Act) -> ReferentDesk:
    return replace(desk, busy=act, told="", pieces=(0, 0))


def counted(desk: ReferentDesk, part: int, parts: int) -> ReferentDesk:
    return replace(desk, pieces=(part, parts)) if desk.busy is Act.PULL else desk


def ended(desk: ReferentDesk, told: str) -> ReferentDesk:
    return replace(desk, busy=None, told=told, mood="good")


def failed(desk: ReferentDesk, why: Trouble) -> ReferentDesk:
    return replace(desk, busy=None, told=why, mood="warn")


# --- Words -----------------------------------------------------------------------------------------------

BUTTONS: Mapping[Act, tuple[Text, str]] = MappingProxyType(
    {
        Act.REPORT: (text("Rapport de la période"), "file_chart_outline"),
        Act.SHEET: (text("Tableur"), "table_large"),
        Act.PULL: (text("Tirer le journal du camion"), "tray_arrow_down"),
    }
)
"""Words and icon of each act."""

_UNDER_WAY: Mapping[Act, Text] = {
    Act.REPORT: text("Le rapport est en cours d’écriture…"),
    Act.SHEET: text("Le tableur est en cours d’écriture…"),
    Act.PULL: text("Recherche de la borne…"),
}


def button(desk: ReferentDesk, act: Act, say: Wording) -> str:
    """A report is called by its period's kind."""
    if act is Act.REPORT and desk.cell:
        return say("Rapport du trimestre") if desk.cell.quarter else say("Rapport de l’année")
    return say(BUTTONS[act][0])


def title(desk: ReferentDesk, say: Wording) -> str:
    van = desk.overview.van if desk.overview else ""
    return say("Journal du camion {van}", van=van) if van else say("Journal des visites")


def days(desk: ReferentDesk, say: Wording) -> str:
    """The days there are."""
    found = desk.overview
    if found is None:
        return say("Le journal est lu…")
    if found.first is None or found.last is None:
        return say("Le journal d’ici est vide : tirez celui du camion.")
    visits = say.count("{n} visite", "{n} visites", found.visits)
    span = say.count("{visits}, {n} jour", "{visits}, {n} jours", found.days, visits=visits)
    return say(
        "{span}, du {first} au {last}",
        span=span,
        first=long_day(found.first, say),
        last=long_day(found.last, say),
    )


def pulled(desk: ReferentDesk, say: Wording) -> str:
    """On which day the copy was pulled."""
    found = desk.overview.pulled if desk.overview else None
    return say("Tiré le {day}", day=long_day(found, say)) if found else ""


def cell_words(cell: PeriodCell, say: Wording) -> str:
    """On its button: the year's row says the year."""
    return str(cell.year) if cell.quarter is None else say("T{quarter}", quarter=cell.quarter)


def chosen(desk: ReferentDesk, say: Wording) -> str:
    return desk.cell.name(say) if desk.cell else say("Choisissez une période")


def detail(desk: ReferentDesk, say: Wording) -> str:
    """What can be said of the period that is chosen."""
    cell = desk.cell
    if cell is None:
        return ""
    if not desk.over(cell):
        return say(
            "{period} n’est pas fini : le bilan sera possible à partir du {day}.",
            period=cell.name(say),
            day=long_day(cell.closes, say),
        )
    days = say.count("{n} jour avec des visites", "{n} jours avec des visites", cell.days)
    return days if cell.settled or not cell.days else f"{days}\n{_choice(cell, say)}"


def _choice(cell: PeriodCell, say: Wording) -> str:
    if cell.quarter is None:
        return say("Ce premier bilan décide pour {year} : un seul, sans trimestres.", year=cell.year)
    return say("Ce premier bilan décide pour {year} : un bilan par trimestre.", year=cell.year)


def notice(desk: ReferentDesk, say: Wording) -> tuple[str, str, str]:
    """Words, mood and icon of the line below; no words: none."""
    if desk.busy:
        part, parts = desk.pieces
        moving = say("Partie {part} sur {parts}", part=part, parts=parts) if parts > 1 else ""
        return moving or say(_UNDER_WAY[desk.busy]), "good", "progress_clock"
    told = desk.told
    if isinstance(told, Trouble):
        return told.said(say), desk.mood, "alert_circle_outline"
    return told, desk.mood, "check_circle_outline"
