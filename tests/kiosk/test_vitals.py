"""What has to go on answering, beside what the service's unit promises."""

from __future__ import annotations

import re

import assets
from kiosk.record.log_file import PATIENCE as LOG_PATIENCE
from kiosk.vitals import vitals
from printer.outcome import GIVE_UP
from queue_display.windows.vitals import LONGEST_TURN

UNIT = dict(
    re.findall(r"^(\w+)=(.*)$", assets.path("systemd/halte@.service").read_text("utf-8"), re.MULTILINE)
)


PROMISED = 10.0
"""Seconds."""


class Part:
    async def answer(self) -> None:
        """Not asked here."""

    def renew(self) -> None:
        """Not asked here."""


VITALS = vitals(Part(), Part(), Part(), Part())


def test_the_unit_waits_for_the_first_frame_and_hears_a_child_of_cage() -> None:
    assert (UNIT["Type"], UNIT["NotifyAccess"]) == ("notify", "all")
    assert UNIT["ExecStart"].startswith("/usr/bin/cage ")


def test_each_part_is_made_anew_or_the_process_ended_within_the_time_that_is_promised() -> None:
    assert float(UNIT["WatchdogSec"]) <= PROMISED
    for vital in VITALS:
        assert vital.patience * ((vital.cures or 0) + 1) <= PROMISED, vital.name
        assert vital.patience >= 2 * LONGEST_TURN, f"{vital.name}: a busy machine is not a part that hangs"


def test_a_command_that_holds_the_log_is_no_record_that_hangs() -> None:
    (record,) = (vital for vital in VITALS if vital.name == "record")
    assert record.patience >= LOG_PATIENCE + LONGEST_TURN


def test_a_ticket_that_is_given_up_is_no_printer_that_hangs() -> None:
    (printer,) = (vital for vital in VITALS if vital.name == "printer")
    assert printer.patience > GIVE_UP
    assert printer.cures is None  # no visitor loses the screen to a printer


def test_each_part_has_a_sentence_of_its_own() -> None:
    said = [vital.lost for vital in VITALS]
    assert len(set(said)) == len(VITALS)
    assert all(sentence.endswith(" ne répond plus.") for sentence in said)
