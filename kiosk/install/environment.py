"""A version's environment: made of wheels without the network, then tried before anything depends on it."""

from __future__ import annotations

import subprocess
import tempfile
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from kiosk.install.versions import InstallFailed
from kiosk.install.wheels import Wheels, told_failure

OFFSCREEN = {"SDL_VIDEODRIVER": "offscreen"}


class RunAs(Protocol):
    """Runs a command as the account of the service; `Computer.run_as`."""

    def __call__(
        self, command: Sequence[str | Path], environment: Mapping[str, str], folder: Path
    ) -> subprocess.CompletedProcess[str]: ...


def make(new: Path, wheels: Wheels) -> None:
    """An environment with Halte in it, and no more than it needs. Raises InstallFailed."""
    venv.create(new, symlinks=True)
    names: list[str | Path] = [wheels.halte, *wheels.libraries()]
    how: list[str | Path] = ["--quiet", "--no-index", "--no-deps", "--find-links", wheels.folder]
    command = wheels.pip_for(new, "install", *how, *names)
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if ran.returncode:
        raise InstallFailed(
            "Impossible d’installer les paquets de {folder} ({why}) ; rien n’a changé. Refaites ce dossier"
            " avec « make bundle », pour cette machine et ce Python.",
            folder=wheels.folder,
            why=told_failure(ran.stderr),
        )


TRIALS = (["--version"], ["config", "check"], ["printer", "test", "simulated:"], ["kiosk", "--first-frame"])
"""What a new version has to do before it is put in its place: it lacks nothing, and suits these settings."""


def check(new: Path, version: str, settings: Path, run_as: RunAs) -> None:
    """Try `new` as the service will run it, beside what runs. Raises InstallFailed."""
    with tempfile.TemporaryDirectory(prefix="halte-") as made:
        folder = Path(made)
        folder.chmod(0o777)  # for the account of the service; gone a moment later
        places = {"HALTE_CONFIG": str(settings), "HALTE_DATA": str(folder / "data"), "HOME": made}
        for words in TRIALS:
            ran = run_as([new / "bin" / "halte", *words], places | OFFSCREEN, folder)
            other = words == ["--version"] and ran.stdout.split() != ["halte", version]
            if ran.returncode or other:
                raise _unfit(words, told_failure(ran.stderr or ran.stdout))


def _unfit(words: Sequence[str], why: str) -> InstallFailed:
    return InstallFailed(
        "La nouvelle version ne convient pas à cette machine : « halte {words} » dit « {why} »."
        " Rien n’a changé ; réparez cela, puis recommencez.",
        words=" ".join(words),
        why=why,
    )
