"""`halte printer`: find, ask, try, or pretend to be a printer."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.commands.cli import Run


def list_printers(run: Run) -> None:
    from printer import tool

    tool.list_printers(click.echo, run.say)


def status(run: Run, address: str | None) -> None:
    from printer import tool

    tool.show_status(*_chosen(run, address), click.echo, run.say)


def test(run: Run, address: str | None) -> None:
    from printer import tool

    tool.print_test(*_chosen(run, address), click.echo, run.say, run.settings().printer.logo)


def _chosen(run: Run, address: str | None) -> tuple[str, str]:
    """The address given, else the settings' own, and the settings' profile."""
    printer = run.settings().printer
    return address or printer.address, printer.profile


def simulate(run: Run, link: Path | None, paper: Path | None, model: str, baud: int, speed: float) -> None:
    from printer import tool

    tool.simulate(link, paper, model, baud, speed, click.echo, run.say)
