"""Where an export goes: to a file, to two, or to the standard output."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.asking import may_replace
from assets.errors import Trouble
from assets.files import Undated, replace_file
from kiosk.commands.cli import Run
from kiosk.commands.parameters import FORMS

if TYPE_CHECKING:
    from kiosk.daylog import LogTable, What


class ExportFailed(Trouble):
    """The export cannot be written."""


@dataclass(frozen=True, slots=True)
class Export:
    """What was asked for. `form` is one of `FORMS`; without one, what the file's name ends in, or CSV."""

    form: str | None
    dialect: str
    what: str | None
    keys: bool
    output: Path | None
    force: bool

    @property
    def kind(self) -> str:
        """Raises ExportFailed."""
        return named_form(self.output, self.form, FORMS)

    @property
    def wanted(self) -> What | None:
        from kiosk.daylog import What

        return What(self.what) if self.what else None

    def files(self, run: Run) -> list[Path]:
        """The files that are to be written: one for each table of a CSV, else one."""
        from kiosk import daylog

        if self.output is None:
            return []
        if self.kind != "csv" or self.what:
            return [marked(self.output)]
        words = daylog.KEYS if self.keys else daylog.words(run.say, {})
        return [marked(_part(self.output, words.table(what))) for what in daylog.What]


def marked(file: Path) -> Path:
    """The file with the word in its name that says that it is not to be published; what is no file stays."""
    from kiosk.report.printed import NOT_PUBLIC

    named = NOT_PUBLIC in file.name or (file.exists() and not file.is_file())
    return file if named else file.with_name(f"{file.stem}-{NOT_PUBLIC}{file.suffix}")


def named_form(file: Path | None, form: str | None, known: Sequence[str]) -> str:
    """The format that was asked for, or that the file's name says; the first where nothing is said.

    Raises ExportFailed where the two differ, or the name says something else.
    """
    ending = file.suffix[1:].lower() if file else ""
    if form and ending in known and ending != form:
        raise ExportFailed(
            "{file} n’est pas un nom pour le format {form} : changez l’un ou l’autre.", file=file, form=form
        )
    if ending and not form and ending not in known and file and not file.exists():
        raise ExportFailed(
            "Le nom {file} ne dit pas le format : finissez-le par {known}, ou donnez --format.",
            file=file,
            known=", ".join(f".{one}" for one in known),
        )
    return form or (ending if ending in known else known[0])


def _part(file: Path, name: str) -> Path:
    """Beside `file`, for the table of that name; without accents, which disks spell in different ways."""
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()
    return file.with_name(f"{file.stem}-{plain}{file.suffix}")


def check(run: Run, wanted: Export) -> None:
    """Whether the files may be written, before anything is fetched. Raises ExportFailed, NotReplaced."""
    if wanted.kind == "xlsx" and wanted.output is None and sys.stdout.isatty():
        raise ExportFailed("Une feuille de calcul ne s’affiche pas ; donnez un fichier avec --output.")
    for file in wanted.files(run):
        may_replace(run.say, file, force=wanted.force, option="--output")


def made(run: Run, wanted: Export, tables: Sequence[LogTable]) -> list[bytes]:
    """The bytes of each file, all of them before any is written. Raises SpreadsheetFailed."""
    parts = [[table] for table in tables] if len(wanted.files(run)) > 1 else [tables]
    return [_content(run, wanted, part) for part in parts]


def write(run: Run, wanted: Export, contents: Sequence[bytes]) -> None:
    """Write what was made where it is wanted. Raises ExportFailed."""
    files = wanted.files(run)
    if not files:
        sys.stdout.buffer.write(b"".join(contents))
        return
    for file, content in zip(files, contents, strict=True):
        write_file(file, content)
        click.echo(run.say("Écrit : {file}", file=file))


def _content(run: Run, wanted: Export, tables: Sequence[LogTable]) -> bytes:
    from kiosk import daylog

    if wanted.kind == "xlsx":
        from kiosk.report.printed import INTERNAL
        from kiosk.spreadsheet import to_xlsx

        return to_xlsx(tables, header=run.say(INTERNAL))
    if wanted.kind == "json":
        return daylog.to_json(tables)
    return daylog.to_csv(tables, daylog.Dialect(wanted.dialect))


def write_file(file: Path, content: bytes) -> None:
    """Make `content` the bytes of `file`. Raises ExportFailed."""
    try:
        replace_file(Undated(), file, content)
    except OSError as error:
        raise ExportFailed(
            "Impossible d’écrire {file} ({why}) ; choisissez un autre endroit.",
            file=file,
            why=error.strerror,
        ) from None
