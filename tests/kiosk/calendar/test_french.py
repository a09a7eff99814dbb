"""French as people write hours: what is sure is understood, what is not is refused by name."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.calendar import osm
from kiosk.calendar.french import (
    NotSure,
    is_day,
    only_weeks,
    understand,
    understand_day,
    understand_hour,
    understand_hours,
)
from kiosk.calendar.rules import WEEKDAYS, Hours, Weeks

DATA = Path(__file__).parent / "data"
SEEN, TOWN_HALLS = DATA / "hours-as-written.tsv", DATA / "hours-of-town-halls.tsv"
ENOUGH = 0.7
"""The share of lines with days and hours that has to be understood (issue 15)."""


def seen(file: Path = SEEN) -> list[tuple[str, str]]:
    """Each line, and what it means; empty: refused."""
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [(text, meaning) for text, _, meaning in (line.partition("\t") for line in lines)]


def meaning(text: str) -> str:
    """As an agenda's cell is read: OpenStreetMap's form, else French; empty: refused."""
    try:
        osm.occurrences(text, date(2026, 12, 1), date(2026, 12, 31))
    except (osm.NotOsm, osm.NoStop):
        try:
            return understand(text).as_osm()
        except NotSure:
            return ""
    return text


@pytest.mark.parametrize(("text", "wanted"), [*seen(), *seen(TOWN_HALLS)])
def test_each_line_means_what_it_was_seen_to_mean(text: str, wanted: str) -> None:
    assert meaning(text) == wanted


def test_enough_of_the_lines_with_days_and_hours_are_understood() -> None:
    day = re.compile(r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\b(Mo|Tu|We|Th|Fr|Sa|Su)\b", re.I)
    hour = re.compile(r"\d ?h|\d:\d\d", re.I)
    both = [wanted for text, wanted in seen() if day.search(text) and hour.search(text)]
    understood = sum(map(bool, both))
    print(f"{understood} of {len(both)} lines with days and hours are understood")
    assert understood >= ENOUGH * len(both)


SURE = {
    "Lun. au ven. 9h-12h": "Mo-Fr 09:00-12:00",
    "Lu-Ve 9h-12h": "Mo-Fr 09:00-12:00",
    "9h-12h le 1er mardi du mois": "Tu[1] 09:00-12:00",
    "le 1er et 3e mardi du mois de 9h à midi": "Tu[1,3] 09:00-12:00",
    "1er mardi et dernier mardi du mois 9h-12h": "Tu[1] 09:00-12:00; Tu[-1] 09:00-12:00",
    "les 2 premiers samedis de chaque mois 9h-12h": "Sa[1,2] 09:00-12:00",
    "mardi 9h-12h (semaine paire)": "week 2-52/2 Tu 09:00-12:00",
    "Semaines paires : mardi 9h-12h ; semaines impaires : mardi 14h-17h": (
        "week 2-52/2 Tu 09:00-12:00; week 1-53/2 Tu 14:00-17:00"
    ),
    "mardi 9h-12h, fermé du 1er au 15 août": "Tu 09:00-12:00; Aug 01-Aug 15 off",
    "Lundi au vendredi 9h-12h sauf le mercredi": "Mo,Tu,Th,Fr 09:00-12:00",
    "Lundi au vendredi 9h-12h 14h-17h, fermé le mercredi après-midi": (
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00"
    ),
    "mardi 9h-12h sauf jours fériés": "Tu 09:00-12:00; PH off",
    "mardi 9h-12h en juillet et août": "Jul,Aug Tu 09:00-12:00",
    "mardi de 9h à 12h de septembre à juin": "Sep-Jun Tu 09:00-12:00",
    "du 15 juin au 15 septembre du lundi au vendredi 9h-12h": "Jun 15-Sep 15 Mo-Fr 09:00-12:00",
    "mardi : 9h-12h du 05/01/2027 au 30/06/2027": "2027 Jan 05-2027 Jun 30 Tu 09:00-12:00",
    "mardi 10h-12h (sans rendez-vous)": "Tu 10:00-12:00",
    "mercredi matin 9h-12h": "We 09:00-12:00",
    "lundi-jeudi 9h-12h": "Mo-Th 09:00-12:00",
    "Semaine paire : lundi 9h-12h, mardi 14h-17h": ("week 2-52/2 Mo 09:00-12:00; week 2-52/2 Tu 14:00-17:00"),
    "Juillet-août : mardi 9h-12h ; septembre à juin : mardi 14h-17h": (
        "Jul,Aug Tu 09:00-12:00; Sep-Jun Tu 14:00-17:00"
    ),
    "lundi au vendredi (sauf mercredi et jeudi) 9h-12h": "Mo,Tu,Fr 09:00-12:00",
    "lundi au vendredi 9h-12h, fermé le mercredi et les jours fériés": "Mo,Tu,Th,Fr 09:00-12:00; PH off",
    "Lundi 13h-17h Samedi 9h-12h Fermé Dimanche et Jours fériés": "Mo 13:00-17:00; Sa 09:00-12:00; PH off",
    "mardi 9h-12h, fermé du 24 décembre au 2 janvier": "Tu 09:00-12:00; Dec 24-Jan 02 off",
    "9h-12h (lundi au vendredi)": "Mo-Fr 09:00-12:00",
    "Lundi : 8h30 – 12h00 | 13h30 – 17h30": "Mo 08:30-12:00,13:30-17:30",
}


@pytest.mark.parametrize("text", SURE)
def test_what_is_sure(text: str) -> None:
    assert understand(text).as_osm() == SURE[text]


NOT_SURE = {
    "1 jeudi sur 2 de 9h à 12h": "à partir de quand",
    "tous les 15 jours le mardi 9h-12h": "à partir de quand",
    "une semaine sur deux le mardi 9h-12h": "à partir de quand",
    "mardi 9h-12h, jeudi 14h-17h, tous les 15 jours à partir du 5 janvier 2027": "chaque jour",
    "mardi 9h-12h tous les 15 jours à partir du 6 janvier 2027": "06/01/2027",
    "Mardi-jeudi 9h-12h": "du Mardi au jeudi",
    "1er et 3ème mardi du trimestre 9h-12h": "trimestre",
    "1er mardi et jeudi du mois 9h-12h": "lequel du mois",
    "mardi le matin": "heures",
    "mercredi matin 14h-17h": "matin",
    "mardi 9h-12h hors vacances scolaires": "vacances",
    "lundi 9h-12h, mardi 9h-12h sauf août": "sauf",
    "mardi 9h-12h sur rendez-vous": "sur rendez-vous",
    "lundi 9h-12h, mardi hors jours fériés 14h-17h": "jours fériés",
    "Fermé le lundi Mardi 9h-12h": "9h",
    "mardi 9h-12h, jeudi 9h-12h (semaine paire)": "chaque jour",
    "semaine paire mardi 9h-12h, jeudi 9h-12h": "chaque jour",
    "lundi au vendredi 9h-12h, mercredi 14h-17h": "deux fois",
    "4e mardi du mois 9h-12h ; dernier mardi du mois 14h-17h": "deux fois",
    "Lundi au vendredi 9h-17h, fermé le mercredi après-midi": "midi",
    "Lundi au vendredi 9h-17h (16h le vendredi)": "(",
    "fermé les mardi et jeudi après-midi, lundi 9h-12h": "un par un",
    "lundi 9h-12h, fermé les lundi et jeudi matin": "un par un",
    "mardi 13h030-15h": "030",
    "mardi 15h18h": "15h",
    "mardi 16h 18h": "16h",
    "mardi 9h-12h et 11h-14h": "ne se suivent pas",
    "mardi 9h/12h/14h/17h": "/",
    "mardi 10-12": "12",
    "mardi 12h-9h": "avant",
    "mardi de 9h à 25h": "25h",
    "mardi 9h60-12h": "9h60",
    "mardi 9h-12h jusqu’au 30 juin": "année",
    "mardi 9h-12h ou 14h-17h": "ou",
    "tous les jours 9h-12h": "jours",
    "en semaine 9h-12h": "en",
    "vendredi au lundi 9h-12h": "vient après",
    "9h-12h lundi, 14h-17h mardi": ",",
    "mardi 5 janvier 9h-12h": "5",
    "mardi 31/02/2027 9h-12h": "31/02/2027",
    "un jeudi sur deux à partir du 6 janvier 2027 de 9h à 12h": "06/01/2027",
    "Semaine paire : lundi 9h-12h ; mardi 14h-17h": "chaque jour",
    "mardi 9h-12h, juillet-août : jeudi 9h-12h": "chaque jour",
    "lundi au vendredi sauf dimanche 9h-12h": "sauf",
    "lundi au vendredi sauf mercredi après-midi 9h-12h 14h-17h": "après-midi",
    "mardi 9h-12h, fermé mardi 14 juillet": "14",
    "9h-12h (lundi) 14h-17h (mardi)": "14h",
    "lundi 9h-12h permanence téléphonique 14h-17h": "téléphonique",
    "": "manque",
}


@pytest.mark.parametrize("text", NOT_SURE)
def test_what_is_not_sure_is_refused_and_named(text: str) -> None:
    with pytest.raises(NotSure, match=re.escape(NOT_SURE[text])):
        understand(text)


def test_every_second_week_from_its_first_day() -> None:
    found = understand("un jeudi sur deux de 9h à 12h à partir du 7 janvier 2027")
    days = [date(2027, 1, 7) + timedelta(weeks=n) for n in range(-2, 6)]
    assert [day.day for day in days if found.allows(day)] == [7, 21, 4]
    assert understand("1 jeudi sur 2 9h-12h", date(2027, 1, 7)).from_day == date(2027, 1, 7)


@pytest.mark.parametrize(
    "text",
    [
        "jeudi de 9h à 12h, tous les quinze jours à partir du 7 janvier 2027",
        "tous les 15 jours, le jeudi 9h-12h à partir du 7 janvier 2027",
        "jeudi 9h-12h, 1 semaine sur 2 à compter du 07/01/2027",
        "une semaine sur deux : jeudi 9h-12h, à partir du jeudi 7 janvier 2027",
    ],
)
def test_every_second_week_in_other_words(text: str) -> None:
    assert understand(text) == understand("un jeudi sur deux de 9h à 12h à partir du 7 janvier 2027")


@pytest.mark.parametrize(
    ("text", "off", "on"),
    [
        ("mardi 9h-12h, fermé en juillet et août", date(2027, 7, 6), date(2027, 6, 29)),
        ("mardi 9h-12h, fermé du 24 décembre au 5 janvier", date(2027, 1, 5), date(2027, 1, 12)),
        ("mardi 9h-12h d’octobre à juin", date(2027, 8, 3), date(2026, 12, 1)),
        ("mardi 9h-12h (semaine paire)", date(2027, 1, 5), date(2027, 1, 12)),
        ("dernier mardi du mois 9h-12h", date(2027, 1, 19), date(2027, 1, 26)),
    ],
)
def test_what_it_means_comes_about(text: str, off: date, on: date) -> None:
    days = {
        one.day for one in osm.occurrences(understand(text).as_osm(), date(2026, 12, 1), date(2027, 11, 30))
    }
    assert on in days
    assert off not in days


def test_the_last_day_is_the_last() -> None:
    found = understand("mardi 9h-12h jusqu’au 30 juin 2027")
    assert found.allows(date(2027, 6, 29))
    assert not found.allows(date(2027, 7, 6))


NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=6, unique=True),
    st.integers(0, 11),
    st.integers(13, 23),
    st.sampled_from(["{0}h-{1}h", "de {0}h à {1}h", "{0}:00 - {1}:00", "{0}H00 / {1}H00", "{0} h – {1} h"]),
)
def test_days_and_hours_in_any_of_these_ways(days: list[int], opens: int, closes: int, way: str) -> None:
    found = understand(f"{', '.join(NAMES[day] for day in days)} : {way.format(opens, closes)}")
    (rule,) = found.rules
    assert rule.days == tuple(sorted(days))
    assert rule.hours == (Hours(opens * 60, closes * 60),)


WORDS = st.sampled_from(
    [*NAMES, "9h", "12h", "14h-17h", "9h-12h", "et", "-", "/", "du", "au", "mois", "1er", "3e"]
)
MORE = st.sampled_from(
    ["fermé", "sauf", "semaine paire", "sur", "deux", "un", "août", "5", "2027", "(", ")", ","]
)


@given(st.lists(WORDS | MORE, max_size=9).map(" ".join) | st.text(max_size=30))
def test_whatever_stands_there_is_understood_or_refused(text: str) -> None:
    try:
        found = understand(text)
    except NotSure:
        return
    assert any(name in found.as_osm() for name in WEEKDAYS)
    osm.occurrences(found.as_osm(), date(2027, 1, 1), date(2027, 1, 2))


# --- Days and hours alone ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["2027-01-05", "05/01/2027", "5 janvier 2027", "mardi 5 janvier 2027", "mar. 05/01/2027"]
)
def test_a_day(text: str) -> None:
    assert is_day(text)
    assert understand_day(text) == date(2027, 1, 5)


@pytest.mark.parametrize("text", ["31/11/2026", "2026-02-30", "5 janvier", "lundi 5 janvier 2027", "46027"])
def test_no_day(text: str) -> None:
    assert is_day(text)
    with pytest.raises(NotSure):
        understand_day(text)


def test_a_first_of_the_month() -> None:
    assert understand_day("1er janvier 2027") == date(2027, 1, 1)


def test_days_of_the_week_are_no_day() -> None:
    assert not is_day("mardi")


def test_hours_alone() -> None:
    assert understand_hours("9h-12h / 14h-17h") == (Hours(540, 720), Hours(840, 1020))
    assert understand_hour("09:30:00") == understand_hour("9h30") == 570
    with pytest.raises(NotSure):
        understand_hour("9")


def test_weeks_alone() -> None:
    assert only_weeks("Semaine impaire") is Weeks.ODD
    assert only_weeks("semaine paire et impaire") is None
