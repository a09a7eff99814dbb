"""`python -m tests.field.arm64`: Halte on a Raspberry Pi's processor, as far as qemu can play it.

The files of a Debian 13 for arm64 and Halte's wheels for it are laid out by this machine. What then runs is
arm64's: Python, Kivy, Mesa. Slow: minutes. It needs mmdebstrap and qemu-user-static.
"""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.install import pins
from tests.field import results, trees
from tests.field.table import Outcome, seconds
from tests.house.arrows import ROOT

TREE = "trixie-arm64"
RELEASES = {TREE: "Debian 13 trixie, arm64 by qemu"}

INTERPRETERS = Path("/proc/sys/fs/binfmt_misc")
RULE = Path("/usr/lib/binfmt.d/qemu-aarch64.conf")

PACKAGES = ",".join((
    "bash", "coreutils", "python3", "python3-venv", "ca-certificates",
    "libgl1", "libegl1", "libgl1-mesa-dri", "libmtdev1t64", "libusb-1.0-0",
))  # fmt: skip
PLATFORMS = [f"--platform=manylinux_2_{minor}_aarch64" for minor in (17, 28, 34)]
"""Those that the C library of Debian 13 can use."""

SITE, SOURCE = "usr/src/site", "usr/src/halte"
RUN = f"cd /tmp && export HOME=/tmp PYTHONPATH=/{SITE} &&"
FIRST_FRAME = (
    f"{RUN} SDL_VIDEODRIVER=offscreen python3 -m kiosk --data /tmp/data --config /{SOURCE}/assets/halte.toml"
)
ELSEWHERE = ("mypy", "ruff", "highspy", "psycopg", "typst", "blockbuster")
"""Tools of the developer's, and what no pure test needs, or what has no wheel for that processor."""
GUARDS = ("blockbuster", "forbiddenfruit")
"""What the pure tests need beside Halte; the last has no wheel, and is the same on every processor."""


def check() -> None:
    """Have the kernel give arm64's programs to qemu. Raises FieldLacks."""
    trees.check()
    if not RULE.exists():
        raise trees.FieldLacks("Nothing plays arm64 here. Run: apt-get install mmdebstrap qemu-user-static")
    if not (INTERPRETERS / "register").exists():
        subprocess.run(["mount", "-t", "binfmt_misc", "binfmt_misc", str(INTERPRETERS)], check=True)
    if not (INTERPRETERS / RULE.stem).exists():
        (INTERPRETERS / "register").write_text(RULE.read_text())


def laid_out() -> Path:
    """Debian's files, and Halte's as pip lays them out from wheels. Raises CalledProcessError."""
    root = trees.folder("run") / TREE
    subprocess.run(["rm", "-rf", str(root)], check=True)
    debian = ["mmdebstrap", "--quiet", "--variant=extract", "--architectures=arm64", f"--include={PACKAGES}"]
    subprocess.run([*debian, "trixie", str(root)], check=True)
    (root / SOURCE).mkdir(parents=True)
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", "HEAD"], check=True, stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", str(root / SOURCE)], input=archive.stdout, check=True)
    _pip(root, *PLATFORMS, "--python-version=3.13", "--only-binary=:all:", *_needs())
    _pip(root, "--no-deps", *GUARDS)
    _pip(root, "--no-deps", "--no-build-isolation", str(root / SOURCE))
    return root


def _needs() -> list[str]:
    """Halte's own libraries, and those of its tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    tests = [line for line in project["optional-dependencies"]["dev"] if not line.startswith(ELSEWHERE)]
    return [str(line) for line in (*project["dependencies"], *tests)]


def _pip(root: Path, *words: str) -> None:
    found = pins.versions(ROOT, pins.RUN, pins.DEV)
    listed = root / "constraints.txt"
    listed.write_text("".join(f"{name}=={version}\n" for name, version in found.items()), "utf-8")
    where = ["--quiet", "--target", str(root / SITE), "--constraint", str(listed)]
    subprocess.run([sys.executable, "-m", "pip", "install", *where, *words], check=True)


def inside(root: Path, command: str) -> str:
    """What the command says, played by qemu. Raises CalledProcessError."""
    place = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--pipe", f"--directory={root}"]
    ran = subprocess.run([*place, "bash", "-euc", command], stdout=subprocess.PIPE, text=True)
    if ran.returncode:
        print(ran.stdout, flush=True)
    ran.check_returncode()
    return ran.stdout.strip()


def started(root: Path) -> str:
    return inside(root, f"{RUN} uname -m && python3 -m kiosk --version").replace("\n", ", ")


def drawn(root: Path) -> str:
    inside(root, f"mkdir -p /tmp/data && {FIRST_FRAME} kiosk --first-frame")
    return "drawn"


def pure(root: Path) -> str:
    run = f"cd /{SOURCE} && export PYTHONPATH=/{SOURCE}:/{SITE} HALTE_QUICK=600 &&"
    return inside(root, f"{run} python3 -m pytest -q -m quick --timeout 0").splitlines()[-1]


ACTS: Sequence[tuple[str, Callable[[Path], str]]] = (
    ("Installed from wheels, started", started),
    ("A first frame, offscreen", drawn),
    ("The pure tests", pure),
)


def main() -> int:
    found: results.Found = {}
    try:
        check()
        root = laid_out()
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
