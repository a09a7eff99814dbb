"""`halte log merge` and `halte log push`: the logs of many vans, as one file and in a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from assets.asking import may_replace
from assets.errors import Trouble
from kiosk.commands.cli import Run
from kiosk.commands.progress import progress

if TYPE_CHECKING:
    from kiosk.fleet.postgres import VanLog


class FleetRefused(Trouble):
    """What was given is not what the command needs."""


def merge(run: Run, sources: Sequence[str], output: Path | None, force: bool) -> None:
    """Broken off, it has changed nothing."""
    from kiosk.record import merging

    if not sources or output is None:
        raise click.UsageError(run.say("donnez les journaux, puis --output avec le fichier à écrire"))
    target = _target(output)
    may_replace(run.say, target, force=force, option="--output")
    with TemporaryDirectory(prefix="halte-") as scratch:
        files = [_local(source, Path(scratch) / f"{n}.sqlite") for n, source in enumerate(sources)]
        with progress(run.say("Journaux réunis"), len(files)) as told:
            merging.merge(files, target, told)
    click.echo(
        run.say.count(
            "{n} journal réuni dans {file}.", "{n} journaux réunis dans {file}.", len(files), file=target
        )
    )


def _target(output: Path) -> Path:
    """A folder's log, where a folder is named: so that every other command reads it."""
    from kiosk.record.log import FILE

    return output / FILE if output.is_dir() else output


def _local(source: str, scratch: Path) -> Path:
    """The log of a database as a file; any other is one."""
    from kiosk.fleet import postgres
    from kiosk.record.merging import write_days

    if not postgres.is_address(source):
        return Path(source)
    write_days(scratch, postgres.read_all(source))
    return scratch


def push(run: Run, address: str | None, sources: Sequence[str], van: str) -> None:
    """Broken off, each van is whole there, or as it was before."""
    from kiosk.fleet import postgres

    if not address or not postgres.is_address(address):
        raise click.UsageError(run.say("donnez l’adresse de la base : postgresql://compte@machine/base"))
    if van and len(sources) > 1:
        raise click.UsageError(run.say("--van ne nomme qu’un camion : donnez un seul journal"))
    named = _named(run, sources, van)
    with progress(run.say("Camions envoyés"), len(named)) as told:
        postgres.push(address, _logs(named), told)
    click.echo(
        run.say.count(
            "{n} camion est à jour dans la base.", "{n} camions sont à jour dans la base.", len(named)
        )
    )


def _named(run: Run, sources: Sequence[str], van: str) -> dict[str, Path]:
    """Each van's log by its name: that of its file or folder; this machine's by the settings'."""
    if not sources:
        return {van or run.settings().van: run.data}
    if van:
        return {van: Path(sources[0])}
    found: dict[str, Path] = {}
    for source in map(Path, sources):
        name = _name(source)
        if name in found:
            raise FleetRefused(
                "{one} et {other} portent le même nom de camion, « {name} » : renommez-en un.",
                one=found[name],
                other=source,
                name=name,
            )
        found[name] = source
    return found


def _name(source: Path) -> str:
    from kiosk.record.log import FILE

    whole = source.absolute()
    return whole.name if whole.is_dir() else whole.parent.name if whole.name == FILE else whole.stem


def _logs(named: dict[str, Path]) -> Iterator[VanLog]:
    """One after the other: a region's logs are not held at once."""
    from kiosk.fleet.postgres import VanLog
    from kiosk.record.merging import rows_of

    for name, source in named.items():
        yield VanLog(name, rows_of(source))
