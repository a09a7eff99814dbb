"""A short code turns into trust: SPAKE2, so that a code of six digits is worth one guess and no more.

    display  shows a code, is announced as waiting to be paired
    kiosk    Share  ─▶   the agent types the code on the kiosk
             ◀─  Share   from here the code is spent, whatever comes of it
             Sealed ─▶   the kiosk's certificate and name, under a key that only the right code gives
             ◀─ Sealed   the display's, with its role
             Sealed ─▶   "kept": only then does the display keep the kiosk

A wrong code, or none, ends it: the display waits, longer each time, and shows a new code.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError

from assets.errors import Trouble
from queue_display.codec import Malformed
from queue_display.messages import Role
from queue_display.messages.bounds import Desk, Name

VERSION = 1

LENGTH = 4096
"""Bytes of each message, filled up: a card's length does not tell a name."""

DIGITS = 6
"""Of a code. One guess in a million, one guess a code: what a bank card's four digits and three guesses give,
a hundred times over."""

FIRST_PAUSE = 2.0
"""Seconds before a new code after a wrong one; twice as long after each further one."""

LONGEST_PAUSE = 300.0
"""Seconds. At this pace, half a chance of a right guess takes four years."""


class PairingFailed(Trouble):
    """The two ends do not know each other now; what to do."""


class WrongCode(PairingFailed):
    """The code was not the one shown, or another end answered than the one meant."""

    def __init__(self) -> None:
        super().__init__(
            "Ce code n’est pas celui de l’écran : attendez que l’écran en montre un nouveau, puis tapez-le."
        )


class Share(msgspec.Struct, frozen=True, tag="share"):
    version: int
    share: bytes


class Sealed(msgspec.Struct, frozen=True, tag="sealed"):
    box: bytes


class PeerCard(msgspec.Struct, frozen=True):
    """Who one is: certificate as PEM; `role` and `desk` are the display's."""

    certificate: str
    name: Name
    role: Role | None = None
    desk: Desk | None = None


Letter = TypeVar("Letter", Share, Sealed)


def write(letter: Share | Sealed) -> bytes:
    return msgspec.json.encode(letter).ljust(LENGTH)


def read(data: bytes, kind: type[Letter]) -> Letter:
    """Raises Malformed."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as problem:
        raise Malformed("not a message of a pairing") from problem


class Exchange:
    """One end's part in the arithmetic, with no network in it. Slow: some 10 ms (100 on a small board)."""

    def __init__(self, code: str, kiosk: bool) -> None:
        side = SPAKE2_A if kiosk else SPAKE2_B
        self._spake = side(code.encode(), idA=b"halte kiosk", idB=b"halte display")
        self.mine = Share(VERSION, self._spake.start())
        self._keys: list[bytes] = []

    def meet(self, theirs: Share) -> None:
        """Take in the other end's share. Raises Malformed; PairingFailed for another version."""
        if theirs.version != VERSION:
            raise PairingFailed("La borne et l’écran sont de versions différentes : mettez les deux à jour.")
        try:
            secret = self._spake.finish(theirs.share)
        except (SPAKEError, ValueError, AssertionError, IndexError) as problem:
            raise Malformed("not a share") from problem
        hkdf = HKDF(hashes.SHA256(), length=3 * 32, salt=None, info=b"halte pairing 1")
        keys = hkdf.derive(secret)
        self._keys = [keys[:32], keys[32:64], keys[64:]]

    def seal(self, step: int, card: PeerCard) -> Sealed:
        """`step`: 0 the kiosk's card, 1 the display's, 2 the kiosk's last word; a key for each."""
        text = msgspec.json.encode(card).ljust(LENGTH // 2)
        return Sealed(ChaCha20Poly1305(self._keys[step]).encrypt(bytes(12), text, None))

    def unseal(self, step: int, sealed: Sealed) -> PeerCard:
        """Raises WrongCode if the two codes differ; Malformed."""
        try:
            text = ChaCha20Poly1305(self._keys[step]).decrypt(bytes(12), sealed.box, None)
        except (InvalidTag, ValueError) as problem:
            raise WrongCode from problem
        try:
            return msgspec.json.decode(text, type=PeerCard)
        except msgspec.MsgspecError as problem:
            raise Malformed("not a card") from problem


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


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
