"""The configuration of an SD card, held to what it names. That it builds is seen on an arm64 machine."""

from __future__ import annotations

import re

import assets
from kiosk.commands.rows import ROWS
from tests.assets.test_unit import UNIT
from tests.house.arrows import ROOT

CONFIG = assets.path("image/config/halte.yaml").read_text("utf-8")
LAYER = assets.path("image/layer/halte-kiosk.yaml").read_text("utf-8")


def said(field: str) -> str:
    found = re.search(rf"^# {re.escape(field)}: (.*)$", LAYER, re.MULTILINE)
    assert found, field
    return found[1]


def test_the_card_is_made_with_the_layer() -> None:
    assert f"\n  app: {said('X-Env-Layer-Name')}\n" in CONFIG
    assert f"{said('X-Env-Layer-Name')}.yaml" in [file.name for file in assets.path("image/layer").iterdir()]


def test_each_part_that_a_card_may_be_is_a_command_with_a_service() -> None:
    parts = said("X-Env-Var-part-Valid").split(",")
    assert said("X-Env-Var-part") in parts
    assert set(parts) <= {row.name for row in ROWS}
    assert '"halte@$IGconf_halte_part"' in LAYER
    assert UNIT.name == "halte@.service"


def test_it_installs_as_the_readme_does() -> None:
    (target,) = re.findall(r"make -C \S+ (\S+)", LAYER)
    assert f"sudo make {target} " in (ROOT / "README.md").read_text("utf-8")


def test_what_it_unpacks_is_what_it_installs() -> None:
    (folder,) = re.findall(r'tar -x -C "\$1(\S+)"', LAYER)
    assert f"make -C {folder} " in LAYER
