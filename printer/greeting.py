"""What is settled with a printer once, when it first answers: which model it is, and that it has the logo."""

from __future__ import annotations

from pathlib import Path

from printer.address import parse
from printer.conversation import Conversation
from printer.encode import mark
from printer.logo import ACKNOWLEDGE, ASK_KEYS, Logo, load
from printer.profiles import Profile, of_model
from printer.status import MODEL_NAME, PROCESSED, STORED_KEYS, model

ASK_MODEL = b"\x1dIC"
"""GS I 67: the printer's name, as 5Fh, text, 00h."""

STORING = 60.0
"""Seconds that a printer may take to store a logo, which happens once in its life: 11 kB at 9600 baud."""

_NO_LIMIT = 1e9


def recognised(talk: Conversation) -> Profile:
    """The profile of the model that the printer says it is, or the one assumed until now."""
    name = model(talk.block(ASK_MODEL, MODEL_NAME))
    return (name and of_model(name)) or talk.profile


def confirms(talk: Conversation) -> bool:
    """Whether it answers process-id marks: at once, as nothing is being printed. Old models do not."""
    return bool(talk.block(mark(0), PROCESSED))


def heading(talk: Conversation, logo: Path, address: str) -> bytes:
    """The bytes that print `logo` at the head of a ticket on this printer. Raises BadLogo.

    Stores it in the printer first, where that is how it is done and has not been done before.
    """
    picture = load(logo, talk.profile)
    if talk.profile.stores_graphics and _stored(talk, picture):
        return picture.recall()
    return picture.raster(speed(address))


def speed(address: str) -> float:
    """Bytes a second that the way to `address` carries; ten bits a byte on a serial line."""
    where = parse(address)
    return where.speed / 10 if where.kind == "serial" else _NO_LIMIT


def _stored(talk: Conversation, logo: Logo) -> bool:
    if logo.key in _keys(talk):
        return True
    talk.say(logo.define(), STORING)
    return logo.key in _keys(talk)


def _keys(talk: Conversation) -> set[bytes]:
    answer = talk.block(ASK_KEYS, STORED_KEYS, STORING / 2)
    if not answer:
        return set()
    talk.say(ACKNOWLEDGE)
    codes = answer[len(STORED_KEYS) + 1 :]
    return {codes[at : at + 2] for at in range(0, len(codes), 2)}
