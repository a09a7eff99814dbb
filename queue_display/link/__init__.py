"""The link between kiosk and displays, as the rest of the house uses it.

    kiosk                                          display
    KioskLink ── dials, finds by discovery ──────▶ DisplayServer ── announces itself, listens
       push() ── the view of its role, whole ────▶ on_view
       on_ask ◀───────────────── one command ───── ask() -> Done

`pulse` keeps the time, `session` one connection, `wire` its bytes; `messages` is the language.
"""

from queue_display.link.answers import Asker
from queue_display.link.display_end import DisplayServer, Link, LinkState
from queue_display.link.kiosk_end import KioskLink

__all__ = ["Asker", "DisplayServer", "KioskLink", "Link", "LinkState"]
