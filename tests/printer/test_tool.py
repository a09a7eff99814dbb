"""`halte printer`: what its commands say."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from PIL import Image

from assets.wording import wording
from printer.finder import FoundPrinter
from printer.logo import HEIGHT
from printer.port.simulated import SlipFolder, SlipsNotKept
from printer.simulator.keys import KEYS, help_text, press
from printer.simulator.realtime import Fault
from printer.simulator.simulator import Simulator
from printer.tool import PrinterFailed, list_printers, print_test, show_status

SAY = wording("fr")


def test_status_in_words() -> None:
    said: list[str] = []
    with Simulator() as printer:
        address = f"serial://{printer.path}"
        show_status(address, "TM-T20II", said.append, SAY)
        assert said == [f"{address}  L’imprimante est prête."]
        printer.fail(Fault.COVER_OPEN)
        with pytest.raises(PrinterFailed, match="refermez-le"):
            show_status(address, "TM-T20II", said.append, SAY)


def test_the_test_page_has_every_letter_and_a_ticket() -> None:
    said: list[str] = []
    with Simulator() as printer:
        print_test(f"serial://{printer.path}", "TM-T20II", said.append, SAY)
        pages = [slip.text for slip in printer.slips]
    text = "".join(pages)
    assert all(letter in text for letter in "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ€«»’")
    assert "3 personnes avant vous" in text
    assert len(pages) == 3
    assert [line.rsplit("sur ")[-1] for line in said[1:]] == ["48 colonnes.", "32 colonnes.", "48 colonnes."]
    assert all("confirmé en" in line for line in said[1:])


def test_the_test_prints_the_logo_or_says_why_there_is_none(tmp_path: Path) -> None:
    Image.new("L", (200, 200), 0).save(tmp_path / "logo.png")
    said: list[str] = []
    with Simulator() as printer:
        for logo in (tmp_path / "logo.png", tmp_path / "none.png"):
            print_test(f"serial://{printer.path}", "TM-T20II", said.append, SAY, logo)
        heights = [slip.dots.size[1] for slip in printer.slips]
    assert [with_it - without for with_it, without in zip(heights[:3], heights[3:], strict=True)] == [
        HEIGHT
    ] * 3
    assert [line for line in said if "none.png" in line] == [
        f"Le logo {tmp_path}/none.png n’existe pas\N{NBSP}: corrigez son chemin dans les réglages."
    ]


def test_a_test_without_paper_says_what_to_do() -> None:
    with Simulator() as printer:
        printer.fail(Fault.NO_PAPER)
        with pytest.raises(PrinterFailed, match="mettez un rouleau neuf"):
            print_test(f"serial://{printer.path}", "TM-T20II", print, SAY)


def test_the_list_names_what_was_found_or_what_to_do() -> None:
    said: list[str] = []
    found = [
        FoundPrinter("serial:///dev/ttyS0", "FTDI", "", sure=False),
        FoundPrinter("usb://04b8:0e15", "Epson", ""),
    ]
    list_printers(said.append, SAY, lambda: found)
    assert said == [
        "serial:///dev/ttyS0\tFTDI (adaptateur série\u00a0: une imprimante peut être branchée derrière)",
        "usb://04b8:0e15\tEpson",
    ]
    said.clear()
    list_printers(
        said.append,
        SAY,
        lambda: [FoundPrinter("file:///dev/usb/lp0", "X", "", lasting="usb://04b8?port=1-1")],
    )
    assert said == [
        "file:///dev/usb/lp0\tX",
        "    reste la même si on la rebranche\N{NBSP}: usb://04b8?port=1-1",
    ]
    said.clear()
    list_printers(said.append, SAY, list)
    assert "branchée" in said[0]


def test_each_key_brings_its_fault_and_mends_it() -> None:
    assert {fault for fault, _ in KEYS.values()} == set(Fault)
    with Simulator() as printer:
        for key, (fault, name) in KEYS.items():
            assert name in press(key, printer, SAY)
            assert printer.faults == {fault}
            assert press(key, printer, SAY).endswith("prête")
        assert press("?", printer, SAY) == help_text(SAY)


SIMULATE = """
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from assets.wording import wording
from printer.tool import simulate
say = wording("fr")
simulate(Path(sys.argv[1]), Path(sys.argv[2]), "epson-80", 0, 0, lambda text: print(text, flush=True), say)
"""


@contextmanager
def simulating(folder: Path, stdin: int) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    command = [sys.executable, "-c", SIMULATE, str(folder / "printer"), str(folder / "paper")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=stdin, text=True) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == f"Imprimante simulée\u00a0: serial://{folder}/printer\n"
            yield process, process.stdout
        finally:
            process.kill()


def test_simulate_shows_and_keeps_what_it_prints_until_told_to_end(tmp_path: Path) -> None:
    with simulating(tmp_path, subprocess.DEVNULL) as (process, shown):
        print_test(f"serial://{tmp_path}/printer", "TM-T20II", print, SAY)
        assert shown.readline() == "Halte\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    names = sorted(file.name for file in (tmp_path / "paper").iterdir())
    assert names[:2] == ["ticket-0001.png", "ticket-0001.txt"]
    assert not (tmp_path / "printer").exists()


def test_simulate_ends_on_q_at_a_keyboard(tmp_path: Path) -> None:
    keyboard, terminal = pty.openpty()
    with simulating(tmp_path, terminal) as (process, shown):
        assert shown.readline().startswith("Touches")
        os.write(keyboard, b"pq")
        assert process.wait(10) == 0
        assert "plus de papier" in shown.read()
    for end in (keyboard, terminal):
        os.close(end)


def test_a_folder_with_tickets_is_added_to(tmp_path: Path) -> None:
    for name in ("ticket-0041.png", "ticket-0007.txt", "other-0099.png"):
        (tmp_path / name).write_bytes(b"mine")
    with Simulator() as printer:
        print_test(f"serial://{printer.path}", "TM-T20II", print, SAY)
        slip = printer.slips[0]
    with contextlib.closing(SlipFolder(tmp_path)) as kept:
        kept.keep(slip)
    assert (tmp_path / "ticket-0041.png").read_bytes() == b"mine"
    assert sorted(file.name for file in tmp_path.glob("ticket-0042.*")) == [
        "ticket-0042.png",
        "ticket-0042.txt",
    ]


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SlipsNotKept, match="donnez-en un autre"):
        SlipFolder(tmp_path / "file" / "slips")
