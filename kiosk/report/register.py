"""The file that keeps what has been published, beside the log: see `kiosk.report.issuing`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from assets.errors import Trouble
from assets.files import Disk, Undated, replace_file
from kiosk.report.issuing import Reports
from kiosk.report.public_json import ReportOnDisk, as_json, from_json, written

FILE = "reports.json"

VERSION = 1
"""Of the file."""


class RegisterFailed(Trouble):
    """What has been published cannot be read or kept."""


class _Register(msgspec.Struct, frozen=True):
    version: int
    reports: list[ReportOnDisk]


def read(data: Path) -> Reports:
    """What has been published of the log in the folder `data`. Raises RegisterFailed."""
    file = data / FILE
    try:
        content = Disk().read(file)
        if content is None:
            return {}
    except OSError as error:
        raise _closed(file, error) from None
    return parse(content, file)


def parse(content: bytes, file: Path = Path(FILE)) -> Reports:
    """What the bytes of the register say; `file`: how they are called. Raises RegisterFailed."""
    try:
        found = msgspec.json.decode(content, type=_Register)
        if found.version != VERSION:
            raise ValueError("another version")
        reports = [from_json(report) for report in found.reports]
    except (ValueError, RecursionError):
        raise RegisterFailed(
            "{file} ne se lit pas : il dit quels bilans sont déjà publiés. Reprenez-le d’une sauvegarde, ou"
            " mettez Halte à jour.",
            file=file,
        ) from None
    return {report.period.key: report for report in reports}


def keep(data: Path, reports: Reports) -> None:
    """Have these be what has been published: but those that say nothing, which may yet say more once the
    whole log is here. Raises RegisterFailed."""
    file = data / FILE
    content = {"version": VERSION, "reports": _said(reports)}
    try:
        replace_file(Undated(), file, written(content))
    except OSError as error:
        raise _closed(file, error) from None


def _said(reports: Reports) -> list[dict[str, Any]]:
    return [as_json(reports[key]) for key in sorted(reports) if reports[key].visits is not None]


def _closed(file: Path, error: OSError) -> RegisterFailed:
    return RegisterFailed(
        "Impossible d’utiliser {file} ({cause}). Vérifiez les droits et le disque.",
        file=file,
        cause=error.strerror or type(error).__name__,
    )
