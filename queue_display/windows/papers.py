"""The filled areas of a window, all of one floor drawn at once: where no graphics card helps, filling is most
of a frame, and an area that is opaque and has no texture is filled five times as fast as Kivy's own.

A floor (a `Floor`: the window's background, a dialog) draws the surfaces that stand on it in two meshes: what
is opaque, and the round corners, whose edges are smooth without multisampling (which costs as much as all the
rest): each pixel of a corner is as opaque as its distance from the corner's centre says.

Importing this file imports Kivy: set Kivy's environment before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kivy.graphics import Callback, Mesh, RenderContext
from kivy.graphics.opengl import GL_BLEND, glDisable, glEnable
from kivy.lang import Builder
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget
from kivy.utils import get_color_from_hex

from queue_display.windows.shapes import Fill, Ground, Shape, filled, fills, inset, shape

FLAT_VERTEX = """
#ifdef GL_ES
    precision highp float;
#endif
attribute vec2 v_pos;
attribute vec4 v_colour;
uniform mat4 modelview_mat;
uniform mat4 projection_mat;
uniform float shown;
varying vec4 colour;
void main(void) {
    colour = v_colour * vec4(1.0, 1.0, 1.0, shown);
    gl_Position = projection_mat * modelview_mat * vec4(v_pos, 0.0, 1.0);
}
"""
FLAT_PIXEL = """
#ifdef GL_ES
    precision highp float;
#endif
varying vec4 colour;
void main(void) {
    gl_FragColor = colour;
}
"""
ROUND_VERTEX = """
#ifdef GL_ES
    precision highp float;
#endif
attribute vec2 v_pos;
attribute vec3 v_centre;
attribute vec4 v_colour;
uniform mat4 modelview_mat;
uniform mat4 projection_mat;
uniform float shown;
varying vec4 colour;
varying vec3 centre;
void main(void) {
    colour = v_colour * vec4(1.0, 1.0, 1.0, shown);
    centre = v_centre;
    gl_Position = projection_mat * modelview_mat * vec4(v_pos, 0.0, 1.0);
}
"""
ROUND_PIXEL = """
#ifdef GL_ES
    precision highp float;
#endif
varying vec4 colour;
varying vec3 centre;
void main(void) {
    float inside = clamp(centre.z - length(centre.xy) + 0.5, 0.0, 1.0);
    gl_FragColor = vec4(colour.rgb, colour.a * inside);
}
"""

FLAT = [(b"v_pos", 2, "float"), (b"v_colour", 4, "float")]
ROUND = [(b"v_pos", 2, "float"), (b"v_centre", 3, "float"), (b"v_colour", 4, "float")]


class Papers:
    """Draws shapes, in their order, at the place in a canvas where it is put."""

    def __init__(self) -> None:
        self._drawn: tuple[tuple[Shape, ...], Ground | None] = (), None
        self.shown, self.clear = 1.0, ""
        self._flat, self._round = Mesh(fmt=FLAT, mode="triangles"), Mesh(fmt=ROUND, mode="triangles")
        self._contexts = (_context(FLAT_VERTEX, FLAT_PIXEL), _context(ROUND_VERTEX, ROUND_PIXEL))
        flat, corners = self._contexts
        for one in (Callback(self._opaque), self._flat, Callback(self._blended)):
            flat.add(one)
        corners.add(self._round)

    def put(self, canvas: Any) -> None:
        for context in self._contexts:
            canvas.add(context)

    def fade(self, shown: float) -> None:
        """How opaque: from 0 to 1."""
        self.shown = shown
        for context in self._contexts:
            context["shown"] = shown

    def show(self, shapes: Sequence[Shape], ground: Ground | None = None) -> None:
        """On `ground`, if they stand on the window itself: then `clear` is how it is to be cleared."""
        if (tuple(shapes), ground) == self._drawn:
            return
        self._drawn = tuple(shapes), ground
        self.clear, flats = filled(shapes, ground) if ground else ("", fills(shapes))
        _fill(self._flat, map(_flat, flats))
        _fill(self._round, (q for one in shapes for q in _corners(one)))

    def _opaque(self, *_: object) -> None:
        if self.shown == 1.0:
            glDisable(GL_BLEND)

    def _blended(self, *_: object) -> None:
        glEnable(GL_BLEND)


def _context(vertex: str, pixel: str) -> RenderContext:
    made = RenderContext(use_parent_modelview=True, use_parent_projection=True, vs=vertex, fs=pixel)
    made["shown"] = 1.0
    return made


Quad = list[float]
"""Four corners' values, from the lower left, counter-clockwise."""


def _fill(mesh: Mesh, quads: Iterator[tuple[float, ...]]) -> None:
    vertices, indices, count = list[float](), list[int](), 0
    for quad in quads:
        vertices.extend(quad)
        indices.extend((count, count + 1, count + 2, count, count + 2, count + 3))
        count += 4
    mesh.vertices, mesh.indices = vertices, indices


def _flat(fill: Fill) -> tuple[float, ...]:
    (left, low, right, top), colour = fill
    ink = get_color_from_hex(colour)
    return (left, low, *ink, right, low, *ink, right, top, *ink, left, top, *ink)


def _corners(one: Shape) -> Iterator[tuple[float, ...]]:
    x, y, width, height, r, colour, lip = one
    if r == 0:
        return
    ink = get_color_from_hex(colour)
    for left, middle_x in ((x, r), (x + width - r, 0)):
        for low, middle_y in ((y, r), (y + height - r, 0))[: 1 if lip else 2]:
            a, b = -middle_x, r - middle_x
            c, d = -middle_y, r - middle_y
            yield (
                left, low, a, c, r, *ink, left + r, low, b, c, r, *ink,
                left + r, low + r, b, d, r, *ink, left, low + r, a, d, r, *ink,
            )  # fmt: skip


class Surface(Widget):
    """A rounded area. `paper` and `border` name colours; no border if empty. Its floor draws it."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    widget_id = StringProperty("")
    paper = StringProperty("surface")
    border = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("pos", "size", "paper", "border", "opacity", "parent", "look"):
            self.fbind(name, self.repaint)

    def repaint(self, *_: object) -> None:
        if self.look:
            self.look.repaint()

    def shapes(self) -> Iterator[Shape]:
        """What is drawn of it, from below."""
        look = self.look
        colour = getattr(look.palette, self.paper)
        if not self.border:
            yield shape(self.pos, self.size, look.radius, colour)
            return
        outer = shape(self.pos, self.size, look.radius, getattr(look.palette, self.border))
        yield outer
        yield inset(outer, look.line, colour)

    def inner_edge(self, pos: list[float], size: list[float]) -> tuple[float, float, float, float]:
        """The rectangle on which a border runs that stays inside the area."""
        half = self.look.line / 2 if self.look else 0
        return pos[0] + half, pos[1] + half, max(1, size[0] - 2 * half), max(1, size[1] - 2 * half)


class Floor(Widget):
    """Draws the surfaces that stand on it, however deep, below all that is written on them.

    Its canvas must be drawn before its children's, as every widget's is. A mixin: `look` is the widget's.
    """

    def __init__(self, **kwargs: Any) -> None:
        self._papers = Papers()
        self._bound: set[int] = set()
        super().__init__(**kwargs)
        self._papers.put(self.canvas.before)
        self.fbind("opacity", self._faded)
        self._faded()
        self.fbind("look", self._known)
        self._known()

    def _known(self, *_: object) -> None:
        if self.look:
            self.look.floor(self)
            self.look.repaint()

    def _faded(self, *_: object) -> None:
        self._papers.fade(self.opacity)

    def ground(self) -> Ground | None:
        """The window, if this lies on nothing else."""
        return None

    def renew(self) -> None:
        """Draw what has changed; called by the look before the next frame."""
        if self.look:
            self._papers.show([s for one in self._surfaces(self) for s in one.shapes()], self.ground())

    def _surfaces(self, widget: Widget) -> Iterator[Surface]:
        if isinstance(widget, Surface):
            yield widget
        if widget.uid not in self._bound:  # whatever comes or goes below it is drawn
            self._bound.add(widget.uid)
            widget.fbind("children", self._changed)
        for child in reversed(widget.children):
            if not isinstance(child, Floor) and child.opacity:
                yield from self._surfaces(child)

    def _changed(self, *_: object) -> None:
        if self.look:
            self.look.repaint()


class Card(Surface, BoxLayout):
    """A surface that holds others, in a row or (`orientation`) a column."""


class Strip(Card):
    """A card from edge to edge of the window: without round corners."""

    def shapes(self) -> Iterator[Shape]:
        palette = self.look.palette
        yield shape(self.pos, self.size, 0, getattr(palette, self.paper))
        if palette.outlined:
            yield shape(self.pos, (self.width, self.look.hair), 0, palette.edge)


class Disc(Surface):
    """A round area, as wide as it is high, in the middle of its box."""

    def shapes(self) -> Iterator[Shape]:
        wide = min(self.width, self.height)
        corner = self.center_x - wide / 2, self.center_y - wide / 2
        yield shape(corner, (wide, wide), wide, getattr(self.look.palette, self.paper))


class Screenful(Floor, BoxLayout):
    """The whole window's background."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    widget_id = StringProperty("")
    paper = StringProperty("background")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("paper", "parent", "size"):
            self.fbind(name, self._changed)

    def ground(self) -> Ground | None:
        window, colour = self.get_root_window(), getattr(self.look.palette, self.paper)
        return Ground(int(window.width), int(window.height), colour) if window else None

    def renew(self) -> None:
        super().renew()
        if self._papers.clear and (window := self.get_root_window()):
            window.clearcolor = get_color_from_hex(self._papers.clear)


class Separator(Surface):
    """A thin line between two things."""

    paper = StringProperty("hairline")
    upright = BooleanProperty(False)

    def shapes(self) -> Iterator[Shape]:
        yield shape(self.pos, self.size, 0, self.look.palette.hairline)


Builder.load_file(str(Path(__file__).with_suffix(".kv")))
