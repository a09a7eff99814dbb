"""What is made ready late stands still while somebody touches, and never for long."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.late import PATIENCE, QUIET, Late

MODULES = ("late_first", "late_second")


@pytest.fixture(autouse=True)
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two modules that nothing has imported; the second imports the first."""
    (tmp_path / "late_first.py").write_text("")
    (tmp_path / "late_second.py").write_text("import late_first\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    for name in MODULES:
        sys.modules.pop(name, None)


class Glass:
    """Where somebody touches, with a clock that stands but for what is waited."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waited: list[float] = []
        self.hands = 0.0  # until when somebody goes on touching
        self.late = Late(lambda: self.now, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds
        if self.now < self.hands:
            self.late.touched()


@pytest.fixture
def glass() -> Glass:
    return Glass()


def test_nothing_waits_where_nobody_touches(glass: Glass) -> None:
    with glass.late.in_turn():
        import late_second  # type: ignore[import-not-found]  # noqa: F401
    assert set(MODULES) <= sys.modules.keys()
    assert not glass.waited


def test_it_stands_still_between_two_modules_until_the_touch_is_over(glass: Glass) -> None:
    glass.late.touched()
    glass.now += 0.1
    with glass.late.in_turn():
        import late_second  # noqa: F401
    assert glass.waited == [pytest.approx(QUIET - 0.1)]  # before the first; then all is quiet
    glass.late.touched()
    with glass.late.in_turn():
        glass.late.step()
    assert glass.waited[1:] == [pytest.approx(QUIET)]


def test_hands_that_never_leave_the_glass_hold_it_up_for_a_while_only(glass: Glass) -> None:
    glass.hands = glass.now + 3600
    glass.late.touched()
    with glass.late.in_turn():
        import late_second  # noqa: F401
    assert sum(glass.waited) == pytest.approx(PATIENCE)
    assert set(MODULES) <= sys.modules.keys()


def test_another_thread_imports_at_once(glass: Glass) -> None:
    def other() -> None:
        import late_first  # type: ignore[import-not-found]  # noqa: F401

    glass.late.touched()
    with glass.late.in_turn():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert "late_first" in sys.modules
    assert not glass.waited


def test_one_at_a_time_and_nothing_is_left_behind(glass: Glass) -> None:
    before = list(sys.meta_path)
    inside, begun = threading.Event(), threading.Event()

    def second() -> None:
        begun.set()
        with glass.late.in_turn():
            inside.set()

    thread = threading.Thread(target=second)
    with glass.late.in_turn():
        thread.start()
        assert begun.wait(30)
        assert not inside.is_set()
    assert inside.wait(30)
    thread.join()
    assert sys.meta_path == before
    with pytest.raises(ZeroDivisionError), glass.late.in_turn():
        raise ZeroDivisionError
    assert sys.meta_path == before
