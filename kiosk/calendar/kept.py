"""The calendar as it is kept: dated stops, a line each, in a file of their own beside the log.

    halte-stops.csv      day;opens;closes;place;village;postcode;insee;address;latitude;longitude

A spreadsheet opens it, and `halte stops import` reads it again. Stops that are over stay in it: joined with
the log's days they tell the visits by village, of which the record itself holds nothing. The kiosk needs no
library for it, and may replace it by itself: so it is not with the settings, which a kiosk cannot write.

Where it is there, the stops of the settings no longer count: one place says where the van stands.
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date, time
from pathlib import Path
from typing import TypeVar

import msgspec

from assets.errors import Trouble
from assets.files import Disk, Undated, make_folder, replace_file
from assets.told import told
from kiosk.settings import PlannedStop, Settings

FILE = "halte-stops.csv"

LONGEST_TEXT = 300
"""Signs of a place or an address, at most."""

LARGEST = 4 << 20
"""Bytes of the file, at most: thirty years of a van have a tenth of it."""

log = logging.getLogger(__name__)


class CalendarFailed(Trouble):
    """The calendar of stops cannot be read or written; the sentence says what is wrong and what to do."""


@dataclass(frozen=True, slots=True, order=True)
class CalendarStop:
    """Where the van stands on a day, in local hours. `postcode` and `insee`, the municipality's code, are
    texts; latitude and longitude degrees (WGS 84), as they were written. What is not known is empty."""

    day: date
    opens: time
    closes: time
    place: str
    village: str = ""
    postcode: str = ""
    insee: str = ""
    address: str = ""
    latitude: str = ""
    longitude: str = ""

    @property
    def planned(self) -> PlannedStop:
        """What the kiosk shows of it."""
        return PlannedStop(self.day, self.place, self.opens, self.closes)


HEADS = tuple(field.name for field in fields(CalendarStop))


def of_settings(stops: Iterable[PlannedStop]) -> list[CalendarStop]:
    """Those of a van that has had no calendar yet."""
    return [CalendarStop(s.day, s.opens, s.closes, s.place) for s in stops]


def villages(stops: Iterable[CalendarStop]) -> dict[date, tuple[str, ...]]:
    """Where the van stood, by day, sorted; a place whose village is not known stands for itself. Of a day
    with two villages nothing tells which visits were in which."""
    found: dict[date, set[str]] = {}
    for stop in stops:
        found.setdefault(stop.day, set()).add(stop.village or stop.place)
    return {day: tuple(sorted(names)) for day, names in sorted(found.items())}


def merged(before: Iterable[CalendarStop], new: Iterable[CalendarStop], today: date) -> list[CalendarStop]:
    """The new stops, and of those before the ones that are over, but on days that the new ones name."""
    coming = set(new)
    named = {stop.day for stop in coming}
    past = {stop for stop in before if stop.day < today and stop.day not in named}
    return sorted(past | coming)


# --- Read --------------------------------------------------------------------------------------------


def there(data: Path) -> bool:
    return (data / FILE).exists()


def load(data: Path) -> tuple[CalendarStop, ...] | None:
    """The calendar in the folder `data`; None where there is none. Raises CalendarFailed."""
    return _load(data, parse)


Read = TypeVar("Read")


def _load(data: Path, read: Callable[[bytes], Read]) -> Read | None:
    try:
        content = Disk().read(data / FILE, LARGEST)
    except OSError as error:
        raise CalendarFailed(
            "Impossible de lire {file} ({cause}). Vérifiez les droits et le disque.",
            file=data / FILE,
            cause=error.strerror or type(error).__name__,
        ) from error
    try:
        return None if content is None else read(content)
    except ValueError as error:
        raise CalendarFailed(
            "{file} n’est pas un calendrier d’arrêts entier (ligne {line}) : refaites-le avec"
            " « halte stops import ».",
            file=data / FILE,
            line=error.args[0],
        ) from None


def parse(content: bytes) -> tuple[CalendarStop, ...]:
    """Raises ValueError with the number of the first line that is no stop."""
    return tuple(_stops(content, CalendarStop))


def parse_planned(content: bytes) -> tuple[PlannedStop, ...]:
    """As `parse`, but only what the kiosk shows, in half the time: the first frame waits for it (2,500 stops,
    ten years: 5 ms)."""
    return tuple(_stops(content, _planned))


def _planned(day: date, opens: time, closes: time, place: str, *_: str) -> PlannedStop:
    return PlannedStop(day, place, opens, closes)


Made = TypeVar("Made")


def _stops(content: bytes, make: Callable[..., Made]) -> Iterator[Made]:
    number = 1
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
        if tuple(next(lines, ())) != HEADS:
            raise ValueError("other heads")
        for number, (day, opens, closes, *written) in enumerate(lines, 2):  # noqa: B007  # said below
            place, *rest = (told(text, LONGEST_TEXT) for text in written)  # a stick's, or a laptop's
            if not place or len(rest) != len(HEADS) - 4:
                raise ValueError("no place, or a cell too many")
            hours = time.fromisoformat(opens), time.fromisoformat(closes)
            yield make(date.fromisoformat(day), *hours, place, *rest)
    except csv.Error:  # a line that does not end is the next one
        raise ValueError(number + 1 if number > 1 else 1) from None
    except ValueError:
        raise ValueError(number) from None


def with_calendar(settings: Settings, data: Path) -> Settings:
    """`settings` with the stops of the calendar in `data`, if there is one that can be read.

    A van without a calendar opens all the same: what is wrong with it, `halte stops show` says.
    """
    try:
        stops = _load(data, parse_planned)
    except CalendarFailed:
        log.warning("the calendar of stops cannot be read; those of the settings are used")
        return settings
    return settings if stops is None else msgspec.structs.replace(settings, stops=stops)


def planning(settings: Settings, stops: Iterable[CalendarStop]) -> Settings:
    return msgspec.structs.replace(settings, stops=tuple(stop.planned for stop in stops))


# --- Written -----------------------------------------------------------------------------------------


def as_csv(stops: Iterable[CalendarStop]) -> bytes:
    """Sorted, so that the same stops are the same bytes."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows([_cell(value) for value in astuple(stop)] for stop in sorted(set(stops)))
    return lines.getvalue().encode("utf-8-sig")


def _cell(value: date | time | str) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value if isinstance(value, str) else value.isoformat()


def keep(data: Path, stops: Iterable[CalendarStop]) -> None:
    """Make them the calendar in the folder `data`, wholly or not at all. Raises CalendarFailed."""
    keep_bytes(data, as_csv(stops))


def keep_bytes(data: Path, content: bytes) -> None:
    """As `keep`, of what `parse` reads."""
    try:
        make_folder(data)
        replace_file(Undated(), data / FILE, content)
    except OSError as error:
        raise CalendarFailed(
            "Impossible d’écrire {file} ({why}) ; le calendrier d’avant est toujours là.",
            file=data / FILE,
            why=error.strerror or type(error).__name__,
        ) from None
