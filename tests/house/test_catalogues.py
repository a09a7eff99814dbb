"""The texts that people read: none lacks its translation, and each translation fits its text."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir

import assets
from assets.errors import Trouble
from assets.wording import languages, text, visitors_languages, wording
from tests.house import catalogues
from tests.house.catalogues import MsgId

ROOT = Path(__file__).parents[2]
CLICK = assets.path("locale/fr/LC_MESSAGES/click.po")
WHOLE = [language for language in languages() if language != "fr"]
TRANSLATED = [language for language in visitors_languages() if language != "fr"]


def messages(language: str) -> Iterator[Message]:
    folder = "locale" if language in WHOLE else "locale/visitors"
    return (m for m in catalogues.read(assets.path(f"{folder}/{language}.po"), language) if m.id)


def texts() -> dict[MsgId, set[str]]:
    return catalogues.texts(ROOT)


def said(language: str) -> dict[MsgId, set[str]]:
    """The texts that a catalogue has to hold."""
    return texts() if language in WHOLE else catalogues.visitors_texts(texts())


def test_the_languages_are_those_promised() -> None:
    assert (WHOLE, TRANSLATED) == (["en"], ["en", "ar", "uk"])


def forms(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def fields(form: str) -> set[str]:
    return {name.split("!")[0] for _, name, _, _ in string.Formatter().parse(form) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_lacks_its_translation(language: str) -> None:
    whole = {
        m.id if isinstance(m.id, str) else tuple(m.id) for m in messages(language) if catalogues.whole(m)
    }
    lacking = {found: places for found, places in said(language).items() if found not in whole}
    assert not lacking, "run `make texts`, then translate"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_of_a_lost_text_or_a_guess(language: str) -> None:
    found = said(language)
    assert not [
        m.id for m in messages(language) if (m.id if isinstance(m.id, str) else tuple(m.id)) not in found
    ]
    assert not [m.id for m in messages(language) if m.fuzzy]


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_are_filled_with_the_same_values(language: str) -> None:
    wrong = [
        (m.id, form)
        for m in messages(language)
        for form in forms(m.string)
        if form and fields(form) - {"n"} != fields(forms(m.id)[0]) - {"n"}
    ]
    assert not wrong


@pytest.mark.parametrize("language", WHOLE)
def test_a_language_speaks(language: str) -> None:
    say = wording(language)
    assert say("Affiche la version.") != "Affiche la version."
    visits = [say.count("{n} visite", "{n} visites", n) for n in (1, 2)]
    assert visits[0] != visits[1]
    assert say("Tout va bien : {where}.", where=text("les réglages d’origine, sans fichier")).isascii()


def test_french_texts_have_the_apostrophe_of_print() -> None:
    straight = re.compile(r"\w'\w")
    assert not [f for found in said("en") for f in forms(found) if straight.search(f)]


def test_french_double_signs_never_begin_a_line() -> None:
    said = wording("fr")("Prêt ? « {what} » : oui ; non !", what="a : b")
    assert said == "Prêt~? «~a : b~»~: oui~; non~!".replace("~", "\N{NBSP}")
    assert str(Trouble("{file} : rien", file="a : b")) == "a : b~: rien".replace("~", "\N{NBSP}")
    assert wording("en")("No text : of ours") == "No text : of ours"


# --- How the texts are found -----------------------------------------------------------------------


def test_texts_are_found_however_they_are_said(tmp_path: Path) -> None:
    (tmp_path / "kiosk").mkdir()
    (tmp_path / "kiosk" / "a.py").write_text(
        "class Lost(Trouble): pass\nclass Gone(errors.Lost): pass\n"
        'say("un"); self.say("deux" "bis"); self._say("trois", x=1)\n'
        'say.count("{n} a", "{n} b", 2); T = text("quatre")\n'
        'raise Gone("cinq {x}", x=1)\nlog.warning("not this"); say(variable)\n',
        "utf-8",
    )
    (tmp_path / "kiosk" / "b.kv").write_text(
        '<Screen>:\n    words: root.say("six")\n    on_release: app.do(root.say("sept"))\n', "utf-8"
    )
    expected = {"un", "deuxbis", "trois", ("{n} a", "{n} b"), "quatre", "cinq {x}", "six", "sept"}
    assert set(catalogues.texts(tmp_path)) == expected


def test_a_catalogue_is_brought_up_to_date(tmp_path: Path) -> None:
    (tmp_path / "kiosk").mkdir()
    (tmp_path / "kiosk" / "a.py").write_text('say("un"); say("deux")', "utf-8")
    file = tmp_path / "en.po"
    file.write_text(
        'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "un"\nmsgstr "one"\n\nmsgid "old"\nmsgstr "x"\n'
    )
    assert catalogues.update(file, "en", catalogues.texts(tmp_path)) == 1
    known = catalogues.read(file, "en")
    assert (known["un"].string, known["deux"].string) == ("one", "")
    assert "old" not in known


# --- What click says -------------------------------------------------------------------------------

NOT_FOR_PEOPLE = re.compile(
    r"deprecat|declaration|start character|defined twice|Boolean option|No options defined"
    r"|Windows error|Editing failed|Shell completion|Bash|colour|standard stream",
    re.IGNORECASE,
)
"""Said to whoever writes a command wrongly, or by parts of click that are not used here."""


def test_click_is_translated_whole() -> None:
    folder = Path(click.__file__).parent
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    spoken = {found[2] for found in extract_from_dir(folder, [("**.py", "python")], keywords=keywords)}
    known = {m.id if isinstance(m.id, str) else tuple(m.id) for m in catalogues.read(CLICK, "fr") if m.id}
    assert {s for s in spoken if not NOT_FOR_PEOPLE.search(str(s))} <= known


def test_the_compiled_catalogue_is_in_step() -> None:
    assert CLICK.with_suffix(".mo").read_bytes() == catalogues.compiled(CLICK, "fr"), "run `make texts`"


def test_no_text_is_glued_together() -> None:
    """`say(f"…")` and `say("…" + x)` would be looked up with their values in, and never found."""
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for package in catalogues.PACKAGES
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") == "say" or getattr(node.func, "attr", "") in ("say", "_say"))
        and node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not wrong
