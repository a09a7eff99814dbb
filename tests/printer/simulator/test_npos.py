"""A second opinion on ESC/POS: what npos, a public reader of it, made of the same bytes, as recorded.

`records/npos_record.js` made the record; nothing here needs node. Left out are GS ( H, of which npos reads a
byte more than Epson's reference gives it, and ESC i, which it does not know.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import GeneratorType
from typing import Any

import pytest

from printer.encode import encode
from printer.profiles import profile
from printer.simulator.language import Interpreter
from printer.simulator.models import MODELS
from printer.simulator.paper import Roll
from tests.printer.tickets import ENGLISH

RECORDS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("records").joinpath("npos.json").read_text()
)


def interpreter() -> Interpreter:
    return Interpreter(Roll(576), MODELS["epson-80"])


def between_commands(printer: Interpreter) -> bool:
    """Whether the next byte begins something new."""
    return isinstance(printer._reading, GeneratorType) and printer._reading.gi_yieldfrom is None


def named(record: dict[str, Any]) -> str:
    return str(record["name"])


@pytest.mark.parametrize("record", RECORDS, ids=named)
def test_commands_end_where_npos_says_they_end(record: dict[str, Any]) -> None:
    data, printer = bytes.fromhex(record["bytes"]), interpreter()
    assert record["commands"]
    rest = iter(data)
    for name, length in record["commands"]:
        for left in reversed(range(length)):
            printer.feed(next(rest))
            inside = name != "STX" and left > 0
            assert between_commands(printer) is not inside, (name, left)
    assert not list(rest)


@pytest.mark.parametrize("record", RECORDS, ids=named)
def test_the_text_is_the_one_that_npos_reads(record: dict[str, Any]) -> None:
    printer = interpreter()
    for byte in bytes.fromhex(record["bytes"]):
        printer.feed(byte)
    lines = [line for slip in [*printer.roll.slips, printer.roll.hanging()] for line in slip.lines if line]
    assert lines == [line for line in bytes.fromhex(record["text"]).decode("cp1252").split("\n") if line]


def test_the_encoder_still_sends_what_was_judged() -> None:
    (judged,) = (record["bytes"] for record in RECORDS if record["name"] == "ticket in English")
    assert b"".join(encode(ENGLISH, profile("TM-T20II"))).hex() == judged
