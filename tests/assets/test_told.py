"""Text of others: on one line, seen for what it is, and never endless."""

from __future__ import annotations

import pytest

from assets.told import LONGEST, told


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Bureau 1", "Bureau 1"),
        ("  Été  à\tAttin\n", "Été à Attin"),
        ("Bureau 1\n3f9a0c51b27e  referent", "Bureau 1 3f9a0c51b27e referent"),
        ("\x1b[2J\x1b]0;x\x07Bureau", "[2J ]0;x Bureau"),
        ("Bureau\u202e1\u2066\ufeff", "Bureau 1"),
        ("\u2028\u2029\x85\x00", ""),
        ("\ud800x", "x"),
        ("x" * 999, "x" * LONGEST),
    ],
)
def test_it_is_one_line_without_signs_that_nobody_sees(given: str, shown: str) -> None:
    assert told(given) == shown
