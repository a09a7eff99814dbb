"""The van's machine on an agent's real console: by mouse and by key, the worst first, each finding whole."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from assets.checks import CHECKS
from kiosk.doctor.examination import examine
from queue_display.messages import MachineFinding
from tests.kiosk.doctor.machines import bare, filled
from tests.queue_display.agent_views import view, waiting
from tests.ui.stage import staged


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.may_block("files of a machine made up are read inside the loop, for the test's sake")
async def test_the_machine_is_looked_at_by_mouse_and_by_key(language: str, tmp_path: Path) -> None:
    machine = tuple(MachineFinding.of(finding) for finding in examine(bare(tmp_path)))
    shown = msgspec.structs.replace(view("open", (waiting(1), waiting(2))), machine=machine)
    async with staged("console", language=language, seen=True) as stage:
        window = stage.window
        stage.show(shown)
        await window.touch("machine")
        await window.wait("dialog", text={"fr": "État de la borne", "en": "State of the kiosk"}[language])
        await window.picture(tmp_path / "machine.png")
        await window.touch("choice:finding:touch")
        await window.wait("dialog", text={"fr": "Écran tactile", "en": "Touchscreen"}[language])
        await window.picture(tmp_path / "finding.png")
        await window.touch("choice:back")
        await window.wait("choice:finding:swap")
        await window.key("escape")
        await window.wait("dialog", state="gone")
        await window.key("i")
        await window.key("1")
        await window.wait("dialog_text", text=".*\n.*\n.*")
        assert (tmp_path / "machine.png").stat().st_size > 10_000


async def test_as_many_findings_as_there_are_checks_can_all_be_reached() -> None:
    every = tuple(MachineFinding.of(filled(check, next(iter(row.findings)))) for check, row in CHECKS.items())
    async with staged("console") as stage:
        stage.show(msgspec.structs.replace(view("open"), machine=every))
        await stage.window.touch("machine")
        ids = {one.id for one in await stage.window.ids()}
        assert {f"choice:finding:{check}" for check in CHECKS} | {"choice:back"} <= ids
