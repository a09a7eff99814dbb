"""The log on the referent's computer, as her window asks for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assets.errors import Trouble
from assets.wording import FRENCH, wording
from kiosk import pulled
from kiosk.referent import LogHere, NotWritten
from kiosk.settings import Settings
from queue_display.referent.model import Act, Overview
from tests.kiosk.record.playing import LOG_FILE, log_bytes
from tests.kiosk.report.logs import example_year

TODAY = date(2026, 2, 3)


class Desk:
    """A log, and what was opened of it."""

    def __init__(self, home: Path) -> None:
        (home / "documents").mkdir()
        self.data, self.opened = home / "data", list[Path]()
        self.log = LogHere(
            self.data, Settings, wording(FRENCH), home / "documents", self.opened.append, lambda: TODAY
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.data.mkdir()
    (made.data / LOG_FILE).write_bytes(log_bytes(example_year().days, tmp_path))
    return made


def test_the_days_and_periods_there_are(desk: Desk) -> None:
    found = desk.log.look()
    assert (found.van, found.visits, found.pulled) == ("Agglo Mobile", 616, None)
    assert [cell.key for cell in found.periods] == ["2025", "2025-T1", "2025-T2", "2025-T3", "2025-T4"]
    assert sum(cell.days for cell in found.periods[1:]) == found.days == found.periods[0].days
    assert not any(cell.settled for cell in found.periods)


def test_a_laptop_without_a_log_has_nothing_yet(tmp_path: Path) -> None:
    assert Desk(tmp_path).log.look() == Overview()


def test_a_copy_says_of_which_van_and_when(tmp_path: Path) -> None:
    made = Desk(tmp_path)
    pulled.keep(made.data, "1f9a" * 8, "Camion du Nord", example_year().days, TODAY)
    found = made.log.look()
    assert (found.van, found.pulled, found.visits) == ("Camion du Nord", TODAY, 616)


@pytest.mark.parametrize(("act", "name"), [(Act.REPORT, "bilan-2025.html"), (Act.SHEET, "bilan-2025.xlsx")])
def test_a_file_is_written_and_opened(desk: Desk, act: Act, name: str) -> None:
    written = Path(desk.log.write("2025", act))
    assert written.name == name
    assert desk.opened == [written]
    before = written.read_bytes()
    assert Path(desk.log.write("2025", act)).read_bytes() == before
    assert all(cell.settled for cell in desk.log.look().periods)


def test_what_cannot_be_is_said(desk: Desk, tmp_path: Path) -> None:
    desk.log.write("2025", Act.REPORT)
    with pytest.raises(Trouble, match="déjà publiées"):
        desk.log.write("2025-T2", Act.REPORT)
    (tmp_path / "documents" / "bilan-2025.xlsx").mkdir()
    with pytest.raises(NotWritten, match="fermez-le s’il est ouvert"):
        desk.log.write("2025", Act.SHEET)
    with pytest.raises(Trouble, match="halte pair"):
        desk.log.pull(lambda part, parts: None)
    assert len(desk.opened) == 1
