"""The console's dialogs: a question, and choices each of which asks the kiosk, goes on or goes back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Literal, TypeAlias

from assets.checks import Grade
from assets.findings import GRADES, Finding
from assets.wording import Wording
from queue_display.console import summary
from queue_display.console.model import Console, DialogKind, Keep, Opened, Press
from queue_display.console.summary import VisitsTable
from queue_display.console.words import shown_topic
from queue_display.messages import Absent, AnyAsk, Call, Cancel, Close, End, HandOver, Take

Kind: TypeAlias = Literal["primary", "plain", "danger", "warn", "good"]


@dataclass(frozen=True, slots=True)
class Choice:
    id: str  # the widget_id's last part: "choice:<id>"
    words: str
    icon: str
    press: Press
    kind: Kind = "plain"
    usable: bool = True
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Dialog:
    """`text` may be empty; `columns` is how the choices stand; `lettered`: a letter chooses, since there
    are more than nine. The last choice goes back. `tables` stand side by side, `below` under them."""

    title: str
    text: str
    choices: tuple[Choice, ...]
    columns: int = 1
    lettered: bool = False
    tables: tuple[VisitsTable, ...] = ()
    below: str = ""

    def keyed(self) -> Mapping[str, Choice]:
        """The choices by their keys: the first nine have digits, or all of them letters."""
        return dict(zip(ascii_lowercase if self.lettered else "123456789", self.choices, strict=False))


TOPICS_ACROSS = 3
"""So that all that Halte comes with are in sight at once, on the lowest of laptops."""


def dialog(console: Console, say: Wording) -> Dialog | None:
    """The dialog that is open, if any."""
    if console.opened is None or not console.fresh:
        return None
    return DIALOGS[console.opened.kind](console, console.opened, say)


def _back(say: Wording) -> Choice:
    return Choice("back", say("Retour"), "close", None)


def _ticket(console: Console, opened: Opened, say: Wording) -> Dialog:
    n = opened.number
    waiting = console.waiting(n)
    free = console.mine is None
    words = say("Reprendre le {n}", n=n) if waiting in console.parked else say("Appeler le {n}", n=n)
    call = Choice("call", words, "bullhorn", Call(n), "primary", usable=free)
    cancel = Choice("cancel", say("Retirer de la file"), "ticket_outline", Cancel(n), "danger")
    text = shown_topic(console, waiting.topic, say) if waiting else ""
    if not free:
        text += "\n" + say("Pour l’appeler, terminez d’abord la visite en cours.")
    back = Choice("back", say("Retour"), "arrow_left", None)
    return Dialog(say("Ticket {n}", n=n), text, (call, cancel, back))


def _absent(console: Console, opened: Opened, say: Wording) -> Dialog:
    n = opened.number
    back = console.mine is not None and console.mine.may_come_back
    again = Choice(
        "again", say("Remettre à la fin de la file"), "undo_variant", Absent(n, True), "primary", usable=back
    )
    drop = Choice("drop", say("Retirer de la file"), "account_off_outline", Absent(n, False), "danger")
    once = say("Ce numéro peut revenir une fois, à la fin de la file.")
    text = (
        once if back else say("Ce ticket est déjà revenu une fois dans la file : il ne peut plus y revenir.")
    )
    return Dialog(say("Le numéro {n} n’est pas venu", n=n), text, (again, drop, _back(say)))


def _topic(console: Console, opened: Opened, say: Wording) -> Dialog:
    n = opened.number
    is_now = console.mine.topic if console.mine and console.topics_shown else None
    asks = _per_topic(console, say, lambda key: End(n, key), is_now)
    title = say("Pour quel sujet le numéro {n} est-il venu ?", n=n)
    text = say("Touchez un sujet : la visite se termine et compte pour lui.")
    return Dialog(title, text, (*asks, _back(say)), columns=TOPICS_ACROSS, lettered=True)


def _hand_over(console: Console, opened: Opened, say: Wording) -> Dialog:
    n = opened.number
    desks = tuple(
        Choice(f"desk:{desk}", say("Bureau {n}", n=desk), "account_arrow_right", HandOver(n, desk))
        for desk in console.other_seats
    )
    title = say("À quel bureau passer le numéro {n} ?", n=n)
    return Dialog(title, "", (*desks, _back(say)), columns=2)


def _take(console: Console, opened: Opened, say: Wording) -> Dialog:
    asks = _per_topic(console, say, lambda key: Take(key, opened.priority, opened.on_paper))
    mark = Choice(
        "priority",
        say("Carte priorité : oui") if opened.priority else say("Carte priorité : non"),
        "checkbox_marked" if opened.priority else "checkbox_blank_outline",
        replace(opened, priority=not opened.priority),
        chosen=opened.priority,
    )
    paper = Choice(
        "on_paper",
        say("Imprimer à la borne") if opened.on_paper else say("Dire le numéro"),
        "printer" if opened.on_paper else "account_voice",
        replace(opened, on_paper=not opened.on_paper),
    )
    text = (
        say("Le ticket s’imprime à la borne.")
        if opened.on_paper
        else say("Rien ne s’imprime : le numéro s’affiche ici, dites-le.")
    )
    choices = (*asks, mark, paper, _back(say))
    return Dialog(
        say("Un ticket pour quelqu’un : quel sujet ?"), text, choices, columns=TOPICS_ACROSS, lettered=True
    )


def _per_topic(
    console: Console, say: Wording, ask: Callable[[str], AnyAsk], is_now: str | None = None
) -> tuple[Choice, ...]:
    topics = console.view.topics if console.view else ()
    return tuple(
        Choice(f"topic:{t.key}", t.name(say.language), "", ask(t.key), chosen=t.key == is_now) for t in topics
    )


def _close(console: Console, opened: Opened, say: Wording) -> Dialog:
    another = Choice(
        "another_stop", say("Fermer, un autre arrêt suit aujourd’hui"), "bus", Close(day_over=False)
    )
    over = Choice("day_over", say("Fermer, la journée est finie"), "weather_night", Close(day_over=True))
    return Dialog(say("Fermer l’accueil ?"), _who_is_left(console, say), (another, over, _back(say)))


def _who_is_left(console: Console, say: Wording) -> str:
    served = say("La borne ne donnera plus de tickets.")
    if not console.line:
        return served
    waits = say.count(
        "{n} personne attend encore ({numbers}) : elle sera reçue.",
        "{n} personnes attendent encore ({numbers}) : elles seront reçues.",
        len(console.line),
        numbers=_numbers(console, say),
    )
    return f"{served}\n{waits}"


NAMED = 8
"""Tickets named one by one before the rest are counted."""


def _numbers(console: Console, say: Wording) -> str:
    numbers = [str(w.number) for w in console.line]
    more = len(numbers) - NAMED
    named = ", ".join(numbers[:NAMED])
    return named if more <= 0 else say("{named} et {n} autres", named=named, n=more)


def _close_again(console: Console, opened: Opened, say: Wording) -> Dialog:
    visit = bool(console.desks)
    text = say("Terminez d’abord les visites en cours.") if visit else _sent_home(console, say)
    another = Close(day_over=False)
    over = Close(day_over=True)
    words = say("Fermer, un autre arrêt suit aujourd’hui"), say("Fermer, la journée est finie")
    return Dialog(
        say("Fermer maintenant ?"),
        text,
        (
            Choice("another_stop", words[0], "bus", another, "danger", usable=not visit),
            Choice("day_over", words[1], "weather_night", over, "danger", usable=not visit),
            _back(say),
        ),
    )


def _sent_home(console: Console, say: Wording) -> str:
    return say.count(
        "{n} personne attend encore ({numbers}) : son ticket sera retiré de la file.",
        "{n} personnes attendent encore ({numbers}) : leurs tickets seront retirés de la file.",
        len(console.line),
        numbers=_numbers(console, say),
    )


KINDS: Mapping[Grade, Kind] = {
    Grade.WRONG: "danger",
    Grade.SEE_TO: "warn",
    Grade.UNKNOWN: "plain",
    Grade.GOOD: "good",
}
"""How a finding of a grade looks; its icon and a word say the same."""


def _machine(console: Console, opened: Opened, say: Wording) -> Dialog:
    """All that is known of the kiosk: what found no room for a line is here."""
    findings = console.machine
    text = "" if findings else say("La borne n’a pas encore regardé sa machine : revenez dans une minute.")
    back = Choice("back", say("Retour"), "arrow_left", None)
    choices = (*(_finding_choice(finding, say) for finding in findings), back)
    return Dialog(say("État de la borne"), text, choices, columns=2)


def _finding_choice(finding: Finding, say: Wording) -> Choice:
    words, _, icon = GRADES[finding.grade]
    said = say("{what} : {state}", what=finding.title(say), state=say(words))
    press = Opened("finding", check=finding.check)
    return Choice(f"finding:{finding.check}", said, icon, press, KINDS[finding.grade])


def _finding(console: Console, opened: Opened, say: Wording) -> Dialog:
    """One of them: what was found, what it means for the visitor, what to do."""
    back = Choice("back", say("Retour"), "arrow_left", Opened("machine"))
    found = next((one for one in console.machine if one.check == opened.check), None)
    if found is None:
        return Dialog(say("État de la borne"), say("Plus rien à en dire."), (back,))
    parts = filter(None, (found.says(say), found.means(say), found.act(say)))
    return Dialog(found.title(say), "\n".join(parts), (back,))


def _summary(console: Console, opened: Opened, say: Wording) -> Dialog:
    shown = summary.of_the_day(console)
    back = Choice("back", say("Retour"), "arrow_left", None)
    if shown is None:
        return Dialog(say("Bilan du jour"), "", (back,))
    keep = Choice("keep", say("Enregistrer le bilan"), "content_save_outline", Keep())
    counted = summary.tables(console, shown, say)
    below = summary.below(say) if counted else ""
    choices = (keep, back) if counted else (back,)
    title, text = say("Bilan du jour"), summary.count(shown, say)
    return Dialog(title, text, choices, columns=2, tables=counted, below=below)


DIALOGS: Mapping[DialogKind, Callable[[Console, Opened, Wording], Dialog]] = {
    "ticket": _ticket,
    "absent": _absent,
    "topic": _topic,
    "hand_over": _hand_over,
    "take": _take,
    "close": _close,
    "close_again": _close_again,
    "machine": _machine,
    "finding": _finding,
    "summary": _summary,
}
