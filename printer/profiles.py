"""What each model of printer can do: python-escpos' profiles, and what they do not say.

The library's profiles know columns, dots, code pages, cutter and graphics. They do not say whether a
printer answers questions; the models that are known not to are listed here.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assets.errors import Trouble

GENERIC = "default"

FRENCH_SIGNS = "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ«»’–—…€°²\u00a0"
"""The characters beyond ASCII that French print uses; U+202F is printed as U+00A0 everywhere."""

SILENT = frozenset({"POS-5890", "NT-5890K", "ZJ-5870", "Sunmi-V2", "simple"})
"""Profiles of printers that answer no DLE EOT, by their manuals or by their users' reports."""

_SISTERS = 6  # letters that two names of one series share: "TM-T88"
_DOTS_A_COLUMN = 12  # font A


class UnknownProfile(Trouble):
    """There is no such profile; the message names those that come near."""


@dataclass(frozen=True, slots=True)
class CodePage:
    """`number` is what ESC t is given, `codec` Python's name for the page."""

    name: str
    number: int
    codec: str


@dataclass(frozen=True, slots=True)
class Profile:
    """`columns` in characters of font A, `dots` across the paper, `answers` None where only trying tells."""

    name: str
    columns: int
    dots: int
    page: CodePage
    cuts: bool
    stores_graphics: bool
    epson: bool  # real-time clear, process-id, smoothing
    answers: bool | None


def check(name: str) -> None:
    """Raises UnknownProfile. Nothing is read from disk for "", the generic one."""
    if name and name not in _printers():
        raise _unknown(name, list(_printers()))


@cache
def profile(name: str = "") -> Profile:
    """The profile called `name`; the generic one for "". Raises UnknownProfile."""
    check(name)
    name = name or GENERIC
    return _read(name, _printers()[name])


def of_model(name: str) -> Profile | None:
    """The profile of the model that calls itself `name`, or of its nearest sister: TM-T88V for a TM-T88VI."""
    known = names()
    nearest = max(known, key=lambda one: (_alike(one, name), -len(one)))
    return profile(nearest) if _alike(nearest, name) >= _SISTERS else None


def _alike(one: str, other: str) -> int:
    """How many letters two names begin with in common."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def names() -> list[str]:
    return sorted(_printers())


@cache
def _printers() -> dict[str, Any]:
    """The library's profiles without its customer displays, which have no paper."""
    profiles = _capabilities()["profiles"]
    return {name: facts for name, facts in profiles.items() if "Display" not in facts["name"]}


def _unknown(name: str, known: list[str]) -> UnknownProfile:
    from difflib import get_close_matches

    near = ", ".join(get_close_matches(name, known, 3, 0.3) or [GENERIC])
    return UnknownProfile(
        "Profil d’imprimante inconnu : « {name} ». Essayez plutôt : {near}.", name=name, near=near
    )


def _read(name: str, facts: dict[str, Any]) -> Profile:
    columns = int(facts["fonts"]["0"]["columns"])
    pixels = facts["media"]["width"].get("pixels")
    features, epson = facts["features"], facts["vendor"] == "Epson"
    return Profile(
        name=name,
        columns=columns,
        dots=pixels if isinstance(pixels, int) else columns * _DOTS_A_COLUMN,
        page=_best_page(facts["codePages"]),
        cuts=bool(features["paperFullCut"] or features["paperPartCut"]),
        stores_graphics=bool(features["graphics"]) and epson,
        epson=epson,
        answers=False if name in SILENT else True if epson else None,
    )


def _best_page(pages: dict[str, str]) -> CodePage:
    """The one page with the most of French; the lowest number where a page is listed twice.

    One page for all: a printer told to switch pages within a line costs bytes, and cheap ones get it wrong.
    """
    found = [CodePage(page, int(number), codec) for number, page in pages.items() if (codec := _codec(page))]
    return max(found, key=lambda page: (_score(page.codec), -page.number))


def _codec(page: str) -> str:
    codec: str = _capabilities()["encodings"].get(page, {}).get("python_encode", "")
    return codec


def _score(codec: str) -> int:
    return len(FRENCH_SIGNS.encode(codec, errors="ignore"))


@cache
def _capabilities() -> dict[str, Any]:
    from importlib.resources import files

    text = files("escpos").joinpath("capabilities.json").read_text("utf-8")
    capabilities: dict[str, Any] = json.loads(text)
    return capabilities


@cache
def library() -> Any:
    """The module escpos.printer, imported late because it is slow.

    It reads its capabilities with a YAML parser, and writes a pickle of them for the next time. Here it is
    given that pickle, in a folder that is deleted afterwards: four times as fast, and no file is left.
    """
    import pickle
    import platform
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        pickled = Path(folder, f"{platform.python_version()}.capabilities.pickle")
        pickled.write_bytes(pickle.dumps(_capabilities(), protocol=2))
        later = time.time() + 60
        os.utime(pickled, (later, later))
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = folder
        try:
            import escpos.printer
        finally:
            del os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"]
    return escpos.printer
