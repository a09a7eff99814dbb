"""Who imports whom, read from the sources: files, rooms, and the arrows between them.

A room of a package is what lies directly in its folder: a file, or a folder with all that is in it. An
arrow is one room that imports another, however many of its files do. Every import counts, wherever it
stands: at the top of a file, inside a function, under `if TYPE_CHECKING`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[2]
PACKAGES = ("assets", "printer", "queue_display", "kiosk")

Graph: TypeAlias = dict[str, set[str]]
"""What each file, or each room, imports."""

Layers: TypeAlias = Sequence[set[str]]
"""The rooms of a package, the lowest first. A room imports from the layers below its own, and no other."""


def sources(package: str, root: Path = ROOT) -> list[Path]:
    return sorted((root / package).rglob("*.py"))


def module(file: Path, root: Path = ROOT) -> str:
    return ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path) -> tuple[tuple[str, str], ...]:
    """`import a.b` gives ("a.b", ""), and `from a import b` gives ("a", "b")."""
    return _imports(file.read_text("utf-8"))


@cache
def _imports(source: str) -> tuple[tuple[str, str], ...]:
    return tuple(_imported(ast.parse(source)))


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative: from {'.' * node.level}{node.module or ''} import"
            yield from ((node.module or "", alias.name) for alias in node.names)


def files(root: Path = ROOT) -> Graph:
    """Every module of the four packages, with those of them that it imports."""
    known = {module(file, root): file for package in PACKAGES for file in sources(package, root)}
    return {name: _among(known, file) - {name} for name, file in known.items()}


def _among(known: Mapping[str, Path], file: Path) -> set[str]:
    """Of `known`, what the file imports: with `from a import b` the module a.b if there is one, else a."""
    found = {f"{name}.{part}" if f"{name}.{part}" in known else name for name, part in imports(file)}
    return found & known.keys()


def rooms(graph: Graph, package: str) -> Graph:
    """The rooms of `package` (a name with dots, such as "kiosk.touchscreen"), and what each imports of it."""
    found: Graph = {room: set() for name in graph if (room := _room(name, package))}
    for name, imported in graph.items():
        if room := _room(name, package):
            found[room] |= {other for target in imported if (other := _room(target, package))} - {room}
    return found


def _room(name: str, package: str) -> str:
    """The room of `package` in which a module lies; empty for the package itself and for other places."""
    return name.removeprefix(f"{package}.").split(".")[0] if name.startswith(f"{package}.") else ""


def folders(graph: Graph) -> list[str]:
    """The packages and the folders in them, by their names with dots: all that have rooms."""
    return sorted({name.rpartition(".")[0] for name in graph if "." in name})


def circle(graph: Graph) -> list[str]:
    """Names of which each is imported by the next, the first being the last; empty if there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def count(graph: Graph) -> int:
    return sum(len(imported) for imported in graph.values())


def upward(graph: Graph, layers: Layers) -> list[str]:
    """The arrows that do not lead to a lower layer."""
    height = {room: n for n, layer in enumerate(layers) for room in layer}
    return [
        f"{room} imports {other}"
        for room, imported in sorted(graph.items())
        for other in sorted(imported)
        if height[other] >= height[room]
    ]


def importing(library: str, package: str, root: Path = ROOT) -> set[str]:
    """The modules of `package` that import `library` themselves."""
    return {
        module(file, root)
        for file in sources(package.replace(".", "/"), root)
        if any(name.split(".")[0] == library for name, _ in imports(file))
    }
