"""Catalogues as translators write them (.po files), read with nothing but what Python brings.

    texts = read(Path("locale/en.po"))
    texts.gettext("Annuler")                                            -> "Cancel"
    texts.ngettext("{n} visite", "{n} visites", 3)                      -> "{n} visits"

The format is that of GNU gettext's manual, chapter 3: an entry is msgid, msgid_plural where it counts, msgstr
or msgstr[0], msgstr[1] ..., each a string of C that may go on over several lines. Babel, which writes these
files (`make texts`), brings 34 MB of languages that a van does not speak.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from gettext import NullTranslations, c2py
from pathlib import Path

WORD = re.compile(r'(msgid|msgid_plural|msgstr)(?:\[(\d+)\])? (".*")')

Entry = dict[tuple[str, int], str]
"""What an entry says: by the word and, of a form that counts, its place."""


class PoTexts(NullTranslations):
    """The texts of a catalogue; one that it does not translate is said as it is asked for."""

    def __init__(self, forms: Mapping[str, list[str]], form_of: Callable[[int], int]) -> None:
        super().__init__()
        self._forms = forms
        self._form_of = form_of

    def gettext(self, message: str) -> str:
        return self._forms.get(message, [message])[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self._forms.get(msgid1)
        return forms[self._form_of(n)] if forms else super().ngettext(msgid1, msgid2, n)


def read(file: Path) -> PoTexts:
    """Raises OSError; ValueError or SyntaxError where the file is no catalogue."""
    entries = list(_entries(file.read_text("utf-8")))
    forms = {said["msgid", 0]: _forms(said) for said in entries}
    (head,) = forms.pop("")
    plural = re.search(r"plural=([^;\n]+)", head)
    translated = {text: found for text, found in forms.items() if all(found)}
    return PoTexts(translated, c2py(plural[1] if plural else "n != 1"))


def _forms(said: Entry) -> list[str]:
    places = sorted(place for word, place in said if word == "msgstr")
    return [said["msgstr", place] for place in places]


def _entries(text: str) -> Iterator[Entry]:
    """Each entry that is not marked "fuzzy", a guess which nobody has confirmed."""
    for block in re.split(r"\n\s*\n", text):
        if not re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE):
            said: Entry = {}
            for line in block.splitlines():
                _take(line.strip(), said)
            if said:
                yield said


def _take(line: str, said: Entry) -> None:
    """Take a line into the entry: a word with its string, or more of the string before it."""
    if found := WORD.fullmatch(line):
        said[found[1], int(found[2] or 0)] = ast.literal_eval(found[3])
    elif line.startswith('"'):
        last = next(reversed(said))
        said[last] += ast.literal_eval(line)
    elif line and not line.startswith("#"):
        raise ValueError(line)
