"""What is on an agent's console: words and signs, from a `Console`. Pure; French through `say`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from assets.wording import Wording, text
from queue_display.console import model
from queue_display.console.days import advice
from queue_display.console.model import Console
from queue_display.messages import DeskTicket, WaitingTicket

Mood: TypeAlias = Literal["good", "warn", "bad"]

REFUSALS: Mapping[str, str] = {
    "stop_not_open": text("L’accueil est fermé ou va fermer : la borne ne donne plus de tickets."),
    "stop_open": text("L’accueil est déjà ouvert."),
    "stop_closed": text("L’accueil est fermé : ouvrez-le d’abord."),
    "visit_under_way": text("Une visite est encore en cours : terminez-la avant de fermer."),
    "no_such_ticket": text("Ce ticket n’existe plus."),
    "not_waiting": text("Ce ticket n’attend plus : il vient d’être appelé."),
    "not_at_this_desk": text("Ce ticket n’est plus à votre bureau."),
    "unknown_topic": text("La borne ne connaît pas ce sujet : fermez cette fenêtre et rouvrez-la."),
    "unknown_desk": text("La borne n’a pas de bureau de ce numéro : corrigez « desks » dans ses réglages."),
    "too_many_at_once": text("Trop de tickets ont été pris en une minute : attendez un instant."),
    "nobody_waits": text("Personne n’attend."),
    "clock_unsure": text(
        "La borne n’est pas à l’heure : mettez cet ordinateur à l’heure, puis relancez Halte."
    ),
    "clock_vouched": text(
        "L’heure de la borne est sûre, et elle a un autre jour : mettez cet ordinateur à l’heure."
    ),
    "other_day": text("Ni la borne ni cet écran n’ont ce jour : relancez Halte sur cet ordinateur."),
    "day_under_way": text(
        "L’accueil est encore ouvert pour un autre jour : fermez-le d’abord, puis rouvrez-le."
    ),
    "desk_busy": text("Vous avez déjà quelqu’un à votre bureau : terminez d’abord cette visite."),
    "own_desk": text("Ce ticket est déjà à votre bureau."),
    "nothing_to_take_back": text("Il n’y a plus rien à reprendre : regardez la file."),
    "absent_before": text("Ce ticket est déjà revenu une fois dans la file : il ne peut plus y revenir."),
    "not_sent": text("La borne ne répond pas : rien n’a été fait. Attendez que la connexion revienne."),
    "unanswered": text("La borne n’a pas répondu à temps : vérifiez la file avant de recommencer."),
    "not_allowed": text("Cet écran ne peut pas faire cela : associez-le de nouveau, comme écran d’agent."),
    "not_understood": text("La borne a une version plus ancienne : mettez-la à jour."),
    "failed": text("La borne n’a pas pu enregistrer : rien n’a changé. Regardez l’état du journal."),
    model.GONE: text("Ce ticket vient de changer de place : regardez la file."),
}
"""By `Done.refused`: why a command was not carried out, and what to do."""

OTHER_REFUSAL = text("La borne a refusé cette demande.")


@dataclass(frozen=True, slots=True)
class LineRow:
    """A waiting ticket as a line of the list."""

    number: int
    topic: str
    since: str
    priority: bool
    came_back: bool
    help: bool


def topic_label(console: Console, key: str, say: Wording) -> str:
    topics = console.view.topics if console.view else ()
    return next((t.name(say.language) for t in topics if t.key == key), key)


def minutes(say: Wording, n: int) -> str:
    """A length of time, as short as it can be said."""
    if n < 1:
        return say("à l’instant")
    if n < 60:
        return say("{n} min", n=n)
    return say("{h} h {m:02}", h=n // 60, m=n % 60)


def rows(console: Console, say: Wording, now: float) -> tuple[LineRow, ...]:
    """Who waits, the next first; nobody while the view may be old."""
    line = console.line if console.fresh else ()
    return tuple(_row(console, say, waiting, console.passed(now)) for waiting in line)


def _row(console: Console, say: Wording, waiting: WaitingTicket, passed: int) -> LineRow:
    since = minutes(say, waiting.waited + passed)
    topic = topic_label(console, waiting.topic, say)
    return LineRow(waiting.number, topic, since, waiting.priority, waiting.came_back, waiting.help)


def line_title(console: Console, say: Wording) -> str:
    if not console.fresh:
        return say("File d’attente")
    if not console.line:
        return say("Personne n’attend")
    return say.count("{n} personne attend", "{n} personnes attendent", len(console.line))


def stop_words(console: Console, say: Wording) -> tuple[str, Mood, str]:
    """The state of the stop: words, mood, icon."""
    stop = console.view.stop if console.view and console.fresh else ""
    return {
        "open": (say("Accueil ouvert"), "good", "door_open"),
        "finishing": (say("Fermeture en cours"), "warn", "door_closed"),
        "closed": (say("Accueil fermé"), "warn", "door_closed_lock"),
    }.get(stop, (say("État inconnu"), "warn", "help_circle_outline"))  # type: ignore[return-value]


def place(console: Console) -> str:
    view = console.view
    return " · ".join(filter(None, (view.van, view.place))) if view else "Halte"


# --- My desk -------------------------------------------------------------------------------------


def desk_title(console: Console, say: Wording) -> str:
    return say("Bureau {n}", n=console.desk)


def number(console: Console) -> str:
    return str(console.mine.number) if console.mine else ""


def desk_words(console: Console, say: Wording, now: float) -> str:
    """The line under the number: how long, and how often called. What is old says so."""
    mine = console.mine
    if mine is None:
        return _free_words(console, say)
    if not console.fresh:
        return say("Dernier état connu, avant la coupure")
    return " · ".join(filter(None, (_since(say, mine, console.passed(now)), _calls(say, mine))))


def _since(say: Wording, at_desk: DeskTicket, passed: int) -> str:
    n = at_desk.minutes + passed
    return say("depuis {time}", time=minutes(say, n)) if n else say("appelé à l’instant")


def _calls(say: Wording, at_desk: DeskTicket) -> str:
    again = at_desk.calls - 1
    return say.count("appelé encore {n} fois", "appelé encore {n} fois", again) if again > 0 else ""


def _free_words(console: Console, say: Wording) -> str:
    if not console.fresh:
        return ""
    if console.stop == "closed":
        return advice(console, say)
    return (
        say("Votre bureau est libre.") if console.line else say("Votre bureau est libre, personne n’attend.")
    )


def other_desks(console: Console, say: Wording, now: float) -> str:
    """The other desks in one line each."""
    if not console.fresh:
        return ""
    return "\n".join(_other(console, say, d, now) for d in console.others) or say("Autre bureau : libre")


def _other(console: Console, say: Wording, at_desk: DeskTicket, now: float) -> str:
    return say(
        "Bureau {desk} : numéro {number}, {since}",
        desk=at_desk.desk,
        number=at_desk.number,
        topic=topic_label(console, at_desk.topic, say),
        since=_since(say, at_desk, console.passed(now)),
    )


# --- How things are ------------------------------------------------------------------------------


def in_need(console: Console, say: Wording) -> str:
    """Who does not manage at the kiosk; empty while nobody waits for help."""
    if not console.in_need:
        return ""
    return say("Le numéro {n} a besoin d’aide à la borne.", n=console.in_need[0])


def trouble(console: Console, say: Wording, now: float) -> str:
    name = model.trouble(console, now)
    return say(REFUSALS.get(name, OTHER_REFUSAL)) if name else ""
