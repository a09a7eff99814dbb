"""A bounded part of `printer_soak.py`, which runs whole by itself (`make soak`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from printer.outcome import Result
from tests import seeds
from tests.faults.printer_soak import Soak

TICKETS, FAULTS = 100, 4


@pytest.mark.may_block("the profiles are read inside the loop")
async def test_nothing_twice_nothing_late_and_nothing_grows(tmp_path: Path) -> None:
    soak = Soak(seeds.SEED, TICKETS, FAULTS)
    print(f"seed {soak.seed}")
    await soak.run(tmp_path)
    assert (soak.twice(), soak.late(), soak.missing()) == ([], [], 0)
    assert soak.outcomes[Result.PRINTED] >= TICKETS - FAULTS
    assert max(soak.descriptors) == min(soak.descriptors)
    assert soak.memory[-1] - soak.memory[1] < 4_000  # kB
