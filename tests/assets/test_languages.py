"""The topics have their words in every language of the kiosk, and plurals are the language's own."""

from __future__ import annotations

import pytest

from assets.wording import visitors_languages, wording
from kiosk.settings import load


def test_four_languages_can_be_chosen() -> None:
    assert visitors_languages() == ["fr", "en", "ar", "uk"]


@pytest.mark.parametrize("language", visitors_languages())
def test_each_topic_has_its_words(language: str) -> None:
    assert all(topic.label.get(language) for topic in load(None).topics)


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 людина перед вами"), (3, "3 людини перед вами"), (5, "5 людей перед вами")]
)
def test_plurals_are_the_languages_own(n: int, said: str) -> None:
    assert wording("uk").count("Une personne avant vous", "{n} personnes avant vous", n) == said
