"""What a command asks the person at the terminal before it changes something for good."""

from __future__ import annotations

import sys

import click

from assets.wording import Wording

_YES = ("o", "oui", "y", "yes")


def at_terminal() -> bool:
    """Whether there is anybody to ask."""
    return sys.stdin.isatty()


def agreed(say: Wording, question: str) -> bool:
    """The answer to a question; anything but a yes is a no."""
    answer = click.prompt(
        say("{question} [o/N]", question=question), default="", show_default=False, err=True
    )
    return str(answer).strip().lower() in _YES
