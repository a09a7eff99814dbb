"""Catalogues are read as Babel reads them, which writes them."""

from __future__ import annotations

from gettext import c2py
from pathlib import Path

import pytest

import assets
from assets import catalogues, po

FILES = sorted(assets.path("locale").rglob("*.po"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_each_text_is_read_as_babel_reads_it(file: Path) -> None:
    texts = po.read(file)
    known = catalogues.read(file, "fr" if file.stem == "click" else file.stem)
    assert len(known) > 10
    for message in known:
        if not message.id or not catalogues.whole(message):
            continue
        if isinstance(message.id, str):
            assert texts.gettext(message.id) == message.string
        else:
            one, many = message.id
            for n in (0, 1, 2, 3, 5, 11, 21, 100, 102):
                form = message.string[c2py(known.plural_expr)(n)] if message.string else ""
                assert texts.ngettext(one, many, n) == form


HEAD = 'msgid ""\nmsgstr ""\n"Language: xx\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'


def written(tmp_path: Path, body: str) -> po.PoTexts:
    file = tmp_path / "xx.po"
    file.write_text(HEAD + body, "utf-8")
    return po.read(file)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('msgid "a"\nmsgstr "b"\n', "b"),
        ('# by hand\n#: kiosk/x.py\nmsgid ""\n"a"\nmsgstr ""\n"b "\n"c"\n', "b c"),
        ('msgid "a"\nmsgstr "say \\"b\\"\\n\\tc\\\\"\n', 'say "b"\n\tc\\'),
        ('msgid "a"\nmsgstr ""\n', "a"),
        ('#, fuzzy\nmsgid "a"\nmsgstr "guess"\n', "a"),
        ('#, python-format, fuzzy\nmsgid "a"\nmsgstr "guess"\n', "a"),
        ('#~ msgid "a"\n#~ msgstr "gone"\n', "a"),
        ('msgid "other"\nmsgstr "b"\r\n\r\n\n\n\nmsgid "a"\nmsgstr "c"', "c"),
    ],
)
def test_an_entry_however_it_is_written(body: str, said: str, tmp_path: Path) -> None:
    assert written(tmp_path, body).gettext("a") == said


def test_a_number_asks_for_its_form(tmp_path: Path) -> None:
    texts = written(
        tmp_path, 'msgid "{n} jour"\nmsgid_plural "{n} jours"\nmsgstr[0] "one"\nmsgstr[1] "many"\n'
    )
    assert [texts.ngettext("{n} jour", "{n} jours", n) for n in (0, 1, 2)] == ["one", "one", "many"]
    assert [texts.ngettext("x", "xs", n) for n in (1, 2)] == ["x", "xs"]


def test_a_form_that_lacks_leaves_the_text_untranslated(tmp_path: Path) -> None:
    texts = written(tmp_path, 'msgid "jour"\nmsgid_plural "jours"\nmsgstr[0] "one"\nmsgstr[1] ""\n')
    assert texts.ngettext("jour", "jours", 2) == "jours"


@pytest.mark.parametrize("body", ['msgid "a"\nmsgstr oh\n', 'msgid "a"\nmsgstr "b" "\n', "nonsense\n"])
def test_what_is_no_catalogue_is_an_error(body: str, tmp_path: Path) -> None:
    with pytest.raises((ValueError, SyntaxError)):
        written(tmp_path, body)
