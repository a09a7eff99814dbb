"""What is on an agent's console: words and signs, from a `Console`. Pure; French through `say`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from assets.days import hour
from assets.wording import Wording, text
from queue_display import messages
from queue_display.console import model
from queue_display.console.days import advice
from queue_display.console.model import Console
from queue_display.messages import DeskTicket, WaitingTicket

Mood: TypeAlias = Literal["good", "warn", "bad", "unknown"]

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
class Sign:
    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A waiting ticket as a line of the list. `topic` is empty while topics are hidden; `marks` are signs,
    each with a word; `long`: the wait should stand out; `lit`: it was just taken for somebody."""

    number: int
    topic: str
    since: str
    marks: tuple[Sign, ...]
    long: bool
    lit: bool


LONG_WAIT = 45
"""Minutes of waiting from which a wait stands out: three of the quarter hours that a visit usually takes."""


def shown_topic(console: Console, key: str | None, say: Wording) -> str:
    """Its label while topics are shown."""
    return topic_label(console, key, say) if key and console.topics_shown else ""


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
    line = (*console.parked, *console.line) if console.fresh else ()
    return tuple(_row(console, say, waiting, now) for waiting in line)


def _row(console: Console, say: Wording, waiting: WaitingTicket, now: float) -> LineRow:
    waited = waiting.waited + console.passed(now)
    since = minutes(say, waited)
    return LineRow(
        waiting.number,
        shown_topic(console, waiting.topic, say),
        since if waited < LONG_WAIT else say("attend depuis {time}", time=since),
        tuple(_signs(console, say, waiting)),
        waited >= LONG_WAIT,
        waiting.number == console.lit(now),
    )


def _signs(console: Console, say: Wording, waiting: WaitingTicket) -> Iterator[Sign]:
    """Why it is not simply the next in line."""
    if waiting in console.parked:
        yield Sign("account_clock", say("de côté"))
    if waiting.for_desk == console.desk:
        yield Sign("account_arrow_right", say("pour vous"))
    elif waiting.for_desk:
        yield Sign("account_arrow_right", say("bureau {n}", n=waiting.for_desk))
    if waiting.help:
        yield Sign("account_question_outline", say("aide"))
    if waiting.priority:
        yield Sign("star", say("priorité"))
    if waiting.came_back:
        yield Sign("undo_variant", say("2e tour"))


def line_title(console: Console, say: Wording) -> str:
    if not console.fresh:
        return say("File d’attente")
    if not console.line:
        return say("Personne n’attend")
    return say.count("{n} personne attend", "{n} personnes attendent", len(console.line))


def window_title(console: Console, say: Wording) -> str:
    """What the task bar shows while another window is in front."""
    if not console.fresh or not console.line:
        return say("Halte, bureau {n}", n=console.desk)
    return say.count("{n} personne attend – Halte", "{n} personnes attendent – Halte", len(console.line))


def typed(console: Console, say: Wording) -> str:
    """The number that is being typed, and what to do with it."""
    if not console.typed:
        return ""
    return say("Numéro {n} : Entrée pour l’appeler, Échap pour effacer.", n=console.typed)


def stop_words(console: Console, say: Wording) -> tuple[str, Mood, str]:
    """The state of the stop: words, mood, icon."""
    stop = console.view.stop if console.view and console.fresh else ""
    return {
        "open": (say("Accueil ouvert"), "good", "door_open"),
        "finishing": (say("Fermeture en cours"), "warn", "door_closed"),
        "closed": (say("Accueil fermé"), "warn", "door_closed_lock"),
    }.get(stop, (say("État inconnu"), "unknown", "help_circle_outline"))  # type: ignore[return-value]


def place(console: Console) -> str:
    view = console.view
    return " · ".join(filter(None, (view.van, view.place))) if view else "Halte"


# --- My desk -------------------------------------------------------------------------------------


def desk_title(console: Console, say: Wording) -> str:
    return say("Bureau {n}", n=console.desk)


def number(console: Console) -> str:
    return str(console.mine.number) if console.mine else ""


def desk_topic(console: Console, say: Wording) -> str:
    """What my visitor has come for, or that this is hidden."""
    if console.mine is None or console.mine.topic is None:
        return ""
    return shown_topic(console, console.mine.topic, say) or say("Sujets cachés")


def desk_words(console: Console, say: Wording, now: float) -> str:
    """The line under the number: how long, and how often called. What is old says so."""
    mine = console.mine
    if mine is None:
        return _free_words(console, say)
    if not console.fresh:
        return _as_last_known(console, say)
    return " · ".join(filter(None, (_since(say, mine, console.passed(now)), _calls(say, mine))))


def _as_last_known(console: Console, say: Wording) -> str:
    """What is old says so, and since when it may be wrong."""
    at = console.link_here
    if at is None:
        return say("Dernier état connu, avant la coupure")
    return say("Dernier état connu, à {time}", time=hour(at.hour, at.minute, say))


def _since(say: Wording, at_desk: DeskTicket, passed: int) -> str:
    n = at_desk.minutes + passed
    return say("depuis {time}", time=minutes(say, n)) if n else say("appelé à l’instant")


def _calls(say: Wording, at_desk: DeskTicket) -> str:
    again = at_desk.calls - 1
    return say.count("appelé encore {n} fois", "appelé encore {n} fois", again) if again > 0 else ""


def _free_words(console: Console, say: Wording) -> str:
    if not console.fresh:
        return ""
    if console.view and console.view.summary:
        return say("Bonne soirée !")
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
        since=_since(say, at_desk, console.passed(now)),
    )


# --- How things are ------------------------------------------------------------------------------


def in_need(console: Console, say: Wording) -> str:
    """Who does not manage at the kiosk; empty while nobody waits for help."""
    if not console.in_need:
        return ""
    return say("Le numéro {n} a besoin d’aide à la borne.", n=console.in_need[0])


def undo_words(console: Console, say: Wording, now: float) -> str:
    """What can be taken back."""
    undo = console.view.undo if console.view and console.undo_left(now) else None
    return say("Visite du {n} terminée. Vous pouvez annuler.", n=undo.number) if undo else ""


def told(console: Console, say: Wording, now: float) -> str:
    """What this desk's last command did, where the screen does not show it by itself."""
    match model.lately(console, now):
        case messages.HandOver(number, to):
            return _handed_over(console, say, number, to)
        case messages.Park(number):
            return say("Le numéro {n} est mis de côté. Il passera en premier à son retour.", n=number)
        case messages.Take() if console.done_number:
            return say("Ticket {n} pris.", n=console.done_number)
        case messages.TakeBack() if console.mine:
            return say("C’est annulé : le numéro {n} est de nouveau à votre bureau.", n=console.mine.number)
        case _:
            return ""


def _handed_over(console: Console, say: Wording, number: int, to: int) -> str:
    if any(d.desk == to for d in console.others):
        return say("Le bureau {desk} est occupé : le numéro {n} y passera ensuite.", desk=to, n=number)
    return say("Le numéro {n} est passé au bureau {desk}.", n=number, desk=to)


def received(console: Console, say: Wording) -> str:
    """Who was handed over to this desk, first of all who wait."""
    mine = next((w for w in console.line if w.for_desk == console.desk), None) if console.fresh else None
    if mine is None or len(console.other_seats) != 1:
        return ""
    return say("Le bureau {desk} vous passe le numéro {n}.", desk=console.other_seats[0], n=mine.number)


def trouble(console: Console, say: Wording, now: float) -> str:
    name = model.trouble(console, now)
    return say(REFUSALS.get(name, OTHER_REFUSAL)) if name else ""
