"""What somebody comes for: all topics, or, where they would take too many pages, families of them. Pure.

Each family is one more touch, so families stand only where `Facts.by_family` says so. A family of one topic
is no level of its own: the topic stands among the families, as do topics that are of none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assets.wording import Wording
from kiosk.settings import ALWAYS_IN_SIGHT, UNDISCLOSED, Family, Topic, packaged_families
from kiosk.touchscreen.content.pager import way_back
from kiosk.touchscreen.content.parts import Content, Control, Facts
from kiosk.touchscreen.content.sheets import about
from kiosk.touchscreen.journey.inputs import Choose, Leave, OpenFamily, Priority
from kiosk.touchscreen.journey.state import Journey

MOST_PAGES = 2
"""Of all topics. On so many pages a ticket takes one touch or two, by chance; from three on it would take two
in the mean, and four at worst with each page more: a family and then a topic are two, always."""


def tiles(at: Journey, facts: Facts, say: Wording) -> Content:
    paged = _paged(facts.topics)
    return Content(
        say("Touchez votre sujet"),
        tiles=tuple(_families(paged, say) if facts.by_family else (topic_tile(t, say) for t in paged)),
        standing=_standing(at, facts, say),
        about=about(say),
        most_pages=1 if facts.by_family else MOST_PAGES,
        hint=_count(facts.topics, say),
    )


def family(at: Journey, facts: Facts, say: Wording) -> Content:
    """The topics of the family that was touched. Its name is for the eye, and for headphones: `private`."""
    topics = _grouped(_paged(facts.topics)).get(at.family, ())
    named = {one.key: say.label(one.name(say.language)) for one in packaged_families()}
    return Content(
        named.get(at.family, say("Touchez votre sujet")),
        tiles=tuple(topic_tile(topic, say) for topic in topics),
        standing=_standing(at, facts, say),
        actions=(way_back(say, Leave()),),
        hint=_count(topics, say),
        most_pages=1,
        private=True,
    )


def grouped(topics: Sequence[Topic]) -> bool:
    """Whether there is a family that spares a page: one of several of these topics."""
    return any(len(each) > 1 for key, each in _grouped(_paged(topics)).items() if key)


def _paged(topics: Sequence[Topic]) -> Sequence[Topic]:
    return [topic for topic in topics if topic.key not in ALWAYS_IN_SIGHT]


def _count(topics: Sequence[Topic], say: Wording) -> str:
    return say.count("Un sujet.", "{n} sujets.", len(topics))


def _grouped(topics: Sequence[Topic]) -> Mapping[str, Sequence[Topic]]:
    """By the keys of their families, as they come; "": those of no family."""
    keys = dict.fromkeys(topic.family for topic in topics)
    return {key: [topic for topic in topics if topic.family == key] for key in keys}


def _families(topics: Sequence[Topic], say: Wording) -> Iterator[Control]:
    known = {one.key: one for one in packaged_families()}
    for key, each in _grouped(topics).items():
        if key in known and len(each) > 1:
            yield _family_tile(known[key], say)
        else:
            yield from (topic_tile(topic, say) for topic in each)


def _family_tile(of: Family, say: Wording) -> Control:
    words = say.label(of.name(say.language))
    return Control(f"family:{of.key}", words, of.sign, OpenFamily(of.key), "tile", family=of.key)


def topic_tile(topic: Topic, say: Wording, kind: str = "tile") -> Control:
    return Control(
        f"tile:{topic.key}",
        say.label(topic.name(say.language)),
        topic.sign,
        Choose(topic.key),
        kind,
        second=say.label(topic.second_line(say.language)),
        family=topic.family,
        short=say("Ne pas le dire") if topic.key == UNDISCLOSED else "",
    )


def _standing(at: Journey, facts: Facts, say: Wording) -> tuple[Control, ...]:
    """What is in sight on every page of topics."""
    topics = [topic for key in ALWAYS_IN_SIGHT for topic in facts.topics if topic.key == key]
    return (*(topic_tile(topic, say, "standing") for topic in topics), _priority(at, say), _help_me(say))


def _help_me(say: Wording) -> Control:
    return Control(
        "help-me",
        say("Aidez-moi"),
        "hand_wave_outline",
        Choose(UNDISCLOSED, help=True),
        "standing",
        second=say("Quelqu’un vient à la borne"),
    )


def _priority(at: Journey, say: Wording) -> Control:
    return Control(
        "priority",
        say("Carte priorité"),
        "check card_account_details_star" if at.priority else "card_account_details_star_outline",
        Priority(),
        "standing",
        chosen=at.priority,
        spoken=say("Carte priorité : oui") if at.priority else say("Carte priorité : non"),
        second=say("Carte mobilité inclusion"),
    )
