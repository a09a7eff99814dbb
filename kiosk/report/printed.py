"""A report in words, the same for page, paper and sheet: titles, lines in their order, sentences. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assets.days import MONTHS
from assets.lengths import LENGTHS
from assets.wording import Text, Wording, text
from kiosk.counted import OPERATORS, THEMES
from kiosk.report.periods import Period
from kiosk.report.publication import (
    ELSEWHERE,
    By,
    PublicReport,
    ReportTable,
    Serving,
    SumsOf,
    counts_by,
)
from kiosk.report.rule import Lines, ReportLine

TITLES: Mapping[By, Text] = {
    By.TOPIC: text("Visites par sujet"),
    By.OPERATOR: text("Visites par opérateur"),
    By.THEME: text("Visites par thème"),
    By.LENGTH: text("Visites par durée"),
    By.PLACE: text("Visites par commune"),
    By.MONTH: text("Visites par mois"),
}
HEADS: Mapping[By, Text] = {
    By.TOPIC: text("sujet"),
    By.OPERATOR: text("opérateur"),
    By.THEME: text("thème"),
    By.LENGTH: text("durée"),
    By.PLACE: text("commune"),
    By.MONTH: text("mois"),
}
RESTS: Mapping[By, Text] = {
    By.TOPIC: text("Autres sujets, comptés ensemble : {names}"),
    By.OPERATOR: text("Autres opérateurs, comptés ensemble : {names}"),
    By.THEME: text("Autres thèmes, comptés ensemble : {names}"),
    By.LENGTH: text("Autres durées, comptées ensemble : {names}"),
    By.PLACE: text("Autres communes, comptées ensemble : {names}"),
    By.MONTH: text("Autres mois, comptés ensemble : {names}"),
}
"""Of the line of what is counted together."""

_SECTORS = (
    text("Visites par secteur"),
    text("secteur"),
    text("Autres secteurs, comptés ensemble : {names}"),
)
"""Title, head and rest of the places, where villages are counted by sector."""

_WORDS: Mapping[By, Mapping[str, Text]] = {By.OPERATOR: OPERATORS, By.THEME: THEMES, By.LENGTH: LENGTHS}
_IN_ORDER: Mapping[By, Callable[[str], object]] = {By.LENGTH: [*LENGTHS].index, By.MONTH: str}
"""Tables whose lines have an order of their own; the others begin with the largest."""

INTERNAL = text("INTERNE : ne pas publier, ne pas envoyer.")

NOT_PUBLIC = "INTERNE"
"""What stands in the name of each file that is not to be published, in every language."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """`share`: of the table's largest line, from 0 to 100; what a bar beside the number shows."""

    name: str
    visits: int
    share: int


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """`title` and the heads of its two columns."""

    title: str
    heads: tuple[str, str]
    lines: tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number large, and the sentence that says what it is."""

    number: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """All that stands in a report. `internal` is empty in one that is public; `silence` says why there is
    no table."""

    language: str
    title: str
    rule: str
    source: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[PrintedTable, ...] = ()
    notes: tuple[str, ...] = ()
    silence: str = ""
    internal: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The van's name, and what stands for the keys of topics; one that is not in here stands for itself.
    `sectors`: the places are sectors, or villages of none."""

    van: str = ""
    topics: Mapping[str, str] = field(default_factory=dict)
    sectors: bool = False

    def table(self, by: By) -> tuple[Text, Text, Text]:
        """Title, head of the first column, and the line of the rest."""
        return _SECTORS if by is By.PLACE and self.sectors else (TITLES[by], HEADS[by], RESTS[by])

    def name(self, by: By, key: str, say: Wording) -> str:
        if by is By.MONTH:
            return say(MONTHS[int(key[5:7]) - 1]) if key[5:7].isdecimal() else key
        if by is By.PLACE and key == ELSEWHERE:
            return say("lieu inconnu")
        return tied(say(_WORDS[by][key])) if key in _WORDS.get(by, {}) else self.topics.get(key, key)


def printed(report: PublicReport, before: PublicReport | None, names: Names, say: Wording) -> PrintedReport:
    """The report in the language of `say`, beside the period before it."""
    title = say("Bilan des visites : {period}", period=report.period)
    rule = say(
        "Une ligne réunit toujours au moins {k} visites ; un sujet plus rare est compté avec d’autres.",
        k=report.cut.least,
    )
    if report.visits is None:
        silence = say("Moins de {k} visites : aucun détail n’est publié.", k=report.cut.least)
        return PrintedReport(say.language, title, rule, _source(names, say), silence=silence)
    return PrintedReport(
        say.language,
        title,
        rule,
        _source(names, say),
        _figures(report, say),
        tuple(_table(table, names, say) for table in report.tables),
        _notes(report, before, say),
    )


def internal(log: SumsOf, period: Period, serving: Serving, names: Names, say: Wording) -> PrintedReport:
    """Everything of the days of a period, over or not: for those alone who answer for the service."""
    sums = log(period)
    tables = [_everything(by, counts_by(sums, period, by, serving)) for by in By]
    by_day = {f"{day:%Y-%m-%d}": visits for day, visits in sorted(sums.by_day.items())}
    return PrintedReport(
        say.language,
        say("Bilan des visites : {period}", period=period),
        "",
        _source(names, say),
        (_visits(sums.visits, say),),
        (*(_table(table, names, say) for table in tables), _by_day(by_day, say)),
        (say(_APART),),
        silence="" if sums.visits else say("Aucune visite sur cette période."),
        internal=say(INTERNAL),
    )


def _everything(by: By, counts: Mapping[str, int]) -> ReportTable:
    return ReportTable(by, tuple(ReportLine((name,), visits) for name, visits in counts.items()))


def _by_day(counts: Mapping[str, int], say: Wording) -> PrintedTable:
    heads = say("jour"), say("visites")
    return PrintedTable(say("Visites par jour"), heads, _shares([*counts.items()]))


def _source(names: Names, say: Wording) -> str:
    return say(
        "Source : journal anonyme du camion {van}. Aucun nom, aucune heure, aucun numéro.", van=names.van
    )


def _visits(visits: int, say: Wording) -> Figure:
    return Figure(str(visits), say("visite") if visits < 2 else say("visites"))


def tied(words: str) -> str:
    """With a number and its unit on one line."""
    return re.sub(r"(?<=\d) (?=(?:min|h)\b)", "\N{NBSP}", words)


def _figures(report: PublicReport, say: Wording) -> tuple[Figure, ...]:
    found = [_visits(report.visits or 0, say)]
    if report.average is not None:
        minutes = say("{minutes} min", minutes=report.average)
        meaning = say("Durée moyenne : {n} min, arrondie à 5 min.", n=report.average)
        found.append(Figure(tied(minutes), tied(meaning)))
    if report.half is not None:
        minutes = say("{minutes} min", minutes=report.half)
        meaning = say("Une visite sur deux dure moins de {n} min, arrondi à 5 min.", n=report.half)
        found.append(Figure(tied(minutes), tied(meaning)))
    return tuple(found)


_APART = text("La durée est comptée à part : rien ne dit quelle durée va avec quel sujet.")


def _notes(report: PublicReport, before: PublicReport | None, say: Wording) -> tuple[str, ...]:
    if before is None:
        return (say(_APART),)
    if before.visits is None:
        least = before.cut.least
        earlier = say("Période d’avant ({period}) : moins de {k} visites.", period=before.period, k=least)
    else:
        earlier = say("Période d’avant ({period}) : {n} visites.", period=before.period, n=before.visits)
    return earlier, say(_APART)


# --- Tables ------------------------------------------------------------------------------------------


def _table(table: ReportTable, names: Names, say: Wording) -> PrintedTable:
    by = table.by
    title, head, rest = names.table(by)

    def name(line: ReportLine) -> str:
        words = sorted((names.name(by, key, say) for key in line.names), key=alphabetical)
        return words[0] if line.alone else say(rest, names=_listed(words, say))

    lines = [(name(line), line.visits) for line in _ordered(table, lambda line: alphabetical(name(line)))]
    return PrintedTable(say(title), (say(head), say("visites")), _shares(lines))


def _listed(names: Sequence[str], say: Wording) -> str:
    """Names may hold commas of their own."""
    listed = names[0]
    for name in names[1:]:
        listed = say("{names} ; {name}", names=listed, name=name)
    return listed


def _ordered(table: ReportTable, alphabet: Callable[[ReportLine], str]) -> Lines:
    if table.by in _IN_ORDER:
        order = _IN_ORDER[table.by]
        return tuple(sorted(table.lines, key=lambda line: (not line.alone, order(line.names[0]))))
    return tuple(sorted(table.lines, key=lambda line: (not line.alone, -line.visits, alphabet(line))))


def _shares(lines: Sequence[tuple[str, int]]) -> tuple[PrintedLine, ...]:
    largest = max((visits for _, visits in lines), default=0) or 1
    return tuple(PrintedLine(name, visits, round(100 * visits / largest)) for name, visits in lines)


def alphabetical(word: str) -> str:
    """What words are put in order by: accents and capitals count for nothing, as in a dictionary."""
    plain = unicodedata.normalize("NFD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()
