"""Which tests stay together when they are spread over several workers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spread import ROOT, together, unit


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("def test_one() -> None: ...\n", False),
        ('@pytest.fixture(scope="module")\ndef wheel() -> None: ...\n', True),
        ("@cache\ndef read() -> None: ...\n", True),
        ("from tests.house.labels import labels\n", True),
        ("from tests.children import program\n", False),
    ],
)
def test_a_file_that_shares_something_dear_stays_together(text: str, stays: bool, tmp_path: Path) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(text, "utf-8")
    assert together(file) is stays


def test_a_unit_is_one_test_or_one_file() -> None:
    for file, dealt in (("test_wheel.py", "tests/house/test_wheel.py"), ("test_tree.py", "")):
        name = f"tests/house/{file}::test_it[a::b]"
        assert unit(name) == (dealt or name)
    assert (ROOT / "tests/house/labels.py").is_file()
