"""What is shipped beside the code: fonts, topics, texts, sounds; found in a wheel as in a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def path(name: str) -> Path:
    """The packaged file or folder `name`, such as "topics.toml" or "fonts/AtkinsonHalte-Bold.ttf"."""
    return _HERE / name
