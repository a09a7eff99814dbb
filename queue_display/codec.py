"""How the language is written: JSON, each message filled up with spaces to one of a few sizes.

So a message's length on the wire tells an onlooker neither the topic nor the command. All that a display
says, and each answer to it, has the smallest size; so has a board's view. An agent's has one size, 16 kB
with the topics that Halte comes with, from nobody to thirty people and beyond, whatever they came for.
Nothing is compressed: compression would tell what padding hides.
"""

from __future__ import annotations

import msgspec

from queue_display.messages import FromDisplay, FromKiosk, See
from queue_display.messages.bounds import Identifier

SIZES = (1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22)
"""Bytes that a message may have on the wire, before the link's own framing, which is the same for all."""

LONGEST_ASK = SIZES[0]
"""Bytes of the longest message that a display may send."""


class Malformed(Exception):
    """What the other end sent is not a message of this language."""


class NotUnderstood(Malformed):
    """A command that this version does not know; `identifier` is what to answer to."""

    def __init__(self, identifier: str) -> None:
        super().__init__("a command of another version")
        self.identifier = identifier


class TooLong(Exception):
    """A message does not fit the largest of `SIZES`."""


class _DoAnything(msgspec.Struct, frozen=True, tag="do"):
    identifier: Identifier
    ask: msgspec.Raw


_encoder = msgspec.json.Encoder()
_from_display = msgspec.json.Decoder(FromDisplay)
_from_kiosk = msgspec.json.Decoder(FromKiosk)
_from_other_version = msgspec.json.Decoder(_DoAnything)


def encode(message: FromDisplay | FromKiosk) -> bytes:
    """`message` as JSON, filled up with spaces to one of `SIZES`. Raises TooLong.

    What Python frees it does not overwrite: the text is made in a place with room enough, which is wiped.
    """
    place = bytearray(_size(_room(message)))
    room = len(place)
    _encoder.encode_into(message, place)
    size = max(room, _size(len(place)))
    place += b" " * (size - len(place))
    text = bytes(place)
    place[:] = bytes(size)
    return text


def _size(room: int) -> int:
    """The smallest of `SIZES` with so much room. Raises TooLong."""
    for size in SIZES:
        if room <= size:
            return size
    raise TooLong(f"a message of {room} bytes; the longest has {SIZES[-1]}")


def _room(message: FromDisplay | FromKiosk) -> int:
    """Bytes that the message would need if every field that could give something away were at its widest."""
    return len(_encoder.encode(See(message.view.widest()))) if isinstance(message, See) else 0


def from_display(data: bytes) -> FromDisplay:
    """Read what a display sent. Raises Malformed; NotUnderstood for a command of another version."""
    try:
        message: FromDisplay = _from_display.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as problem:
        raise _what_is_wrong(data) from problem
    return message


def _what_is_wrong(data: bytes) -> Malformed:
    try:
        return NotUnderstood(_from_other_version.decode(data).identifier)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return Malformed("not a message of a display")


def from_kiosk(data: bytes) -> FromKiosk:
    """Read what the kiosk sent. Raises Malformed."""
    try:
        message: FromKiosk = _from_kiosk.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as problem:
        raise Malformed("not a message of a kiosk") from problem
    return message
