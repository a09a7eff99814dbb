"""Texts that people read, by language: gettext catalogues in locale/*.po; the text in the code is French.

    say = wording("en")
    say("Prenez votre ticket")                                   -> "Take your ticket"
    say.count("{n} personne attend", "{n} personnes attendent", 3)  -> "3 people are waiting"

A .po file dropped into locale/ is a language: nothing is compiled by hand.

Arabic is written without most of its vowels, and nobody understands a voice that lacks them: what is said is
asked of `wording("ar", aloud=True)`, which puts the same text in the form of locale/voice/ar.po.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from gettext import NullTranslations
from pathlib import Path

import assets
from assets import po

FRENCH = "fr"


class Text(str):
    """A French text to be said later, in whatever language is then wanted; made by `text`."""

    __slots__ = ()

    def said(self, say: Callable[..., str]) -> str:
        return say(self)


def text(french: str) -> Text:
    """Mark `french`, a literal, for the catalogues without saying it yet: for tables of texts."""
    return Text(french)


def typeset(french: str) -> str:
    """`french` with the non-breaking spaces that its double signs (; : ! ? « ») ask for.

    Texts in the code are written with plain ones, which an editor shows and a catalogue's translator sees.
    """
    return _BEFORE.sub("\N{NBSP}", _AFTER.sub("«\N{NBSP}", french))


_BEFORE = re.compile(" (?=[;:!?»])")
_AFTER = re.compile("« ")


class Wording:
    """The texts of one language. `language` is a code such as "fr"; a missing text is said in French.

    `voiced`: what a voice reads instead of each; None where it reads the same, and for the eye.
    """

    def __init__(
        self, language: str, texts: NullTranslations, voiced: NullTranslations | None = None
    ) -> None:
        self.language = language
        self._texts, self._voiced = texts, voiced

    def __call__(self, text: str, **values: object) -> str:
        """`text` in this language, `{name}` in it filled from `values`.

        A value with words of its own, as a `Text` or a `Trouble`, is said in this language too.
        """
        return self._typeset(self._texts.gettext(text)).format(**self._said(values))

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        """The form that `n` asks for; `{n}` in it is the number."""
        french = self.language == FRENCH
        form = (one if n < 2 else many) if french else self._texts.ngettext(one, many, n)
        return self._typeset(form).format(n=n, **self._said(values))

    def label(self, written: str) -> str:
        """Words of this language already, as a topic's are: for a voice, in the form that it reads."""
        if self._voiced is None:
            return written
        return self._voiced.gettext(written.replace("\N{NBSP}", " "))

    def _typeset(self, form: str) -> str:
        return typeset(form) if self.language == FRENCH else self.label(form)

    def _said(self, values: dict[str, object]) -> dict[str, object]:
        return {name: self._in_words(value) for name, value in values.items()}

    def _in_words(self, value: object) -> object:
        """Looked up by name: to ask whether a value is of a protocol took most of what a text took."""
        said: Callable[[Wording], str] | None = getattr(value, "said", None)
        return said(self) if said else value


def wording(language: str, *, aloud: bool = False) -> Wording:
    """`aloud`: for a voice. Both are read at once: a touch must not wait for the disk."""
    return _wordings(language)[aloud]


@cache
def _wordings(language: str) -> tuple[Wording, Wording]:
    texts = _catalogue(language)
    return Wording(language, texts), Wording(language, texts, _voiced(language))


@cache
def _codes(folder: str) -> tuple[str, ...]:
    """Languages that have a catalogue in `folder`; looked up once: a touch must not wait for the disk."""
    return tuple(sorted(f.stem for f in assets.path(folder).glob("*.po")))


def languages() -> list[str]:
    """Codes of the languages there are texts for, French first."""
    return [FRENCH, *(code for code in _codes("locale") if code != FRENCH)]


def visitors_languages() -> list[str]:
    """Codes of the languages the kiosk can show: those there are all texts for, then those in
    locale/visitors/, which hold only what visitors read."""
    return [*languages(), *_codes("locale/visitors")]


def language_asked(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for by `--lang`, else by the environment as gettext reads it, else French."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return _known(arguments[place + 1])
        if argument.startswith("--lang="):
            return _known(argument.removeprefix("--lang="))
    said = next(
        (environment[v] for v in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if environment.get(v)), ""
    )
    return _known(said.split(":")[0])


def _known(code: str) -> str:
    """The language of a locale such as "en_GB.UTF-8"; French where there is no catalogue ("C", "de", "")."""
    short = code.split(".")[0].split("_")[0].split("-")[0].lower()
    return short if short in languages() else FRENCH


def _file(language: str) -> Path | None:
    files = (assets.path(f"locale/{folder}{language}.po") for folder in ("", "visitors/"))
    return next((f for f in files if f.is_file()), None)


def _catalogue(language: str) -> NullTranslations:
    file = _file(language) if language != FRENCH else None
    return po.read(file) if file else NullTranslations()


def _voiced(language: str) -> NullTranslations | None:
    """What a voice reads instead of the written texts; None where it reads these, as in French."""
    if language == FRENCH:
        return None
    file = assets.path(f"locale/voice/{language}.po")
    return po.read(file) if file.is_file() else None


TO_AGENTS = wording(FRENCH)
"""What the van tells its agents is said in French. Visitors, and displays, have a language of their own."""
