"""Which days an agent is offered, and what is said of the two clocks: one row a case."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from assets.wording import typeset, wording
from queue_display.console import days, health, model, words
from queue_display.console.buttons import buttons
from queue_display.console.model import Console
from queue_display.messages import AgentView, Open
from tests.queue_display.agent_views import NOON, TODAY, at_desk, view

say = wording("fr")
DAY = timedelta(days=1)
TOMORROW = TODAY + DAY
ASLEEP = NOON.replace(year=1970)


def at(view: AgentView, here: datetime | None) -> Console:
    return model.seen(model.linked(Console(1), "up", 0.0), view, 0.0, here)


CLOSED = view("closed")
OFFERED: dict[str, tuple[AgentView, datetime | None, tuple[date, ...]]] = {
    "they agree": (CLOSED, NOON, (TODAY,)),
    "they differ": (CLOSED, NOON + DAY, (TODAY, TOMORROW)),
    "they differ, the kiosk is vouched for": (view("closed", vouched=True), NOON + DAY, (TODAY,)),
    "the display is of 1970": (CLOSED, ASLEEP, (TODAY,)),
    "the display is of 2060": (CLOSED, NOON.replace(year=2060), (TODAY,)),
    "the kiosk has no day that can be": (view("closed", day=None, clock=ASLEEP), NOON, (TODAY,)),
    "neither has": (view("closed", day=None, clock=ASLEEP), ASLEEP, ()),
    "the display is in another zone, and in another day there": (
        CLOSED,
        NOON.astimezone(timezone(timedelta(hours=14))),
        (TODAY,),
    ),
}


@pytest.mark.parametrize(("view", "here", "offered"), OFFERED.values(), ids=list(OFFERED))
def test_the_days_that_an_agent_is_offered(
    view: AgentView, here: datetime | None, offered: tuple[date, ...]
) -> None:
    console = at(view, here)
    assert days.offered(console) == offered
    opens = [b.press for b in buttons(console, say, 10.0) if b.place == "free"]
    assert opens == [Open(day) for day in offered or (None,)]


def test_each_of_two_days_is_written_out_on_its_own_button() -> None:
    console = at(CLOSED, NOON + DAY)
    assert days.large(console, say) == typeset(
        "La borne et cet écran n’ont pas le même jour. Lequel est le bon ?"
    )
    assert {b.id: (b.words, b.key) for b in buttons(console, say, 10.0) if b.place == "free"} == {
        "open": (typeset("Ouvrir : lundi 2 mars 2026 (borne)"), "b"),
        "open_here": (typeset("Ouvrir : mardi 3 mars 2026 (cet écran)"), "e"),
    }


def test_the_day_is_large_where_the_stop_opens_and_small_at_any_time() -> None:
    assert days.large(at(CLOSED, NOON), say) == "lundi 2 mars 2026"
    for stop in ("open", "finishing", "closed"):
        console = at(view(stop), NOON)
        assert days.in_sight(console, say, 61.0) == "lundi 2 mars · 12\N{NBSP}h\N{NBSP}01"
        assert days.in_sight(model.linked(console, "lost", 1.0), say, 0.0) == "lundi 2 mars"
        assert bool(days.large(console, say)) is (stop == "closed")
    assert days.in_sight(at(view("closed", day=None), NOON), say, 0.0) == "Jour inconnu · 12\N{NBSP}h"
    assert days.in_sight(Console(1), say, 0.0) == ""


ADVICE = {
    "the kiosk has a day": (CLOSED, NOON, "Ouvrez l’accueil : la borne donnera des tickets."),
    "a day is to be chosen": (CLOSED, NOON + DAY, "Les visites sont comptées pour le jour choisi."),
    "the display has one": (
        view("closed", day=None),
        NOON,
        "La borne n’est pas à l’heure : en ouvrant, elle prend l’heure de cet écran.",
    ),
    "neither has": (
        view("closed", day=None),
        ASLEEP,
        "Ni la borne ni cet ordinateur ne sont à l’heure : mettez cet ordinateur à l’heure.",
    ),
}


@pytest.mark.parametrize(("view", "here", "advice"), ADVICE.values(), ids=list(ADVICE))
def test_what_opening_does_is_said(view: AgentView, here: datetime, advice: str) -> None:
    assert words.desk_words(at(view, here), say, 0.0) == typeset(advice)


RIGHT = "L’heure de la borne est sûre et donne le lundi 2 mars 2026 : mettez cet ordinateur à l’heure."
WRONG = "Cet ordinateur n’est pas à l’heure : mettez-le à l’heure."
COUNTED = (
    "Les visites comptent pour le lundi 2 mars 2026, mais cet écran est au mardi 3 mars 2026. Si la borne se"
    " trompe, fermez l’accueil, puis rouvrez-le."
)
APART = "La borne et cet ordinateur diffèrent de {time} : vérifiez l’heure de cet ordinateur."
MINUTE = timedelta(minutes=1)
SAID: dict[str, tuple[AgentView, datetime | None, str]] = {
    "they agree": (view(), NOON, ""),
    "less than five minutes": (view(), NOON + 5 * MINUTE - timedelta(seconds=1), ""),
    "five minutes ahead": (view(), NOON + 5 * MINUTE, APART.format(time="5 min")),
    "more than an hour behind": (view("closed"), NOON - 65 * MINUTE, APART.format(time="1 h 05")),
    "another zone": (view(), NOON.astimezone(timezone(timedelta(hours=-11))), ""),
    "another day, closed": (CLOSED, NOON + DAY, ""),  # it is asked
    "another day, open": (view(), NOON + DAY, COUNTED),
    "another day, finishing": (view("finishing"), NOON + DAY, COUNTED),
    "another day, vouched for": (view(vouched=True), NOON + DAY, RIGHT),
    "another day, vouched for, closed": (view("closed", vouched=True), NOON - 31 * DAY, RIGHT),
    "another day than the open one, vouched for since": (
        view(day=TOMORROW, vouched=True),
        NOON + DAY,
        RIGHT,
    ),
    "another day than the open one, which was wrong": (
        view(clock=NOON + DAY, vouched=True),
        NOON + DAY,
        COUNTED,
    ),
    "the display is of 1970": (view(), ASLEEP, WRONG),
    "the kiosk is of 1970, the stop closed": (view("closed", day=None, clock=ASLEEP), NOON, ""),
    "the kiosk is of 1970, the stop open": (view(clock=ASLEEP), NOON, ""),
    "a kiosk that tells no clock": (view(clock=None), NOON + DAY, ""),
    "no clock of its own": (view(), None, ""),
}


@pytest.mark.parametrize(("view", "here", "said"), SAID.values(), ids=list(SAID))
def test_what_is_said_of_the_two_clocks(view: AgentView, here: datetime | None, said: str) -> None:
    assert health.clocks(at(view, here), say) == typeset(said)
    assert health.clocks(model.linked(at(view, here), "lost", 1.0), say) == ""


def test_a_stop_that_is_closed_opens_at_a_busy_desk_too_and_a_closing_one_on_its_own_day() -> None:
    for shown in (view("closed", desks=(at_desk(1, 7),)), view("finishing")):
        presses = [b.press for b in buttons(at(shown, NOON + DAY), say, 10.0) if b.id == "open"]
        assert presses == [Open(TODAY)]
