"""Words of the screens in the pages: found by their italics, known by the texts of the code."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import assets
from tests.house import catalogues

_NOT_PROSE = re.compile(r"```.*?```|`[^`]*`|<!--.*?-->", re.DOTALL)
_BULLET = re.compile(r"^\s*\* ", re.MULTILINE)
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_ITALICS = re.compile(r"\*(?=\S)([^*]+?)(?<=\S)\*")
_UNDERLINED = re.compile(r"(?<!\w)_(?=\S)[^_]+(?<=\S)_(?!\w)")


@cache
def known(root: Path) -> set[str]:
    """Every text of the code under `root`, in French, and what the packaged topics are called."""
    texts = {
        text for found in catalogues.texts(root) for text in (found if isinstance(found, tuple) else [found])
    }
    topics = tomllib.loads(assets.path("topics.toml").read_text("utf-8"))["topics"]
    return texts | {topic["label"]["fr"] for topic in topics}


def in_italics(page: str) -> list[str]:
    """The words in italics of a page in Markdown, but for those in code and remarks."""
    return [_one_line(words) for words in _ITALICS.findall(_BOLD.sub("", _prose(page)))]


def faults(page: str, texts: set[str]) -> list[str]:
    """What breaks the convention: words of the screens in italics, just as the code has them, and nothing
    else; none in bold."""
    prose = _prose(page)
    bold = [_one_line(words) for words in _BOLD.findall(prose)]
    rest = _ITALICS.sub("", _BOLD.sub("", prose))
    return [
        *(f"no text of Halte: {words}" for words in in_italics(page) if words not in texts),
        *(f"in bold, not in italics: {words}" for words in bold if _french(words, texts)),
        *(f"italics without asterisks: {words}" for words in _UNDERLINED.findall(rest)),
        *(["an asterisk without its other one"] if "*" in rest else []),
    ]


def _prose(page: str) -> str:
    return _BULLET.sub("- ", _NOT_PROSE.sub("", page))


def _french(words: str, texts: set[str]) -> bool:
    """A text of the code, whatever sign ends it, or a word with a letter that English has not."""
    bare = words.rstrip(".,:;?! ")
    return bare in texts or words in texts or any(c.isalpha() and not c.isascii() for c in words)


def _one_line(words: str) -> str:
    return " ".join(words.split())
