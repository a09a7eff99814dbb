"""The kinds of printer that can be simulated: with cutter or without, answering or silent, wide or narrow."""

from __future__ import annotations

from dataclasses import dataclass

PAPER_SPEED = 150
"""Millimetres of paper a second, as Epson states for its TM-T20II."""


@dataclass(frozen=True, slots=True)
class Model:
    """What kind of printer is simulated. `dots` across the paper; `profile` is empty for the generic one."""

    name: str
    dots: int
    profile: str
    cuts: bool = True
    answers: bool = True  # DLE EOT, GS r, GS I
    confirms: bool = True  # GS ( H
    clears: bool = True  # DLE DC4
    stores: bool = True  # graphics in its memory
    says: str = ""  # its name, to GS I


USUAL = Model("epson-80", 576, "TM-T20II", says="TM-T20II")
"""The one that is simulated unless another is named."""

MODELS = {
    model.name: model
    for model in (
        USUAL,
        Model("epson-58", 384, "TM-T20II"),
        Model("clone", 504, "", confirms=False, clears=False, stores=False),
        Model(
            "pos-58", 384, "POS-5890", cuts=False, answers=False, confirms=False, clears=False, stores=False
        ),
    )
}
