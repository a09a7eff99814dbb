"""A short code turns into trust: SPAKE2, so that a code is worth one guess and no more.

    display  shows a code, is announced as waiting to be paired
    kiosk    Share  ─▶   the agent types the code on the kiosk
             ◀─  Share   or PairingPause: this address has to wait, or nobody may guess for now
             Sealed ─▶   the kiosk's certificate and name, under a key that only the right code gives: a guess
             ◀─ Sealed   the display's, with its role
             Sealed ─▶   "kept": only then does the display keep the kiosk

A wrong code ends it, and is counted for the address that it came from: see `queue_display.pairing.code`.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta
from spake2 import SPAKE2_A, SPAKE2_B

from assets.errors import Trouble
from assets.wording import text
from queue_display.codec import Malformed
from queue_display.messages import Role
from queue_display.messages.bounds import Desk, Name

VERSION = 1

LENGTH = 4096
"""Bytes of each message, filled up: a card's length does not tell a name."""


class PairingFailed(Trouble):
    """The two ends do not know each other now; what to do."""


class WrongCode(PairingFailed):
    """The code was not the one shown, or another end answered than the one meant."""

    def __init__(self) -> None:
        super().__init__(text("Ce code n’est pas celui que l’écran montre : vérifiez-le, puis retapez-le."))


class MustWait(PairingFailed):
    """The display takes no guess now: after a wrong one from here, or after all that others made."""

    def __init__(self, wait: PairingPause) -> None:
        super().__init__(_OTHERS_GUESS if wait.others else _GUESSED, n=wait.seconds)


_GUESSED = text("Un code faux vient d’être tapé : attendez {n} s, puis retapez-le.")
_OTHERS_GUESS = text(
    "Quelqu’un d’autre essaie de deviner le code de cet écran : attendez {n} s qu’il en montre un nouveau, ou"
    " coupez le Wi-Fi des visiteurs."
)


class Share(msgspec.Struct, frozen=True, tag="share"):
    version: int
    share: bytes


class Sealed(msgspec.Struct, frozen=True, tag="sealed"):
    box: bytes


class PairingPause(msgspec.Struct, frozen=True, tag="wait"):
    """No guess is taken for so many whole seconds; `others`: because of what others have tried."""

    seconds: Annotated[int, Meta(ge=0, le=3600)]
    others: bool


class PeerCard(msgspec.Struct, frozen=True):
    """Who one is: certificate as PEM; `role`, `desk`, and `port` to be found on, are the display's."""

    certificate: str
    name: Name
    role: Role | None = None
    desk: Desk | None = None
    port: Annotated[int, Meta(ge=1, le=65535)] | None = None


Letter = TypeVar("Letter")


def write(letter: Share | Sealed | PairingPause) -> bytes:
    return msgspec.json.encode(letter).ljust(LENGTH)


def read(data: bytes, kind: type[Letter]) -> Letter:
    """Raises Malformed; MustWait if that is what it says instead."""
    try:
        letter: Letter | PairingPause = msgspec.json.decode(data, type=kind | PairingPause)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as problem:
        raise Malformed("not a message of a pairing") from problem
    if isinstance(letter, PairingPause):
        raise MustWait(letter)
    return letter


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
            raise PairingFailed("La borne et l’écran n’ont pas la même version : mettez les deux à jour.")
        try:
            secret = self._spake.finish(theirs.share)
        except Exception as problem:
            # A stranger’s bytes: the library tells what is wrong with them in many ways.
            raise Malformed("not a share") from problem
        hkdf = HKDF(hashes.SHA256(), length=3 * 32, salt=None, info=b"halte pairing 1")
        keys = hkdf.derive(secret)
        self._keys = [keys[:32], keys[32:64], keys[64:]]

    def seal(self, step: int, card: PeerCard) -> Sealed:
        """`step`: 0 the kiosk's card, 1 the display's, 2 the kiosk's last word; a key for each."""
        card_text = msgspec.json.encode(card).ljust(LENGTH // 2)
        return Sealed(ChaCha20Poly1305(self._keys[step]).encrypt(bytes(12), card_text, None))

    def unseal(self, step: int, sealed: Sealed) -> PeerCard:
        """Raises WrongCode if the two codes differ; Malformed."""
        try:
            opened = ChaCha20Poly1305(self._keys[step]).decrypt(bytes(12), sealed.box, None)
        except (InvalidTag, ValueError) as problem:
            raise WrongCode from problem
        try:
            return msgspec.json.decode(opened, type=PeerCard)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as problem:
            raise Malformed("not a card") from problem
