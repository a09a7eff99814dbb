"""What can be read of a damaged record, page by page, without the help of SQLite.

SQLite's file format (sqlite.org/fileformat2.html): pages of 4096 bytes; the first byte of a page says its
kind. Index pages (2 and 10) hold the rows of tables without rowid, which are counts and nothing else; table
pages (5 and 13) hold, on the first page, the texts of the tables and, up to version 2, stop and tickets.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kiosk.record.counts import NOTHING, UNKNOWN, Counts, Days, day_of, is_count, is_minutes, is_topic

PAGE = 4096
_INDEX_INNER, _INDEX_LEAF = 2, 10
_TABLE_INNER, _TABLE_LEAF = 5, 13
_LONGEST_CELL = 1000  # bytes; a longer one would go on in another page, and no topic is as long
_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # bytes of an integer, by serial type (section 2.1)
_MOST_CELLS = PAGE // 16  # on a page: a row has a day of ten letters, two cells more and a head
_TRACES = (b"waiting", b"called")  # the status of a ticket, written out in its row


def days_in(image: bytes) -> Days:
    """The counts that can still be read in `image`, of whatever version, each row once; never raises."""
    rows: dict[tuple[date, str | int], int] = {}
    older: dict[tuple[date, str, int], int] = {}
    for page in _pages(image):
        for cells in _rows_on(page):
            _take_in(cells, rows, older)
    days: dict[date, Counts] = {}
    for (day, key), visits in rows.items():
        one = Counts({key: visits}, {}) if isinstance(key, str) else Counts({}, {key: visits})
        days[day] = days.get(day, NOTHING) + one
    for (day, topic, minutes), visits in older.items():
        days[day] = days.get(day, NOTHING) + Counts({topic: visits}, {minutes: visits})
    return days


def _take_in(
    cells: list[str | int],
    rows: dict[tuple[date, str | int], int],
    older: dict[tuple[date, str, int], int],
) -> None:
    """A row of one of the log's tables, or of the one table that there was before them; else nothing."""
    day, *between, visits = day_of(cells[0]), *cells[1:]
    if day is None or not is_count(visits):
        return
    match between:
        case [str(topic)] if is_topic(topic):
            rows[day, topic] = max(visits, rows.get((day, topic), 0))
        case [int(minutes)] if is_minutes(minutes):
            rows[day, minutes] = max(visits, rows.get((day, minutes), 0))
        case []:
            rows[day, UNKNOWN] = max(visits, rows.get((day, UNKNOWN), 0))
        case [str(topic), int(minutes)] if is_topic(topic) and (is_minutes(minutes) or minutes == UNKNOWN):
            older[day, topic, minutes] = max(visits, older.get((day, topic, minutes), 0))


def without_tickets(image: bytes) -> bytes:
    """`image` with each page blanked that holds a ticket or a stop, or rows with topic and minutes together
    (up to version 2), which have been read from it; all else byte for byte.

    The first page holds the texts of the tables alone, and is always kept.
    """
    return image[:PAGE] + b"".join(map(_blanked, _pages(image)[1:]))


def _blanked(page: bytes) -> bytes:
    rows = page[0] in (_TABLE_INNER, _TABLE_LEAF) and page[3:5] != b"\0\0"
    traces = any(trace in page for trace in _TRACES)
    pairs = any(len(cells) == 4 for cells in _rows_on(page))
    return bytes(len(page)) if rows or traces or pairs else page


def _pages(image: bytes) -> list[bytes]:
    return [image[at : at + PAGE] for at in range(0, len(image), PAGE)]


def _rows_on(page: bytes) -> Iterator[list[str | int]]:
    kind = page[0]
    if kind not in (_INDEX_INNER, _INDEX_LEAF):
        return
    pointers, before = (12, 4) if kind == _INDEX_INNER else (8, 0)
    for n in range(min(int.from_bytes(page[3:5], "big"), _MOST_CELLS)):
        at = int.from_bytes(page[pointers + 2 * n : pointers + 2 * n + 2], "big")
        try:
            cells = _row(page, at + before)
        except (ValueError, IndexError, OverflowError):
            continue
        if len(cells) > 1 and day_of(cells[0]):
            yield cells


def _row(page: bytes, at: int) -> list[str | int]:
    length, at = _varint(page, at)
    if not 0 < length <= _LONGEST_CELL or at + length > len(page):
        raise ValueError("no such cell")
    return _cells(page[at : at + length])


def _cells(payload: bytes) -> list[str | int]:
    end, at = _varint(payload, 0)
    values: list[str | int] = []
    body = end
    while at < end:
        kind, at = _varint(payload, at)
        value, body = _cell(payload, kind, body)
        values.append(value)
    return values


def _cell(payload: bytes, kind: int, at: int) -> tuple[str | int, int]:
    if kind in (8, 9):
        return kind - 8, at
    width = _WIDTHS[kind] if kind in _WIDTHS else (kind - 13) // 2
    if width <= 0 or at + width > len(payload) or (kind not in _WIDTHS and kind % 2 == 0):
        raise ValueError("not a cell of a visit")
    content = payload[at : at + width]
    value = int.from_bytes(content, "big", signed=True) if kind in _WIDTHS else content.decode("utf-8")
    return value, at + width


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """The number at `at`, seven bits a byte, highest first, and where it ends."""
    value = 0
    for n in range(8):
        value = value << 7 | content[at + n] & 0x7F
        if content[at + n] < 0x80:
            return value, at + n + 1
    raise ValueError("too long a number")
