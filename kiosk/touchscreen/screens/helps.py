"""The row of helps at the lower edge: always the same controls in the same places."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from assets import theme
from kiosk.touchscreen.content.parts import Control
from kiosk.touchscreen.screens.controls import ControlButton, Pool

SIGN = 0.75
"""The size of a help's sign without words, as a share of a tile's icon."""

SIGN_WITH_WORDS = 0.6
"""The same, above words: sign and words together are then as high as the smallest target."""


class HelpRow(Pool):
    """Buttons of equal height; they have words if these fit on the rows that the screen has for them."""

    def arrange(
        self, controls: Sequence[Control], left: float, bottom: float, width: float, rows: int, *, words: bool
    ) -> float:
        """Lay out the row from its lower left corner; returns its height."""
        buttons = self.hold(controls, stacked=True, centred=True, icon_mm=self._icon(SIGN_WITH_WORDS))
        if not buttons:
            return 0.0
        lines = self._lines(buttons, width, rows) if words else None
        if lines is None:
            lines = self._signs(buttons, width)
        height = max([float(self.look.target), *(self._need(b) for b in buttons)])
        # The help that speaks is in the lower left corner: a mark on the cabinet leads a hand there.
        for place, line in enumerate(lines if _helps(buttons) else reversed(lines)):
            self._lay(line, left, bottom + place * (height + self.look.gap), width, height)
        return float(len(lines) * (height + self.look.gap) - self.look.gap)

    def _signs(self, buttons: list[ControlButton], width: float) -> list[list[ControlButton]]:
        """Signs without words. What is no help keeps its words if there is room for all of them; if not, only
        the primary button does, if there is room for its own."""
        per = max(1, int((width + self.look.gap) / (self.look.target + self.look.gap)))
        lines = _split(buttons, ceil(len(buttons) / per))
        for line in lines:
            for keeps in (_acts, _leads_on, lambda button: False):
                for button in line:
                    if not keeps(button):
                        self._wordless(button)
                if self._wide(line) <= width:
                    break
        return lines

    def _wordless(self, button: ControlButton) -> None:
        button.words, button.icon_mm = "", self._icon(SIGN)

    def _icon(self, share: float) -> float:
        return float(self.look.scale.icon) * share

    def _need(self, button: ControlButton) -> float:
        return button.needs(self._natural(button), stacked=True) or 0.0

    def _natural(self, button: ControlButton) -> float:
        """Width at which the button's words stand on one line."""
        label = button.label
        words = label.natural_width(100_000) if button.words else 0.0
        widths = (self.look.target, words + 2 * self.look.gap, button.sign.broad)
        return float(max(widths))

    def _lines(
        self, buttons: list[ControlButton], width: float, rows: int
    ) -> list[list[ControlButton]] | None:
        for count in range(1, rows + 1):
            lines = _split(buttons, count)
            if all(self._wide(line) <= width for line in lines):
                return lines
        return None

    def _wide(self, line: list[ControlButton]) -> float:
        return sum(map(self._natural, line)) + float(self.look.gap) * (len(line) - 1)

    def _lay(self, line: list[ControlButton], left: float, y: float, width: float, height: float) -> None:
        spare = (width - self._wide(line)) / len(line)
        turned = self.look.language in theme.RIGHT_TO_LEFT and not _helps(line)
        for button in reversed(line) if turned else line:
            button.size = self._natural(button) + spare, height
            button.pos = left, y
            left += button.width + self.look.gap


def _helps(buttons: list[ControlButton]) -> bool:
    return str(buttons[0].control.id).startswith("help:")


def _acts(button: ControlButton) -> bool:
    """It is no help, and its words stand on one line."""
    return not str(button.control.id).startswith("help:") and "\n" not in button.words


def _leads_on(button: ControlButton) -> bool:
    return bool(button.kind == "primary")


def _split(buttons: list[ControlButton], rows: int) -> list[list[ControlButton]]:
    per = ceil(len(buttons) / rows)
    return [buttons[i : i + per] for i in range(0, len(buttons), per)]
