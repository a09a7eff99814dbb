"""What the README tells a technician to type, read out of the README itself. Pure."""

from __future__ import annotations

import re

CHAPTER = "## On a Raspberry Pi"
ADDRESS = "ADDRESS-OF-THIS-REPOSITORY"
UPDATE = "git pull && sudo make install"
BACK = "sudo make rollback"


class OtherReadme(Exception):
    """The README no longer says what the field relies on; the message says what."""


def installation(readme: str, address: str) -> str:
    """The chapter's lines of shell, with the repository's address in its place. Raises OtherReadme."""
    chapter = readme.partition(CHAPTER)[2].partition("\n## ")[0]
    block = re.search(r"```sh\n(.*?)```", chapter, re.DOTALL)
    if not block or ADDRESS not in block[1]:
        raise OtherReadme(f"{CHAPTER!r} has no lines of shell that clone {ADDRESS}")
    return block[1].replace(ADDRESS, address)


def said(readme: str, command: str) -> str:
    """`command`, which the README names. Raises OtherReadme."""
    if f"`{command}`" not in readme:
        raise OtherReadme(f"the README does not name {command!r}")
    return command
