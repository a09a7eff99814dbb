"""Agendas of spreadsheets: a real one as it is, others with faults, each by its row and column."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from kiosk.calendar.agenda import Agenda, Span, read_csv
from kiosk.calendar.kept import CalendarStop, as_csv
from kiosk.calendar.table import BadAgenda

REAL = Path(__file__).parent / "data" / "agenda-bus-france-services.csv"
SPAN = Span(date(2026, 12, 1), date(2027, 11, 30))


def read(text: str) -> Agenda:
    return read_csv(text.encode(), SPAN)


def faults(text: str) -> list[str]:
    return [str(fault).replace("\N{NBSP}", " ") for fault in read(text).faults]


def test_a_real_van_as_it_is() -> None:
    found = read_csv(REAL.read_bytes(), SPAN)
    assert not found.faults
    assert len(found.rows) == 12
    first = found.stops[0]
    assert (first.day, first.opens, first.closes) == (date(2026, 12, 1), time(9), time(12, 30))
    assert (first.place, first.village) == ("Tusson, Place de la poste", "Tusson")


def test_odd_weeks_of_the_real_van_after_a_year_with_a_week_53() -> None:
    """2026 ends with week 53, and 2027 begins with week 1: odd both."""
    monday = [stop.day for stop in read_csv(REAL.read_bytes(), SPAN).stops if stop.village == "Saint-Fraigne"]
    assert {date(2026, 12, 14), date(2026, 12, 28), date(2027, 1, 4)} <= {*monday}
    assert date(2026, 12, 21) not in monday


def test_its_public_holidays_are_off() -> None:
    days = {stop.day for stop in read_csv(REAL.read_bytes(), SPAN).stops}
    assert date(2027, 7, 14) not in days
    assert date(2027, 1, 1) not in days


def test_dated_rows_as_a_french_spreadsheet_writes_them() -> None:
    text = "Jour;Commune;Ouverture;Fermeture\n05/01/2027;Neuville-près-Sées;9h;12h30\n"
    for content in (text.encode("cp1252"), text.encode("utf-8-sig")):
        (stop,) = read_csv(content, SPAN).stops
        hours = time(9), time(12, 30)
        place = "Neuville-près-Sées"
        assert stop == CalendarStop(date(2027, 1, 5), *hours, place, village=place)


def test_our_own_file_is_read_again() -> None:
    stops = read_csv(REAL.read_bytes(), SPAN).stops
    assert read_csv(as_csv(stops), SPAN).stops == stops


def test_a_day_in_a_column_of_its_own() -> None:
    found = read("jour,lieu,horaires\nmardi,Attin,9h-12h\n").stops
    assert found == read("lieu,horaires\nAttin,mardi 9h-12h\n").stops


def test_every_second_week_by_the_first_day_of_the_file() -> None:
    found = read("lieu,horaires,à partir du\nAttin,1 jeudi sur 2 9h-12h,14/01/2027\n").stops
    assert [stop.day for stop in found[:2]] == [date(2027, 1, 14), date(2027, 1, 28)]


def test_ten_faults_are_ten_lines() -> None:
    rows = [
        "31/11/2026;A;9h;12h",
        "lundi 24/11/2026;B;9h;12h",
        "24/12;C;9h;12h",
        "05/01/2027;D;12h;9h",
        "05/01/2027;;9h;12h",
        "05/01/2027;E;9;12h",
        "05/01/2027;F;9h;",
        "06/01/2027;=F();9h;12h",
        "mardi-jeudi;G;9h;12h",
        ";H;9h;12h",
    ]
    told = faults("jour;lieu;ouvre;ferme\n" + "\n".join(rows) + "\n")
    assert [line.split(" : ")[0] for line in told] == [
        "ligne 2, colonne « jour »",
        "ligne 3, colonne « jour »",
        "ligne 4, colonne « jour »",
        "ligne 5, colonne « ferme »",
        "ligne 6, colonne « lieu »",
        "ligne 7, colonne « ouvre »",
        "ligne 8, colonne « ferme »",
        "ligne 9, colonne « lieu »",
        "ligne 10",
        "ligne 11",
    ]


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        ("07:00-12:00", "jours"),
        ("Mo SH 09:00-10:00", "vacances"),
        ("Mo 22:00-02:00", "finit le jour"),
        ('Mo 09:00-12:00 "sur RDV"', "sûr"),
        ("Mo 09:00+", "fin"),
        ("Mo sunrise-12:00", "soleil"),
        ("24/7", "24/7"),
        ("2020 Jan 01-2020 Dec 31 Tu 09:00-10:00", "aucun arrêt"),
        ("Mar Sa 10:00-12:00", "deux façons"),
        ("Mardi-jeudi 9h-12h", "du Mardi au jeudi"),
    ],
)
def test_what_says_no_stop_for_sure(hours: str, why: str) -> None:
    cell = '"' + hours.replace('"', '""') + '"'
    (told,) = faults(f"lieu,horaires\nAttin,{cell}\n")
    assert told.startswith("ligne 2, colonne « horaires » : ")
    assert why in told


@pytest.mark.parametrize(
    "hours", ["week 1-53/2 Mo 09:00-10:00", "mardi 9h-12h (semaine paire)", "semaine paire : mardi 9h-12h"]
)
def test_weeks_said_twice(hours: str) -> None:
    (told,) = faults(f"lieu,horaires,semaine\nAttin,{hours},semaine paire\n")
    assert "deux fois" in told


def test_weeks_in_a_column_are_of_all_days() -> None:
    found = read("lieu,horaires,semaine\nAttin,mardi 9h-12h ; jeudi 9h-12h,semaine impaire\n").stops
    assert {stop.day.isocalendar().week % 2 for stop in found} == {1}
    assert {stop.day.weekday() for stop in found} == {1, 3}


def test_more_in_a_column_of_its_own() -> None:
    (stop, *_) = read("lieu,horaires,fréquence\nAttin,9h-12h,2e jeudi du mois\n").stops
    assert stop.day == date(2026, 12, 10)


def test_two_places_at_the_same_hour_are_pointed_out() -> None:
    found = read("lieu,horaires\nAttin,Mo 09:00-12:00\nBeussent,lundi 10h-11h\n")
    (told,) = (str(remark).replace("\N{NBSP}", " ") for remark in found.remarks)
    assert told == "ligne 3 : à la même heure que la ligne 2, le 07/12/2026."
    assert not found.faults


def test_a_stop_said_twice_is_one() -> None:
    assert len(read("jour,lieu,horaires\n05/01/2027,A,9h-12h\n05/01/2027,A,9h-12h\n").stops) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "vide"),
        (b"PK\x03\x04", "CSV"),
        (b"a,b\n1,2\n", "lieu"),
        (b"lieu,b\n1,2\n", "heures"),
        (b"lieu,horaires\n", "aucun"),
        (b"lieu,horaires,horaire\n1,2,3\n", "deux colonnes"),
        (b'lieu,horaires\n"A,9h', "guillemet"),
    ],
)
def test_what_is_no_agenda(content: bytes, why: str) -> None:
    with pytest.raises(BadAgenda, match=why):
        read_csv(content, SPAN)
