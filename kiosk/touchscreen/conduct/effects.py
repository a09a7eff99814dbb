"""What carries out each effect of the journey: one row each."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from kiosk.touchscreen.conduct.facts import Teller
from kiosk.touchscreen.conduct.listening import Listening
from kiosk.touchscreen.conduct.service import Service
from kiosk.touchscreen.conduct.sheets import Sheets
from kiosk.touchscreen.conduct.tickets import Tickets
from kiosk.touchscreen.journey.effects import (
    AnswerKey,
    CheckCode,
    Effect,
    ExamineMachine,
    KeepCode,
    LookAtDisk,
    LookAtQueue,
    LookForDisplays,
    PairDisplay,
    PrintSheet,
    PrintTestTicket,
    RevokeDisplay,
    SayAgain,
    StopKiosk,
    TakeTicket,
)

Carrier: TypeAlias = Callable[[Any], Coroutine[Any, Any, None] | None]
"""Is given the effect. It is done when the call returns, or, of a coroutine, when that has run by itself."""


def carriers(
    tickets: Tickets, service: Service, teller: Teller, sheets: Sheets, listening: Listening
) -> Mapping[type[Effect], Carrier]:
    """The table of effects: the journey's test refuses one that has no row here."""
    return MappingProxyType(
        {
            TakeTicket: tickets.take,
            LookAtQueue: tickets.look,
            PrintSheet: sheets.print,
            SayAgain: listening.say_again,
            AnswerKey: listening.answer,
            CheckCode: service.check,
            KeepCode: service.keep_code,
            LookAtDisk: teller.look_at_disk,
            PrintTestTicket: service.print_test,
            StopKiosk: service.stop,
            LookForDisplays: service.look,
            PairDisplay: service.pair,
            RevokeDisplay: service.revoke,
            ExamineMachine: service.examine,
        }
    )
