"""Icons by name: in the font's own spelling, in Python's, and what stands in for one that there is not."""

from __future__ import annotations

import pytest

from assets.theme import UNKNOWN_ICON, has_icon, icon
from kiosk.settings import Topic, load


@pytest.mark.parametrize("name", ["human-cane", "human_cane", "bus", "import", "lambda", "numeric-1-box"])
def test_an_icon_is_known_in_the_fonts_own_spelling_and_in_pythons(name: str) -> None:
    assert has_icon(name)
    assert icon(name) == icon(name.replace("-", "_"))
    assert len(icon(name)) == 1


@pytest.mark.parametrize(
    "name",
    ["", " ", "human cane", "Bus", "mdi:bus", "mdi7.bus", "__doc__", "🚌", "x" * 9999],
)
def test_what_is_no_name_of_an_icon_is_drawn_as_a_question(name: str) -> None:
    assert not has_icon(name)
    with pytest.raises(KeyError):
        icon(name)
    assert Topic("a", {"fr": "A"}, name).sign == UNKNOWN_ICON


def test_the_packaged_topics_have_their_own_icons() -> None:
    assert has_icon(UNKNOWN_ICON)
    assert [topic.sign for topic in load(None).topics] == [topic.icon for topic in load(None).topics]
