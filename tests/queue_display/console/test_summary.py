"""The day's summary: what of it is shown and kept, and that nothing joins a topic to a length."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from assets.wording import typeset, wording
from queue_display.console import keeping, model, summary
from queue_display.console.dialogs import dialog
from queue_display.console.model import Console, Keep, Opened
from queue_display.messages import AgentView, DaySummary
from tests.queue_display.agent_views import TODAY, view

say = wording("fr")
OVER = DaySummary(TODAY, {"logement": 2, "retraite": 1}, {"15-30": 2, "unknown": 1})


def evening(of_day: DaySummary | None = OVER) -> Console:
    shown: AgentView = msgspec.structs.replace(view("closed"), summary=of_day)
    console = model.seen(model.linked(Console(1), "up", 0.0), shown, 0.0)
    return replace(console, opened=Opened("summary"))


def test_topics_and_lengths_stand_apart() -> None:
    shown = dialog(evening(), say)
    assert shown is not None
    assert (shown.title, shown.text) == ("Bilan du jour", "3 visites")
    topics, lengths = shown.tables
    assert topics.rows == (("Retraite", 1), ("Logement", 2))
    assert lengths.rows == (("de 15 à 30 min", 2), ("durée inconnue", 1))
    assert "Rien ne dit" in shown.below


def test_a_day_on_which_nobody_came_is_said_and_has_nothing_to_keep() -> None:
    shown = dialog(evening(DaySummary(TODAY, {}, {})), say)
    assert shown is not None
    assert (shown.text, shown.tables) == ("Aucune visite aujourd’hui.", ())
    assert [choice.id for choice in shown.choices] == ["back"]


def test_opened_again_the_day_has_no_summary_any_more() -> None:
    console = model.seen(evening(), view("open"), 1.0)
    assert console.opened is None
    assert summary.written(console, say) == ""


def test_what_is_kept_says_the_same_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    text = summary.written(evening(), say)
    file = keeping.keep(text, TODAY, tmp_path)
    assert file.name == "halte-2026-03-02.txt"
    assert file.stat().st_mode & 0o077 == 0
    kept = file.read_text("utf-8-sig")
    assert kept == text
    for line in (
        "Bilan du jour · lundi 2 mars 2026",
        "   2  Logement",
        typeset("Pour vous seulement : ne pas publier."),
    ):
        assert line in kept


def test_it_goes_among_the_documents_where_there_are_any(tmp_path: Path) -> None:
    (tmp_path / keeping.DOCUMENTS).mkdir()
    assert keeping.keep("", date(2026, 1, 1), tmp_path).parent.name == keeping.DOCUMENTS


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "halte-2026-01-01.txt").mkdir()
    with pytest.raises(keeping.NotKept) as told:
        keeping.keep("", date(2026, 1, 1), tmp_path)
    assert "vérifiez" in told.value.said(say)


def test_keeping_asks_nothing_of_the_kiosk() -> None:
    console, asked = model.pressed(evening(), Keep(), 1.0)
    assert (console.opened, asked) == (None, None)
