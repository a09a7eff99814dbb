"""What somebody who helps from afar needs, in one archive, and nothing of any visit.

What goes in is listed here, not what stays out: neither the line of the day nor the log is ever opened, nor a
key. Of the settings only those of the machine are in. No file bears a time, no line a clock face, and sizes
are told in steps so large that no count can be read off them.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from assets.files import BEGINNING, Disk
from assets.findings import Finding
from kiosk.doctor.rights import MOST_FILES, OwnedFile, owned_files
from kiosk.settings import Settings, as_toml, examine
from kiosk.technical_log import SIZE, file_in

KEPT = ("language", "desks", "tickets_a_minute", "printer", "screen", "speech", "network", "log")
"""The settings that are in: neither the code of the service screen, nor topics, stops, names and numbers."""

STEP = 65_536
"""Bytes: sizes are told as multiples of it. A day's tickets, or a month's visits, are far below one."""

FACE = re.compile(r"(?<![\d.])(?:[01]?\d|2[0-3])\s?[:hH]\s?[0-5]\d(?:[:.]\d+)*(?!\d)|\d{10,}")
"""An hour, however it is written, seconds since 1970 too."""

ABOUT_UNIT = (
    ("systemctl", "show", "halte@kiosk", "--property=LoadState,ActiveState,SubState,Result,NRestarts"),
    ("systemctl", "cat", "halte@kiosk"),
    ("journalctl", "--unit=halte@kiosk", "--output=cat", "--lines=300", "--no-pager"),
)
"""What systemd says of the service; "cat" is the journal's form without any time (journalctl(1))."""

PATIENCE = 5.0
"""Seconds for each of these commands."""


def untold(finding: Finding) -> Finding:
    """The finding as it may leave the van: the record's may name the day of a visit, a display a person."""
    values = dict(finding.values)
    if finding.check == "record":
        values.pop("day", None)
    if finding.check == "displays" and "names" in values:
        values["names"] = "…"
    return replace(finding, values=values)


def bundled(data: Path, config: Path | None, said: str, values: str) -> bytes:
    """The archive (zip); `said` and `values` are the doctor's findings, in words and as JSON."""
    content = {
        "doctor.txt": said,
        "doctor.json": values,
        "settings.toml": settings_text(config),
        "settings-check.txt": "\n".join(faults(config)),
        "files.txt": "\n".join(file_lines(data)),
        "service.txt": "\n".join(about_service()),
        **logs(data),
    }
    return zipped({f"halte/{name}": faceless(text) for name, text in content.items()})


def zipped(files: dict[str, str]) -> bytes:
    """The same files, the same bytes: each is dated the start of the day on which this software was begun."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            day = (BEGINNING.year, BEGINNING.month, BEGINNING.day, 0, 0, 0)
            archive.writestr(zipfile.ZipInfo(name, day), text.encode(), zipfile.ZIP_DEFLATED)
    return into.getvalue()


def faceless(text: str) -> str:
    """`text` with every hour in it made unreadable."""
    return FACE.sub("··:··", text)


def settings_text(config: Path | None) -> str:
    """The settings of the machine that are in force, as TOML; all others are the defaults."""
    settings = examine(config).settings
    return as_toml(Settings(**{name: getattr(settings, name) for name in KEPT}))


def faults(config: Path | None) -> Iterator[str]:
    """What `halte config check` says of these settings; what it says of others may quote them."""
    found = examine(config)
    for one in (*found.faults, *found.remarks):
        where = str(one.values.get("where", ""))
        yield str(one) if re.split(r"\W", where)[0] in KEPT else where


def file_lines(data: Path) -> Iterator[str]:
    """A line for each file of the data folder: mode, owner, size, name."""
    for file in owned_files(data, MOST_FILES):
        yield _line(file)


def _line(file: OwnedFile) -> str:
    return f"{file.mode:06o}  {file.owner}  <{-(-file.size // STEP) * STEP}  {file.name}"


def about_service() -> Iterator[str]:
    for command in ABOUT_UNIT:
        if shutil.which(command[0]):
            yield "$ " + " ".join(command)
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                ran = subprocess.run(  # noqa: S603 (our own words)
                    command, capture_output=True, timeout=PATIENCE, check=False
                )
                yield ran.stdout.decode("utf-8", "replace")


def logs(data: Path) -> dict[str, str]:
    """The technical log, and the one before."""
    first = file_in(data)
    found = {}
    for file in (first, first.with_name(f"{first.name}.1")):
        with contextlib.suppress(OSError):
            if content := Disk().read(file, 2 * SIZE):
                found[file.name] = content.decode("utf-8", "replace")
    return found
