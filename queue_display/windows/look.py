"""How everything in one window looks, and when it is drawn anew.

Importing this file imports Kivy: set Kivy's environment before.
"""

from __future__ import annotations

from typing import Protocol
from weakref import WeakSet

from kivy.clock import Clock
from kivy.core.text import LabelBase
from kivy.event import EventDispatcher
from kivy.properties import AliasProperty, NumericProperty, ObjectProperty, StringProperty

from assets import theme
from assets.wording import FRENCH

for _face in theme.faces():
    # A font known by name is not looked for on the disk each time a text is drawn.
    LabelBase.register(_face.name, _face.regular, fn_bold=_face.bold)


class Stale(Protocol):
    """What has changed, and is drawn anew before the next frame."""

    def renew(self) -> None: ...


class Dressed(Protocol):
    """What follows the look: it is told when that changes."""

    def recolour(self) -> None: ...
    def restyle(self) -> None: ...


class Look(EventDispatcher):
    """One is made for a window and handed to each widget. All measures but `scale` are pixels."""

    px_per_mm = NumericProperty(4.0)
    palette = ObjectProperty(theme.LIGHT)
    scale = ObjectProperty(theme.KIOSK)
    language = StringProperty(FRENCH)

    gap = AliasProperty(lambda self: self.px(self.scale.gap), bind=["scale", "px_per_mm"])
    pad = AliasProperty(lambda self: self.px(self.scale.pad), bind=["scale", "px_per_mm"])
    radius = AliasProperty(lambda self: self.px(self.scale.radius), bind=["scale", "px_per_mm"])
    line = AliasProperty(lambda self: max(1.5, self.px(self.scale.line)), bind=["scale", "px_per_mm"])
    lip = AliasProperty(lambda self: max(2, self.px(self.scale.lip)), bind=["scale", "px_per_mm"])
    hair = AliasProperty(lambda self: max(1, self.px(self.scale.line) / 2), bind=["scale", "px_per_mm"])
    target = AliasProperty(lambda self: self.px(self.scale.target), bind=["scale", "px_per_mm"])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.icons = theme.icon_face().name
        self._stale: set[Stale] = set()
        self._floors: WeakSet[Stale] = WeakSet()
        self._dressed: WeakSet[Dressed] = WeakSet()
        self._soon = Clock.create_trigger(self._renew, -1)
        for name in ("palette", "px_per_mm", "scale"):
            self.fbind(name, self.repaint)
        self.fbind("palette", self._recolour)
        for name in ("px_per_mm", "scale", "language"):
            self.fbind(name, self._restyle)

    def px(self, millimetres: float) -> float:
        return float(millimetres * self.px_per_mm)

    def capital(self, scale: theme.Scale, role: str) -> float:
        """Height of capitals of a role of text, in millimetres."""
        return float(getattr(scale, role))

    def face(self, language: str, script: str) -> str:
        """The font for words of the language `script`, or else of the window's."""
        return theme.typeface(script or language).name

    def font_size(self, millimetres: float, script: str, px_per_mm: float, language: str) -> float:
        """Size in pixels of text whose capitals are `millimetres` high; kv watches the last two."""
        return float(millimetres * px_per_mm / theme.typeface(script or language).capital)

    def dress(self, widget: Dressed) -> None:
        """Tell `widget` of each change while it lives: `bind` would compare it with all others first."""
        self._dressed.add(widget)

    def _recolour(self, *_: object) -> None:
        for widget in tuple(self._dressed):
            widget.recolour()

    def _restyle(self, *_: object) -> None:
        for widget in tuple(self._dressed):
            widget.restyle()

    # --- Before the next frame --------------------------------------------------------------------

    def floor(self, floor: Stale) -> None:
        """What draws surfaces: it is asked to renew itself whenever one of them changes."""
        self._floors.add(floor)

    def repaint(self, *_: object) -> None:
        """A surface has changed."""
        self._soon()

    def stale(self, text: Stale) -> None:
        """A text has changed."""
        self._stale.add(text)
        self._soon()

    def _renew(self, *_: object) -> None:
        while self._stale:
            self._stale.pop().renew()
        for floor in self._floors:
            floor.renew()
