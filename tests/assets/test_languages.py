"""The topics have their words in every language of the kiosk, and plurals are the language's own."""

from __future__ import annotations

import pytest
from babel import Locale

import assets
from assets.wording import visitors_languages, wording
from kiosk.settings import load
from tests.house import catalogues


def test_four_languages_can_be_chosen() -> None:
    assert visitors_languages() == ["fr", "en", "ar", "uk"]


@pytest.mark.parametrize("language", visitors_languages())
def test_each_topic_has_its_words(language: str) -> None:
    assert all(topic.label.get(language) for topic in load(None).topics)


PEOPLE = {
    "fr": {"one": "Une personne avant vous", "many": "{n} personnes avant vous"},
    "en": {"one": "One person ahead of you", "other": "{n} people ahead of you"},
    "uk": {
        "one": "{n} людина перед вами",
        "few": "{n} людини перед вами",
        "many": "{n} людей перед вами",
    },
    "ar": {
        "zero": "لا أحد قبلكم",
        "one": "شخص واحد قبلكم",
        "two": "شخصان قبلكم",
        "few": "{n} أشخاص قبلكم",
        "many": "{n} شخصا قبلكم",
        "other": "{n} شخص قبلكم",
    },
}
"""What is said of `n` people, by the category of `n` in the CLDR. French: see `category`."""


def category(language: str, n: int) -> str:
    """Of `n` in the CLDR. French has a third from a million on, which no queue reaches."""
    found = str(Locale.parse(language).plural_form(n))
    return {"other": "many"}.get(found, found) if language == "fr" else found


@pytest.mark.parametrize("language", visitors_languages())
def test_numbers_take_the_forms_that_the_unicode_consortium_lists(language: str) -> None:
    say = wording(language)
    for n in range(121):
        said = say.count("Une personne avant vous", "{n} personnes avant vous", n)
        assert said == PEOPLE[language][category(language, n)].format(n=n)


@pytest.mark.parametrize("language", [code for code in visitors_languages() if code != "fr"])
def test_each_catalogue_counts_as_many_forms_as_its_language_has(language: str) -> None:
    folder = "locale" if language == "en" else "locale/visitors"
    known = catalogues.read(assets.path(f"{folder}/{language}.po"), language)
    counting = [m for m in known if m.pluralizable and m.id]
    assert counting
    assert {len(m.string or ()) for m in counting} == {len({category(language, n) for n in range(121)})}
