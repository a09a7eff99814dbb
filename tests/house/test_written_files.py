"""No file that a person would miss is written but by the one function of `assets.files`."""

from __future__ import annotations

import ast

import pytest

from tests.house.arrows import PACKAGES, module, sources

WRITERS = {
    "assets.chime": "makes a sound of the package anew, for who develops Halte",
    "kiosk.record.lock": "a lock is an empty file, which stays",
    "kiosk.install.bundle": "a folder of wheels for a stick, made anew as a whole",
    "kiosk.install.pins": "a list for pip, gone a moment later",
    "kiosk.install.sbom": "a list for a release, made anew by who develops Halte",
    "kiosk.install.versions": "folders, links and a lock of root's, which Halte itself never writes",
    "kiosk.install.wheels": "copies what a wheel is built of, gone a moment later",
    "kiosk.install.steps": "folders of root's and the account's, made once",
    "kiosk.__main__": "opens /dev/null in the place of a pipe that is gone",
    "printer.port.file": "a device",
    "assets.files": "the function itself",
    "assets.ownership": "opens files for the function, for locks and logs, and makes folders",
    "kiosk.technical_log": "lines at the end of a file, which two files bound",
    "printer.simulator.cable": "a link to a simulated serial port",
    "printer.profiles": "a file for a library, gone a moment later",
    "printer.port.simulated": "draws a slip in memory",
    "queue_display.hands.obey": "pictures of a window, for demonstration and tests",
}
"""The files that write in another way, and why they may."""

METHODS = {"write_text", "write_bytes", "mkdir", "symlink_to", "hardlink_to"}
FUNCTIONS = {
    "os.open", "os.mkdir", "os.makedirs", "shutil.copy", "shutil.copyfile", "shutil.move", "os.rename",
    "os.replace", "NamedTemporaryFile", "tempfile.NamedTemporaryFile", "mkstemp", "tempfile.mkstemp",
    "opened_own", "make_own_folder", "link_own",
}  # fmt: skip


def writes(source: str) -> list[str]:
    """Calls that write a file, or make one."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [ast.unparse(call.func) for call in calls if _writes(call)]


def _writes(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    last = name.rpartition(".")[2]
    if name == "os.open":
        flags = ast.unparse(call.args[1]) if len(call.args) > 1 else ""
        return any(flag in flags for flag in ("WRONLY", "RDWR", "CREAT", "how"))
    if last == "open" or name == "os.fdopen":
        place = 1 if name in ("open", "os.fdopen") else 0  # a path's own method is not given the path
        given = [*call.args[place : place + 1], *(k.value for k in call.keywords if k.arg == "mode")]
        return any(set("wax+") & set(str(mode.value)) for mode in given if isinstance(mode, ast.Constant))
    if last == "save":
        return bool(call.args) and name != "self._record.save"
    return name in FUNCTIONS or last in METHODS


def test_nothing_else_writes_files() -> None:
    found = {
        module(file): writing
        for package in PACKAGES
        for file in sources(package)
        if (writing := writes(file.read_text("utf-8")))
    }
    assert {name: calls for name, calls in found.items() if name not in WRITERS} == {}
    assert WRITERS.keys() - found.keys() == set()


@pytest.mark.parametrize(
    "source",
    [
        "output.write_bytes(b'')",
        "file.write_text('', 'utf-8')",
        "open('x', 'w')",
        "open('x', mode='ab')",
        "Path('x').open('wb')",
        "os.open(x, os.O_WRONLY | os.O_CREAT, 0o644)",
        "os.fdopen(handle, 'wb')",
        "folder.mkdir(parents=True)",
        "picture.save(file)",
        "shutil.copy(a, b)",
    ],
)
def test_another_way_to_write_is_found(source: str) -> None:
    assert writes(source)


@pytest.mark.parametrize(
    "source", ["open('x')", "Path('x').open('rb')", "os.open(x, os.O_RDONLY)", "file.read_bytes()"]
)
def test_reading_is_no_writing(source: str) -> None:
    assert not writes(source)
