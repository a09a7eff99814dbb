"""A board without a sound: what the agents read of it, and what they do."""

from __future__ import annotations

import msgspec
import pytest

from assets.findings import found
from assets.wording import wording
from queue_display.console import health, model
from queue_display.console.model import Console
from queue_display.console.notices import notices
from queue_display.messages import SILENT, UNSPOKEN, MachineFinding
from tests.queue_display.agent_views import view

say = wording("fr")

TOLD = [
    (SILENT, "Le panneau n’a pas de son\N{NBSP}: appelez à voix haute."),
    (UNSPOKEN, "Le panneau ne parle pas\N{NBSP}: appelez à voix haute."),
]


def at(sound: str, *machine: MachineFinding) -> Console:
    shown = msgspec.structs.replace(view(), board_sound=sound, machine=machine)
    return model.seen(model.linked(Console(1), "up", 0.0), shown, 0.0)


@pytest.mark.parametrize(("sound", "told"), TOLD)
def test_it_has_a_line_and_the_light_of_the_voice(sound: str, told: str) -> None:
    assert [(notice.id, notice.words) for notice in notices(at(sound), say, 0.0)] == [("amiss:voice", told)]
    worst = health.worst(health.lights(at(sound), say))
    assert worst is not None
    assert (worst.id, worst.mood) == ("voice", "warn")


def test_it_comes_before_what_the_kiosks_own_voice_lacks() -> None:
    both = at(SILENT, MachineFinding.of(found("voice", "none")))
    assert [notice.words for notice in notices(both, say, 0.0)] == [TOLD[0][1]]


@pytest.mark.parametrize("sound", ["", "too quiet"])
def test_a_board_that_is_heard_or_says_what_only_a_newer_halte_knows_has_none(sound: str) -> None:
    assert notices(at(sound), say, 0.0) == ()


def test_what_may_be_old_is_not_told() -> None:
    lost = model.linked(at(SILENT), "lost", 1.0)
    assert "amiss:voice" not in {notice.id for notice in notices(lost, say, 1.0)}
