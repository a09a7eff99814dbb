"""What a kiosk is made of, as a bill of materials: CycloneDX 1.6, in JSON. `make sbom`.

Written of what is installed here, by the pins: the same pins, the same bytes. It names what Halte needs, and
what its libraries ask for besides, which a kiosk goes without, with the reason and what that spares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kiosk.install.machine import Kind
from kiosk.install.needs import markers, reached
from kiosk.install.wheels import SPARED

HALTE = "halte"


def bill(kind: Kind, installed: Iterable[Distribution]) -> dict[str, Any]:
    """The bill for machines of this kind. `installed`: Halte and its libraries, among others."""
    known: dict[str, Distribution] = {canonicalize_name(one.name): one for one in installed}
    asked = {name: [Requirement(line) for line in one.requires or ()] for name, one in known.items()}
    names = reached(HALTE, asked, markers(kind)) - {HALTE}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(known[HALTE], "application")},
        "components": [_library(known[name]) for name in sorted(names & known.keys())],
    }


def write(folder: Path, kind: Kind) -> Path:
    """The bill of this environment as a file in `folder`; returns it. Raises OSError."""
    found = bill(kind, distributions())
    file = folder / f"halte-{found['metadata']['component']['version']}.cdx.json"
    folder.mkdir(exist_ok=True)
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return file


def _library(one: Distribution) -> Mapping[str, Any]:
    component = _component(one, "library")
    if why := SPARED.get(canonicalize_name(one.name)):
        spared = [("halte:why", why), ("halte:spares", f"{_size(one) / 1e6:.1f} MB")]
        component["scope"] = "excluded"
        component["properties"] = [{"name": name, "value": value} for name, value in spared]
    else:
        component["scope"] = "required"
    return component


def _component(one: Distribution, kind: str) -> dict[str, Any]:
    name = canonicalize_name(one.name)
    reference = f"pkg:pypi/{name}@{one.version}"
    component: dict[str, Any] = {
        "type": kind, "bom-ref": reference, "name": name, "version": one.version, "purl": reference,
    }  # fmt: skip
    if "License-Expression" in one.metadata:
        component["licenses"] = [{"expression": one.metadata["License-Expression"]}]
    elif said := next(_licences(one), ""):
        component["licenses"] = [{"license": {"name": said}}]
    return component


def _licences(one: Distribution) -> Iterator[str]:
    """In the words of the package's own classifiers, or of its field, if that is a name and no whole text."""
    for classifier in one.metadata.get_all("Classifier") or ():
        if classifier.startswith("License ::"):
            yield classifier.rpartition(" :: ")[2]
    field = one.metadata["License"].strip() if "License" in one.metadata else ""
    if field and "\n" not in field:
        yield field


def _size(one: Distribution) -> int:
    """Bytes of its files, as its own list has them."""
    return sum(file.size or 0 for file in one.files or ())
