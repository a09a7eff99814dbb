"""Topics or families of them: which stand there, and what becomes of a family of one."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from assets.wording import wording
from kiosk.settings import Topic
from kiosk.touchscreen.content.parts import Content
from kiosk.touchscreen.content.topics import family, grouped, tiles
from kiosk.touchscreen.journey.inputs import Leave, OpenFamily
from kiosk.touchscreen.journey.state import journey
from tests.kiosk.touchscreen.checks import FACTS

AT = journey("fr", open_=True)


def ids(shown: Content) -> list[str]:
    return [control.id for control in shown.tiles]


def first_screen(*topics: Topic) -> Content:
    return tiles(AT, replace(FACTS, topics=topics or FACTS.topics, by_family=True), wording("fr"))


def topic(key: str) -> Topic:
    return next(one for one in FACTS.topics if one.key == key)


def test_five_families_stand_for_all_topics_and_each_topic_is_in_one() -> None:
    shown = first_screen()
    assert [control.words for control in shown.tiles] == [
        "Argent et aides",
        "Santé et famille",
        "Travail et transport",
        "Maison",
        "Papiers et courrier",
    ]
    opened = [control.sends.family for control in shown.tiles if isinstance(control.sends, OpenFamily)]
    inside = [name for key in opened for name in ids(family(replace(AT, family=key), FACTS, wording("fr")))]
    assert inside == ids(tiles(AT, FACTS, wording("fr")))


def test_a_family_of_one_topic_is_no_level_of_its_own() -> None:
    shown = first_screen(topic("retraite"), topic("caf"), topic("emploi"))
    assert ids(shown) == ["family:argent", "tile:emploi"]


def test_a_topic_of_no_family_stands_beside_them() -> None:
    own = msgspec.structs.replace(topic("emploi"), key="a-b", family="")
    assert ids(first_screen(own, topic("retraite"), topic("caf"))) == ["tile:a-b", "family:argent"]


def test_families_spare_nothing_where_each_has_one_topic() -> None:
    assert not grouped([topic("retraite"), topic("emploi")])
    assert grouped([topic("retraite"), topic("caf")])


def test_a_family_has_its_way_back_and_what_is_always_in_sight() -> None:
    shown = family(replace(AT, family="maison"), FACTS, wording("fr"))
    assert [control.sends for control in shown.actions] == [Leave()]
    assert [control.id for control in shown.standing] == [
        "tile:autre",
        "tile:non-precise",
        "priority",
        "help-me",
    ]
    assert shown.private
    assert all(control.private for control in shown.tiles)
