"""`python -m tests.field [--write] [RELEASE ...]`: run the steps, print what they find, keep pictures."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.field import arm64, results, trees
from tests.field.devices import lay_out
from tests.field.furniture import downloads, furnish, network
from tests.field.machine import Booted, NotShown
from tests.field.monitor import monitor
from tests.field.readme import OtherReadme
from tests.field.steps import STEPS, Act
from tests.field.table import Outcome, page, seconds
from tests.field.trial import NotYet, Trial

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "field.md"
MACHINE = (
    "x86-64, {cores} cores with a load of {load:.0f} meanwhile, no graphics card, one kernel for all systems"
)

ADDRESS = "/srv/halte.git"
"""Where the systems clone from, in them."""


def main(arguments: Sequence[str]) -> int:
    wanted = [word for word in arguments if not word.startswith("-")] or list(trees.RELEASES)
    try:
        trees.check()
        found = [run(release) for release in wanted]
    except trees.FieldLacks as lacks:
        print(lacks, file=sys.stderr)
        return 1
    if "--write" in arguments:
        write()
    return int(any(outcome.verdict == "failed" for of in found for outcome in of.values()))


def write() -> None:
    """The page, of what was found last on each system."""
    found = {name: results.newest(release) for release, name in (trees.RELEASES | arm64.RELEASES).items()}
    known = {name: of for name, of in found.items() if of}
    PAGE.write_text(page(known, MACHINE.format(cores=os.cpu_count(), load=os.getloadavg()[2])), "utf-8")


def run(release: str) -> results.Found:
    """What each step found, by its title; without those that were not reached."""
    found: results.Found = {}
    begun = time.monotonic()
    with site(release) as trial:
        for step in STEPS:
            found[step.title] = outcome = _tried(trial, step.act)
            print(f"{release:9} {outcome.verdict:8} {step.title}: {outcome.words}", flush=True)
            results.keep(release, found)
            if step.needed and outcome.verdict == "failed":
                break
    found["All of it"] = Outcome("held", seconds(time.monotonic() - begun))
    results.keep(release, found)
    return found


def _tried(trial: Trial, act: Act) -> Outcome:
    try:
        return Outcome("held", act(trial))
    except NotYet as not_yet:
        return Outcome("not run", str(not_yet))
    except (NotShown, OtherReadme, OSError, subprocess.SubprocessError) as failed:
        with suppress(OSError):
            trial.keep_picture("failed")
        return Outcome("failed", str(failed))


@contextmanager
def site(release: str) -> Iterator[Trial]:
    """A bare system of that release, booted, with its network, monitor and technician."""
    with ExitStack() as stack:
        root = stack.enter_context(trees.layer(release))
        van = stack.enter_context(network(f"halte-{release}"))
        shown = stack.enter_context(monitor(van))
        furnish(root, shown.display)
        source = repository(trees.folder("run", release))
        nodes = trees.HOUSE / "run" / release / "devices"
        lay_out(nodes, root)
        binds = [f"--bind={source}:{ADDRESS}", f"--bind={nodes}:/srv/devices", *downloads(release)]
        machine = Booted(root, release, van, shown, *binds)
        stack.callback(machine.off)
        machine.boot()
        readme = (ROOT / "README.md").read_text("utf-8")
        trial = Trial(machine, readme, source, trees.folder("pictures"), ADDRESS)
        stack.callback(trial.desk_gone)
        yield trial


def repository(place: Path) -> Path:
    """What is committed here, as a repository to clone from and to publish versions in."""
    bare = place / "halte.git"
    subprocess.run(["git", "clone", "--quiet", "--bare", str(ROOT), str(bare)], check=True)
    return bare


if __name__ == "__main__":
    for ended in (signal.SIGINT, signal.SIGTERM):  # also where whoever started it ignores them
        signal.signal(ended, lambda *_: sys.exit("told to stop"))
    sys.exit(main(sys.argv[1:]))
