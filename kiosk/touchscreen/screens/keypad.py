"""From the keys of a keypad to those of the ear: each other key, and each other keyboard, does nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kivy.core.window import Keyboard


class Keypad:
    """`keys`: a key's name by what it does, as `kiosk.settings.keypad` has both; `pressed` is told what.

    A key that is held down is pressed once: a child leans on it, or a hand is slow.
    """

    def __init__(self, keys: Mapping[str, str], pressed: Callable[[str], None]) -> None:
        self._does = {Keyboard.keycodes[name]: does for does, name in keys.items()}
        self._pressed = pressed
        self._held: set[int] = set()

    def down(self, window: object, key: int, *rest: object) -> bool:
        """The window's event; True, so that nothing else takes it, whichever key it is."""
        does = self._does.get(key)
        if does and key not in self._held:
            self._held.add(key)
            self._pressed(does)
        return True

    def up(self, window: object, key: int, *rest: object) -> bool:
        self._held.discard(key)
        return True
