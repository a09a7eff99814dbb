"""The bill of materials names all that a kiosk is made of, at the versions of the pins, and nothing else."""

from __future__ import annotations

import json
import re
from importlib.metadata import distributions
from pathlib import Path

from kiosk.install.machine import Kind
from kiosk.install.pins import RUN, versions
from kiosk.install.sbom import bill, write
from kiosk.install.wheels import SPARED

ROOT = Path(__file__).parents[3]
PI = Kind.of("aarch64", "3.11")


def test_it_names_what_a_kiosk_needs_at_the_versions_of_the_pins() -> None:
    components = {one["name"]: one for one in bill(PI, distributions())["components"]}
    assert {"kivy", "zeroconf", "cryptography", "spake2", "python-escpos"} <= components.keys()
    assert not {"pytest", "ruff", "mypy", "halte"} & components.keys()
    pinned = versions(ROOT, RUN)
    for name, one in components.items():
        assert one["purl"] == f"pkg:pypi/{name}@{one['version']}"
        assert pinned[name] == one["version"] or name == "pip"  # it may be the interpreter's own


def test_what_is_spared_says_why_and_how_much() -> None:
    components = bill(PI, distributions())["components"]
    spared = {one["name"]: one for one in components if one["scope"] == "excluded"}
    assert spared.keys() <= SPARED.keys()
    assert "requests" in spared
    for one in spared.values():
        why, size = (said["value"] for said in one["properties"])
        assert why == SPARED[one["name"]]
        assert re.fullmatch(r"\d+\.\d MB", size)


def test_the_same_twice_and_no_address_of_a_registry(tmp_path: Path) -> None:
    files = [write(tmp_path / folder, PI) for folder in ("one", "two")]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert json.loads(files[0].read_bytes())["bomFormat"] == "CycloneDX"
    assert b"://" not in files[0].read_bytes()
