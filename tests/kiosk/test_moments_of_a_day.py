"""What kiosk, board and paper say at each moment of a van's day, in the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from assets.wording import wording
from kiosk.paper import ticket_text
from kiosk.queue import State, Stop
from kiosk.settings import PlannedStop, Settings
from kiosk.stops import UNSEEN, Doors, VanDay, van_day
from kiosk.touchscreen.content.parts import Facts
from kiosk.touchscreen.content.screens import SCREENS
from kiosk.touchscreen.journey.state import Screen, journey
from kiosk.views import VanFacts, board_view
from queue_display.board import model, words
from queue_display.board.model import Board
from tests.kiosk.fake_van import FakeVan, settings

DAY = date(2026, 11, 23)
ATTIN = PlannedStop(DAY, "Attin", time(9, 30), time(12))
BEUSSENT = PlannedStop(DAY, "Beussent", time(14), time(16))
ATTIN_PM = PlannedStop(DAY, "Attin", time(13, 30), time(15, 30))
CORMONT = PlannedStop(date(2026, 11, 25), "Cormont", time(9), time(12, 30))
ATTIN_AGAIN = PlannedStop(date(2026, 11, 30), "Attin", time(9, 30), time(12))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, DAY.day, hour, minute)


@dataclass(frozen=True)
class Seen:
    """`stops` planned; the stop is `stop` at `now`; the rest as `kiosk.stops.van_day` is told it."""

    now: datetime
    stops: tuple[PlannedStop, ...]
    stop: Stop = Stop.CLOSED
    doors: Doors = UNSEEN
    day_over: bool = False

    @property
    def state(self) -> State:
        return State(DAY, self.stop, day_over=self.day_over)

    @property
    def day(self) -> VanDay:
        return van_day(self.stops, self.state, self.now, self.doors)


SOON = "Nous ouvrons bientôt"
CLOSED = "C’est fermé"
HERE = "Vous pouvez attendre ici."
MORNING = "Aujourd’hui, de 9 h 30 à 12 h."
TO_CORMONT = "Prochain arrêt : Cormont, mercredi 25 novembre, de 9 h à 12 h 30."
THANKS = "Merci de votre visite. À bientôt."
TOWN_HALL = "Demandez nos horaires à la mairie."
KEEP = ("Votre numéro s’affiche ici", "Gardez votre ticket : nous appelons votre numéro.")
CORMONT_ON_PAPER = "mercredi 25 novembre, de 9 h à 12 h 30 : Cormont"
BEUSSENT_ON_PAPER = "lundi 23 novembre, de 14 h à 16 h : Beussent"

BOTH = (ATTIN, BEUSSENT, CORMONT)

MOMENTS: dict[str, tuple[Seen, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    # the moment: what the kiosk says, what the board says, the stops on paper
    "before the stop, at eight": (
        Seen(at(8), BOTH),
        (SOON, MORNING, HERE),
        (SOON, MORNING, HERE),
        (BEUSSENT_ON_PAPER, CORMONT_ON_PAPER),
    ),
    "the agents are five minutes late": (
        Seen(at(9, 35), (ATTIN, CORMONT)),
        (SOON, "Nous avons un peu de retard.", MORNING, HERE),
        (SOON, "Nous avons un peu de retard.", MORNING, HERE),
        (CORMONT_ON_PAPER,),
    ),
    "opened, and shut before the hour: it was a trial": (
        Seen(at(9), (ATTIN, CORMONT), doors=Doors(Stop.CLOSED, at(8, 40), at(8, 45)), day_over=True),
        (SOON, MORNING, HERE),
        (SOON, MORNING, HERE),
        (CORMONT_ON_PAPER,),
    ),
    "open early": (
        Seen(at(9, 20), (ATTIN, CORMONT), Stop.OPEN, Doors(Stop.OPEN, at(9, 20))),
        ("Touchez votre sujet",),
        KEEP,
        (CORMONT_ON_PAPER,),
    ),
    "open, longer than planned": (
        Seen(at(12, 20), BOTH, Stop.OPEN, Doors(Stop.OPEN, at(9, 30))),
        ("Touchez votre sujet",),
        KEEP,
        (BEUSSENT_ON_PAPER, CORMONT_ON_PAPER),
    ),
    "finishing": (
        Seen(at(11, 50), (ATTIN, CORMONT), Stop.FINISHING, Doors(Stop.FINISHING, at(9, 30))),
        (
            "Nous ne donnons plus de tickets",
            "Vous avez un ticket ? Restez : nous appelons votre numéro.",
            TO_CORMONT,
        ),
        (
            "Nous ne donnons plus de tickets",
            "Vous avez un ticket ? Restez : nous appelons votre numéro.",
            TO_CORMONT,
        ),
        (CORMONT_ON_PAPER,),
    ),
    "closed at noon, another stop today": (
        Seen(at(12, 10), BOTH, doors=Doors(Stop.CLOSED, at(9, 30), at(12, 5))),
        (CLOSED, "Prochain arrêt aujourd’hui : Beussent, de 14 h à 16 h."),
        (CLOSED, "Prochain arrêt aujourd’hui : Beussent, de 14 h à 16 h."),
        (BEUSSENT_ON_PAPER, CORMONT_ON_PAPER),
    ),
    "closed before its hour, another stop today": (
        Seen(at(11, 40), BOTH, doors=Doors(Stop.CLOSED, at(9, 30), at(11, 35))),
        (CLOSED, "Prochain arrêt aujourd’hui : Beussent, de 14 h à 16 h."),
        (CLOSED, "Prochain arrêt aujourd’hui : Beussent, de 14 h à 16 h."),
        (BEUSSENT_ON_PAPER, CORMONT_ON_PAPER),
    ),
    "at the second stop, half an hour before": (
        Seen(at(13, 30), BOTH, doors=Doors(Stop.CLOSED, at(9, 30), at(12, 5))),
        (SOON, "Aujourd’hui, de 14 h à 16 h.", HERE),
        (SOON, "Aujourd’hui, de 14 h à 16 h.", HERE),
        (CORMONT_ON_PAPER,),
    ),
    "at noon, and open again at the same place": (
        Seen(at(12, 10), (ATTIN, ATTIN_PM, CORMONT), doors=Doors(Stop.CLOSED, at(9, 30), at(12, 5))),
        (SOON, "Aujourd’hui, de 13 h 30 à 15 h 30.", HERE),
        (SOON, "Aujourd’hui, de 13 h 30 à 15 h 30.", HERE),
        (CORMONT_ON_PAPER,),
    ),
    "after the last stop": (
        Seen(at(12, 10), (ATTIN, CORMONT), doors=Doors(Stop.CLOSED, at(9, 30), at(12, 5)), day_over=True),
        (CLOSED, TO_CORMONT, THANKS),
        (CLOSED, THANKS, TO_CORMONT),
        (CORMONT_ON_PAPER,),
    ),
    "the day is over before the last planned stop": (
        Seen(at(12, 10), BOTH, doors=Doors(Stop.CLOSED, at(9, 30), at(12, 5)), day_over=True),
        (CLOSED, TO_CORMONT, THANKS),
        (CLOSED, THANKS, TO_CORMONT),
        (CORMONT_ON_PAPER,),
    ),
    "nobody came to open, and the hour is over": (
        Seen(at(12, 1), (ATTIN, CORMONT)),
        (CLOSED, TO_CORMONT, THANKS),
        (CLOSED, THANKS, TO_CORMONT),
        (CORMONT_ON_PAPER,),
    ),
    "back at the same place": (
        Seen(at(17), (ATTIN, ATTIN_AGAIN)),
        (CLOSED, "Nous revenons ici lundi 30 novembre, de 9 h 30 à 12 h.", THANKS),
        (CLOSED, THANKS, "Nous revenons ici lundi 30 novembre, de 9 h 30 à 12 h."),
        ("lundi 30 novembre, de 9 h 30 à 12 h : Attin",),
    ),
    "a day without a stop": (
        Seen(at(10), (CORMONT,)),
        (CLOSED, TO_CORMONT),
        (CLOSED, TO_CORMONT),
        (CORMONT_ON_PAPER,),
    ),
    "no stops known": (Seen(at(10), ()), (CLOSED, TOWN_HALL), (CLOSED, TOWN_HALL), ()),
    "after the last stop of all": (
        Seen(at(17), (ATTIN,)),
        (CLOSED, TOWN_HALL, THANKS),
        (CLOSED, THANKS, TOWN_HALL),
        (),
    ),
}

each_moment = pytest.mark.parametrize("moment", MOMENTS)


def plain(*words: str) -> tuple[str, ...]:
    return tuple(text.replace("\N{NBSP}", " ") for words in words for text in words.split("\n") if text)


@each_moment
def test_the_kiosk_says_which_moment_it_is(moment: str) -> None:
    seen, kiosk, _, _ = MOMENTS[moment]
    open_ = seen.stop is Stop.OPEN
    facts = Facts("Agglo Mobile", settings().topics, ("fr",), day=seen.day, phone="03 21 06 66 66")
    shown = SCREENS[Screen.TILES if open_ else Screen.CLOSED](journey("fr", open_=open_), facts)
    said = plain(shown.title, *(line.words for line in shown.lines))
    assert tuple(text for text in said if "03" not in text) == kiosk
    assert open_ or "Téléphone : 03 21 06 66 66" in said
    assert all(line.must for line in shown.lines if line.words != THANKS)


@each_moment
def test_the_board_says_the_same(moment: str) -> None:
    seen, _, board, _ = MOMENTS[moment]
    view = board_view(VanFacts(Settings(), seen.state, FakeVan(settings()).now(), day=seen.day))
    there = model.seen(model.linked(Board(), "up"), view)
    say = wording("fr")
    assert plain(words.headline(there, say), words.advice(there, say)) == board


@each_moment
def test_the_paper_names_the_stops_after_this_one(moment: str) -> None:
    seen, _, _, paper = MOMENTS[moment]
    text = ticket_text(1, 0, seen.now, seen.day.coming, Settings(), wording("fr"))
    assert plain(*text.stops) == paper[: len(text.stops)]
    assert len(text.stops) == min(2, len(paper))


@pytest.mark.parametrize("minute", range(0, 24 * 60, 5))
def test_a_stop_of_today_that_is_not_over_is_never_called_past(minute: int) -> None:
    seen = Seen(at(minute // 60, minute % 60), BOTH)
    left = [stop for stop in seen.stops if stop.day > DAY or seen.now.time() <= stop.closes]
    stop = seen.day.moment.stop
    assert stop == left[0]
