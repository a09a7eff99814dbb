"""`python -m tests.mutants [WORD]`: switch off each guard whose name has WORD in it; what became of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.switches import SWITCHES, Switch
from tests.mutants.trying import Verdict, copy_of_the_tree, noticed


def main(words: Sequence[str]) -> int:
    wanted = [switch for switch in SWITCHES if all(word in switch.guard for word in words)]
    copies: SimpleQueue[Path] = SimpleQueue()
    workers = os.cpu_count() or 1

    def tried(switch: Switch) -> Verdict:
        copy = copies.get()
        try:
            verdict, by = noticed(copy, switch.changes, switch.tests)
        except ValueError as problem:
            verdict, by = Verdict.UNTRIED, str(problem)
        finally:
            copies.put(copy)
        print(f"{verdict.value:9} {switch.guard}: {by}", flush=True)
        return verdict

    with ExitStack() as opened, ThreadPoolExecutor(workers) as pool:
        for _ in range(workers):
            copies.put(opened.enter_context(copy_of_the_tree()))
        verdicts = list(pool.map(tried, wanted))
    unseen = [verdict for verdict in verdicts if verdict is not Verdict.NOTICED]
    print(f"{len(wanted)} guards, {len(unseen)} of which nobody missed")
    return int(bool(unseen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
