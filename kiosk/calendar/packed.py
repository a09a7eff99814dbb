"""The calendar's file in pieces that each fit a command of the link: packed, as text. Pure."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Sequence

from kiosk.calendar.kept import LARGEST
from queue_display.messages.bounds import LONGEST_PIECE


def pack(content: bytes) -> list[str]:
    """At least one piece; the same bytes give the same pieces."""
    text = base64.b85encode(zlib.compress(content, 9)).decode()
    return [text[at : at + LONGEST_PIECE] for at in range(0, len(text), LONGEST_PIECE)]


def unpack(pieces: Sequence[str]) -> bytes:
    """Raises ValueError where they are not whole, or give more than a calendar may have."""
    packer = zlib.decompressobj()
    try:
        content = packer.decompress(base64.b85decode("".join(pieces)), LARGEST)
    except (zlib.error, binascii.Error, ValueError):
        raise ValueError("not packed") from None
    if not packer.eof or packer.unused_data:
        raise ValueError("not whole, or too large")
    return content
