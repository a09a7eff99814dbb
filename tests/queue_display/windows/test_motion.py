"""What a desktop says of movement, read from its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_display.windows.motion import folder, refused


@pytest.mark.parametrize(
    ("name", "text", "minds"),
    [
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations = False\n", True),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=1\n", False),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", True),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n", False),
        ("kdeglobals", "no settings at all", False),
    ],
)
def test_a_desktop_that_asks_for_less(name: str, text: str, minds: bool, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    assert refused(tmp_path) is minds


def test_where_no_desktop_says_so_things_may_move(tmp_path: Path) -> None:
    assert not refused(tmp_path / "nowhere")


def test_the_settings_are_those_of_the_account() -> None:
    assert folder({"HOME": "/elsewhere/léa"}) == Path("/elsewhere/léa/.config")
    assert folder({"HOME": "/elsewhere/léa", "XDG_CONFIG_HOME": "/etc/xdg"}) == Path("/etc/xdg")
