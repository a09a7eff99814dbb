"""What the suite draws at random comes from `tests.seeds`: no test of it fails once and never again."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests import seeds
from tests.house.arrows import ROOT

SEEDS = ROOT / "tests" / "seeds.py"
NAMES = ("token_hex", "uuid4")
"""What nobody else may have, such as the name of a host: not a draw of what is tested."""


def draws(source: str) -> Iterator[int]:
    """The lines that draw past `tests.seeds`: from `random`, the system, or as Hypothesis likes."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("random" | "secrets"), attr=name)):
                if name not in NAMES:
                    yield node.lineno
            case ast.ImportFrom(module="random" | "secrets"):
                yield node.lineno
            case ast.Import(names=names) if any(n.name in ("random", "secrets") and n.asname for n in names):
                yield node.lineno
            case ast.keyword(arg="derandomize" | "use_true_random", value=value):
                if not (isinstance(value, ast.Constant) and value.value is (node.arg == "derandomize")):
                    yield value.lineno


def test_no_test_draws_past_the_seed_of_the_run() -> None:
    files = [f for f in (ROOT / "tests").rglob("*.py") if f not in (SEEDS, ROOT / "tests" / "conftest.py")]
    past = [f"{f.relative_to(ROOT)}:{line}" for f in files for line in draws(f.read_text("utf-8"))]
    assert past == []


@pytest.mark.parametrize(
    "line",
    [
        "random.Random(4)",
        "random.randrange(2**32)",
        "random.choice(x)",
        "random.SystemRandom()",
        "secrets.randbelow(9)",
        "from random import Random",
        "import random as chance",
        "st.randoms(use_true_random=True)",
        "settings(derandomize=False)",
    ],
)
def test_a_draw_of_ones_own_is_found(line: str) -> None:
    assert list(draws(line)) == [1]


@pytest.mark.parametrize(
    "line", ["rng: random.Random", "rng.random()", "secrets.token_hex(6)", "import random"]
)
def test_what_is_no_draw_is_none(line: str) -> None:
    assert list(draws(line)) == []


FIRST = "from tests import seeds; print(seeds.SEED, seeds.chance().random(), seeds.chance(3).random())"
BY_HYPOTHESIS = "import tests.conftest; from hypothesis import settings; print(settings.default.derandomize)"


def said(code: str, **given: str) -> list[str]:
    """What a run in this environment prints of itself."""
    bare = {name: value for name, value in os.environ.items() if name not in (seeds.NAME, "WHOLE")}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=bare | given, capture_output=True)
    return run.stdout.decode().split()


def test_each_run_draws_the_same_and_a_sweep_or_whoever_wants_anew() -> None:
    usual, seventh = said(FIRST), said(FIRST, HALTE_SEED="7")
    assert usual == said(FIRST)
    assert usual[0] == str(seeds.USUAL)
    assert seventh == said(FIRST, HALTE_SEED="7", WHOLE="1")
    runs = [usual, seventh, said(FIRST, HALTE_SEED="new"), said(FIRST, WHOLE="1")]
    for place in range(3):
        assert len({run[place] for run in runs}) == len(runs)


def test_hypothesis_draws_by_the_same_rule() -> None:
    assert said(BY_HYPOTHESIS) == ["True"]
    assert said(BY_HYPOTHESIS, HALTE_SEED="7") == ["False"]


def test_a_sweep_of_make_draws_anew() -> None:
    assert "\nSWEEP := HALTE_SEED=$${HALTE_SEED:-new} " in (ROOT / "Makefile").read_text("utf-8")
