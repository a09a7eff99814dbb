"""Files that are their account's alone, and the groups that its account is in."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assets.findings import Finding, found, not_known
from assets.told import told
from kiosk.doctor.machine import UNIT, Machine, value_of

WANTED = ("audio", "dialout", "input", "lp", "video")
"""Groups of Debian's for sound, printers on serial lines, touchscreens, printers on USB, and the screen."""

MOST_FILES = 500
"""Files that are looked at: the data folder has about ten."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO


# --- Files ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnedFile:
    """A file or folder of the data folder: its name there, its owner's number, its mode, its bytes."""

    name: str
    owner: int
    mode: int
    size: int = 0


@dataclass(frozen=True, slots=True)
class FileFacts:
    """`files`: the folder itself first; none where it is not there yet. `account`: the folder's owner."""

    files: tuple[OwnedFile, ...]
    account: str = ""


def read_files(machine: Machine) -> FileFacts:
    files = tuple(owned_files(machine.data, MOST_FILES))
    return FileFacts(files, account_of(machine, files[0].owner)) if files else FileFacts(())


def owned_files(data: Path, most: int) -> Iterator[OwnedFile]:
    """The folder `data` and all in it, links apart, `most` of them; nothing where it is not there."""
    if data.is_dir():
        below = islice(data.rglob("*"), most)
        yield from (_owned(file, data) for file in (data, *sorted(below)) if not file.is_symlink())


def _owned(file: Path, data: Path) -> OwnedFile:
    there = file.lstat()
    name = data.name if file == data else file.relative_to(data).as_posix()
    return OwnedFile(told(name), there.st_uid, there.st_mode, there.st_size)


def account_of(machine: Machine, number: int) -> str:
    """The name of an account by its number; the number itself where it has none (passwd(5))."""
    return next((row[0] for row in _rows(machine, "etc/passwd") if row[2:3] == [str(number)]), str(number))


def _rows(machine: Machine, path: str) -> Iterator[list[str]]:
    return (line.split(":") for line in (machine.read(path) or "").splitlines())


def judge_files(facts: FileFacts) -> Finding:
    if not facts.files:
        return found("files", "not_yet")
    folder, *below = facts.files
    foreign = next((file for file in below if file.owner != folder.owner), None)
    if foreign:
        return found("files", "foreign", name=foreign.name, account=facts.account)
    if not folder.mode & OTHERS:  # whoever cannot enter the folder reaches nothing in it
        return found("files", "private", account=facts.account)
    bare = next((file for file in below if not stat.S_ISDIR(file.mode) and file.mode & OTHERS), folder)
    open_to_others = bare is not folder
    name = "readable" if open_to_others else "private"
    return found("files", name, **({"name": bare.name} if open_to_others else {"account": facts.account}))


# --- Groups ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """`account`: empty where nobody knows which it would be; `groups`: those it has when Halte runs."""

    account: str
    groups: frozenset[str]
    root: bool = False


def read_groups(machine: Machine) -> GroupFacts:
    """Of the running kiosk its own; else those of the data folder's owner, and what the service adds."""
    account, number = _account(machine)
    own = machine.ask.groups()
    if own is not None:
        return GroupFacts(account, own, root=number == 0)
    rows = [row for row in _rows(machine, "etc/group") if len(row) == 4]
    member = {row[0] for row in rows if account in row[3].split(",")}
    added = (value_of(machine.read(UNIT) or "", "SupplementaryGroups") or "").split()
    return GroupFacts(account, frozenset({*member, *added}), root=number == 0)


def _account(machine: Machine) -> tuple[str, int]:
    """The data folder's owner; before it is made, the account that the service runs as."""
    if machine.data.is_dir():
        number = machine.data.stat().st_uid
        return account_of(machine, number), number
    return value_of(machine.read(UNIT) or "", "User") or "", -1


def judge_groups(facts: GroupFacts) -> Finding:
    if not facts.account:
        return not_known("groups")
    lacking = [name for name in WANTED if name not in facts.groups]
    if facts.root or not lacking:
        return found("groups", "member", account=facts.account)
    return found("groups", "lacks", account=facts.account, groups=",".join(lacking))
