"""What the simulated printer makes of bytes: the slips that come out."""

from __future__ import annotations

from printer.simulator.language import Interpreter
from printer.simulator.models import MODELS
from printer.simulator.paper import Roll, Slip


def fed(data: bytes, model: str = "epson-80") -> Roll:
    """The roll of a simulated printer once it has read `data`."""
    roll = Roll(MODELS[model].dots)
    interpreter = Interpreter(roll, MODELS[model])
    for byte in data:
        interpreter.feed(byte)
    return roll


def slips(data: bytes, model: str = "epson-80") -> list[Slip]:
    """The cut pieces, and what hangs from the printer at the end."""
    roll = fed(data, model)
    return [*roll.slips, *([roll.hanging()] if roll.printed_on else [])]


def slip(data: bytes, model: str = "epson-80") -> Slip:
    (only,) = slips(data, model)
    return only
