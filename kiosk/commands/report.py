"""`halte log report`: the referent's report of a year or a quarter, as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from assets.asking import may_replace
from kiosk.commands.cli import Run, rightly
from kiosk.commands.output import marked, named_form, write_file
from kiosk.commands.parameters import REPORT_FORMS


def report(
    run: Run,
    period: tuple[str, ...],
    form: str | None,
    by: str | None,
    internal: bool,
    output: Path | None,
    force: bool,
) -> None:
    """What is to be written, and where, is settled before anything is published."""
    from kiosk.pulled import log_folder
    from kiosk.report.making import ReportOrder, make, usual_period
    from kiosk.report.periods import period_of
    from kiosk.report.publication import By

    today, data = date.today(), log_folder(run.data)
    wanted = rightly(run, period_of, " ".join(period)) if period else usual_period(data, today)
    chosen = By(by) if by else None
    order = ReportOrder(wanted, named_form(output, form, REPORT_FORMS), chosen, internal)
    file = marked(output) if output and internal else output or Path(order.file_name)
    may_replace(run.say, file, force=force, option="--output")
    write_file(file, make(data, run.settings(), order, run.say, today))
    click.echo(run.say("Écrit : {file}", file=file))
