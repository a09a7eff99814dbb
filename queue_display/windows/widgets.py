"""The widgets of kiosk, console and board, drawn in the visual language of `assets.theme`.

One `Look` is made for a window and handed to each widget; changing its `palette`, `scale` or `language`
redraws all of them. `widget_id` is how tests, the spoken mode and the demo find a widget: see `find`.

Importing this file imports Kivy: set Kivy's environment before.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as CoreLabel
from kivy.core.text import LabelBase
from kivy.event import EventDispatcher
from kivy.lang import Builder
from kivy.properties import (
    AliasProperty,
    BooleanProperty,
    NumericProperty,
    ObjectProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from assets import theme
from assets.wording import FRENCH
from queue_display.windows import text_lines as lines

for _face in theme.faces():
    # A font known by name is not looked for on the disk each time a text is drawn.
    LabelBase.register(_face.name, _face.regular, fn_bold=_face.bold)

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class Look(EventDispatcher):
    """How everything in one window looks. All measures but `scale` are pixels."""

    px_per_mm = NumericProperty(4.0)
    palette = ObjectProperty(theme.LIGHT)
    scale = ObjectProperty(theme.KIOSK)
    language = StringProperty(FRENCH)

    gap = AliasProperty(lambda self: self.px(self.scale.gap), bind=["scale", "px_per_mm"])
    pad = AliasProperty(lambda self: self.px(self.scale.pad), bind=["scale", "px_per_mm"])
    radius = AliasProperty(lambda self: self.px(self.scale.radius), bind=["scale", "px_per_mm"])
    line = AliasProperty(lambda self: max(1.5, self.px(self.scale.line)), bind=["scale", "px_per_mm"])
    hair = AliasProperty(lambda self: max(1, self.px(self.scale.line) / 2), bind=["scale", "px_per_mm"])
    target = AliasProperty(lambda self: self.px(self.scale.target), bind=["scale", "px_per_mm"])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.icons = theme.icon_face().name

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


@lru_cache(maxsize=4096)
def _width(text: str, font: str, bold: bool, size: float) -> float:
    return float(CoreLabel(font_name=font, bold=bold, font_size=size).get_extents(text)[0])


@lru_cache(maxsize=64)
def _height(font: str, bold: bool, size: float) -> float:
    return float(CoreLabel(font_name=font, bold=bold, font_size=size).get_extents("Ég")[1])


class TextLabel(Label):
    """Text. `words` is what it says; `role` names a size of the scale, or `capital` gives it in millimetres.

    `fit`: take the height the text needs at the width given; otherwise fill the room there is. `script` is
    the language of the words where it is not the look's. `overflows`: a word is wider than the label.
    """

    look = ObjectProperty(None, rebind=True, allownone=True)
    widget_id = StringProperty("")
    words = StringProperty("")
    script = StringProperty("")
    role = OptionProperty("text", options=["text", "title", "big", "small"])
    capital = NumericProperty(0)
    strong = BooleanProperty(False)
    ink = StringProperty("ink")
    align = OptionProperty("start", options=["start", "center", "end"])
    fit = BooleanProperty(False)
    overflows = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("words", "width", "font_size", "font_name", "strong", "script", "look"):
            self.fbind(name, self._break)
        self._break()

    @property
    def language(self) -> str:
        return self.script or (self.look.language if self.look else FRENCH)

    @property
    def drawn(self) -> float:
        """Height of the text as drawn, in pixels; 0 if there is none."""
        return float(self.texture_size[1]) if self.words else 0.0

    def side(self, align: str, language: str) -> str:
        """Where lines begin: Arabic starts on the right."""
        start, end = ("right", "left") if language in theme.RIGHT_TO_LEFT else ("left", "right")
        return {"start": start, "end": end}.get(align, align)

    def natural_width(self, most: float) -> float:
        """Width of the text on as few lines as fit into `most` pixels."""
        broken = lines.broken(self.words, most - 2, self._measure)
        return min(most, 2 + max((self._measure(line) for line in broken), default=0.0))

    def height_at(self, width: float) -> float | None:
        """Height of the text at a width, in pixels; None if a word is wider."""
        if not self.words:
            return 0.0
        broken = lines.filled(self.words, width - 2, self._measure)
        if not lines.fits(broken, width - 2, self._measure):
            return None
        # Kivy draws the first line in full.
        return float(1 + (len(broken) - 1) * self.line_height) * _height(
            self.font_name, self.strong, self.font_size
        )

    def _measure(self, line: str) -> float:
        return _width(lines.drawn(line, self.language), self.font_name, self.strong, self.font_size)

    def _break(self, *_: object) -> None:
        room = max(1.0, self.width - 1)
        broken = lines.broken(self.words, room, self._measure)
        self.overflows = not lines.fits(broken, room, self._measure)
        self.text = "\n".join(lines.drawn(line, self.language) for line in broken)


class Icon(Label):
    """A sign of the icon font: `name` as in Material Design Icons, `mm` its height (default: the scale's).

    Several names, with spaces between, are drawn side by side.
    """

    look = ObjectProperty(None, rebind=True, allownone=True)
    widget_id = StringProperty("")
    name = StringProperty("")
    mm = NumericProperty(0)
    ink = StringProperty("accent")
    character = AliasProperty(lambda self: "".join(map(theme.icon, self.name.split())), bind=["name"])
    drawn = AliasProperty(lambda self: self.font_size if self.name else 0, bind=["name", "font_size"])
    broad = AliasProperty(lambda self: self.font_size * len(self.character), bind=["name", "font_size"])


class Surface(Widget):
    """A rounded area. `paper` and `border` name colours; no border if empty."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    widget_id = StringProperty("")
    paper = StringProperty("surface")
    border = StringProperty("")

    def inner_edge(self, pos: list[float], size: list[float]) -> tuple[float, float, float, float]:
        """The rectangle on which a border runs that stays inside the area."""
        half = self.look.line / 2 if self.look else 0
        return pos[0] + half, pos[1] + half, max(1, size[0] - 2 * half), max(1, size[1] - 2 * half)


class Card(Surface, BoxLayout):
    """A surface that holds others, in a row or (`orientation`) a column."""


class Screenful(BoxLayout):
    """The whole window's background."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    widget_id = StringProperty("")
    paper = StringProperty("background")


class Separator(Widget):
    """A thin line between two things."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    upright = BooleanProperty(False)


INSET = 0.7
"""The space between a button's edge, its icon and its words, in gaps; half of it above and below."""

_KINDS = {
    # kind: (paper, border, ink of the icon, ink of the text)
    "primary": ("primary", "", "on_primary", "on_primary"),
    "plain": ("tile", "edge", "accent", "ink"),
    "tile": ("tile", "edge", "accent", "ink"),
    "danger": ("bad", "on_bad", "on_bad", "on_bad"),
    "warn": ("warn", "on_warn", "on_warn", "on_warn"),
    "good": ("good", "on_good", "on_good", "on_good"),
}


class BigButton(ButtonBehavior, Surface):
    """A target with icon and words. Bind `on_release`; `kind` says how much it stands out.

    `chosen` is a switch that is on; colour alone must not tell it, so change icon or words as well.
    `stacked` puts the icon above the words; `centred` is False where a column of them should line up.
    """

    words = StringProperty("")
    script = StringProperty("")
    icon = StringProperty("")
    icon_mm = NumericProperty(0)
    capital = NumericProperty(0)
    kind = OptionProperty("plain", options=sorted(_KINDS))
    role = OptionProperty("text", options=["text", "title", "big", "small"])
    strong = BooleanProperty(True)
    chosen = BooleanProperty(False)
    stacked = BooleanProperty(False)
    centred = BooleanProperty(True)

    def on_kv_post(self, _base: Widget) -> None:
        # Not in __init__: inside another rule of kv, its own parts are added after that.
        self._arrange_soon = Clock.create_trigger(self._arrange, -1)
        for name in ("pos", "size", "words", "icon", "stacked", "centred", "look"):
            self.fbind(name, self._arrange_soon)
        for part in (self.ids.icon, self.ids.label):
            part.fbind("font_size", self._arrange_soon)
            part.fbind("texture_size", self._arrange_soon)
        self._arrange_soon()

    def needs(self, width: float, *, stacked: bool) -> float | None:
        """Height the button needs at `width`, in pixels; None if a word is wider than its room."""
        icon, label, pad = self.ids.icon, self.ids.label, self.look.gap * INSET
        lead = 0.0 if stacked else self._lead()
        text = label.height_at(width - 2 * pad - lead)
        if text is None:
            return None
        return float(pad + (text + icon.drawn + pad / 2 if stacked else max(text, icon.drawn)))

    def _lead(self) -> float:
        """Width taken by the icon before the words."""
        icon = self.ids.icon.broad
        return float(icon + self.look.gap * INSET) if icon and self.words else float(icon)

    def _arrange(self, *_: object) -> None:
        """Icon and words as one group, centred in the button or at its beginning."""
        if self.look:
            (self._stack if self.stacked else self._in_line)(self.ids.icon, self.ids.label)

    def _stack(self, icon: Icon, label: TextLabel) -> None:
        pad = self.look.gap * INSET
        between = pad / 2 if icon.drawn and label.drawn else 0
        label.width = self.width - 2 * pad
        top = self.center_y + (icon.drawn + between + label.drawn) / 2
        icon.center = self.center_x, top - icon.drawn / 2
        label.pos = self.x + pad, top - icon.drawn - between - label.height

    def _in_line(self, icon: Icon, label: TextLabel) -> None:
        pad, lead = self.look.gap * INSET, self._lead()
        turned = label.language in theme.RIGHT_TO_LEFT
        label.width = label.natural_width(self.width - 2 * pad - lead)
        group = lead + label.width
        start = self.center_x - group / 2 if self.centred else self.x + pad
        if turned and not self.centred:
            start = self.right - pad - group
        middle = icon.broad / 2
        icon.center = (start + group - middle if turned else start + middle), self.center_y
        label.pos = (start if turned else start + lead), self.center_y - label.height / 2

    def look_of(self, what: str, kind: str, state: str, chosen: bool, disabled: bool) -> str:
        """The palette's name for one part ("paper", "border", "ink", "text") of the button as it now is."""
        parts = _KINDS[kind]
        if disabled:
            parts = ("surface", "hairline", "quiet", "quiet")
        elif state == "down":
            parts = ("pressed", "", "on_pressed", "on_pressed")
        elif chosen:
            parts = ("primary", "", "on_primary", "on_primary")
        return parts[("paper", "border", "ink", "text").index(what)]


class NoticeBar(Card):
    """A line that tells of a state: `mood` is good, warn or bad, and icon and words say the same."""

    words = StringProperty("")
    icon = StringProperty("information_outline")
    icon_mm = NumericProperty(0)
    role = OptionProperty("text", options=["text", "title", "big", "small"])
    mood = OptionProperty("warn", options=["good", "warn", "bad"])

    def settle(self) -> None:
        """Take the height the words need at the width given, at once rather than in the next frame."""
        icon, label = self.ids.icon, self.ids.label
        label.width = self.width - 2 * self.look.pad - icon.drawn - self.look.gap
        self.height = max(icon.drawn, label.height_at(label.width) or label.height) + 2 * self.look.gap


def walk(root: Widget) -> Iterator[Widget]:
    """`root` and every widget below it, in the order in which they are drawn."""
    yield root
    for child in reversed(root.children):
        yield from walk(child)


def find(root: Widget, widget_id: str) -> Widget | None:
    """The widget of that `widget_id` below `root`, or None."""
    return next((w for w in walk(root) if getattr(w, "widget_id", "") == widget_id), None)


def hold(box: Widget, children: list[Widget]) -> None:
    """Have `box` hold exactly these, in order; nothing is done if it does already."""
    if list(reversed(box.children)) != children:
        box.clear_widgets()
        for child in children:
            box.add_widget(child)
