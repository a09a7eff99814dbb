"""What `halte config show` writes reads back as the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
from hypothesis import given

from kiosk.settings import Settings, as_toml, load
from tests.kiosk.settings.some_settings import some_settings


@hypothesis.settings(max_examples=40)
@given(some_settings())
def test_what_is_shown_reads_back_as_the_same(settings: Settings) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, "halte.toml")
        file.write_text(as_toml(settings), "utf-8", newline="\n")
        assert load(file) == settings


def test_what_halte_comes_with_reads_back_as_the_same(tmp_path: Path) -> None:
    (tmp_path / "halte.toml").write_text(as_toml(load(None)), "utf-8")
    assert load(tmp_path / "halte.toml") == load(None)
