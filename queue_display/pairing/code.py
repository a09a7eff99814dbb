"""A pairing's short code: how long it is, how people read it, and that it is good for one guess. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

PAIRING_DIGITS = 6
"""One guess in a million, one guess a code: what a bank card's four digits and three guesses give, a hundred
times over. The code of the kiosk's service screen is another thing, with a length of its own."""

FIRST_PAUSE = 2.0
"""Seconds before a new code after a wrong one; twice as long after each further one."""

LONGEST_PAUSE = 300.0
"""Seconds. At this pace, half a chance of a right guess takes four years."""


def halves(code: str) -> tuple[str, str]:
    """The code in two parts, which are easier to read, and to keep in mind, than all its digits in a row."""
    return code[: PAIRING_DIGITS // 2], code[PAIRING_DIGITS // 2 :]


def short(identifier: str) -> str:
    """The beginning of a display's identifier, shown on both machines: it tells two of one name apart."""
    return identifier[:4]


def new_code() -> str:
    return f"{secrets.randbelow(10**PAIRING_DIGITS):0{PAIRING_DIGITS}}"


@dataclass(slots=True)
class Codes:
    """The code on a display's screen: good for one guess, and none while it waits after a wrong one.

    `now` is in seconds on a steady clock.
    """

    make: Callable[[], str] = new_code
    _code: str | None = None
    _wrong: int = 0
    _until: float = field(default=float("-inf"))

    def shown(self, now: float) -> str | None:
        """The code to show; None while pausing."""
        if now < self._until:
            return None
        if self._code is None:
            self._code = self.make()
        return self._code

    def pause(self, now: float) -> float:
        """Seconds until there is a code again."""
        return max(0.0, self._until - now)

    def spend(self, now: float) -> str | None:
        """The code, to be tried by somebody: from now on it is worth nothing. None if there is none."""
        if now < self._until:
            return None
        code, self._code = self._code, None
        wait = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0**self._wrong)
        self._wrong += 1
        self._until = now + wait
        return code
