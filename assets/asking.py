"""What a command asks the person at the terminal, before it changes something for good or needs to know more.

Where nobody can be asked, or nobody answers (a script, the end of the input), a command fails with the
sentence that its caller gives, which says how to do without an answer. Ctrl-C stays Python's own.
"""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from assets.errors import Trouble
from assets.wording import Wording

_YES = ("o", "oui", "y", "yes")


class NotReplaced(Trouble):
    """Something that is there is left as it is."""


def at_terminal() -> bool:
    """Whether there is anybody to ask."""
    return sys.stdin is not None and sys.stdin.isatty()


def answer(question: str, unasked: Trouble) -> str:
    """The line that is typed. Raises `unasked` where there is nobody, or no line."""
    if not at_terminal():
        raise unasked
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    try:
        return _line(unasked)
    except Trouble:
        sys.stderr.write("\n")
        raise


def _line(unasked: Trouble) -> str:
    line = sys.stdin.readline() if sys.stdin else ""
    if not line:
        raise unasked
    return line.strip()


def agree(say: Wording, question: str, *, unasked: Trouble, refused: Trouble, yes: bool = False) -> None:
    """Go on if they agree, or have said so beforehand (`yes`). Raises `refused` at any answer but a yes."""
    if yes:
        return
    if answer(say("{question} [o/N]", question=question), unasked).lower() not in _YES:
        raise refused


def number(question: str, most: int, unasked: Trouble) -> int:
    """A number from 1 to `most`; anything else is asked again."""
    while not (said := answer(question, unasked)).isdecimal() or not 1 <= int(said) <= most:
        pass
    return int(said)


def secret(say: Wording, question: str, unasked: Trouble) -> str:
    """What is typed twice without being shown; or, at no terminal, the line that is given on the input."""
    if not at_terminal():
        return _line(unasked)
    try:
        while (said := _hidden(question)) != _hidden(say("Encore une fois, pour vérifier :")):
            sys.stderr.write(say("Ce n’est pas deux fois la même chose ; recommencez.") + "\n")
    except EOFError:
        raise unasked from None
    return said


def _hidden(question: str) -> str:
    return getpass.getpass(f"{question} ", sys.stderr).strip()


def may_replace(say: Wording, file: Path, *, force: bool, option: str) -> None:
    """Whether `file`, which somebody named, may be written. Raises NotReplaced where it may not.

    What is there is asked about, unless `force`. `option` is the one that names another place.
    """
    if not file.exists():
        return
    if not file.is_file():
        raise NotReplaced(
            "{file} n’est pas un fichier ; donnez-en un autre avec {option}.", file=file, option=option
        )
    agree(
        say,
        say("{file} existe déjà. Le remplacer ?", file=file),
        unasked=NotReplaced("{file} existe déjà ; ajoutez --force pour le remplacer.", file=file),
        refused=NotReplaced("{file} est resté comme il était ; rien n’est écrit.", file=file),
        yes=force,
    )


def may_fill(say: Wording, folder: Path, *, force: bool) -> None:
    """Whether files may be written into `folder`, which somebody named; asked where something is in it.

    Raises NotReplaced where they may not, and OSError.
    """
    if not folder.is_dir() or next(folder.iterdir(), None) is None:
        return
    agree(
        say,
        say("{folder} n’est pas vide. Y remplacer les fichiers de même nom ?", folder=folder),
        unasked=NotReplaced(
            "{folder} n’est pas vide ; ajoutez --force pour y remplacer les fichiers de même nom.",
            folder=folder,
        ),
        refused=NotReplaced("{file} est resté comme il était ; rien n’est écrit.", file=folder),
        yes=force,
    )
