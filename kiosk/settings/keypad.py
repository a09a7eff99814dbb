"""The keys of a keypad for who does not see the screen, and the names of the keys that they may be. Pure."""

from __future__ import annotations

KEYPAD = ("previous", "next", "repeat", "choose", "louder", "quieter")
"""What a key may do: the four of the screen's corners, and the volume."""

KEY_NAMES = frozenset(
    (
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"),
        *("enter", "spacebar", "tab", "backspace", "escape", "pause"),
        *(f"f{n}" for n in range(1, 16)),
        *"abcdefghijklmnopqrstuvwxyz0123456789",
        *(f"numpad{n}" for n in range(10)),
        *("numpadenter", "numpadadd", "numpadsubstract", "numpadmul", "numpaddivide", "numpaddecimal"),
    )
)
"""As Kivy calls the keys of a keyboard, which is what a USB keypad is to the system."""
