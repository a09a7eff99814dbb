"""The screens on which agents pair a display, or trust it no longer: for the walk over all screens."""

from __future__ import annotations

import asyncio

from assets.checks import CHECKS
from assets.findings import Finding, found, worst_first
from kiosk.touchscreen.journey.inputs import (
    Answered,
    Begin,
    Code,
    CodeNotKept,
    Digit,
    Input,
    Knock,
    LookOver,
    Pick,
    Show,
    ShowPairing,
)
from kiosk.touchscreen.journey.state import DisplayChoice, Screen
from queue_display.messages import Role
from queue_display.pairing.exchange import WrongCode
from tests.kiosk.doctor.machines import VALUES
from tests.kiosk.fake_van import BUREAU_1, FakeDisplay
from tests.ui.kiosk_stage import Stage

FULL = "Le code n’est pas gardé (Aucun espace disponible sur le périphérique) : vérifiez le disque."


def _do(stage: Stage, *inputs: Input) -> None:
    for given in (Knock(), Code(right=True), *inputs):
        assert stage.app.conductor.do(given)


async def signs(stage: Stage) -> None:
    """Which of several is meant: two of four signs are typed."""
    stage.van.pairings.codes = {
        DisplayChoice(f"{n}f9a" * 3, f"Bureau {n}", Role.AGENT): "314159" for n in (1, 2)
    }
    _do(stage, ShowPairing())
    await stage.settle()
    assert stage.app.conductor.at.screen is Screen.SIGNS
    for given in "1f":
        assert stage.app.conductor.do(Digit(given))


async def waiting(stage: Stage) -> None:
    """Two laptops of one name, and others; one did not say what it is. All have the same signs."""
    names = (("Bureau 1", Role.AGENT), ("Bureau 1", Role.AGENT), ("Panneau côté visiteurs", Role.BOARD))
    others = (("Portable de la référente", Role.REFERENT), ("Écran", None))
    stage.van.pairings.codes = {
        DisplayChoice(f"3f9a{number}", name, role): "314159"
        for number, (name, role) in enumerate((*names, *others))
    }
    _do(stage, ShowPairing())
    await stage.settle()
    for given in "3f9a":
        assert stage.app.conductor.do(Digit(given))
    await stage.settle()
    assert stage.app.conductor.at.screen is Screen.WAITING


async def pairing(stage: Stage) -> None:
    """The one with the longest name."""
    await waiting(stage)
    for given in (Pick("3f9a2"), Digit("3"), Digit("1"), Digit("4"), Digit("1")):
        assert stage.app.conductor.do(given)


async def pairing_one_of_two(stage: Stage) -> None:
    await waiting(stage)
    assert stage.app.conductor.do(Pick("3f9a0"))


async def no_displays(stage: Stage) -> None:
    stage.van.pairings.paired = ()
    _do(stage, Show(Screen.DISPLAYS))


def _new(stage: Stage) -> None:
    """A kiosk that nobody has set up."""
    stage.van.first_start.service_code, stage.van.first_start.offered = "", True
    stage.van.close()


async def first_start(stage: Stage) -> None:
    _new(stage)
    assert stage.app.conductor.do(Begin())


async def choosing(stage: Stage) -> None:
    """Typed otherwise the second time."""
    await first_start(stage)
    for given in (Show(Screen.CHOOSING), *map(Digit, "271828271829314")):
        assert stage.app.conductor.do(given)


async def not_begun(stage: Stage) -> None:
    await first_start(stage)
    for given in (Show(Screen.CHOOSING), *map(Digit, "271828271828"), CodeNotKept(FULL)):
        assert stage.app.conductor.do(given)


def _known(stage: Stage) -> None:
    """Two laptops of one name, and a long one."""
    names = (("Bureau 1", "3f9a"), ("Bureau 1", "51b2"), ("Panneau côté visiteurs", "0c77"))
    stage.van.pairings.paired = tuple(FakeDisplay(name, Role.AGENT, start * 3) for name, start in names)
    stage.van.displays = stage.van.pairings.paired[:1]


async def displays(stage: Stage) -> None:
    _known(stage)
    _do(stage, Show(Screen.DISPLAYS))


async def display(stage: Stage) -> None:
    _known(stage)
    _do(stage, Show(Screen.DISPLAYS), Pick("0c77" * 3))


async def carrying_out(stage: Stage) -> None:
    stage.van.pairings.delay = asyncio.Event().wait  # type: ignore[assignment]
    stage.van.pairings.codes = {BUREAU_1: "314159"}
    _do(stage, ShowPairing())
    await stage.settle()
    assert stage.app.conductor.do(Pick(BUREAU_1.identifier))
    for _ in range(6):
        assert stage.app.conductor.do(Digit("1"))


async def answer(stage: Stage) -> None:
    """The longest of the usual answers."""
    await carrying_out(stage)
    stage.app.conductor.do(Answered(str(WrongCode())))


def _machine(stage: Stage, *findings: Finding) -> None:
    stage.van.findings = findings
    _do(stage, LookOver())


async def machine(stage: Stage) -> None:
    """One finding of each check, of all grades."""
    names = {check: list(row.findings)[-1] for check, row in CHECKS.items()}
    _machine(stage, *worst_first(found(check, name, **VALUES) for check, name in names.items()))
    await stage.settle()
    assert stage.app.conductor.at.screen is Screen.MACHINE


async def finding(stage: Stage) -> None:
    """The one with the longest sentences."""
    await machine(stage)
    assert stage.app.conductor.do(Pick("spool"))


AGENTS_SCREENS = (
    machine, finding, signs, waiting, pairing, pairing_one_of_two, no_displays, displays, display,
    carrying_out, answer, first_start, choosing, not_begun,
)  # fmt: skip
