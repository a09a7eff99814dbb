"""The one base of every failure that Halte foresees: an error that brings its own sentence for people."""

from __future__ import annotations

from collections.abc import Callable

from assets.wording import typeset


class Trouble(Exception):
    """A foreseen failure, told in one French sentence: what is wrong, where, and what to do.

    `text` is a msgid of the catalogues, `{name}` in it a value: ``Trouble("{file} est vide.", file=path)``.
    ``str(trouble)`` is the French sentence, `said` the sentence in another language. The sentence never holds
    a ticket number, a topic or an hour of a visit, because it may end up in the technical log.
    """

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(typeset(text).format(**values))
        self.text = text
        self.values = values

    def said(self, say: Callable[..., str]) -> str:
        """The sentence as `say` (see `assets.wording`) words it."""
        return say(self.text, **self.values)


def first_trouble(error: BaseException) -> Trouble | None:
    """The first foreseen failure in `error`, which a TaskGroup may have wrapped; None if there is none."""
    if isinstance(error, Trouble):
        return error
    if isinstance(error, BaseExceptionGroup):
        return next((found for e in error.exceptions if (found := first_trouble(e))), None)
    return None
