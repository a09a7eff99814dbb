"""The kinds of printer that can be simulated: with cutter or without, answering or dumb, wide or narrow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Model:
    """What kind of printer is simulated. `dots` across the paper."""

    name: str = "epson-80"
    dots: int = 576
    cuts: bool = True
    answers: bool = True  # DLE EOT, GS r, GS I
    confirms: bool = True  # GS ( H
    clears: bool = True  # DLE DC4
    stores: bool = True  # graphics in its memory
    says: str = ""  # its name, to GS I


MODELS = {
    model.name: model
    for model in (
        Model(says="TM-T20II"),
        Model("epson-58", 384),
        Model("clone", 504, confirms=False, clears=False, stores=False),
        Model("pos-58", 384, cuts=False, answers=False, confirms=False, clears=False, stores=False),
    )
}
