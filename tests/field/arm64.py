"""`python -m tests.field.arm64`: Halte on a Raspberry Pi's processor, as far as qemu can play it.

A Debian 13 for arm64, made in a folder. Halte is installed there as on an SD card (`assets/image`): from
wheels, tried with a first frame offscreen; then the pure tests run. Slow. It needs qemu-user-static.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.field import furniture, results, trees
from tests.field.table import Outcome, seconds
from tests.house.arrows import ROOT

TREE = "trixie-arm64"
RELEASES = {TREE: "Debian 13 trixie, arm64 by qemu"}
INTERPRETERS = Path("/proc/sys/fs/binfmt_misc")
RULE = Path("/usr/lib/binfmt.d/qemu-aarch64.conf")
SOURCE = "/usr/src/halte"
PURE = "pytest pytest-asyncio pytest-timeout pytest-xdist hypothesis blockbuster xlsxwriter"
"""What the pure tests need beside Halte."""


def check() -> None:
    """Have the kernel give arm64's programs to qemu. Raises FieldLacks."""
    trees.check()
    if not RULE.exists():
        raise trees.FieldLacks("Nothing plays arm64 here. Run: apt-get install qemu-user-static")
    if not (INTERPRETERS / "register").exists():
        subprocess.run(["mount", "-t", "binfmt_misc", "binfmt_misc", str(INTERPRETERS)], check=True)
    if not (INTERPRETERS / RULE.stem).exists():
        (INTERPRETERS / "register").write_text(RULE.read_text())


def inside(root: Path, command: str) -> str:
    """What the command says in that system, on this machine's network. Raises CalledProcessError."""
    lent = [f"--setenv={name}={value}" for name, value in furniture.borrowed().items()]
    kept = furniture.downloads(TREE)
    place = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--pipe", f"--directory={root}"]
    words = [*place, *kept, *lent, "sh", "-euc", command]
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout


def installed(root: Path) -> str:
    """As the card's layer does: what is committed is unpacked, and `make install` makes it run."""
    (root / SOURCE[1:]).mkdir(parents=True)
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", "HEAD"], check=True, stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", str(root / SOURCE[1:])], input=archive.stdout, check=True)
    inside(root, f"apt-get -qq update && apt-get -qq install -y make && make -C {SOURCE} install")
    return inside(root, "uname -m && halte --version").strip().replace("\n", ", ")


def pure(root: Path) -> str:
    """The tests of `make quick`, with the pins of `constraints.txt`."""
    make = f"cd {SOURCE} && python3 -m venv .venv && .venv/bin/python -m pip install --quiet"
    inside(root, f"{make} --constraint constraints.txt setuptools {PURE}")
    inside(root, f"{make} --constraint constraints.txt --no-build-isolation --editable .")
    return inside(
        root, f"cd {SOURCE} && .venv/bin/python -m pytest -q -m quick -n 2 --timeout 0"
    ).splitlines()[-1]


ACTS: Sequence[tuple[str, Callable[[Path], str]]] = (
    ("Installed from wheels, with a first frame offscreen", installed),
    ("The pure tests", pure),
)


def main() -> int:
    found: results.Found = {}
    try:
        check()
        with trees.layer(TREE) as root:
            furniture.furnish(root, "")
            for title, act in ACTS:
                begun = time.monotonic()
                found[title] = Outcome("held", f"{act(root)}, {seconds(time.monotonic() - begun)}")
                print(f"{title}: {found[title].words}", flush=True)
        results.keep(TREE, found)
    except (trees.FieldLacks, subprocess.CalledProcessError) as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
