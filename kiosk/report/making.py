"""From the folder of a log to a report's bytes: what the command and the window have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from assets.days import WrittenDay
from assets.errors import Trouble
from assets.wording import Wording
from kiosk.calendar import kept
from kiosk.pulled import origin_of
from kiosk.record.counts import Sums
from kiosk.record.reading import reading_log
from kiosk.report import register
from kiosk.report.issuing import compared, issued
from kiosk.report.page import to_html
from kiosk.report.pdf import to_pdf
from kiosk.report.periods import Grain, Period, last_closed
from kiosk.report.printed import NOT_PUBLIC, Names, PrintedReport, internal, printed
from kiosk.report.public_json import to_json, written
from kiosk.report.publication import By, Cut, PublicReport, Serving, SumsOf, check_closed
from kiosk.report.sheets import report_csv, report_xlsx
from kiosk.settings import Settings, Topic, packaged_topics

Writer = Callable[[PrintedReport, Wording], bytes]

WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "html": lambda report, _: to_html(report),
        "csv": report_csv,
        "xlsx": report_xlsx,
        "json": lambda report, _: written({"internal": report.internal, **asdict(report)}),
        "pdf": lambda report, _: to_pdf(report),
    }
)
"""How a printed report becomes a file. Public JSON is of keys instead, and for programs."""


class NoVisits(Trouble):
    """The log has nothing of the period: perhaps it is still in the van."""


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What is wanted: a period, a format of `WRITERS`, and how visits are cut; `by` None: as it has been."""

    period: Period
    form: str = "html"
    by: By | None = None
    internal: bool = False

    @property
    def file_name(self) -> str:
        """ "bilan-2026-T3.html": sorts, and says what it is."""
        mark = f"-{NOT_PUBLIC}" if self.internal else ""
        return f"bilan-{self.period.key}{mark}.{self.form}"


def make(data: Path, settings: Settings, order: ReportOrder, say: Wording, today: date) -> bytes:
    """The bytes of the report; what is published for the first time is kept. Raises Trouble."""
    log, names = sums_in(data), names_of(settings, say)
    if order.internal:
        everything = internal(log, order.period, serving_of(settings, data), names, say)
        return WRITERS[order.form](everything, say)
    report, before = publish(data, settings, log, order, today)
    if order.form == "json":
        return to_json(report)
    return WRITERS[order.form](printed(report, before, names, say), say)


def sums_in(data: Path) -> SumsOf:
    """The log in the folder `data`, each period added up once. Raises RecordFailed, also when it is asked."""

    @cache
    def of(period: Period) -> Sums:
        with reading_log(data, (period.first, period.last)) as log:
            return log.sums()

    return of


def publish(
    data: Path, settings: Settings, log: SumsOf, order: ReportOrder, today: date
) -> tuple[PublicReport, PublicReport | None]:
    """The report of the period and of the one before, if that is published too; both are kept from now on."""
    known = register.read(data)
    period = order.period
    check_closed(period, today)
    _check_pulled(data, period)
    if period.key not in known and not log(period).visits:
        raise NoVisits(
            "Aucune visite sur cette période ({period}) ; « halte log days » dit quels jours le journal a.",
            period=period,
        )
    cut = Cut(By(settings.report.by), settings.report.at_least)
    if order.by:
        cut = Cut(order.by, cut.least)
    elif period.key in known:
        cut = known[period.key].cut
    serving = serving_of(settings, data)
    made = issued(known, log, period, cut, serving, today)
    reports = compared(made, log, period, cut, serving, today)
    if reports != known:
        register.keep(data, reports)
    before = reports.get(period.before.key)
    return reports[period.key], before


def _check_pulled(data: Path, period: Period) -> None:
    """A laptop's copy may lack the last days of a period that is over. Raises NoVisits."""
    origin = origin_of(data)
    if origin and origin.day < period.closes:
        raise NoVisits(
            "Le journal d’ici s’arrête au {day}, avant la fin de {period} : tirez d’abord celui du camion"
            " (« halte log pull »).",
            day=WrittenDay(origin.day),
            period=period,
        )


def usual_period(data: Path, today: date) -> Period:
    """The newest that is over, of the grain that reports have had: years, where there are none."""
    known = register.read(data)
    newest = max(known.values(), key=lambda report: report.period.last, default=None)
    return last_closed(today, newest.cut.grain if newest else Grain.YEAR)


# --- What the settings say -------------------------------------------------------------------------------


def topics_of(settings: Settings) -> tuple[Topic, ...]:
    """Those that the van shows, after those that Halte comes with: a log may hold what is shown no more."""
    return (*packaged_topics(), *settings.topics)


def serving_of(settings: Settings, data: Path) -> Serving:
    topics = topics_of(settings)
    counted = {
        By.OPERATOR: {topic.key: topic.operator for topic in topics},
        By.THEME: {topic.key: topic.theme for topic in topics},
    }
    return Serving(tuple(topic.key for topic in settings.topics), places_of(settings, data), counted)


def places_of(settings: Settings, data: Path) -> Mapping[date, tuple[str, ...]]:
    """The villages or sectors where the van stood on each day, as its calendar says, or else the stops of the
    settings."""
    stops = kept.load(data)
    villages = kept.villages(kept.of_settings(settings.stops) if stops is None else stops)
    sector = settings.report.sector
    return {day: tuple(sorted({sector(one) for one in there})) for day, there in villages.items()}


def names_of(settings: Settings, say: Wording) -> Names:
    topics = {topic.key: topic.name(say.language) for topic in topics_of(settings)}
    return Names(settings.van, topics, bool(settings.report.sectors))
