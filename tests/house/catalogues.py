"""The developer's tool for texts: finds them in the code and brings the catalogues up to date (`make texts`).

A text is the literal given to `say(...)`, `say.count(one, many, ...)`, `text(...)`, or to an error derived
from `Trouble`; in Python and in .kv files alike. New ones are added to each catalogue with an empty
translation, lost ones are taken out; no translation is taken from a similar text ("fuzzy").
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import assets
from assets import wording

PACKAGES = ("assets", "kiosk", "printer", "queue_display")

VISITORS = (
    "assets/dayparts.py",
    "kiosk/touchscreen/content/frame.py",
    "kiosk/touchscreen/content/listening.py",
    "kiosk/touchscreen/content/visitors.py",
    "kiosk/touchscreen/content/topics.py",
    "kiosk/touchscreen/content/pager.py",
    "kiosk/touchscreen/content/sheets.py",
    "kiosk/paper.py",
    "assets/days.py",
    "kiosk/touchscreen/voice/discretion.py",
    "kiosk/touchscreen/screens/",
)
"""Where the texts are that visitors read and hear: all that a catalogue in locale/visitors/ holds."""

MsgId: TypeAlias = str | tuple[str, str]
"""A text, or a pair (one, many)."""


@cache
def texts(root: Path) -> dict[MsgId, set[str]]:
    """Every text in the packages under `root`, with the files it is in (relative, "/" between)."""
    found: dict[MsgId, set[str]] = {}
    files = [f for package in PACKAGES for f in _sources(root / package)]
    nodes = [(file, node) for file in files for tree in _trees(file) for node in ast.walk(tree)]
    errors = _troubles([node for _, node in nodes if isinstance(node, ast.ClassDef)])
    for file, node in nodes:
        if isinstance(node, ast.Call):
            for msgid in _said(node, errors):
                found.setdefault(msgid, set()).add(file.relative_to(root).as_posix())
    return found


def visitors_texts(found: dict[MsgId, set[str]]) -> dict[MsgId, set[str]]:
    """Those of `texts` that visitors read or hear on the kiosk."""
    return {
        text: places for text, places in found.items() if any(place.startswith(VISITORS) for place in places)
    }


def _sources(folder: Path) -> list[Path]:
    return sorted(f for f in folder.rglob("*") if f.suffix in (".py", ".kv"))


def read(file: Path, language: str) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def update(file: Path, language: str, found: dict[MsgId, set[str]]) -> int:
    """Make one catalogue hold just the texts `found`; the number of those it does not translate yet."""
    known = read(file, language)
    for gone in [m.id for m in known if m.id and m.id not in found]:
        known.delete(gone)
    for msgid, places in found.items():
        message = known.get(msgid) or known.add(msgid)
        message.locations = [(place, 0) for place in sorted(places)]
    with file.open("wb") as opened:
        write_po(opened, known, width=110, include_lineno=False, sort_output=True)
    return sum(1 for m in known if m.id and not whole(m))


def compiled(file: Path, language: str) -> bytes:
    """The catalogue in the binary form that gettext reads from disk."""
    out = io.BytesIO()
    write_mo(out, read(file, language))
    return out.getvalue()


def whole(message: Message) -> bool:
    """Whether every form of the message is translated."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms)


def _troubles(definitions: list[ast.ClassDef]) -> set[str]:
    """The names of `Trouble` and of every class derived from it, however indirectly."""
    classes = [
        (one.name, {b.id if isinstance(b, ast.Name) else getattr(b, "attr", "") for b in one.bases})
        for one in definitions
    ]
    names = {"Trouble"}
    while grown := {name for name, bases in classes if bases & names} - names:
        names |= grown
    return names


def _trees(file: Path) -> Iterator[ast.AST]:
    text = file.read_text("utf-8")
    if file.suffix == ".py":
        yield ast.parse(text)
        return
    for line in text.splitlines():  # a rule of Kivy's language is "property: expression"
        for source in (line.partition(":")[2].strip(), line.strip()):
            try:
                yield ast.parse(source)
                break
            except SyntaxError:
                continue


def _said(node: ast.Call, errors: set[str]) -> Iterator[MsgId]:
    name, owner = _called(node.func)
    literals = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if name == "count" and owner in ("say", "_say") and len(literals) == 2:
        yield (literals[0], literals[1])
    elif literals and (name in ("say", "_say") or (name in {"text", *errors} and not owner)):
        yield literals[0]


def _called(function: ast.expr) -> tuple[str, str]:
    """The name called, and the name before its dot."""
    if isinstance(function, ast.Attribute):
        owner = function.value
        return function.attr, owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return getattr(function, "id", ""), ""


def main() -> None:
    root = Path(__file__).parents[2]
    whole_ones = [language for language in wording.languages() if language != wording.FRENCH]
    visitors = [language for language in wording.visitors_languages() if language not in wording.languages()]
    all_texts = texts(root)
    for folder, languages, found in (
        ("locale", whole_ones, all_texts),
        ("locale/visitors", visitors, visitors_texts(all_texts)),
    ):
        for language in languages:
            lacking = update(assets.path(f"{folder}/{language}.po"), language, found)
            print(f"{language}: {lacking} texts to translate")  # this is a tool
    click = assets.path("locale/fr/LC_MESSAGES/click.po")
    click.with_suffix(".mo").write_bytes(compiled(click, wording.FRENCH))


if __name__ == "__main__":
    main()
