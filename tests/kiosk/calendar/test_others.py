"""The calendar as other programs have it: iCalendar, in and out, and the national map's table."""

from __future__ import annotations

import csv
import io
import time as clock
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest

from kiosk.calendar import osm
from kiosk.calendar.agenda import Span
from kiosk.calendar.ics import as_ics, is_ics, read_ics
from kiosk.calendar.kept import CalendarStop
from kiosk.calendar.mednum import COLUMNS, as_mednum, international
from kiosk.calendar.table import BadAgenda

SPAN = Span(date(2026, 12, 1), date(2027, 11, 30))
STOP = CalendarStop(date(2027, 1, 5), time(9), time(12, 30), "Attin, mairie", "Attin", "62170", "62044")
AFTERNOON = replace(STOP, opens=time(14), closes=time(16))


@pytest.fixture(autouse=True)
def in_france(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Paris")
    clock.tzset()
    yield
    monkeypatch.undo()
    clock.tzset()


def event(*lines: str) -> bytes:
    body = "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]
    )
    return body.encode() + b"\r\n"


def test_what_is_written_is_read_again() -> None:
    content = as_ics([AFTERNOON, STOP], "Agglo Mobile")
    assert is_ics(content)
    assert content == as_ics([STOP, AFTERNOON], "Agglo Mobile")
    found = read_ics(content, SPAN)
    assert not found.faults
    assert [stop.planned for stop in found.stops] == [STOP.planned, AFTERNOON.planned]


def test_what_recurs_with_an_exception_and_in_another_time_zone() -> None:
    content = event(
        "UID:1",
        "DTSTART:20270105T080000Z",
        "DTEND:20270105T110000Z",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3",
        "EXDATE:20270119T080000Z",
        "LOCATION:Attin",
    )
    found = read_ics(content, SPAN).stops
    assert [(stop.day, stop.opens) for stop in found] == [
        (date(2027, 1, 5), time(9)),
        (date(2027, 2, 2), time(9)),
    ]


@pytest.mark.parametrize("zone", ["Europe/Paris", "UTC", "Indian/Reunion"])
def test_the_hour_is_that_of_the_place(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a time zone it is its own, wherever this machine keeps its clock; one in UTC is France's where the
    machine keeps UTC."""
    monkeypatch.setenv("TZ", zone)
    clock.tzset()
    (stop,) = read_ics(
        event(
            "UID:1",
            "DTSTART;TZID=Europe/Paris:20270705T090000",
            "DTEND;TZID=Europe/Paris:20270705T120000",
            "SUMMARY:A",
        ),
        SPAN,
    ).stops
    assert (stop.opens, stop.closes) == (time(9), time(12))
    (stop,) = read_ics(
        event("UID:1", "DTSTART:20270705T070000Z", "DTEND:20270705T100000Z", "SUMMARY:A"), SPAN
    ).stops
    assert stop.opens == (time(11) if zone == "Indian/Reunion" else time(9))


def test_two_events_at_the_same_hour() -> None:
    both = as_ics([STOP, replace(STOP, place="Beussent")], "van")
    (remark,) = read_ics(both, SPAN).remarks
    assert "Beussent" in str(remark)
    assert "Attin" in str(remark)


def test_a_cancelled_event_is_none() -> None:
    lines = ("UID:1", "DTSTART:20270105T090000", "DTEND:20270105T120000", "SUMMARY:A")
    assert len(read_ics(event(*lines), SPAN).stops) == 1
    assert not read_ics(event(*lines, "STATUS:CANCELLED"), SPAN).stops


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("DTSTART;VALUE=DATE:20270105", "SUMMARY:A"), "heures"),
        (("DTSTART:20270105T090000", "DTEND:20270106T090000", "SUMMARY:A"), "finit"),
        (("DTSTART:20270105T090000", "DTEND:20270105T100000"), "lieu"),
        (("DTSTART:20270105T090000", "DTEND:20270105T100000", "SUMMARY:=A()"), "lettre"),
    ],
)
def test_an_event_that_is_no_stop(lines: tuple[str, ...], why: str) -> None:
    (fault,) = read_ics(event("UID:1", *lines), SPAN).faults
    assert why in str(fault)
    assert "05/01/2027" in str(fault)


@pytest.mark.parametrize(
    "content", [b"BEGIN:VCALENDAR\r\n", event("DTSTART:x", "UID:1"), event("RRULE:FREQ=?")]
)
def test_a_broken_file(content: bytes) -> None:
    with pytest.raises(BadAgenda):
        read_ics(content, SPAN)


def test_the_national_map() -> None:
    past = replace(STOP, day=date(2020, 1, 1))
    content = as_mednum([AFTERNOON, STOP, past], "Agglo Mobile", "0321000000", date(2026, 12, 1))
    (row,) = csv.DictReader(io.StringIO(content.decode()))
    assert tuple(row) == COLUMNS
    assert row["id"] == "halte-62044-attin-mairie"
    assert (row["commune"], row["code_postal"], row["itinerance"]) == ("Attin", "62170", "Itinérant")
    assert (row["adresse"], row["telephone"]) == ("Attin, mairie", "+33321000000")
    assert row["horaires"] == "2027 Jan 05 09:00-12:30,14:00-16:00"
    found = osm.occurrences(row["horaires"], SPAN.first, SPAN.last)
    assert [(one.day, one.opens) for one in found] == [(STOP.day, STOP.opens), (STOP.day, AFTERNOON.opens)]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("03 21 00 00 00", "+33321000000"),
        ("03.21.00.00.00", "+33321000000"),
        ("+33 3 21 00 00 00", "+33321000000"),
        ("+262 262 00 00 00", "+262262000000"),
        ("3939", ""),
        ("", ""),
    ],
)
def test_a_telephone_is_as_the_schema_wants_it(written: str, wanted: str) -> None:
    assert international(written) == wanted


def test_each_place_of_the_map_has_an_identifier_of_its_own() -> None:
    other = replace(STOP, address="2, rue de la Gare")
    content = as_mednum([STOP, other], "Agglo Mobile", "", date(2026, 12, 1))
    found = [row["id"] for row in csv.DictReader(io.StringIO(content.decode()))]
    assert found == ["halte-62044-attin-mairie", "halte-62044-attin-mairie-2"]
