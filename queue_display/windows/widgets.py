"""The controls of kiosk, console and board, drawn in the visual language of `assets.theme`.

`widget_id` is how tests, the spoken mode and the demo find a widget: see `find`.

Importing this file imports Kivy: set Kivy's environment before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.widget import Widget

from assets import theme
from queue_display.windows.papers import Surface
from queue_display.windows.shapes import Shape, edge_below, inset, shape
from queue_display.windows.texts import Icon, TextLabel

INSET = 0.4
"""The space between a button's edge, its icon and its words, in gaps."""

HEAD = 0.2
"""The space above what is written on a button, and below it, in gaps: a line brings its own."""

BADGE, TICK, INNER = 4.6, 0.75, 0.5
"""Of the badge on a corner: its millimetres, its tick as a share of it, how far within its centre is."""

DISC = 1.45
"""The disc behind an icon, in sizes of the icon."""


class Dress(NamedTuple):
    """The palette's names for the parts of a control: its face, the edge below it, its icon, its words."""

    paper: str
    edge: str
    icon: str
    words: str


_KINDS = {
    "primary": Dress("primary", "pressed", "on_primary", "on_primary"),
    "plain": Dress("tile", "edge", "accent", "ink"),
    "tile": Dress("tile", "edge", "accent", "ink"),
    "standing": Dress("tint", "edge", "accent", "ink"),
    "about": Dress("surface", "edge", "accent", "ink"),
    "help": Dress("surface", "edge", "accent", "ink"),
    "text": Dress("surface", "surface", "accent", "ink"),  # to read and to hear: flat
    "danger": Dress("bad", "on_bad", "on_bad", "on_bad"),
    "warn": Dress("warn", "on_warn", "on_warn", "on_warn"),
    "good": Dress("good", "on_good", "on_good", "on_good"),
}
_DISABLED = Dress("surface", "hairline", "quiet", "quiet")
_PRESSED = Dress("pressed", "pressed", "on_pressed", "on_pressed")


class BigButton(ButtonBehavior, Surface):
    """A target with icon and words. Bind `on_release`; `kind` says how much it stands out.

    It stands on an edge, into which it sinks while it is pressed. `chosen` is a switch that is on; colour
    alone must not tell it, so change icon or words as well. `stacked` puts the icon above the words;
    `centred` is False where a column of them should line up. `family` tints it;
    `second` is a smaller line below the words, where `told` says that there is room for it. `badged`: a tick
    in its corner says that it is chosen, and nothing else on it moves for that.
    """

    words = StringProperty("")
    second = StringProperty("")
    told = BooleanProperty(False)
    script = StringProperty("")
    icon = StringProperty("")
    icon_mm = NumericProperty(0)
    family = StringProperty("")
    capital = NumericProperty(0)
    kind = OptionProperty("plain", options=sorted(_KINDS))
    role = OptionProperty("text", options=["text", "title", "big", "small"])
    strong = BooleanProperty(True)
    chosen = BooleanProperty(False)
    stacked = BooleanProperty(False)
    centred = BooleanProperty(True)
    words_ink = StringProperty("ink")  # as it now is
    badged = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self.sign, self.label, self.more = Icon(), TextLabel(fit=True), TextLabel(fit=True, role="small")
        self.badge = Icon(ink="on_good")
        self._soon = Clock.create_trigger(self._arrange, -1)
        super().__init__(**kwargs)
        for part in (self.sign, self.label, self.more, self.badge):
            self.add_widget(part)
        for name in (
            "words",
            "second",
            "told",
            "script",
            "icon",
            "icon_mm",
            "capital",
            "role",
            "strong",
            "badged",
        ):
            self.fbind(name, self._filled)
        for name in ("kind", "state", "chosen", "disabled", "family"):
            self.fbind(name, self.recolour)
        for name in ("pos", "size", "stacked", "centred", "state"):
            self.fbind(name, self._soon)
        self.fbind("look", self._looks)
        self._looks()

    def _looks(self, *_: object) -> None:
        if self.look:
            for part in (self.sign, self.label, self.more, self.badge):
                part.look = self.look
            self.look.dress(self)
            self._filled()
            self.recolour()

    def _filled(self, *_: object) -> None:
        self.sign.name, self.sign.mm = self.icon, self.icon_mm
        label = self.label
        label.role, label.capital, label.strong = self.role, self.capital, self.strong
        label.script, label.words = self.script, self.words
        self.more.script, self.more.words = self.script, self.second if self.told else ""
        self.badge.name, self.badge.mm = "check_bold" if self.badged else "", BADGE * TICK
        self._soon()

    def restyle(self) -> None:
        """What is on it changes its size: it is arranged before the next frame."""
        self._soon()

    def recolour(self, *_: object) -> None:
        if not self.look:
            return
        dress = self._dress()
        hue = self.hue()
        self.sign.ink = hue.sign if hue else dress.icon
        self.label.ink = self.words_ink = dress.words
        self.more.ink = "quiet" if dress.words == "ink" else dress.words
        self.paper = dress.paper
        self.repaint()

    def _dress(self) -> Dress:
        if self.disabled:
            return _DISABLED
        if self.state == "down":
            return _PRESSED
        return _KINDS["primary"] if self.chosen else _KINDS[self.kind]

    def hue(self) -> theme.Hue | None:
        """Of a topic, while it is neither pressed nor chosen."""
        if self.kind != "tile" or self.state == "down" or self.chosen or self.disabled:
            return None
        found: theme.Hue = self.look.palette.hue(self.family)
        return found

    # --- Drawing ----------------------------------------------------------------------------------

    def face(self) -> str:
        """The colour behind what is written on it."""
        hue = self.hue()
        return hue.face if hue else str(getattr(self.look.palette, self._dress().paper))

    def shapes(self) -> Iterator[Shape]:
        palette, lip, hue, face = self.look.palette, self.look.lip, self.hue(), self.face()
        edge = hue.edge if hue else getattr(palette, self._dress().edge)
        radius = self.look.radius
        if palette.outlined:
            outer = shape(self.pos, self.size, radius, edge)
            yield outer
            yield inset(outer, self.look.line, face)
        elif self.state == "down" or self.disabled:
            low = lip if self.disabled else 0
            yield shape((self.x, self.y + low), (self.width, self.height - lip), radius, face)
        else:
            raised = shape((self.x, self.y + lip), (self.width, self.height - lip), radius, face)
            yield edge_below(raised, raised.y - round(self.y), edge)
            yield raised
        if hue and self.icon and not palette.outlined:
            wide = self._wide()
            corner = self.sign.center_x - wide / 2, self.sign.center_y - wide / 2
            yield shape(corner, (wide, wide), wide, hue.disc)

        if self.badged:
            wide = self.look.px(BADGE)
            corner = self.badge.center_x - wide / 2, self.badge.center_y - wide / 2
            yield shape(corner, (wide, wide), wide, palette.good)

    def _wide(self) -> float:
        """Width of the icon with its disc, in pixels."""
        disc = DISC if self.kind == "tile" and len(self.icon.split()) == 1 else 1.0
        return float(self.sign.broad * disc)

    def _tall(self) -> float:
        return float(self.sign.drawn * (DISC if self.kind == "tile" else 1.0))

    # --- Room -------------------------------------------------------------------------------------

    def needs(self, width: float, *, stacked: bool, told: bool = False) -> float | None:
        """Height the button needs at `width`, in pixels; None if a word is wider than its room.

        `told`: with its second line.
        """
        pad = self.look.gap * INSET
        lead = 0.0 if stacked else self._lead() + self.reserved()
        room = width - 2 * pad - lead
        text = self.label.height_at(room)
        if text is None:
            return None
        if told and self.second:
            self.more.words = self.second
            more = self.more.height_at(room)
            self.more.words = self.second if self.told else ""
            if more is None:
                return None
            text += more
        icon = self._tall()
        body = text + icon + (pad / 2 if icon and text else 0) if stacked else max(text, icon)
        return float(2 * self.look.gap * HEAD + body + self.look.lip)

    def reserved(self) -> float:
        """Width at its end that icon and words in a line leave free, in pixels."""
        return 0.0

    def _lead(self) -> float:
        """Width taken by the icon before the words."""
        icon = self._wide()
        return float(icon + self.look.gap * INSET) if icon and self.words else float(icon)

    def _arrange(self, *_: object) -> None:
        """Icon and words as one group, centred on the button's face or at its beginning."""
        if self.look:
            low = 0.5 * (-self.look.lip if self.state == "down" else self.look.lip)
            middle = self.center_y + (0 if self.look.palette.outlined else low)
            align = "center" if self.stacked or (self.centred and not self.icon) else "start"
            self.label.align = self.more.align = align
            (self._stack if self.stacked else self._in_line)(middle)
            inner = self.look.px(INNER)
            self.badge.center = self.x + self.width - inner, self.y + self.height - inner
            self.repaint()

    def _stack(self, middle: float) -> None:
        pad = self.look.gap * INSET
        between = pad / 2 if self.sign.drawn and self.label.drawn else 0
        self.label.width = self.more.width = self.width - 2 * pad
        tall = self._tall()
        top = middle + (tall + between + self.label.drawn + self.more.drawn) / 2
        self.sign.center = self.center_x, top - tall / 2
        self._write(self.x + pad, top - tall - between)

    def _in_line(self, middle: float) -> None:
        pad, lead, label, more = self.look.gap * INSET, self._lead(), self.label, self.more
        turned = label.language in theme.RIGHT_TO_LEFT
        kept = self.reserved()
        room = self.width - 2 * pad - lead - kept
        wide = label.natural_width(room)
        if more.words:
            wide = max(wide, more.natural_width(room))
        label.width = more.width = wide
        group = lead + wide
        centre = min(self.center_x - group / 2, self.right - pad - kept - group)
        start = centre if self.centred else self.x + pad
        if turned and not self.centred:
            start = self.right - pad - kept - group
        half = self._wide() / 2
        self.sign.center = (start + group - half if turned else start + half), middle
        self._write(start if turned else start + lead, middle + (label.drawn + more.drawn) / 2)

    def _write(self, left: float, top: float) -> None:
        self.label.pos = left, top - self.label.height
        self.more.pos = left, top - self.label.height - self.more.height


class NoticeBar(Surface):
    """A line that tells of a state: `mood` is good, warn or bad, and icon and words say the same."""

    words = StringProperty("")
    icon = StringProperty("information_outline")
    icon_mm = NumericProperty(0)
    role = OptionProperty("text", options=["text", "title", "big", "small"])
    capital = NumericProperty(0)
    mood = OptionProperty("warn", options=["good", "warn", "bad"])

    def __init__(self, **kwargs: Any) -> None:
        self.sign, self.label = Icon(), TextLabel(fit=True, strong=True)
        super().__init__(**{"size_hint_y": None, **kwargs})
        for part in (self.sign, self.label):
            self.add_widget(part)
        for name in ("words", "icon", "icon_mm", "role", "capital", "mood", "look", "pos", "width"):
            self.fbind(name, self.settle)
        self.settle()

    def settle(self, *_: object) -> None:
        """Take the height the words need at the width given, at once rather than in the next frame."""
        if not self.look:
            return
        sign, label, look = self.sign, self.label, self.look
        sign.look = label.look = look
        sign.name, sign.mm, label.words, label.role = self.icon, self.icon_mm, self.words, self.role
        label.capital = self.capital
        calm = self.mood == "good" and not look.palette.outlined
        self.paper, self.border = self.mood, "" if calm else f"on_{self.mood}"
        sign.ink = label.ink = f"on_{self.mood}"
        turned = label.language in theme.RIGHT_TO_LEFT
        label.width = max(1.0, self.width - 2 * look.pad - sign.broad - look.gap)
        self.height = max(sign.drawn, label.height_at(label.width) or label.height) + 2 * look.gap
        edge = self.right - look.pad - sign.broad / 2 if turned else self.x + look.pad + sign.broad / 2
        sign.center = edge, self.center_y
        left = self.x + look.pad + (0 if turned else sign.broad + look.gap)
        label.pos = left, self.center_y - label.height / 2


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
