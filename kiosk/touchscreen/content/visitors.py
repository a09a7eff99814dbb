"""What each screen of a visitor shows and says, in the visitor's language. Pure.

A ticket's topic is not among what is given to the confirmation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from assets import dayparts
from assets.theme import RIGHT_TO_LEFT
from assets.wording import Wording, wording
from kiosk.paper import people_ahead
from kiosk.settings import ALWAYS_IN_SIGHT, UNDISCLOSED, Topic
from kiosk.touchscreen.content.listening import listening
from kiosk.touchscreen.content.parts import (
    Content,
    Control,
    Facts,
    NoticeText,
    TakePaper,
    TextLine,
    must,
)
from kiosk.touchscreen.journey.inputs import Choose, Language, Leave, Priority, Turn
from kiosk.touchscreen.journey.state import Journey, Screen

Made: TypeAlias = Callable[[Journey, Facts, Wording], Content]


def tiles(at: Journey, facts: Facts, say: Wording) -> Content:
    paged = tuple(_topic(topic, say, "tile") for topic in facts.topics if topic.key not in ALWAYS_IN_SIGHT)
    count = say.count("Un sujet.", "{n} sujets.", len(facts.topics))
    return Content(say("Touchez votre sujet"), tiles=paged, standing=_standing(at, facts, say), hint=count)


def _topic(topic: Topic, say: Wording, kind: str) -> Control:
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
    asks = (_help_me(say),) if any(topic.key == UNDISCLOSED for topic in topics) else ()
    return (*(_topic(topic, say, "standing") for topic in topics), _priority(at, say), *asks)


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


def pager(pages: int, at: Journey) -> Control:
    """The way on where there are more topics than fit."""
    say = wording(at.aids.language)
    page = at.page % pages + 1
    words = say("Page suivante") if page < pages else say("Première page")
    icon = "chevron_right" if page < pages else "page_first"
    if say.language in RIGHT_TO_LEFT:
        icon = icon.replace("right", "left").replace("first", "last")
    spoken = _page_said(page, pages, wording(say.language, aloud=True))
    where = f"{page}/{pages}"
    return Control("more", words, icon, Turn(pages), "primary", spoken=spoken, second=where)


def _page_said(page: int, pages: int, say: Wording) -> str:
    if page < pages:
        return say("Page suivante. Vous êtes à la page {page} sur {pages}.", page=page, pages=pages)
    return say("Première page. Vous êtes à la page {page} sur {pages}.", page=page, pages=pages)


def taking(at: Journey, facts: Facts, say: Wording) -> Content:
    return Content(say("Un instant, votre ticket arrive"), "ticket_confirmation_outline", alone=True)


def please_wait(at: Journey, facts: Facts, say: Wording) -> Content:
    """Nothing on it tells the topic, which is in `at` while a wish is kept."""
    kept = at.wish is not None
    here, later = (
        say("Restez ici : votre ticket arrive."),
        say("Attendez un peu, puis touchez de nouveau votre sujet."),
    )
    stop = Control("done", say("Ne plus attendre"), "close", Leave())
    return Content(
        say("Un instant, s’il vous plaît"),
        "timer_sand",
        lines=(
            TextLine(say("La borne vient de donner beaucoup de tickets."), must=False),
            TextLine(here if kept else later),
        ),
        actions=(stop,) if kept else (),
    )


def ticket(at: Journey, facts: Facts, say: Wording) -> Content:
    return Content(
        say("Votre numéro"),
        number=str(at.number),
        take=TakePaper(say("Prenez votre ticket")) if at.paper else None,
        lines=tuple(_about_the_wait(at, facts, say)),
        notice=None if at.paper else _write_it_down(say),
        may_come=(_write_it_down(say),),
        actions=(Control("done", say("J’ai mon ticket"), "check", Leave(), "primary"),),
    )


def _write_it_down(say: Wording) -> NoticeText:
    return NoticeText(say("Pas de papier : écrivez votre numéro."), "pencil_outline", "warn")


def _about_the_wait(at: Journey, facts: Facts, say: Wording) -> Iterator[TextLine]:
    yield TextLine(people_ahead(at.ahead, say), must=False, id="ahead")
    if at.ahead and facts.wait:
        minutes = say.count("Attente : environ {n} minute", "Attente : environ {n} minutes", facts.wait)
        yield TextLine(minutes, must=False, id="wait")
    yield TextLine(say("Votre visite est confidentielle."), must=False, id="confidential")


def languages(at: Journey, facts: Facts, say: Wording) -> Content:
    names = tuple(
        Control(
            f"language:{code}",
            NAMES.get(code, code),
            "check_circle" if code == at.aids.language else "translate",
            Language(code),
            "tile",
            chosen=code == at.aids.language,
            language=code,
        )
        for code in facts.languages
    )
    return Content(say("Choisissez votre langue"), "translate", tiles=names)


NAMES = {"fr": "Français", "en": "English", "uk": "Українська", "ar": "العربية"}
"""Each language in its own words."""


def closed(at: Journey, facts: Facts, say: Wording) -> Content:
    moment = facts.day.moment
    lines = [*dayparts.lines(moment, say)]
    if facts.phone:
        lines.append(say("Téléphone : {phone}", phone=facts.phone.replace(" ", "\N{NBSP}")))
    bye = dayparts.farewell(moment, say)
    return Content(
        dayparts.title(moment.part, say),
        dayparts.ICONS.get(moment.part, ""),
        lines=(*must(*lines), *([TextLine(bye, must=False)] if bye else [])),
    )


def failsafe(at: Journey, facts: Facts, say: Wording) -> Content:
    return Content(
        say("La borne ne marche pas"),
        "account_voice",
        lines=must(say("Demandez-nous de l’aide.")),
        actions=(Control("done", say("Essayer encore"), "refresh", Leave(), "primary"),),
    )


VISITORS: Mapping[Screen, Made] = {
    Screen.TILES: tiles,
    Screen.TAKING: taking,
    Screen.PLEASE_WAIT: please_wait,
    Screen.TICKET: ticket,
    Screen.LANGUAGES: languages,
    Screen.LISTENING: listening,
    Screen.CLOSED: closed,
    Screen.FAILSAFE: failsafe,
}
