"""The table of guards is true of the code: what is switched off stands there, so do the tests."""

from __future__ import annotations

import pytest

from tests.house.arrows import ROOT
from tests.mutants.switches import SWITCHES, Switch
from tests.mutants.trying import Change


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: switch.guard)
def test_what_is_switched_off_stands_there_once(switch: Switch) -> None:
    for change in switch.changes:
        content = (ROOT / change.file).read_text("utf-8")
        compile(change.applied(content), change.file, "exec")
    assert all((ROOT / test).exists() for test in switch.tests)


def test_each_guard_has_a_name_of_its_own() -> None:
    assert len({switch.guard for switch in SWITCHES}) == len(SWITCHES)


def test_a_change_that_finds_nothing_is_told() -> None:
    with pytest.raises(ValueError, match="0 times"):
        Change("a.py", "not there", "").applied("something else")
