"""What is written for the eye is said for the ear: hours, ranges, numbers, telephones, names."""

from __future__ import annotations

import re

import pytest

import assets
from assets.spoken import TONGUES, spoken
from assets.wording import visitors_languages, wording
from kiosk.settings import load
from tests.house import catalogues

VOWELS = re.compile("[\u064b-\u0652]")
"""The marks of Arabic that the screen leaves out."""

ARABIC = re.compile("[\u0621-\u064a]")


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("fr", "Mardi, 9 h 30 – 12 h : Hesdin", "Mardi, de 9 heures 30 à 12 heures : Hesdin"),
        ("fr", "de 9\N{NBSP}h\N{NBSP}05 à 21\N{NBSP}h.", "de 9 heures 5 à vingt et une heures."),
        ("fr", "1 h, 9h30", "une heure, 9 heures 30"),
        ("fr", "0 h", "0 heure"),
        ("fr", "n° 12, N°3", "numéro 12, numéro 3"),
        ("fr", "Téléphone : 03 21 06 66 66", "Téléphone : 03, 21, 06, 66, 66"),
        ("fr", "0321066666.", "03, 21, 06, 66, 66."),
        ("fr", "03.21.06.66.66", "03, 21, 06, 66, 66"),
        ("fr", "Papiers (carte / passeport).", "Papiers, carte, passeport."),
        ("fr", "(MSA) 2 - 3 jours", "MSA, 2 à 3 jours"),
        ("fr", "Page 1/3 · 12 min", "Page 1 sur 3, 12 min"),
        ("fr", "Saint-Rémy, porte-à-porte : 12", "Saint-Rémy, porte-à-porte : 12"),
        ("fr", "CAF, MSA, La Poste", "CAF, MSA, La Poste"),
        ("en", "9:30 – 12:00", "from 9:30 to 12 o’clock"),
        ("en", "from 9:00 to 12:30", "from 9 o’clock to 12:30"),
        ("uk", "9:30 – 12:00", "з 9:30 до 12:00"),
        (
            "uk",
            "Допомога CAF; MSA для аграріїв; Листи, La Poste",
            "Допомога каф; ем ес а для аграріїв; Листи, ля пост",
        ),
        ("ar", "9:30 – 12:00", "مِنْ 9:30 إِلَى 12"),
        ("ar", "إِعَانَاتُ CAF", "إِعَانَاتُ كَافْ"),
        ("de", "Montag (9:30) – Hesdin", "Montag, 9:30, Hesdin"),
        ("fr", "", ""),
    ],
)
def test_it_is_said_as_people_say_it(language: str, written: str, said: str) -> None:
    assert spoken(written, language) == said


@pytest.mark.parametrize("language", TONGUES)
def test_what_is_fit_to_be_said_is_not_changed_again(language: str) -> None:
    for written in ("9 h 30 – 12 h", "9:00 – 12:30", "n° 7 (CAF)", "03 21 06 66 66", "La Poste / MSA"):
        once = spoken(written, language)
        assert spoken(once, language) == once


def test_every_language_of_a_visitor_has_its_own_way() -> None:
    assert set(TONGUES) == set(visitors_languages())


# --- Arabic, which a voice cannot read as it is written ---------------------------------------------


def written_in_arabic() -> set[str]:
    """All that a visitor may hear in Arabic, as the screen shows it."""
    known = catalogues.read(assets.path("locale/visitors/ar.po"), "ar")
    forms = {
        form
        for message in known
        if message.id
        for form in (message.string if isinstance(message.string, tuple | list) else (message.string,))
    }
    topics = load(None).topics
    forms |= {topic.label["ar"] for topic in topics}
    forms |= {topic.second_line("ar") for topic in topics}
    return {form.replace("\N{NBSP}", " ") for form in map(str, forms) if ARABIC.search(form)}


def vowelled() -> dict[str, str]:
    known = catalogues.read(assets.path("locale/voice/ar.po"), "ar")
    return {str(message.id): str(message.string) for message in known if message.id}


def test_each_text_has_its_vowelled_form() -> None:
    lacking = written_in_arabic() - set(vowelled())
    assert not lacking, "write them, with their vowels, in assets/locale/voice/ar.po"


def test_the_vowels_taken_away_leave_the_written_text() -> None:
    assert {written: VOWELS.sub("", voiced) for written, voiced in vowelled().items()} == {
        written: written for written in vowelled()
    }


def test_each_word_has_vowels() -> None:
    """But those that need none, such as "{n}" and what begins and ends with a long vowel."""
    bare = [v for v in vowelled().values() if len(VOWELS.findall(v)) * 4 < len(ARABIC.findall(v))]
    assert not bare


def test_a_voice_is_given_them_and_the_screen_is_not() -> None:
    screen, voice = wording("ar"), wording("ar", aloud=True)
    assert screen("Votre numéro") == "رقمكم"
    assert voice("Votre numéro") == "رَقْمُكُمْ"
    assert VOWELS.sub("", voice.count("Un sujet.", "{n} sujets.", 12)) == "12 موضوعا."
    assert voice.label("التقاعد") == "التَّقَاعُدُ"
    assert voice.label("Campagne-lès-Hesdin") == "Campagne-lès-Hesdin"
    assert screen.label("التقاعد") == "التقاعد"


@pytest.mark.parametrize("language", ["fr", "en", "uk"])
def test_elsewhere_a_voice_reads_what_is_written(language: str) -> None:
    assert wording(language, aloud=True)("Votre numéro") == wording(language)("Votre numéro")


def test_a_language_is_read_once_however_it_is_asked_for() -> None:
    assert wording("uk", aloud=False) is wording("uk")
    assert wording("uk", aloud=True) is not wording("uk")
