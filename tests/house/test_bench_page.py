"""The page of measurements says what is not as wanted, before all else, and names no machine."""

from __future__ import annotations

import pytest

from tests.benchmarks.page import Row, met, page


def row(figure: float, ratio: float | None, wanted: str) -> Row:
    yardstick = figure / ratio if ratio else None
    return {
        "name": "start: first frame",
        "figure": figure,
        "unit": "ms",
        "yardstick": yardstick,
        "ratio": ratio,
        "wanted": wanted,
    }


@pytest.mark.parametrize(
    ("figure", "ratio", "wanted", "so"),
    [
        (900.0, 1.6, "<= 1.6", True),
        (900.0, 1.7, "<= 1.6", False),
        (99.0, None, "< 100", True),
        (100.0, None, "< 100", False),
        (5.0, 2.1, "at most 2", False),
        (5.0, 1.0, "the same", None),
        (5.0, None, "", None),
    ],
)
def test_as_wanted(figure: float, ratio: float | None, wanted: str, so: bool | None) -> None:
    assert met(row(figure, ratio, wanted)) is so


def test_what_is_missed_comes_first() -> None:
    written = page([row(961.0, 2.09, "<= 1.6"), row(64.0, None, "< 100")], "x86-64", "1.0")
    assert written.count("first frame") == 3
    assert written.index("## Not as wanted") < written.index(
        "| start: first frame | 961 ms | 459.8 ms | 2.09 |"
    )
    assert "## Not as wanted" not in page([row(64.0, None, "< 100")], "x86-64", "1.0")
