"""The technical log, on every level: no ticket number, topic or hour; and never more than its two files."""

from __future__ import annotations

import ast
import asyncio
import logging
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from kiosk.clock import Clock
from kiosk.keys import Keys
from kiosk.queue import Decision, State
from kiosk.record.record import Record
from kiosk.settings import NetworkSettings, PrinterSettings, Settings, Topic
from kiosk.technical_log import SIZE, file_in, line, technical_log
from kiosk.van import Van
from queue_display.link import DisplayServer
from queue_display.messages import (
    Absent,
    CallNext,
    Cancel,
    Close,
    End,
    Open,
    PutBack,
    Recall,
    Role,
    Take,
)
from queue_display.trust import Trust, keys_folder, pair_locally
from tests.privacy.van_day import dates, files

ROOT = Path(__file__).parents[2]
PACKAGES = ("kiosk", "printer", "queue_display", "assets")

LOGGED = {
    "error.errno": "the system's number of a failure",
    "error.strerror": "the system's words for a failure, which hold no value",
    "aside.name": "halte.sqlite.aside-N",
    "problem": "a WireLost: constant words, or the kind of a failure",
    "parted": "a Parted: one of the link's constants",
    "end": "a WireLost or Malformed: constant words",
    "out": "an OutOfPlace: the kind of an input and the name of a screen",
    "found.address": "a printer's address",
    "failed.cause.name": "the name of a printer's state",
    "engine.name": "the name of a speech program",
    "engine.title": "the name of a program that speaks, with the language of its voice",
    "program.name": "the name of a program that sets the volume",
    "self._programs.pop(0).name": "the name of a sound program",
    "what": "what is wrong with the voice, or what has ended: constant words, without values",
    "part": "the name of a part of the kiosk: see kiosk.parts",
    "command[0]": "the name of a sound program",
    "vital.name": "the name of a part of the kiosk, such as printer",
    "why.name": "the name of a condition, such as record_disk_full",
    "why.values.get('number', '')": "the system's number of a failure",
    "self._what": "what discovery cannot do now: constant words",
}
"""All that is put into log lines, as it stands in the code, and what it is. A new one is added once it is
certain that it can never be, or hold, a number, a topic or an hour."""

KIND = re.compile(r"type\([\w.\[\]]+\).__name__")
"""The kind of a failure may always be logged."""

METHODS = ("debug", "info", "warning", "error", "exception", "critical", "log")


def log_calls() -> Iterator[tuple[str, ast.Call]]:
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    logger = ast.unparse(node.func.value)
                    if node.func.attr in METHODS and logger.strip("_").split(".")[0] in (
                        "log",
                        "logger",
                        "logging",
                    ):
                        yield f"{file.name}:{node.lineno}", node


def test_every_line_is_constant_words_and_harmless_values() -> None:
    calls = list(log_calls())
    assert len(calls) > 15
    for place, call in calls:
        words, *values = call.args
        assert isinstance(words, ast.Constant), f"{place}: the words of a log line are a constant"
        for value in values:
            written = ast.unparse(value)
            assert written in LOGGED or KIND.fullmatch(written), f"{place}: may {written} be logged?"
        assert not [k for k in call.keywords if k.arg == "extra"], place


# --- A day with every logger at DEBUG --------------------------------------------------------------

FIRST = 734_501
TOPICS = ("zibeline", "quetsche")  # words that no other line holds
SETTINGS = Settings(
    printer=PrinterSettings("simulated:"),
    network=NetworkSettings(("127.0.0.1",)),
    topics=tuple(Topic(key, {"fr": f"{key} étiquette"}) for key in TOPICS),
)
HOUR = re.compile(r"\b\d{1,2}\s?[:h]\s?\d{2}\b")


class Everything(logging.Handler):
    """Keeps each record of any logger, on any level, as the technical log writes it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(line(record))


@pytest.fixture
def everything() -> Iterator[Everything]:
    handler, root = Everything(), logging.getLogger()
    known = [root, *(logging.getLogger(name) for name in (*PACKAGES, "websockets", "zeroconf", "asyncio"))]
    levels = [logger.level for logger in known]
    for logger in known:
        logger.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    for logger, level in zip(known, levels, strict=True):
        logger.setLevel(level)


async def day_of_all_commands(data: Path) -> None:
    """Every command there is, some refused, over the real link; then the display goes without a word."""
    kiosk, display = Trust.open(keys_folder(data)), Trust.open(keys_folder(data, Role.AGENT, 1))
    pair_locally(kiosk, display, van="Van", name="Bureau 1", role=Role.AGENT, desk=1)
    came = asyncio.Event()
    server = DisplayServer(
        "Bureau 1", Role.AGENT, 1, trust=display, interfaces=("127.0.0.1",), on_view=lambda view: came.set()
    )
    record = Record.open(data)
    begun = State(record.load(Clock()()).day, next_number=FIRST)
    await record.save(State(begun.day), Decision(begun, ()))
    record.close()
    record = Record.open(data)
    van = Van(SETTINGS, record, Keys(keys_folder(data)))
    try:
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(part.run()) for part in (van, server)]
            async with asyncio.timeout(20):
                await came.wait()
            await all_commands(van, server)
            for task in running:
                task.cancel()
    finally:
        record.close()


async def all_commands(van: Van, agent: DisplayServer) -> None:
    asks: list[msgspec.Struct] = [
        Open(),
        Take(TOPICS[0]),
        Take(TOPICS[1], priority=True),
        Take(TOPICS[0]),
    ]
    asks += [
        CallNext(),
        Recall(FIRST + 1),
        PutBack(FIRST + 1),
        CallNext(),
        Absent(FIRST + 1, back_in_line=True),
    ]
    asks += [
        CallNext(),
        End(FIRST, TOPICS[1]),
        End(FIRST),
        Cancel(FIRST + 2),
        Take("sorcellerie"),
        CallNext(),
    ]
    asks += [Absent(FIRST + 1, back_in_line=False), Close(day_over=True)]
    for ask in asks:
        await agent.ask(ask)  # type: ignore[arg-type]  # each is one of the asks
        if isinstance(ask, Open):
            await van.take(TOPICS[0], priority=False, identifier="a touch of the screen")


@pytest.mark.may_block("records and keys are opened inside the loop, for the test's sake")
async def test_a_day_with_every_logger_at_debug_tells_nothing(tmp_path: Path, everything: Everything) -> None:
    with technical_log(tmp_path):
        for name in PACKAGES:
            logging.getLogger(name).setLevel(logging.DEBUG)
        await day_of_all_commands(tmp_path)
    written = everything.lines + file_in(tmp_path).read_text("utf-8").splitlines()
    print(f"{len(written)} lines")
    assert len(everything.lines) > 10, "nothing was logged: the test saw nothing"
    for said in written:
        assert not HOUR.search(said), said
        for secret in (*TOPICS, "étiquette", "sorcellerie", *map(str, range(FIRST, FIRST + 5))):
            assert secret not in said, said


def test_a_failure_is_told_by_its_kind_and_place_and_not_by_its_words(tmp_path: Path) -> None:
    with technical_log(tmp_path):
        try:
            try:
                raise KeyError("ticket 734501")
            except KeyError as error:
                raise ValueError("zibeline at 09:31") from error
        except ValueError:
            logging.getLogger("kiosk.test").exception("something failed")
        logging.getLogger("websockets.server").error("< TEXT 'zibeline 734501'")
    text = file_in(tmp_path).read_text("utf-8")
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_technical_log.py:" in text
    assert "websockets.server" in text
    assert not re.search("zibeline|734501|09:31", text)


def test_the_files_bear_the_day_and_no_hour(tmp_path: Path) -> None:
    """The date of a file would be the moment of the last fault; also of one that was put aside, full."""
    log = logging.getLogger("kiosk.test")
    folder = tmp_path / "data"
    folder.mkdir()
    with technical_log(folder):
        log.warning("a fault")
        for n in range(6_000):
            log.warning("a fault that comes again and again, with some words to fill the line: %s", n)
    days = {date.fromisoformat(line[:10]) for line in file_in(folder).read_text("utf-8").splitlines()}
    starts = {datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() for day in days}
    when = dates(folder)
    assert when.pop(".") == datetime(2024, 1, 1, tzinfo=UTC).timestamp()
    assert set(when) == {"halte.log", "halte.log.1"}
    assert set(when.values()) <= starts


def test_the_log_never_outgrows_its_two_files(tmp_path: Path) -> None:
    with technical_log(tmp_path):
        log = logging.getLogger("kiosk.test")
        for n in range(12_000):
            log.warning("a fault that comes again and again, with some words to fill the line: %s", n)
    left = files(tmp_path)
    assert set(left) == {"halte.log", "halte.log.1"}
    assert sum(map(len, left.values())) <= 2 * SIZE
    assert b"11999" in left["halte.log"]
