"""What a package needs on a machine that is not this one, read from the wheels themselves (PEP 508)."""

from __future__ import annotations

import email
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from kiosk.install.machine import Kind


def needed(name: str, folder: Path, kind: Kind) -> set[str]:
    """The names of the packages that `name` needs on `kind`, as far as the wheels in `folder` tell."""
    wheels = folder.glob("*.whl")
    asked = {str(parse_wheel_filename(wheel.name)[0]): requirements(wheel) for wheel in wheels}
    return reached(name, asked, markers(kind))


def requirements(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as files:
        own = re.compile(r"[^/]+\.dist-info/METADATA")  # some carry other packages within
        (metadata,) = filter(own.fullmatch, files.namelist())
        said = email.message_from_bytes(files.read(metadata))
    return [Requirement(line) for line in said.get_all("Requires-Dist") or []]


def markers(kind: Kind) -> dict[str, str]:
    """What a requirement's marker may ask about the machine."""
    return {
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_machine": kind.machine,
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{kind.dotted}.0",
        "python_version": kind.dotted,
        "sys_platform": "linux",
    }


def reached(
    name: str, asked: Mapping[str, Sequence[Requirement]], environment: Mapping[str, str]
) -> set[str]:
    """All that `name` needs, directly or not, and itself. An extra that is asked for asks for more."""
    extras: dict[str, set[str]] = {name: {""}}
    ahead = [name]
    while ahead:
        this = ahead.pop()
        for one in asked.get(this, ()):
            if any(_applies(one, environment, extra) for extra in extras[this]):
                other = canonicalize_name(one.name)
                wanted = {"", *one.extras}
                if not wanted <= extras.setdefault(other, set()):
                    extras[other] |= wanted
                    ahead.append(other)
    return set(extras)


def _applies(requirement: Requirement, environment: Mapping[str, str], extra: str) -> bool:
    return not requirement.marker or requirement.marker.evaluate({**environment, "extra": extra})
