"""What the doctor found, on the real service screen: on the smallest one too no sentence is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assets.checks import CHECKS
from assets.findings import Finding, found
from assets.wording import TO_AGENTS
from kiosk.touchscreen.journey.inputs import Code, Knock, LookOver, Pick, Show
from kiosk.touchscreen.journey.state import Screen
from tests.kiosk.doctor.machines import VALUES
from tests.ui.kiosk_stage import SIZES, Stage, kivy

kivy()

FINDINGS = [found(check, name, **VALUES) for check, row in CHECKS.items() for name in row.findings]


def sentences(finding: Finding) -> set[str]:
    parts = (
        finding.title(TO_AGENTS),
        finding.says(TO_AGENTS),
        finding.means(TO_AGENTS),
        finding.act(TO_AGENTS),
    )
    return {part for part in parts if part}


def drawn(stage: Stage) -> Iterator[str]:
    for widget in stage.screen.message.column.children:
        words: Any = getattr(widget, "words", "")
        yield str(words)


@pytest.mark.parametrize("size", SIZES)
async def test_each_sentence_of_each_finding_comes_to_be_seen(size: str) -> None:
    async with Stage(size) as stage:
        conductor = stage.app.conductor
        for given in (Knock(), Code(True), LookOver()):
            assert conductor.do(given)
        await stage.settle()
        for finding in FINDINGS:
            stage.van.findings = (finding,)
            assert conductor.do(Pick(finding.check))
            seen: set[str] = set()
            for _ in range(3):
                await stage.settle(1)
                seen |= set(drawn(stage))
                if more := conductor.shown.controls.get("more"):
                    conductor.do(more.sends)
            assert sentences(finding) <= seen, f"{finding.check} {finding.name}"
            assert conductor.do(Show(Screen.MACHINE))
        assert stage.van.examined == 1


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_can_be_left_from_each_of_its_pages(size: str) -> None:
    async with Stage(size) as stage:
        conductor = stage.app.conductor
        stage.van.findings = tuple(FINDINGS[:23])
        for given in (Knock(), Code(True), LookOver()):
            assert conductor.do(given)
        await stage.settle()
        for _ in range(stage.screen.pages):
            ids = [button.control.id for button in stage.screen.buttons()]
            assert ids.count("done") == 1
            if "more" in ids:
                await stage.tap("more")
        await stage.tap("done")
        assert conductor.at.screen is Screen.SERVICE
