"""The log on this computer, as the referent's window asks for it; it never imports a window."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from assets.errors import Trouble
from assets.files import Undated, replace_file
from assets.wording import Wording
from kiosk.pulled import log_folder, origin_of, pull_log
from kiosk.record.reading import reading_log
from kiosk.report import register
from kiosk.report.issuing import Reports
from kiosk.report.making import ReportOrder, make
from kiosk.report.periods import Period, period_of
from kiosk.settings import Settings
from queue_display.referent.model import Act, Overview, PeriodCell

FORMS = {Act.REPORT: "html", Act.SHEET: "xlsx"}


class NotWritten(Trouble):
    """The file cannot be written."""


class LogHere:
    """A `queue_display.referent.model.LogAtHand`; it writes into `folder`, and gives files to `open_file`."""

    def __init__(
        self,
        data: Path,
        settings: Callable[[], Settings],
        say: Wording,
        folder: Path,
        open_file: Callable[[Path], object],
        today: Callable[[], date] = date.today,
    ) -> None:
        self._data, self._settings, self._say = data, settings, say
        self._folder, self._open, self._today = folder, open_file, today

    def look(self) -> Overview:
        """Raises Trouble."""
        where = log_folder(self._data)
        if not where.is_dir():
            return Overview()
        with reading_log(where) as log:
            days = log.sums().by_day
        origin = origin_of(where)
        return Overview(
            origin.van if origin else self._settings().van,
            sum(days.values()),
            len(days),
            min(days, default=None),
            max(days, default=None),
            origin.day if origin else None,
            tuple(_cells(days, register.read(where))),
        )

    def write(self, period: str, act: Act) -> str:
        """Write the report under its own name, over one of before: it is the same. Raises Trouble."""
        order = ReportOrder(period_of(period), FORMS[act])
        content = make(log_folder(self._data), self._settings(), order, self._say, self._today())
        file = self._folder / order.file_name
        try:
            replace_file(Undated(), file, content)
        except OSError as error:
            raise NotWritten(
                "Impossible d’écrire {file} ({cause}) : fermez-le s’il est ouvert, ou vérifiez le dossier.",
                file=file,
                cause=error.strerror or type(error).__name__,
            ) from None
        self._open(file)
        return str(file)

    def pull(self, told: Callable[[int, int], None]) -> None:
        """Raises Trouble."""
        pull_log(self._data, self._settings(), self._say, told, self._today())


def _cells(days: Collection[date], published: Reports) -> list[PeriodCell]:
    years = sorted({day.year for day in days}, reverse=True)
    settled = {report.period.year for report in published.values()}
    parts = [part for year in years for part in (Period(year), *Period(year).quarters)]
    return [_cell(part, days, part.year in settled) for part in parts]


def _cell(period: Period, days: Collection[date], settled: bool) -> PeriodCell:
    within = sum(1 for day in days if day in period)
    return PeriodCell(period.key, period.year, period.quarter, within, period.closes, settled)
