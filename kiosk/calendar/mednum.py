"""The calendar for the national map of digital mediation: a row a place, hours as in OpenStreetMap. Pure.

Columns, their order and what may stand in them: the table schema "Lieux de médiation numérique" (La Mednum,
standard-mediation-num, schema.json 0.2.0), which mednum-cli of the Agence nationale de la cohésion des
territoires reads. What Halte does not know of a van is left empty, to be filled in by whoever publishes it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from kiosk.calendar.french.tokens import folded
from kiosk.calendar.kept import CalendarStop
from kiosk.calendar.rules import MONTHS

COLUMNS = (
    "id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "complement_adresse", "latitude",
    "longitude", "typologie", "telephone", "courriels", "site_web", "horaires", "presentation_resume",
    "presentation_detail", "source", "itinerance", "structure_parente", "date_maj", "services",
    "publics_specifiquement_adresses", "prise_en_charge_specifique", "frais_a_charge",
    "dispositif_programmes_nationaux", "formations_labels", "autres_formations_labels", "modalites_acces",
    "modalites_accompagnement", "fiche_acces_libre", "prise_rdv",
)  # fmt: skip

NO_SIRET = "00000000000000"
"""The schema's word for a place without a number of its own."""

SERVICE = "Aide aux démarches administratives"
"""Of the schema's list: what a van of public services does."""


def as_mednum(stops: Iterable[CalendarStop], van: str, phone: str, today: date) -> bytes:
    """The places of the stops from `today` on, by name; commas, UTF-8 without a mark."""
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    coming = sorted((stop for stop in stops if stop.day >= today), key=_where)
    named: Counter[str] = Counter()
    for _, there in groupby(coming, key=_where):
        row = _row(list(there), van, phone, today)
        named[row["id"]] += 1
        again = named[row["id"]]  # two addresses of one name: each row has an identifier of its own
        writer.writerow({**row, "id": f"{row['id']}-{again}"} if again > 1 else row)
    return lines.getvalue().encode()


def _where(stop: CalendarStop) -> tuple[str, ...]:
    return stop.place, stop.village, stop.postcode, stop.insee, stop.address


def _row(stops: list[CalendarStop], van: str, phone: str, today: date) -> Mapping[str, str]:
    one = stops[0]
    return {
        "id": _identifier(one),
        "pivot": NO_SIRET,
        "nom": f"{van} - {one.place}",
        "commune": one.village or one.place,
        "code_postal": one.postcode,
        "code_insee": one.insee,
        "adresse": one.address or one.place,
        "latitude": one.latitude,
        "longitude": one.longitude,
        "telephone": international(phone),
        "horaires": opening_hours(stops),
        "source": van,
        "itinerance": "Itinérant",
        "date_maj": today.isoformat(),
        "services": SERVICE,
    }


def international(phone: str) -> str:
    """A number of metropolitan France, or one with its "+", as the schema wants it: "+33321000000". Empty
    where it is neither, such as a short number."""
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+"):
        return f"+{digits}"
    return f"+33{digits[1:]}" if re.fullmatch(r"0[1-9]\d{8}", digits) else ""


def _identifier(stop: CalendarStop) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", folded(f"{stop.insee} {stop.place}")).strip("-")
    return f"halte-{plain}"


def opening_hours(stops: Iterable[CalendarStop]) -> str:
    """The dates themselves: "2026 Dec 14 09:30-12:30,13:30-15:30; 2026 Dec 28 09:30-12:30"."""
    return "; ".join(f"{_date(day)} {_hours(there)}" for day, there in groupby(sorted(stops), key=_day))


def _day(stop: CalendarStop) -> date:
    return stop.day


def _date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def _hours(stops: Iterable[CalendarStop]) -> str:
    return ",".join(f"{stop.opens:%H:%M}-{stop.closes:%H:%M}" for stop in stops)
