"""The way through the kiosk's screens, as one table. Pure: no clock, window, queue or voice in it.

    step(journey, input, now) -> Transition(journey, effects)

`TABLE` is the specification: an input that its screen does not list is refused by name (`OutOfPlace`) and
changes nothing. What a visitor has changed (size, contrast, language, ...) is gone when the visitor is.
Times are seconds on any steady clock. An arrow bears the name of the input:

    closed ──StopIs──▶ tiles ─┬─Choose──▶ taking ─┬─Took──▶ ticket ──Leave──▶ tiles
                              │                   ├─NotYet──▶ please wait ─┬─Free──▶ taking
                              │                   │                        └─Leave──▶ tiles
                              │                   └─NotTaken──▶ failsafe ──Leave──▶ tiles
                              ├─OpenFamily──▶ family ─┬─Choose──▶ taking
                              │                       └─Leave──▶ tiles
                              ├─Show──▶ languages ──Language──▶ tiles
                              ├─Show──▶ listening ──Leave──▶ tiles
                              ├─Show──▶ hours ──Leave──▶ tiles
                              ├─Show──▶ your data ──Leave──▶ tiles
                              ├─StopIs──▶ closed
                              └─Knock──▶ code ──Code──▶ service

    closed ──Begin──▶ first start ──Show──▶ choosing ──Digit──▶ carrying out ──CodeNotKept──▶ not begun

    service ─┬─ShowPairing──▶ carrying out ─┬─DisplaysFound──▶ signs ──Digit──▶ carrying out
             │                              ├─DisplaysFound──▶ waiting ──Pick──▶ pairing
             │                              │      pairing ──Digit──▶ carrying out
             │                              └─Answered──▶ answer ──Back──▶ service
             ├─Show──▶ displays ──Pick──▶ display ──Revoke──▶ carrying out
             ├─LookOver──▶ carrying out ──LookedOver──▶ machine ──Pick──▶ finding ──Show──▶ machine
             └─Leave──▶ tiles

From each screen a `Tick` leads back to the tiles in the end, or to `closed`, and `Broken` to `failsafe`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from kiosk.touchscreen.journey import agents, listening, visitors
from kiosk.touchscreen.journey.effects import LookAtDisk, LookAtQueue
from kiosk.touchscreen.journey.inputs import (
    Answered,
    Back,
    Begin,
    ByFinger,
    Choose,
    Code,
    CodeKept,
    CodeNotKept,
    Digit,
    DisplaysFound,
    Free,
    Help,
    Input,
    Knock,
    Language,
    Leave,
    Listen,
    LookedOver,
    LookOver,
    NoPaper,
    NotTaken,
    NotYet,
    OnPaper,
    OpenFamily,
    Order,
    OutOfPlace,
    Pick,
    Priority,
    PutOnPaper,
    Revoke,
    Show,
    ShowPairing,
    StopIs,
    Tick,
    Took,
    Touched,
    Turn,
)
from kiosk.touchscreen.journey.row import On, Step, to
from kiosk.touchscreen.journey.state import Journey, Screen, Transition, leave

Table: TypeAlias = Mapping[Screen, On]

_HELPS: Mapping[type[Input], Step] = {
    Help: visitors.switch,
    Listen: listening.listen,
    Show: to(Screen.LANGUAGES, Screen.LISTENING, page=0),
}
_READS: Mapping[type[Input], Step] = {
    **_HELPS,
    Show: to(Screen.LANGUAGES, Screen.LISTENING, Screen.HOURS, Screen.YOUR_DATA, page=0),
}
_CHOOSES: Mapping[type[Input], Step] = {
    Choose: visitors.choose,
    Turn: visitors.turn,
    Priority: visitors.priority,
    Knock: agents.knock,
    StopIs: visitors.closes,
}
"""Where somebody looks at topics, all or those of a family."""
_SHEET = On(
    {
        **_HELPS,
        Turn: visitors.turn,
        PutOnPaper: visitors.put_on_paper,
        Leave: visitors.back,
        Knock: agents.knock,
    },
    patience=90.0,
)
"""What there is to know, to be read at leisure and taken away on paper."""
_DISPLAYS = to(Screen.DISPLAYS, **agents.AFRESH)

TABLE: Table = MappingProxyType(
    {
        Screen.TILES: On(
            {
                **_READS,
                **_CHOOSES,
                OpenFamily: visitors.open_family,
            },
            patience=40.0,
        ),
        Screen.FAMILY: On(
            {
                **_HELPS,
                **_CHOOSES,
                Leave: visitors.all_families,
            },
            patience=40.0,
        ),
        Screen.TAKING: On(
            {
                Took: visitors.took,
                NotTaken: visitors.not_taken,
                NotYet: visitors.not_yet,
                Tick: visitors.give_up,
            },
            patience=None,
            drawn_after=0.4,
        ),
        Screen.PLEASE_WAIT: On(
            {
                **_HELPS,
                Free: visitors.free,
                Leave: leave,
                Knock: agents.knock,
                StopIs: visitors.closes,
            },
            patience=70.0,  # it is over after 60 s, and asks only if a clock stands still
            at_each_tick=(LookAtQueue(),),
        ),
        Screen.TICKET: On(
            {**_HELPS, NoPaper: visitors.no_paper, OnPaper: visitors.on_paper, Leave: leave},
            patience=25.0,
            said_again=12.0,
        ),
        Screen.LANGUAGES: On(
            {
                **_HELPS,
                Turn: visitors.turn,
                Language: visitors.language,
                NoPaper: visitors.no_paper,
                OnPaper: visitors.on_paper,
            },
            patience=30.0,
        ),
        Screen.HOURS: _SHEET,
        Screen.YOUR_DATA: _SHEET,
        Screen.LISTENING: On(
            {
                **_HELPS,
                Turn: visitors.turn,
                Leave: visitors.back,
                NoPaper: visitors.no_paper,
                OnPaper: visitors.on_paper,
            },
            patience=30.0,
        ),
        Screen.CLOSED: On(
            {**_READS, Begin: agents.begin, Knock: agents.knock, StopIs: visitors.opens}, patience=40.0
        ),
        Screen.FAILSAFE: On(
            {**_HELPS, Took: visitors.took, Leave: visitors.again, Knock: agents.knock}, patience=20.0
        ),
        Screen.FIRST_START: On(
            {Show: to(Screen.CHOOSING, typed="", chosen="", differs=False), Leave: leave}, patience=120.0
        ),
        Screen.CHOOSING: On({Digit: agents.choose_digit, Leave: leave}, patience=120.0),
        Screen.NOT_BEGUN: On({Leave: leave}, patience=120.0),
        Screen.CODE: On({Digit: agents.code_digit, Code: agents.code, Leave: leave}, patience=20.0),
        Screen.SERVICE: On(
            {
                ShowPairing: agents.show_pairing,
                Show: _DISPLAYS,
                LookOver: agents.look_over,
                Order: agents.order,
                Leave: leave,
            },
            patience=120.0,
            at_arrival=(LookAtDisk(),),
        ),
        Screen.SIGNS: On({Turn: visitors.turn, Digit: agents.sign, Back: agents.back}, patience=120.0),
        Screen.WAITING: On(
            {Turn: visitors.turn, Pick: agents.pick_waiting, Back: agents.back}, patience=120.0
        ),
        Screen.PAIRING: On({Digit: agents.pairing_digit, Back: agents.unpick}, patience=120.0),
        Screen.DISPLAYS: On(
            {
                ShowPairing: agents.show_pairing,
                Turn: visitors.turn,
                Pick: agents.pick,
                Back: agents.back,
            },
            patience=120.0,
        ),
        Screen.DISPLAY: On({Revoke: agents.revoke, Show: _DISPLAYS}, patience=120.0),
        Screen.MACHINE: On(
            {Turn: visitors.turn, Pick: agents.pick_finding, Back: agents.back}, patience=120.0
        ),
        Screen.FINDING: On(
            {Turn: visitors.turn, Show: to(Screen.MACHINE, picked="", page=0)}, patience=120.0
        ),
        Screen.CARRYING_OUT: On(
            {
                DisplaysFound: agents.found,
                LookedOver: agents.looked_over,
                Answered: agents.answered,
                CodeKept: agents.code_kept,
                CodeNotKept: agents.code_not_kept,
            },
            patience=60.0,
        ),
        Screen.ANSWER: On({ShowPairing: agents.show_pairing, Back: agents.back}, patience=120.0),
    }
)


def step(at: Journey, given: Input, now: float, table: Table = TABLE) -> Transition:
    """What becomes of the journey. Raises `OutOfPlace`; the journey passed in is never changed."""
    given = meant(at, given)
    way = table[at.screen].way(type(given))
    if way is None:
        raise OutOfPlace(at.screen, given)
    after = way(at, given, now)
    if after.journey.screen is at.screen:
        return after
    return Transition(after.journey, after.effects + table[after.journey.screen].at_arrival)


def meant(at: Journey, given: Input) -> Input:
    """While the screen asks whether somebody is there, whatever a finger does only answers: yes."""
    return Touched() if at.asking and isinstance(given, ByFinger) else given
