"""Text broken into lines; a letter is as wide as any other here."""

from __future__ import annotations

import pytest

from queue_display.windows.text_lines import LEANING, broken, fits


def letters(line: str) -> float:
    return float(len(line))


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("see the file", 12, ["see the file"]),
        ("see the file", 8, ["see the", "file"]),
        ("Saint-Rémy-au-Bois", 12, ["Saint-Rémy-", "au-Bois"]),
        ("Saint-Rémy-au-Bois", 18, ["Saint-Rémy-au-Bois"]),
        ("in /var/lib/halte/halte.day", 16, ["in /var/lib/", "halte/halte.day"]),
        ("serial:///dev/ttyUSB0", 14, ["serial:///", "dev/ttyUSB0"]),
        ("a/ b", 1, ["a/", "b"]),
        ("unbreakable", 4, ["unbreakable"]),
    ],
)
def test_a_word_wider_than_a_line_is_cut_after_hyphens_and_slashes(
    words: str, width: float, lines: list[str]
) -> None:
    assert broken(words, width, letters) == lines


def test_what_is_cut_is_whole_again_without_the_breaks() -> None:
    path = "/var/lib/halte/keys/kiosk/paired.json"
    for width in range(14, 40):
        lines = broken(path, width, letters)
        assert "".join(lines) == path
        assert fits(lines, width, letters)


def test_no_line_ends_on_a_word_that_leans_on_the_next() -> None:
    assert broken("Je préfère ne pas le dire", 14, len, LEANING) == ["Je préfère", "ne pas le dire"]
    assert broken("Je préfère ne pas le dire", 13, len) == ["Je préfère ne", "pas le dire"]


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("Santé et famille", 10, ["Santé", "et famille"]),
        ("Le bureau de la famille", 13, ["Le bureau", "de la famille"]),
    ],
)
def test_making_lines_even_does_not_part_what_has_room_together(
    words: str, width: int, lines: list[str]
) -> None:
    assert broken(words, width, len, LEANING) == lines


def test_where_two_words_have_no_room_on_one_line_they_part() -> None:
    assert broken("Travail et transport", 10, len, LEANING) == ["Travail et", "transport"]
