"""What a call may lack. Pure."""

from __future__ import annotations

from enum import Enum


class Lack(Enum):
    """What a call lacks; the values are the words that cross the link (`messages.SOUNDS`)."""

    NOTHING = ""
    SILENT = "silent"  # neither chime nor voice is heard
    UNSPOKEN = "unspoken"  # a chime, and no voice, though there should be one
