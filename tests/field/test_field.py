"""What of the field needs no booted system: the README's lines, the page, what is asked for first."""

from __future__ import annotations

import pytest

from tests.field import readme, table
from tests.field.steps import STEPS
from tests.field.table import Outcome
from tests.house.arrows import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_the_installation_is_the_readmes_own_lines() -> None:
    lines = readme.installation(README, "/srv/halte.git")
    assert "git clone /srv/halte.git halte" in lines
    assert "sudo make install" in lines
    assert readme.ADDRESS not in lines


@pytest.mark.parametrize("command", [readme.UPDATE, readme.BACK])
def test_the_readme_names_what_the_field_does_later(command: str) -> None:
    assert readme.said(README, command) == command


def test_a_readme_that_says_otherwise_is_told() -> None:
    with pytest.raises(readme.OtherReadme):
        readme.installation("## On a Raspberry Pi\n\nAsk somebody.\n", "")
    with pytest.raises(readme.OtherReadme):
        readme.said(README, "make magic")


def test_the_page_has_a_row_a_step_and_a_column_a_release() -> None:
    found = {"A": {"one": Outcome("held", "2 s")}, "B": {"one": Outcome("failed", "it\nsaid | no")}}
    found["B"]["two"] = Outcome("not run", "not there")
    rows = table.page(found, "a machine").splitlines()[-4:]
    assert rows == [
        "|  | A | B |",
        "| --- | --- | --- |",
        "| one | 2 s | **failed**: it said / no |",
        "| two | — | **not run**: not there |",
    ]


def test_each_step_has_a_title_of_its_own() -> None:
    assert len({step.title for step in STEPS}) == len(STEPS)


@pytest.mark.parametrize(("measured", "words"), [(0.44, "0.4 s"), (9.94, "9.9 s"), (12.3, "12 s")])
def test_seconds_are_said_as_a_person_would(measured: float, words: str) -> None:
    assert table.seconds(measured) == words
