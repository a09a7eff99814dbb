"""A ticket to the bytes of a printer. No port: python-escpos' Dummy collects what it would send.

The bytes come in pieces, one a line, so that a worker can stop between two. The first piece holds no
number: whatever becomes of a ticket, nothing of it that matters is sent before the printer has answered.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from printer.profiles import Profile, library
from printer.ticket import Line, TicketText, lay_out

_REPLACEMENTS = {
    "\u202f": "\u00a0",
    "\u00a0": " ",
    "\u2011": "-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "…": "...",
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "€": "EUR",
    "°": "o",
    "²": "2",
    "·": "-",
}


def encode(
    ticket: TicketText, profile: Profile, logo: bytes = b"", columns: int | None = None
) -> tuple[bytes, ...]:
    """The ticket's bytes, one piece a line, the last one feeding and cutting; `logo` is printed first."""
    device = _device(profile)
    first, *rest = lay_out(_printable_ticket(ticket, profile), columns or profile.columns)
    pieces = [_start(device, profile) + logo + _line(device, None, first)]
    before = first
    for line in rest:
        pieces.append(_line(device, before, line))
        before = line
    pieces.append(_finish(device, profile))
    return tuple(pieces)


def printable(text: str, profile: Profile) -> str:
    """`text` with what the profile's code page lacks replaced by its nearest neighbours; no control codes."""
    return "".join(_printable(c, profile.page.codec) for c in unicodedata.normalize("NFC", text))


def mark(number: int) -> bytes:
    """Ask the printer to say when all before has been printed: GS ( H, function 48, 11 bytes.

    The answer is 37h 22h, `identifier(number)`, 00h.
    """
    return b"\x1d(H\x06\x00\x30\x30" + identifier(number)


def identifier(number: int) -> bytes:
    """Four digits, as GS ( H wants characters between 20h and 7Eh."""
    return b"%04d" % (number % 10_000)


def clear() -> bytes:
    """Throw away all that the printer holds: DLE DC4, function 8; acted on even when it is offline."""
    return b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"


def recover() -> bytes:
    """Leave a recoverable error without printing what was held: DLE ENQ 2."""
    return b"\x10\x05\x02"


def clean_start(profile: Profile) -> bytes:
    """Push a torn ticket out of the way, so that the next begins on paper of its own."""
    device = _device(profile)
    return b"\x1b@" + _finish(device, profile)


def _device(profile: Profile) -> Any:
    from escpos.magicencode import Encoder

    # The library keeps the last number of a page that is listed twice; ours is the common, lowest one.
    encoder = Encoder({profile.page.name: profile.page.number})
    return library().Dummy(profile=profile.name, magic_encode_args={"encoder": encoder})


def _taken(device: Any) -> bytes:
    output: bytes = device.output
    device.clear()
    return output


def _start(device: Any, profile: Profile) -> bytes:
    device.hw("INIT")
    device.charcode(profile.page.name)
    device.set(align="center", smooth=True if profile.epson else None)
    return _taken(device)


def _line(device: Any, before: Line | None, line: Line) -> bytes:
    """One line; how it looks is said only where it differs from the line before."""
    device._raw(b"\n" * line.gap)  # a byte each; ESC d takes three
    if _style(line) != _style(before or Line("")):
        device._raw(_style(line))
    device.text(line.text + "\n")
    return _taken(device)


def _style(line: Line) -> bytes:
    """Size and weight in 3 bytes: ESC ! says both at once up to twice the size, GS ! the size beyond that.

    A line beyond that keeps the weight of the line before.
    """
    if max(line.wide, line.high) > 2:
        return bytes((0x1D, 0x21, (line.wide - 1) << 4 | line.high - 1))
    return bytes((0x1B, 0x21, line.bold << 3 | (line.high == 2) << 4 | (line.wide == 2) << 5))


def _finish(device: Any, profile: Profile) -> bytes:
    if profile.cuts:
        device._raw(b"\x1dVB\x00")  # GS V 66 0: feed to the cutter, cut
    else:
        device.print_and_feed(4)  # to the tear bar
    return _taken(device)


def _printable_ticket(ticket: TicketText, profile: Profile) -> TicketText:
    def fit(text: str) -> str:
        return printable(text, profile)

    return TicketText(
        van=fit(ticket.van) or "Halte",
        number=ticket.number,
        heading=fit(ticket.heading),
        day=fit(ticket.day),
        ahead=fit(ticket.ahead),
        confidential=fit(ticket.confidential),
        phone=fit(ticket.phone),
        stops_heading=fit(ticket.stops_heading),
        stops=tuple(map(fit, ticket.stops)),
    )


def _printable(character: str, codec: str) -> str:
    if character in "\n\t\r":
        return " "
    if not character.isprintable() and character not in _REPLACEMENTS:
        return ""
    if _has(codec, character):
        return character
    if character in _REPLACEMENTS:
        return "".join(_printable(c, codec) for c in _REPLACEMENTS[character])
    bare = unicodedata.normalize("NFKD", character)[0]
    return bare if _has(codec, bare) else "?"


def _has(codec: str, character: str) -> bool:
    return bool(character.encode(codec, errors="ignore"))
