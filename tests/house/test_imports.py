"""The house's plan, read from its sources: who may import whom, and which files are pure."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

MAY_IMPORT = {
    "assets": {"assets"},
    "printer": {"printer", "assets"},
    "queue_display": {"queue_display", "assets"},
    "kiosk": {"kiosk", "printer", "queue_display", "assets"},
}

PURE = (
    "kiosk.clock",
    "kiosk.queue",
    "kiosk.engine",
    "kiosk.touchscreen.journey.table",
    "kiosk.touchscreen.journey.agents",
    "kiosk.touchscreen.journey.visitors",
    "kiosk.touchscreen.journey.inputs",
    "kiosk.touchscreen.journey.state",
    "kiosk.touchscreen.content.parts",
    "kiosk.touchscreen.content.frame",
    "kiosk.stops",
    "kiosk.views",
    "kiosk.daylog",
    "kiosk.paper",
    "kiosk.touchscreen.screens.pages",
    "kiosk.touchscreen.voice.discretion",
    "kiosk.touchscreen.content.visitors",
    "kiosk.touchscreen.content.agents",
    "printer.ticket",
    "printer.status",
    "queue_display.messages",
    "queue_display.pairing.code",
    "queue_display.sound.engines",
)

IMPURE = (
    "kivy",
    "serial",
    "usb",
    "escpos",
    "zeroconf",
    "sqlite3",
    "sqlite_utils",
    "asyncio",
    "websockets",
    "ssl",
)


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            yield node.module or ""


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_one_way(package: str) -> None:
    wrong = [
        f"{module(file)} imports {name}"
        for file in sources(package)
        for name in imports(file)
        if name.split(".")[0] in MAY_IMPORT.keys() - MAY_IMPORT[package]
    ]
    assert not wrong


def test_every_library_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {_normal(line) for line in project["dependencies"]}
    owners = packages_distributions()
    missing = {
        f"{name.split('.')[0]} (in {module(file)})"
        for package in MAY_IMPORT
        for file in sources(package)
        for name in imports(file)
        if (top := name.split(".")[0]) not in sys.stdlib_module_names | MAY_IMPORT.keys()
        and not {_normal(owner) for owner in owners.get(top, [top])} & declared
    }
    assert not missing


def _normal(requirement: str) -> str:
    name = "".join(c if c.isalnum() or c in "-_." else " " for c in requirement).split()[0]
    return name.lower().replace("_", "-").replace(".", "-")


def test_the_plan_names_files_that_exist() -> None:
    known = {module(file) for package in MAY_IMPORT for file in sources(package)}
    assert set(PURE) <= known


@pytest.mark.parametrize("name", PURE)
def test_a_pure_file_loads_nothing_that_touches_the_world(name: str) -> None:
    program = f"import sys, {name}; print(*[m for m in {IMPURE} if m in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == ""
