"""A slip of simulated paper as a picture: what a person would recognise as a ticket on a table."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from printer.simulator.paper import DOTS_A_MM, Slip

_PAPER, _INK = (253, 252, 247), (34, 32, 40)
TABLE = (205, 209, 210)
"""RGB of what the slip lies on."""

_EDGE = 5 * DOTS_A_MM  # paper on both sides of the print head
_HEAD = 8 * DOTS_A_MM  # the cutter sits above the head: every ticket begins with this much blank
_TABLE_EDGE = 48
_TOOTH = 6


def picture(slip: Slip, torn: bool = False) -> Image.Image:
    """RGB, 8 pixels a millimetre. `torn` gives it the teeth of a tear bar instead of a straight cut."""
    width, height = slip.dots.width + 2 * _EDGE, slip.dots.height + _HEAD + 2 * _TOOTH
    shape = _shape(width, height, torn)
    scene = Image.new("RGB", (width + 2 * _TABLE_EDGE, height + 2 * _TABLE_EDGE), TABLE)
    _cast_shadow(scene, shape)
    scene.paste(_paper(slip, width, height), (_TABLE_EDGE, _TABLE_EDGE), shape)
    return scene


def _paper(slip: Slip, width: int, height: int) -> Image.Image:
    paper = Image.composite(
        _grain(width, height), Image.new("RGB", (width, height), _PAPER), _light(width, height)
    )
    burnt = Image.new("L", (width, height), 0)
    burnt.paste(ImageChops.invert(slip.dots.convert("L")), (_EDGE, _HEAD + _TOOTH))
    # A thermal dot is a little larger than its square, and its rim is soft.
    soft = burnt.filter(ImageFilter.GaussianBlur(0.7)).point(lambda v: min(255, int(v * 1.15)))
    paper.paste(Image.new("RGB", (width, height), _INK), (0, 0), soft)
    return paper


def _grain(width: int, height: int) -> Image.Image:
    noise = Image.effect_noise((width, height), 5)
    return Image.merge("RGB", [noise.point(lambda v, c=c: c - 4 + (v - 128) // 4) for c in _PAPER])


def _light(width: int, height: int) -> Image.Image:
    """Paper off a roll bows: a little darker towards both sides."""
    across = Image.linear_gradient("L").rotate(90).resize((width // 2, 1))
    band = Image.new("L", (width, 1), 0)
    band.paste(across.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (0, 0))
    band.paste(across, (width - across.width, 0))
    return band.resize((width, height))


def _shape(width: int, height: int, torn: bool) -> Image.Image:
    shape = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(shape)
    if not torn:
        draw.rectangle((0, _TOOTH, width, height - _TOOTH), fill=255)
        return shape
    top = [(x, 0 if x // _TOOTH % 2 else _TOOTH) for x in range(0, width + _TOOTH, _TOOTH)]
    bottom = [(x, height - y) for x, y in reversed(top)]
    draw.polygon(top + bottom, fill=255)
    return shape


def _cast_shadow(scene: Image.Image, shape: Image.Image) -> None:
    shadow = Image.new("L", scene.size, 0)
    shadow.paste(shape.point(lambda v: v * 2 // 5), (_TABLE_EDGE + 5, _TABLE_EDGE + 9))
    scene.paste(
        Image.new("RGB", scene.size, (60, 64, 70)), (0, 0), shadow.filter(ImageFilter.GaussianBlur(12))
    )
