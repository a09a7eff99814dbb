"""The window looks for a finger less often once nobody has touched it for a while; a touch wakes it."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.touchscreen.screens.frame_rate import AWAKE, CALM, FrameRate

QUICK = 60.0


class FakeTrigger:
    def __init__(self, call: Callable[[], None], seconds: float) -> None:
        self.call, self.seconds, self.waits = call, seconds, False

    def __call__(self) -> None:
        self.waits = True

    def cancel(self) -> None:
        self.waits = False


class FakeKivyClock:
    """Its triggers fire when the test says that so many seconds have passed since they were set."""

    def __init__(self) -> None:
        self._max_fps = QUICK
        self.triggers: list[FakeTrigger] = []

    def create_trigger(self, call: Callable[[], None], seconds: float) -> FakeTrigger:
        self.triggers.append(FakeTrigger(call, seconds))
        return self.triggers[-1]

    def untouched(self, seconds: float) -> None:
        for trigger in self.triggers:
            if trigger.waits and trigger.seconds <= seconds:
                trigger.waits = False
                trigger.call()


def test_calm_once_nobody_has_touched_for_a_while() -> None:
    clock = FakeKivyClock()
    rate = FrameRate(clock)
    clock.untouched(AWAKE - 1)
    rate.touched()
    clock.untouched(AWAKE - 1)
    assert clock._max_fps == QUICK
    clock.untouched(AWAKE)
    assert clock._max_fps == CALM


def test_a_touch_wakes_it() -> None:
    clock = FakeKivyClock()
    rate = FrameRate(clock)
    clock.untouched(AWAKE)
    rate.touched()
    assert clock._max_fps == QUICK
    clock.untouched(AWAKE)
    assert clock._max_fps == CALM


def test_a_slow_window_does_not_become_quicker() -> None:
    clock = FakeKivyClock()
    clock._max_fps = 10.0
    FrameRate(clock)
    clock.untouched(AWAKE)
    assert clock._max_fps == 10.0
