"""What a test's code reaches: does it, or anything it calls, open a window, a process, a thread or a socket?

Read from the compiled code, not from lists of tests: the global names that a function uses are looked up,
and the functions and classes of this project behind them are read in turn; of a class all methods count, and
of a module what is named. What is called through an argument is not seen, but its class is where it is made.
So the answer errs towards "yes", and a test that is said to be pure is watched when it runs (`tests.quick`).
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

OURS = ("assets", "kiosk", "printer", "queue_display", "tests")

OPENERS: Mapping[str, str] = {
    "kivy": "opens a window",
    "subprocess": "starts a process",
    "multiprocessing": "starts a process",
    "pty": "starts a process",
    "os.fork": "starts a process",
    "asyncio.create_subprocess_exec": "starts a process",
    "threading.Thread": "starts a thread",
    "threading.Timer": "starts a thread",
    "socket": "uses the network",
    "zeroconf": "uses the network",
    "websockets": "uses the network",
    "ifaddr": "uses the network",
    "asyncio.open_connection": "uses the network",
    "asyncio.open_unix_connection": "uses the network",
    "asyncio.start_server": "uses the network",
    "asyncio.start_unix_server": "uses the network",
    "time.sleep": "sleeps",
    "usb": "looks for devices",
    "serial": "looks for devices",
}
"""Modules, and what is taken from modules, by what it does."""


def act(function: Callable[..., object]) -> str:
    """What `function` may do that no pure test does, as in `OPENERS`; empty where there is nothing."""
    seen: dict[int, object] = {}
    left = [_bare(function)]
    while left:
        thing = left.pop()
        if id(thing) in seen or id(thing) in _pure:
            continue
        seen[id(thing)] = thing
        own, others = _step(thing)
        if own:
            return own
        left += map(_bare, others)
    _pure.update(seen)  # whoever reaches one of them later need not look again
    return ""


LATE = "imports what nobody has imported yet"
"""A module that a function imports when it is called may do anything."""

_pure: dict[int, object] = {}
_steps: dict[
    int, tuple[object, str, list[object]]
] = {}  # with the thing itself: an id is its own while it lives


def _bare(thing: object) -> object:
    thing = thing.__func__ if isinstance(thing, MethodType) else thing
    return inspect.unwrap(thing) if callable(thing) and not isinstance(thing, type) else thing


def _step(thing: object) -> tuple[str, list[object]]:
    """What `thing` does by itself, and what else it reaches."""
    if id(thing) not in _steps:
        found = list(_reached(thing))
        own = next(filter(None, (one for one in found if isinstance(one, str))), "")
        _steps[id(thing)] = thing, own, [one for one in found if not isinstance(one, str)]
    _, own, others = _steps[id(thing)]
    return own, others


def _reached(thing: object) -> Iterator[object]:
    """Texts are acts, all else is to be looked at in its turn."""
    if callable(thing):
        yield _opened(f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', '')}")
    if isinstance(thing, FunctionType) and _ours(thing.__module__):
        yield from _by_code(thing.__code__, thing.__globals__)
        yield from (one for one in _held(thing) if not isinstance(one, str))
    elif isinstance(thing, type) and _ours(thing.__module__):
        yield from thing.__mro__[1:]
        for part in vars(thing).values():
            yield from _functions(part)


def _held(function: FunctionType) -> Iterator[object]:
    """What a closure holds, and what parameters have by default."""
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # nothing in it yet
            continue
    yield from function.__defaults__ or ()
    yield from (function.__kwdefaults__ or {}).values()


def _functions(part: object) -> Iterator[object]:
    if isinstance(part, property):
        yield from (one for one in (part.fget, part.fset) if one)
    elif isinstance(part, classmethod | staticmethod):
        yield part.__func__
    elif isinstance(part, FunctionType):
        yield part


def _by_code(code: CodeType, names: Mapping[str, Any]) -> Iterator[object]:
    for name in code.co_names:
        yield _opened(name)  # where it is imported within the function
        if _ours(name) and name in sys.modules:
            yield from _taken(sys.modules[name], code)
        elif _ours(name) and "." in name:
            yield LATE
        if name in names:
            yield from _named(names[name], code)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _by_code(inner, names)


def _named(thing: object, code: CodeType) -> Iterator[object]:
    """What lies behind a global name that `code` uses."""
    if isinstance(thing, ModuleType):
        yield _opened(thing.__name__)
        yield from _taken(thing, code)
    elif callable(thing):
        yield thing


def _taken(module: ModuleType, code: CodeType) -> Iterator[object]:
    """What `code` may take from a module that it uses."""
    for name in code.co_names:
        yield _opened(f"{module.__name__}.{name}")
        if _ours(module.__name__) and callable(part := vars(module).get(name)):
            yield part
        elif _is_a_module_of(module, name):
            yield LATE


def _is_a_module_of(package: ModuleType, name: str) -> bool:
    """One that has not been imported yet."""
    folders = getattr(package, "__path__", ()) if _ours(package.__name__) else ()
    return not hasattr(package, name) and any(Path(folder, f"{name}.py").is_file() for folder in folders)


def _opened(name: str) -> str:
    """By the whole name, or the package that it is of; "asyncio.streams.open_connection" is asyncio's own."""
    parts = name.split(".")
    short = f"{parts[0]}.{parts[-1]}"
    return OPENERS.get(name) or OPENERS.get(parts[0], "") or OPENERS.get(short, "")


def _ours(module: str | None) -> bool:
    return bool(module) and str(module).split(".")[0] in OURS
