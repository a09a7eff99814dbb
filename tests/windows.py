"""The environment of the windows that tests open: offscreen, and drawn only for a test that looks at a pixel.

Drawing in software is half of what a window costs the processor. So `conftest` puts `UNSEEN` into the
environment, which every process that a test starts inherits: everything is laid out, measured and touched as
ever, but OpenGL's calls go nowhere, and a picture stays black. A test that looks adds `SEEN`.
"""

from __future__ import annotations

import os

UNSEEN = {"SDL_VIDEODRIVER": "offscreen", "KCFG_GRAPHICS_MULTISAMPLES": "0", "KIVY_GL_BACKEND": "mock"}
"""Kivy calls OpenGL without a picture "mock"; smooth edges (multisamples) cost half of the drawing."""

SEEN = UNSEEN | {"KIVY_GL_BACKEND": "sdl2"}
"""Drawn in software, with hard edges."""


def as_shipped() -> dict[str, str]:
    """An environment in which a window costs what it costs a user: for what is measured."""
    ours = UNSEEN.keys() - {"SDL_VIDEODRIVER"}
    return {name: value for name, value in os.environ.items() if name not in ours}
