"""What there is to know, on screen and paper: when the van comes again, and what Halte keeps of a visit.

Pure. A sheet's lines are whole sentences, each a line of its own on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from assets.days import hours_of
from assets.wording import Wording, languages, text
from kiosk.paper import planned
from kiosk.settings import UNDISCLOSED
from kiosk.touchscreen.content.pager import pager
from kiosk.touchscreen.content.parts import Content, Control, Facts, must
from kiosk.touchscreen.journey.inputs import Leave, PutOnPaper, Show
from kiosk.touchscreen.journey.state import Aid, Journey, Screen

STOPS_SHOWN = 6
"""Next stops on the screen and the sheet of hours."""

Sheet: TypeAlias = tuple[str, tuple[str, ...]]
"""A title, and what is below it."""


def hours(facts: Facts, say: Wording) -> Sheet:
    return say("Nos horaires"), tuple(_hours(facts, say))


def _hours(facts: Facts, say: Wording) -> Iterator[str]:
    if today := facts.day.today:
        yield say("Aujourd’hui, ici : de {opens} à {closes}.", **hours_of(today, say))
    coming = facts.day.coming[:STOPS_SHOWN]
    if coming:
        yield say("Prochains arrêts")
    yield from (planned(stop, say) for stop in coming)
    if not coming:
        yield say("Les prochains arrêts ne sont pas encore connus.")
    if facts.phone:
        yield say("Téléphone : {phone}", phone=facts.phone.replace(" ", "\N{NBSP}"))


STATE_AND_DEPARTMENT = text("le Département et l’État")


def your_data(facts: Facts, say: Wording) -> Sheet:
    """The notice of article 13 of the GDPR, in easy words."""
    return say("Vos données"), tuple(_your_data(facts, say))


def _your_data(facts: Facts, say: Wording) -> Iterator[str]:
    notice = facts.notice
    yield say("La borne ne demande pas votre nom.")
    yield say(
        "Pendant que vous attendez, elle garde votre numéro, votre sujet, l’heure, et si vous avez touché "
        "« Carte priorité » ou « Aidez-moi »."
    )
    yield say("À la fin de votre visite, elle efface tout cela.")
    yield say(
        "Elle compte seulement une visite de plus, deux fois et à part : le jour et le sujet ; le jour et la "
        "durée."
    )
    if any(topic.key == UNDISCLOSED for topic in facts.topics):
        yield say("Vous pouvez ne pas dire votre sujet. Touchez « Je préfère ne pas le dire ».")
    yield say(
        "Pourquoi compter ? Pour organiser le service et en faire le bilan. C’est une mission d’intérêt "
        "public."
    )
    yield _kept(facts, say)
    yield say(
        "Qui voit les bilans : {recipients}. Une ligne réunit toujours au moins {n} visites.",
        recipients=notice.recipients.get(say.language) or say(STATE_AND_DEPARTMENT),
        n=notice.at_least,
    )
    yield say(
        "Tant que votre ticket attend, vous pouvez demander à le voir, le corriger ou l’effacer. Après, rien "
        "ne dit quelle visite était la vôtre."
    )
    if notice.contact:
        yield say("Une question sur vos données : {contact}.", contact=notice.contact)
    yield say("Une réclamation : la CNIL, 01 53 73 22 22, cnil.fr.")


def _kept(facts: Facts, say: Wording) -> str:
    who, years = facts.notice.who, facts.notice.years
    if years is None:
        return say("Qui garde ces comptes : {who}, jusqu’à leur effacement.", who=who)
    return say.count(
        "Qui garde ces comptes : {who}. Pendant un an.",
        "Qui garde ces comptes : {who}. Pendant {n} ans.",
        years,
        who=who,
    )


SHEETS: Mapping[Screen, Callable[[Facts, Wording], Sheet]] = MappingProxyType(
    {Screen.HOURS: hours, Screen.YOUR_DATA: your_data}
)


def shown(at: Journey, facts: Facts, say: Wording) -> Content:
    """One page of the sheet, what leads on, back, and to paper."""
    title, lines = SHEETS[at.screen](facts, say)
    a_page = lines_a_page(at, facts)
    pages = [lines[first : first + a_page] for first in range(0, len(lines), a_page)]
    on = (pager(len(pages), at),) if len(pages) > 1 else ()
    paper = (Control("print", say("Imprimer"), "printer_outline", PutOnPaper()),) if facts.prints else ()
    back = Control("done", say("Retour"), "arrow_left", Leave(), "primary")
    return Content(title, lines=must(*pages[at.page % len(pages)]), actions=(*on, *paper, back))


def lines_a_page(at: Journey, facts: Facts) -> int:
    """As many as there is room for: a small screen does without *Plus bas*, and larger letters need twice as
    much."""
    small, larger = Aid.LOW not in facts.aids, Aid.LARGER in at.aids.on
    return {(False, False): 4, (False, True): 2, (True, False): 2, (True, True): 1}[small, larger]


def about(say: Wording) -> tuple[Control, ...]:
    """The ways to the sheets."""
    return (
        Control(
            "hours",
            say("Nos horaires"),
            "clock_outline",
            Show(Screen.HOURS),
            "about",
            second=say("Jours et lieux des arrêts"),
        ),
        Control(
            "your-data",
            say("Vos données"),
            "shield_lock_outline",
            Show(Screen.YOUR_DATA),
            "about",
            second=say("Ce que la borne garde"),
        ),
    )


def paper_in_french(say: Wording) -> str:
    """To who reads letters that no printer's code page has; else empty."""
    return "" if say.language in languages() else say("Le ticket est en français.")
