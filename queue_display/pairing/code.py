"""A pairing's short code: how long it is, how people read it, and how many guesses it is good for. Pure."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

PAIRING_DIGITS = 6
"""Digits of a code. That of the kiosk's service screen is another thing, with a length of its own."""

GUESSES = 300
"""Wrong guesses that a code is good for, whoever makes them. All of them together find it three times in ten
thousand: as often as three guesses find the four digits of a bank card. It does not matter for that whether
the code changes after each; if it did, whoever guesses could keep its owner from typing it in."""

GUESS_EVERY = 0.2
"""Seconds between two wrong guesses, whoever makes them: 300 take a minute at least."""

FIRST_PAUSE = 2.0
"""Seconds for which an address that guessed wrong has to wait; twice as long after each further guess. Others
need not wait for it: one that guesses without end spends its own guesses, and not the owner's."""

LONGEST_PAUSE = 300.0
"""Seconds. So long there is no code either, after all its guesses are spent."""


def halves(code: str) -> tuple[str, str]:
    """The code in two parts, which are easier to read, and to keep in mind, than all its digits in a row."""
    return code[: PAIRING_DIGITS // 2], code[PAIRING_DIGITS // 2 :]


SIGNS = 4
"""Hexadecimal digits by which people tell a display from others that wait."""


def short(identifier: str) -> str:
    """The beginning of a display's identifier, shown on both machines: it tells two of one name apart."""
    return identifier[:SIGNS]


def new_code() -> str:
    return f"{secrets.randbelow(10**PAIRING_DIGITS):0{PAIRING_DIGITS}}"


@dataclass(slots=True)
class _Guesser:
    """One address: how often it has guessed, and until when it has to wait."""

    guesses: int = 0
    until: float = -math.inf

    def guessed(self, now: float) -> None:
        self.until = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2.0**self.guesses)
        self.guesses += 1


@dataclass(slots=True)
class Codes:
    """The code on a display's screen, and who may still guess it.

    `now` is in seconds on a steady clock; `who` is the address that somebody guesses from.
    """

    make: Callable[[], str] = new_code
    _code: str | None = None
    _guessers: dict[str, _Guesser] = field(default_factory=dict)  # of this code: `GUESSES` at most
    _guesses: int = 0
    _until: float = -math.inf

    def shown(self, now: float) -> str | None:
        """The code to show; None while there is none."""
        if now < self._until:
            return None
        if self._code is None:
            self._code, self._guesses = self.make(), 0
            self._guessers.clear()
        return self._code

    def pause(self, now: float, who: str = "") -> float:
        """Seconds until there is a code again, and `who` may guess it."""
        waits = self._guessers.get(who)
        return max(0.0, self._until - now, waits.until - now if waits else 0.0)

    def guess(self, now: float, who: str) -> str | None:
        """The code, to be compared with one guess, which is counted at once. None for who has to wait."""
        code = self.shown(now)
        if code is None or self.pause(now, who):
            return None
        self._guessers.setdefault(who, _Guesser()).guessed(now)
        self._guesses += 1
        if self._guesses >= GUESSES:
            self._code, self._until = None, now + LONGEST_PAUSE
        return code
