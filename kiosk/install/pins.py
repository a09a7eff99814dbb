"""The pins: of each library the one release that is used, and the sums of all files of it that there are.

    constraints.txt        what a kiosk is made of
    constraints-dev.txt    what developing takes besides, with all that only some laptops need

What is fetched from a registry is compared with those sums, so that a registry, a mirror or somebody on the
way cannot put in something else: pip's `--require-hashes`. `make pins` writes both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from kiosk.install.versions import InstallFailed

RUN, DEV = "constraints.txt", "constraints-dev.txt"

CHECKED = ("--require-hashes", "--no-deps")
"""How pip is told to take what is listed, as it is listed, and nothing besides."""

_ENTRY = re.compile(r"([A-Za-z0-9._-]+)==(\S+)[^\n]*(?:\n[ \t][^\n]*)*")


def pinned(source: Path, *files: str) -> Mapping[str, str]:
    """The entries of these files in `source`: for each name its version, when it applies, and its sums."""
    texts = [(source / file).read_text("utf-8") for file in files]
    return {_plain(found[1]): found[0] for text in texts for found in _ENTRY.finditer(text)}


def versions(source: Path, *files: str) -> Mapping[str, str]:
    """The version of each."""
    entries = pinned(source, *files).values()
    return {_plain(found[1]): found[2] for found in map(_ENTRY.match, entries) if found}


def chosen(source: Path, names: Iterable[str], to: Path, *files: str) -> Path:
    """Write the entries of `names` as a file for pip; returns it. Raises InstallFailed where one lacks."""
    entries, wanted = pinned(source, *(files or (RUN,))), sorted(map(_plain, names))
    if lacking := [name for name in wanted if name not in entries]:
        raise InstallFailed(
            "{names} : aucune version n’est fixée dans {file} ; faites « make pins », puis recommencez.",
            names=", ".join(lacking),
            file=RUN,
        )
    to.write_text("".join(f"{entries[name]}\n" for name in wanted), "utf-8")
    return to


def _plain(name: str) -> str:
    """A package's name as all of its spellings are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
