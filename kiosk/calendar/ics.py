"""Agendas as programs share them, iCalendar (RFC 5545): read with what recurs in them, written for a website.

Hours are those of the place. So what is written has no time zone ("floating", RFC 5545, 3.3.5).
"""

from __future__ import annotations

import time as clock
from collections.abc import Iterable
from datetime import datetime, time, timedelta, tzinfo
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.calendar.agenda import Agenda, AgendaFault, Span, check_name
from kiosk.calendar.clashes import Clash, clashes
from kiosk.calendar.french import NotSure
from kiosk.calendar.kept import CalendarStop
from kiosk.calendar.osm import lacks
from kiosk.calendar.table import BadAgenda

PRODUCT = "-//Halte//FR"

FRANCE = "Europe/Paris"


def is_ics(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR"


def read_ics(content: bytes, span: Span) -> Agenda:
    """The events between the two days; each that is no stop is a fault. Raises BadAgenda, AgendaLacks."""
    try:
        import icalendar
        import recurring_ical_events
    except ImportError:
        raise lacks() from None
    try:
        calendar = icalendar.Calendar.from_ical(content)
        events = recurring_ical_events.of(calendar).between(span.first, span.last + timedelta(days=1))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise BadAgenda("ce fichier .ics n’est pas entier : exportez-le de nouveau") from None
    return _agenda([event for event in events if str(event.get("STATUS", "")).upper() != "CANCELLED"])


def _agenda(events: list[Any]) -> Agenda:
    rows, faults = [], []
    for number, event in enumerate(sorted(events, key=_begins), 1):
        try:
            rows.append((number, (_stop(event),)))
        except NotSure as fault:
            faults.append(
                AgendaFault(
                    "« {name} », le {day} : {fault}.", name=_name(event), day=_day(event), fault=fault
                )
            )
    return Agenda(rows, faults, list(map(_clash, clashes(rows))))


def _clash(clash: Clash) -> AgendaFault:
    return AgendaFault(
        "« {one} » et « {other} » sont à la même heure, le {day}.",
        one=clash.one.place,
        other=clash.other.place,
        day=f"{clash.one.day:%d/%m/%Y}",
    )


def _begins(event: Any) -> tuple[str, str]:
    return str(event["DTSTART"].dt), _name(event)


def _name(event: Any) -> str:
    return " ".join(str(event.get("LOCATION") or event.get("SUMMARY") or "").split())


def _day(event: Any) -> str:
    return f"{event['DTSTART'].dt:%d/%m/%Y}"


def _stop(event: Any) -> CalendarStop:
    opens, closes = event["DTSTART"].dt, event.get("DTEND") and event["DTEND"].dt
    if not (isinstance(opens, datetime) and isinstance(closes, datetime)):
        raise NotSure("les heures manquent")
    opens, closes = _local(opens), _local(closes)
    if opens.date() != closes.date() or closes <= opens:
        raise NotSure("un arrêt finit le jour où il commence : corrigez les heures")
    if not _name(event):
        raise NotSure("le lieu manque")
    check_name(_name(event))
    return CalendarStop(opens.date(), _minute(opens), _minute(closes), _name(event))


def _local(moment: datetime) -> datetime:
    """The hour at the place: what its own time zone shows. One that is given in UTC has none; then it is what
    this machine's clock shows."""
    if moment.tzinfo is None:
        return moment
    if moment.tzname() == "UTC":
        moment = moment.astimezone(_machines_zone())
    return moment.replace(tzinfo=None)


def _machines_zone() -> tzinfo | None:
    """None: that of the system, but where it keeps UTC, as servers do, and no van stands."""
    return None if clock.timezone or clock.daylight else ZoneInfo(FRANCE)


def _minute(moment: datetime) -> time:
    return moment.time().replace(second=0, microsecond=0)


# --- Written -----------------------------------------------------------------------------------------


def as_ics(stops: Iterable[CalendarStop], van: str) -> bytes:
    """The same stops are the same bytes. Raises AgendaLacks."""
    try:
        import icalendar
    except ImportError:
        raise lacks() from None
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for stop in sorted(stops):
        calendar.add_component(_event(icalendar.Event(), stop, van))
    content: bytes = calendar.to_ical()
    return content


def _event(event: Any, stop: CalendarStop, van: str) -> Any:
    event.add("uid", _uid(stop))
    event.add("dtstamp", datetime.combine(stop.day, time()))
    event.add("dtstart", datetime.combine(stop.day, stop.opens))
    event.add("dtend", datetime.combine(stop.day, stop.closes))
    event.add("summary", f"{van} : {stop.place}")
    event.add("location", stop.place)
    return event


def _uid(stop: CalendarStop) -> str:
    """The same for a stop however often it is exported: who subscribes gets it once."""
    said = f"{stop.day} {stop.opens} {stop.place}".encode()
    return f"{blake2b(said, digest_size=12).hexdigest()}@halte"
