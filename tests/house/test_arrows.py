"""Each check of the house's plan is shown a small house with one fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import arrows
from tests.house.arrows import module
from tests.house.test_imports import LAYERS, brought_in, pure


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house, with nothing wrong in it."""
    for name, text in {
        "kiosk/__init__.py": "",
        "kiosk/touchscreen/__init__.py": "",
        "kiosk/touchscreen/journey/__init__.py": "",
        "kiosk/touchscreen/journey/state.py": "",
        "kiosk/touchscreen/content/__init__.py": "",
        "kiosk/touchscreen/content/parts.py": "from kiosk.touchscreen.journey import state",
        "kiosk/touchscreen/screens/__init__.py": "",
        "kiosk/touchscreen/screens/app.py": "import kivy.app\nimport kiosk.touchscreen.content.parts",
        "kiosk/touchscreen/screens/box.py": "",
        "kiosk/view.py": '"""A view. Pure."""',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


STATE, PARTS = "kiosk/touchscreen/journey/state.py", "kiosk/touchscreen/content/parts.py"


def test_a_sound_house_passes(house: Path) -> None:
    graph = arrows.rooms(arrows.files(house), "kiosk.touchscreen")
    assert graph == {"journey": set(), "content": {"journey"}, "screens": {"content"}}
    assert (len(graph), arrows.count(graph)) == (3, 2)
    assert not arrows.upward(graph, LAYERS["kiosk.touchscreen"]) + arrows.circle(graph)
    assert arrows.importing("kivy", "kiosk.touchscreen", house) == {"kiosk.touchscreen.screens.app"}
    assert "kiosk.view" in pure(house)


@pytest.mark.parametrize(
    "text",
    [
        "import kiosk.touchscreen.content.parts",
        "from kiosk.touchscreen.content.parts import Part",
        "def later():\n    from kiosk.touchscreen.content import parts",
        "if TYPE_CHECKING:\n    from kiosk.touchscreen.content import parts",
    ],
    ids=["module", "name", "in a function", "for types alone"],
)
def test_an_arrow_up_and_a_circle_are_found(house: Path, text: str) -> None:
    (house / STATE).write_text(text, "utf-8")
    files = arrows.files(house)
    graph = arrows.rooms(files, "kiosk.touchscreen")
    assert arrows.upward(graph, LAYERS["kiosk.touchscreen"]) == ["journey imports content"]
    assert set(arrows.circle(graph)) == {"journey", "content"}
    assert set(arrows.circle(files)) == {module(house / STATE, house), module(house / PARTS, house)}


def test_a_circle_of_rooms_without_one_of_files_is_found(house: Path) -> None:
    (house / "kiosk/touchscreen/journey/table.py").write_text(
        "from kiosk.touchscreen.content.parts import A", "utf-8"
    )
    files = arrows.files(house)
    assert not arrows.circle(files)
    assert set(arrows.circle(arrows.rooms(files, "kiosk.touchscreen"))) == {"journey", "content"}


def test_two_rooms_of_one_layer_that_import_each_other_are_found(house: Path) -> None:
    (house / "kiosk/touchscreen/touch.py").write_text("from kiosk.touchscreen.content import parts", "utf-8")
    graph = arrows.rooms(arrows.files(house), "kiosk.touchscreen")
    assert arrows.upward(graph, LAYERS["kiosk.touchscreen"]) == ["touch imports content"]


def test_kivy_in_another_room_is_found(house: Path) -> None:
    (house / PARTS).write_text("def show():\n    from kivy.core.window import Window", "utf-8")
    assert module(house / PARTS, house) in arrows.importing("kivy", "kiosk.touchscreen", house)


@pytest.mark.parametrize("file", ["kiosk/touchscreen/journey/new.py", "kiosk/view.py"])
def test_a_pure_file_that_touches_the_world_is_found(house: Path, file: str) -> None:
    """A new file in a pure folder, and a file that says that it is pure."""
    (house / file).write_text('"""Pure."""\nimport sqlite3', "utf-8")
    name = module(house / file, house)
    assert name in pure(house)
    assert brought_in(pure(house), house) == {"sqlite3": name}
