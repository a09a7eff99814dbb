"""Which machines Halte is for; whoever has another one is told what to do."""

from __future__ import annotations

import pytest

from kiosk.install.machine import Kind, Unsuited, this_kind


def test_this_one_is_looked_at_as_it_is() -> None:
    this_kind().check()


@pytest.mark.parametrize("machine", ["aarch64", "x86_64"])
@pytest.mark.parametrize("python", [(3, 11), (3, 12), (3, 13)])
def test_those_that_there_are_wheels_for(machine: str, python: tuple[int, int]) -> None:
    Kind(machine, 64, python).check()


@pytest.mark.parametrize(
    "kind",
    [
        Kind("armv7l", 32, (3, 11)),
        Kind("aarch64", 32, (3, 11)),  # a system of 32 bits on a kernel of 64
        Kind("i686", 32, (3, 13)),
        Kind("riscv64", 64, (3, 13)),
    ],
)
def test_another_processor_is_refused_with_what_to_do(kind: Kind) -> None:
    with pytest.raises(Unsuited, match=r"mettez Raspberry Pi OS \(64 bits\)"):
        kind.check()


@pytest.mark.parametrize("python", [(3, 10), (3, 14)])
def test_another_python_is_refused_with_what_to_do(python: tuple[int, int]) -> None:
    with pytest.raises(Unsuited, match="nommez-en un autre"):
        Kind("aarch64", 64, python).check()


@pytest.mark.parametrize("word", ["3", "313", "3.13.1", "2.7", "x"])
def test_a_word_that_is_no_version_is_refused(word: str) -> None:
    with pytest.raises(Unsuited):
        Kind.of("aarch64", word)


def test_a_kind_by_its_words() -> None:
    assert Kind.of("aarch64", "3.13") == Kind("aarch64", 64, (3, 13))
    assert Kind.of("aarch64", "3.13").dotted == "3.13"
