"""A time-out that is not heard comes again.

pytest-timeout raises it once, wherever the test is just then. In an event loop that may be a callback, or a
task that nobody waits for, whose exceptions are noted and go no further: the test would hang for ever.
"""

from __future__ import annotations

import signal
from collections.abc import Generator

import pytest

AGAIN = 5.0
"""Seconds until it is raised again."""


class Insists:
    """A plugin for pytest."""

    @pytest.hookimpl(wrapper=True, optionalhook=True)
    def pytest_timeout_set_timer(self, item: pytest.Item) -> Generator[None, object, object]:
        set_up = yield
        if left := signal.getitimer(signal.ITIMER_REAL)[0]:
            signal.setitimer(signal.ITIMER_REAL, left, AGAIN)
        return set_up
