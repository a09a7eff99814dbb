"""What the suite draws at random: the same each time, so that a test which fails does so again.

    rng = seeds.chance()        drawn from the seed of this run
    rng = seeds.chance(case)    one of several rows of draws, each by its name or number
    rng = seeds.of(seed)        always the same: an example, or what a process is told to draw from

HALTE_SEED=N draws from N instead, and HALTE_SEED=new from a number that nobody chose, which is told at the
end. A sweep (WHOLE=1, or a target of `make`) draws anew by itself. Hypothesis follows (`tests.conftest`).
"""

from __future__ import annotations

import os
import random

NAME = "HALTE_SEED"
USUAL = 2_731_679_740
"""On it two days of the van's year have once gone wrong: a clock behind by a night, and a stop left open."""


def anew() -> int:
    """A seed that nobody chose."""
    return random.SystemRandom().randrange(2**32)


def _of_this_run() -> int:
    """Kept in the environment, so that each process of the run has it."""
    given = os.environ.get(NAME) or ("new" if os.environ.get("WHOLE") else str(USUAL))
    seed = anew() if given == "new" else int(given)
    os.environ[NAME] = str(seed)
    return seed


SEED = _of_this_run()
IS_USUAL = SEED == USUAL


def chance(case: int | float | str | None = None) -> random.Random:
    """The same draws in each run with this seed."""
    if case is None:
        return of(SEED)
    return of(case if IS_USUAL else f"{SEED} {case}")


def of(seed: int | float | str) -> random.Random:
    """The draws of a seed that was given, or of an example that is the same for all."""
    return random.Random(seed)
