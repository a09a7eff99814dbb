"""Each setting reaches something: its field is read outside of `kiosk/settings`, by code that is given it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.settings import values
from tests.house.arrows import ROOT, sources
from tests.house.test_imports import MAY_IMPORT

STRUCTS = {
    kind.__name__: [field.name for field in msgspec.structs.fields(kind)]
    for kind in vars(values).values()
    if isinstance(kind, type)
    and issubclass(kind, msgspec.Struct)
    and kind.__module__ == values.__name__
    and kind.__name__
    not in ("Family", "PackagedTopic", "_Packaged")  # what Halte comes with, which nobody sets
}
FIELDS = {field for fields in STRUCTS.values() for field in fields}
NOT_BY_READERS = {
    ("Settings", "tiles"),
    ("Topic", "icon"),
    ("Topic", "label"),
    ("Topic", "second"),
    ("LogSettings", "keep"),
}
"""Used up in the settings: what is left is `topics`, `Topic.sign`, `Topic.name`, `Topic.second_line` and
`LogSettings.months`."""


def readers() -> list[Path]:
    folder = ROOT / "kiosk" / "settings"
    return [file for package in MAY_IMPORT for file in sources(package) if folder not in file.parents]


def holders(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """The names under which code has a struct: annotated with it, or a setting of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind in (vars(values)[name] for name in STRUCTS):
        for field in msgspec.structs.fields(kind):
            for name in STRUCTS:
                if name in str(field.type):
                    found[name] |= {field.name, field.name.removesuffix("s")}
    for tree in trees:
        for name, annotated in annotated_names(tree):
            for struct in STRUCTS:
                if any(isinstance(n, ast.Name) and n.id == struct for n in ast.walk(annotated)):
                    found[struct] |= {name, f"_{name}"}
    return found


def annotated_names(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation:
            yield node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node.annotation
        elif isinstance(node, ast.FunctionDef) and node.returns:
            yield node.name, node.returns
        elif isinstance(node, ast.comprehension | ast.For) and isinstance(node.target, ast.Name):
            several = node.iter.attr if isinstance(node.iter, ast.Attribute) else ""
            if several in ("stops", "topics"):
                kind = {"stops": "PlannedStop", "topics": "Topic"}[several]
                yield node.target.id, ast.Name(kind)


def read(trees: list[ast.Module]) -> set[tuple[str, str]]:
    """The fields that are read, each with its struct."""
    names = holders(trees)
    found = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        if not isinstance(node, ast.Attribute) or node.attr not in FIELDS:
            continue
        base = node.value
        base = base.func if isinstance(base, ast.Call) else base  # run.settings().van
        of = base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""
        found |= {
            (struct, node.attr) for struct in STRUCTS if of in names[struct] and node.attr in STRUCTS[struct]
        }
    return found


@pytest.fixture(scope="module")
def sourced() -> dict[str, ast.Module]:
    """What is written in each file, with its tree."""
    texts = [file.read_text("utf-8") for file in readers()]
    return {text: ast.parse(text) for text in texts}


def test_every_setting_is_read_by_something(sourced: dict[str, ast.Module]) -> None:
    wanted = {(struct, field) for struct, fields in STRUCTS.items() for field in fields} - NOT_BY_READERS
    assert len(wanted) > 20
    assert not wanted - read([*sourced.values()])


@pytest.mark.long("all sources are read again")
@pytest.mark.parametrize(("struct", "field"), [("PrinterSettings", "logo"), ("Settings", "desks")])
def test_a_setting_that_nothing_reads_is_found(
    sourced: dict[str, ast.Module], struct: str, field: str
) -> None:
    """The two that once reached nothing: without their readers this test finds them again."""
    reads = f".{field}"
    without = [
        ast.parse(text.replace(reads, ".something")) if reads in text else tree
        for text, tree in sourced.items()
    ]
    assert (struct, field) not in read(without)
