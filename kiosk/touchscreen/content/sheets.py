"""What there is to know, on screen and paper: when the van comes again, and what Halte keeps of a visit.

Pure. A sheet's lines are whole sentences, each a line of its own on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from assets.dayparts import planned
from assets.days import hours_of
from assets.wording import Wording, languages, text
from kiosk.settings import UNDISCLOSED
from kiosk.touchscreen.content.pager import way_back
from kiosk.touchscreen.content.parts import Content, Control, Facts
from kiosk.touchscreen.journey.inputs import Leave, PutOnPaper, Show, Touched
from kiosk.touchscreen.journey.state import Journey, Screen

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
    yield say("Pendant que vous attendez, elle garde votre numéro, votre sujet et l’heure.")
    yield say("Elle garde aussi si vous avez touché « Carte priorité » ou « Aidez-moi ».")
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
    """Each sentence has a place of its own: it is never cut, and a finger that listens finds it."""
    title, lines = SHEETS[at.screen](facts, say)
    read = (Control(f"line:{n}", line, "", Touched(), "text") for n, line in enumerate(lines))
    paper = (Control("print", say("Imprimer"), "printer_outline", PutOnPaper(), "standing"),)
    back = way_back(say, Leave())
    return Content(
        title, tiles=tuple(read), standing=(*(paper if facts.prints else ()), back), hint="\n".join(lines)
    )


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
            gives_way=True,
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
