"""What each screen of a visitor shows and says, in the visitor's language. Pure.

A ticket's topic is not among what is given to the confirmation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from assets import dayparts
from assets.dayparts import DayPart
from assets.wording import Text, Wording, text
from kiosk.paper import people_ahead
from kiosk.touchscreen.content.agents import offer_first_start
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
from kiosk.touchscreen.content.sheets import about, paper_in_french, shown
from kiosk.touchscreen.content.topics import family, tiles
from kiosk.touchscreen.journey.inputs import Language, Leave
from kiosk.touchscreen.journey.state import Journey, Screen, Why

Made: TypeAlias = Callable[[Journey, Facts, Wording], Content]


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
    """It says what to do with the paper and where to wait. A ticket for help looks like any other."""
    words = (say("J’ai mon ticket"), say("C’est écrit"))
    done, other = words if at.paper else words[::-1]
    return Content(
        say("Quelqu’un vient vous aider") if _somebody_comes(at, facts) else say("Votre numéro"),
        number=str(at.number),
        take=_take(facts, say) if at.paper else None,
        lines=tuple(_about_the_wait(at, facts, say)),
        notice=None if at.paper else _write_it_down(say),
        may_come=(_write_it_down(say),),
        actions=(Control("done", done, "check", Leave(), "primary", may_say=other),),
    )


def _somebody_comes(at: Journey, facts: Facts) -> bool:
    """Said only where it is so: the stop is not closed, and an agent's display told of it."""
    return at.help and facts.staffed and facts.day.moment.part is not DayPart.CLOSED


_PLACES: Mapping[str, Text] = {
    "below": text("sous l’écran"),
    "right": text("à droite de l’écran"),
    "left": text("à gauche de l’écran"),
}


def _take(facts: Facts, say: Wording) -> TakePaper:
    place = _PLACES.get(facts.outlet)
    if place is None:
        return TakePaper(say("Prenez votre ticket"))
    return TakePaper(say("Prenez votre ticket, {place}.", place=say(place)), facts.outlet)


def _write_it_down(say: Wording) -> NoticeText:
    return NoticeText(say("Pas de papier : écrivez votre numéro."), "pencil_outline", "warn")


def _about_the_wait(at: Journey, facts: Facts, say: Wording) -> Iterator[TextLine]:
    yield TextLine(_what_next(at, facts, say), id="next")
    if facts.ahead is not None and not at.help:
        yield TextLine(people_ahead(facts.ahead, say), must=False, id="ahead")
    if facts.ahead and facts.wait and not at.help:
        minutes = say.count("Attente : environ {n} minute", "Attente : environ {n} minutes", facts.wait)
        yield TextLine(minutes, must=False, id="wait")
    if at.paper and (french := paper_in_french(say)):
        yield TextLine(french, must=False, id="french")
    yield TextLine(say("Votre visite est confidentielle."), must=False, id="confidential")


def _what_next(at: Journey, facts: Facts, say: Wording) -> str:
    if facts.day.moment.part is DayPart.CLOSED:
        return say("Personne n’est là pour le moment.")
    if _somebody_comes(at, facts):
        return say("Restez ici, s’il vous plaît.")
    if at.help:
        return say("Entrez et demandez-nous de l’aide.")
    if facts.wait_at == "door":
        return say("Attendez ici : on appelle votre numéro.")
    return say("Entrez et attendez : on appelle votre numéro.")


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
    # A kiosk that nobody has set up has no visitors yet: what is to be done with it comes first.
    said = tuple(TextLine(line, must=not facts.first_start) for line in lines)
    return Content(
        dayparts.title(moment.part, say),
        dayparts.ICONS.get(moment.part, ""),
        lines=(*said, *([TextLine(bye, must=False)] if bye else [])),
        # Where nobody has set anything up there are no hours to read yet, and one thing to do.
        about=() if facts.first_start else about(say),
        actions=(offer_first_start(),) if facts.first_start else (),
    )


_WHY: Mapping[Why, Text] = {
    Why.RECORD: text("Elle n’arrive pas à garder votre ticket."),
    Why.SLOW: text("Elle a mis trop de temps à répondre."),
    Why.DAY: text("Elle ne connaît pas encore la date."),
}


def failsafe(at: Journey, facts: Facts, say: Wording) -> Content:
    """A title, one reason if it is known, one way on."""
    why = (say(_WHY[at.why]),) if at.why else ()
    return Content(
        say("La borne ne marche pas"),
        "account_voice",
        lines=must(*why, say("Demandez-nous de l’aide.")),
        actions=(Control("done", say("Essayer encore"), "refresh", Leave(), "primary"),),
    )


VISITORS: Mapping[Screen, Made] = {
    Screen.TILES: tiles,
    Screen.FAMILY: family,
    Screen.TAKING: taking,
    Screen.PLEASE_WAIT: please_wait,
    Screen.TICKET: ticket,
    Screen.LANGUAGES: languages,
    Screen.LISTENING: listening,
    Screen.CLOSED: closed,
    Screen.HOURS: shown,
    Screen.YOUR_DATA: shown,
    Screen.FAILSAFE: failsafe,
}
