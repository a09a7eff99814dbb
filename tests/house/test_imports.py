"""The house's plan, read from its sources: who may import whom, and which files are pure."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house import arrows
from tests.house.arrows import PACKAGES, ROOT, imports, module, sources

MAY_IMPORT = {
    "assets": {"assets"},
    "printer": {"printer", "assets"},
    "queue_display": {"queue_display", "assets"},
    "kiosk": {"kiosk", "printer", "queue_display", "assets"},
}

LAYERS: dict[str, arrows.Layers] = {
    "kiosk.touchscreen": (
        {"journey"},
        {"content", "touch", "voice"},
        {"conduct"},
        {"screens"},
    ),
    "queue_display": (
        {"messages", "private_files"},
        {"codec", "trust"},
        {"network"},
        {"link", "pairing"},
        {"hands"},
        {"windows", "sound"},
        {"display"},
        {"console", "board", "referent"},
    ),
}

MOST = {"kiosk.touchscreen": (6, 7), "queue_display": (14, 30)}
"""Rooms and arrows, at most: as many as there are. One more has a reason, which stands in its commit."""

WITH_KIVY = {
    "kiosk.touchscreen": {"screens"},
    "queue_display": {"windows", "hands", "console", "board", "referent"},
}
"""The rooms whose files may import Kivy."""

WITH_KIVY_BESIDES = {"kiosk.start", "kiosk.demo.slip_window"}
"""One waits for the first frame, one is a window that only the demonstration has."""

KNOWN_IN = {
    "sqlite3": "kiosk.record",
    "sqlite_utils": "kiosk.record",
    "escpos": "printer",
    "serial": "printer",
    "usb": "printer",
    "psycopg": "kiosk.fleet.postgres",
    "icalendar": "kiosk.calendar.ics",
    "opening_hours": "kiosk.calendar.osm",
    "recurring_ical_events": "kiosk.calendar.ics",
    "xlsxwriter": "kiosk.spreadsheet",
    "jinja2": "kiosk.report.page",
    "typst": "kiosk.report.pdf",
    "zeroconf": "queue_display.network",
    "websockets": "queue_display.network.wire",
}
"""The one folder or file that imports a library: whoever replaces it finds all of it there."""

PURE_FOLDERS = (
    "kiosk.touchscreen.journey",
    "kiosk.touchscreen.content",
    "kiosk.touchscreen.touch",
    "queue_display.messages",
)
"""Every file in them is pure, those too that are yet to be written."""

PURE_FILES = (
    "assets.days",
    "kiosk.clock",
    "kiosk.queue",
    "kiosk.engine",
    "kiosk.guards",
    "kiosk.timing",
    "kiosk.visits",
    "kiosk.opening",
    "kiosk.stops",
    "kiosk.views",
    "kiosk.wait",
    "kiosk.daylog",
    "kiosk.keep",
    "kiosk.backup.compare",
    "kiosk.paper",
    "kiosk.touchscreen.voice.discretion",
    "kiosk.touchscreen.screens.box",
    "kiosk.touchscreen.screens.pages",
    "printer.ticket",
    "printer.status",
    "queue_display.pairing.code",
    "queue_display.sound.engines",
    "queue_display.board.model",
    "queue_display.referent.model",
    "queue_display.console.buttons",
    "queue_display.console.dialogs",
    "queue_display.console.health",
    "queue_display.console.model",
    "queue_display.console.words",
    "queue_display.windows.text_lines",
    "assets.conditions",
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


# --- Between the packages ------------------------------------------------------------------------


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    wrong = [
        f"{module(file)} imports {name}"
        for file in sources(package)
        for name, _ in imports(file)
        if name.split(".")[0] in MAY_IMPORT.keys() - MAY_IMPORT[package]
    ]
    assert not wrong


DEVELOPERS = {"kiosk.install.needs", "kiosk.install.sbom"}
"""The tools of who develops Halte (`make texts`, `make bundle`, `make sbom`): a van never runs them. Their
libraries are those of the extra `dev`."""


def test_every_library_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = project["optional-dependencies"]
    extras = [line for name, lines in extra.items() if name != "dev" for line in lines]
    declared = {_normal(line) for line in [*project["dependencies"], *extras]}
    tools = {_normal(line) for line in extra["dev"]}
    owners = packages_distributions()
    missing = {
        f"{name.split('.')[0]} (in {module(file)})"
        for package in PACKAGES
        for file in sources(package)
        for name, _ in imports(file)
        if (top := name.split(".")[0]) not in sys.stdlib_module_names | MAY_IMPORT.keys()
        and not {_normal(owner) for owner in owners.get(top, [top])}
        & (declared | (tools if module(file) in DEVELOPERS else set()))
    }
    assert not missing


def _normal(requirement: str) -> str:
    name = "".join(c if c.isalnum() or c in "-_." else " " for c in requirement).split()[0]
    return name.lower().replace("_", "-").replace(".", "-")


# --- Between files, and between rooms ------------------------------------------------------------


def test_no_files_import_each_other_in_a_circle() -> None:
    assert not arrows.circle(arrows.files())


def test_no_rooms_import_each_other_in_a_circle() -> None:
    graph = arrows.files()
    circles = {}
    for folder in arrows.folders(graph):
        rooms = arrows.rooms(graph, folder)
        print(f"{folder}: {len(rooms)} rooms, {arrows.count(rooms)} arrows")
        circles[folder] = arrows.circle(rooms)
    assert len(circles) > len(PACKAGES)
    assert not {folder: found for folder, found in circles.items() if found}


@pytest.mark.parametrize("package", LAYERS)
def test_no_room_imports_back_up(package: str) -> None:
    graph = arrows.rooms(arrows.files(), package)
    assert set(graph) == set().union(*LAYERS[package]), "each room has its layer in LAYERS"
    assert not arrows.upward(graph, LAYERS[package])


@pytest.mark.parametrize("package", MOST)
def test_the_rooms_and_arrows_stay_few(package: str) -> None:
    graph = arrows.rooms(arrows.files(), package)
    rooms, most = MOST[package]
    assert len(graph) <= rooms
    assert arrows.count(graph) <= most


@pytest.mark.parametrize("package", WITH_KIVY)
def test_kivy_is_imported_in_its_rooms_alone(package: str) -> None:
    found = {name.removeprefix(f"{package}.").split(".")[0] for name in arrows.importing("kivy", package)}
    assert found == WITH_KIVY[package]


def test_kivy_is_imported_nowhere_else() -> None:
    found = {name for package in PACKAGES for name in arrows.importing("kivy", package)}
    assert {name for name in found if not name.startswith(tuple(WITH_KIVY))} == WITH_KIVY_BESIDES


@pytest.mark.parametrize("library", KNOWN_IN)
def test_a_library_is_imported_in_one_place(library: str) -> None:
    found = {name for package in PACKAGES for name in arrows.importing(library, package)}
    assert found
    assert not {name for name in found if not f"{name}.".startswith(f"{KNOWN_IN[library]}.")}


# --- Pure files ----------------------------------------------------------------------------------


def pure(root: Path = ROOT) -> list[str]:
    """The modules that promise to be pure: by their folder, by the list, or in their own docstring."""
    return [
        name
        for package in PACKAGES
        for file in sources(package, root)
        if (name := module(file, root)).startswith(PURE_FOLDERS) or name in PURE_FILES or _says_pure(file)
    ]


def _says_pure(file: Path) -> bool:
    said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return re.search(r"\bPure\b", said) is not None


def brought_in(names: list[str], root: Path = ROOT) -> dict[str, str]:
    """Which of IMPURE are loaded when `names` are imported one after the other in a fresh interpreter, and
    by which of them first."""
    program = (
        "import importlib, json, sys\nfound = {}\n"
        f"for name in {names}:\n    importlib.import_module(name)\n"
        f"    for other in {IMPURE}:\n        if other in sys.modules: found.setdefault(other, name)\n"
        "print(json.dumps(found))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    found: dict[str, str] = json.loads(ran.stdout)
    return found


def test_the_plan_names_files_and_folders_that_exist() -> None:
    known = set(arrows.files())
    assert {*PURE_FILES, *PURE_FOLDERS} <= known


def test_pure_files_load_nothing_that_touches_the_world() -> None:
    assert brought_in(pure()) == {}
