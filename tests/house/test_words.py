"""One word for one thing, in all that visitors read: the table in CONTRIBUTING says which."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import assets
from tests.house import catalogues
from tests.house.arrows import ROOT

NO_LONGER = {
    "fr": r"distributeur|automate|guichet|étapes?|motifs?|n°|agents?|véhicule|tableau",
    "en": r"kiosk|agents?|in line|recall",
    "uk": r"автомат\w*|працівник\w*",
    "ar": r"الموظف\w*|المكتب",
}
"""Whole words, by language: two names for one thing make a visitor look for two things."""


def read_by_visitors(language: str) -> Iterator[str]:
    """Each text in one language, all its plural forms."""
    mine = catalogues.visitors_texts(catalogues.texts(ROOT))
    if language == "fr":
        for text in mine:
            yield from (text,) if isinstance(text, str) else text
        return
    folder = "locale/en.po" if language == "en" else f"locale/visitors/{language}.po"
    for message in catalogues.read(assets.path(folder), language):
        if message.id and _key(message.id) in mine:
            forms = message.string
            yield from (forms,) if isinstance(forms, str) else map(str, forms or ())


def _key(text: object) -> catalogues.MsgId:
    return text if isinstance(text, str) else tuple(text)  # type: ignore[arg-type,return-value]


def wrong(language: str, words: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{NO_LONGER[language]})(?!\w)", words, re.IGNORECASE))


@pytest.mark.parametrize("language", NO_LONGER)
def test_visitors_read_one_word_for_one_thing(language: str) -> None:
    texts = list(read_by_visitors(language))
    assert len(texts) > 50
    assert not [text for text in texts if wrong(language, text)]


def test_a_word_that_is_no_longer_used_is_found() -> None:
    assert wrong("fr", "Adressez-vous à un agent.")
    assert not wrong("fr", "Une urgence")
    assert wrong("uk", "Запитайте працівників.")
