"""`python -m kiosk.install WHAT`: what `make install` and its like run, and `install.sh` on a stick."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from subprocess import SubprocessError

from assets.errors import Trouble
from assets.wording import Wording, language_asked, wording
from kiosk.install import bundle, packages
from kiosk.install.machine import Computer, Sites, this_kind
from kiosk.install.steps import Installer
from kiosk.install.wheels import build, fetched

RESTART = "sudo systemctl restart 'halte@*'"
INTERRUPTED = 130
ENABLE = "sudo systemctl enable --now halte@kiosk"


class WrongUse(Trouble):
    """Called in a way that there is not."""


class StepFailed(Trouble):
    """The disk, or a program of the system, did not do what it should."""


def install(source: str = ".") -> None:
    """From the files of Halte in `source`, and the network."""
    this_kind().check()
    installer = _installer()
    packages.have([*packages.RUN, *packages.KIOSK])
    new = installer.install(lambda folder: fetched(Path(source), folder))
    _told(installer, new)


def from_stick(folder: str = ".") -> None:
    """From a bundle, without the network."""
    this_kind().check()
    installer = _installer()
    packages.must_have([*packages.LIBRARIES, *packages.KIOSK])
    new = installer.install(lambda _: bundle.carried(Path(folder), this_kind()))
    _told(installer, new)


def make_bundle(machine: str, *pythons: str) -> None:
    """For another machine: "aarch64", "3.11", "3.13"."""
    folder = bundle.make(Path(), Path("dist"), machine, [*pythons])
    say = _say()
    print(say("{folder} : copiez-le sur une clé ; sur la borne : sudo sh install.sh", folder=folder))


def make_wheel() -> None:
    print(build(Path(sys.executable), Path(), Path("dist")))


def make_sbom() -> None:
    from kiosk.install.sbom import write  # it needs a library, of those who develop

    print(write(Path("dist"), this_kind()))


def rollback() -> None:
    installer = _installer()
    _told(installer, installer.back())


def uninstall() -> None:
    _installer().uninstall()


def need(*sets: str) -> None:
    """Have the packages of Debian of these sets there: run, test, kiosk."""
    packages.have([name for one in sets for name in packages.SETS[one]])


COMMANDS: Mapping[str, Callable[..., None]] = {
    "install": install,
    "carried": from_stick,
    "bundle": make_bundle,
    "wheel": make_wheel,
    "sbom": make_sbom,
    "rollback": rollback,
    "uninstall": uninstall,
    "packages": need,
}


def _installer() -> Installer:
    machine = Computer()
    machine.must_be_root()
    return Installer(Sites(), machine)


def _told(installer: Installer, version: Path) -> None:
    """Never in the middle of a stop: a person says when the new version starts."""
    say = _say()
    print(say("Halte {version} est en place.", version=version.name))
    if installer.machine.service_runs():
        then = say(
            "Cette version tourne au prochain démarrage ; ou dès maintenant, l’accueil fermé : {command}",
            command=RESTART,
        )
    else:
        then = say("Pour que Halte démarre avec la machine : {command}", command=ENABLE)
    print(then)


def main(arguments: Sequence[str]) -> int:
    os.umask(0o022)  # the service's account reads what root installs
    try:
        if not arguments or arguments[0] not in COMMANDS:
            raise WrongUse("Il faut dire quoi faire : {what}.", what=", ".join(COMMANDS))
        COMMANDS[arguments[0]](*arguments[1:])
    except (OSError, SubprocessError) as error:
        return _refused(StepFailed("Cela n’a pas marché ({why}) ; réparez-le, puis recommencez.", why=error))
    except Trouble as trouble:
        return _refused(trouble)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _say() -> Wording:
    return wording(language_asked((), os.environ))


def _refused(trouble: Trouble) -> int:
    print(trouble.said(_say()), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
