"""A process that has imported Halte once, and forks for each program that a test wants: a third of a start.

    tests.warm NAME     listens on the abstract socket NAME, says "ready", and ends with whoever started it

Who connects sends three descriptors (standard input, output and error) and a line of JSON, a `Wanted`; the
fork's pid comes back, a line, and once it has ended its exit status, another. What opens windows, Kivy, is
left to each fork: it reads its settings when it is imported, and no OpenGL context lives through a fork.
`tests.processes` is the other end.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import sys
from contextlib import suppress

import msgspec

from tests.children import ROOT

PACKAGES = ("assets", "kiosk", "printer", "queue_display")

_PR_SET_PDEATHSIG = 1  # prctl(2): the signal that this process gets when the one that started it ends
_CLONE_NEWNET = 0x40000000  # setns(2)


class Wanted(msgspec.Struct, frozen=True):
    """A program by its module's name; `words` follow it on its command line."""

    module: str
    words: tuple[str, ...]
    environment: dict[str, str]
    folder: str
    network: str = ""  # name of the network namespace (ip-netns(8)) in which it runs; empty: this one


def get_warm() -> None:
    """Import every module of ours that needs no Kivy."""
    sys.modules["kivy"] = None  # type: ignore[assignment]  # so that importing it fails
    for package in PACKAGES:
        for found in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            with suppress(ImportError):
                if not found.name.endswith(".__main__"):
                    importlib.import_module(found.name)
    del sys.modules["kivy"]
    gc.collect()
    gc.freeze()  # what all forks share is not looked through, and so not copied, in each


def serve(name: str) -> tuple[Wanted, list[int]]:
    """Fork for each who asks, for ever; in a fork it returns: what that is to run, and on which pipes."""
    door = socket.socket(socket.AF_UNIX)
    door.bind(f"\0{name}")
    door.listen()
    print("ready", flush=True)
    watch = selectors.DefaultSelector()
    watch.register(door, selectors.EVENT_READ)
    running: dict[int, tuple[int, socket.socket]] = {}  # pid and caller, by the descriptor of the process
    while True:
        for key, _ in watch.select():
            if key.fileobj is not door:
                watch.unregister(key.fd)
                _tell_its_end(key.fd, *running.pop(key.fd))
                continue
            caller, _ = door.accept()
            wanted, pipes = _asked(caller)
            if (pid := os.fork()) == 0:
                for end in (door, watch, caller, *(other for _, other in running.values())):
                    end.close()  # type: ignore[attr-defined]
                for fd in running:
                    os.close(fd)
                return wanted, pipes
            for fd in pipes:
                os.close(fd)
            running[fd := os.pidfd_open(pid)] = pid, caller
            watch.register(fd, selectors.EVENT_READ)
            caller.sendall(b"%d\n" % pid)


def _asked(caller: socket.socket) -> tuple[Wanted, list[int]]:
    line, pipes, _, _ = socket.recv_fds(caller, 1 << 16, 3)
    while not line.endswith(b"\n"):
        line += caller.recv(1 << 16)
    return msgspec.json.decode(line, type=Wanted), pipes


def _tell_its_end(fd: int, pid: int, caller: socket.socket) -> None:
    os.close(fd)
    _, status = os.waitpid(pid, 0)
    with caller, suppress(OSError):
        caller.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def end_with_who_started_me() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def enter(network: str) -> None:
    with open(f"/run/netns/{network}") as space:  # noqa: PTH123 - a descriptor is what setns wants
        if ctypes.CDLL(None, use_errno=True).setns(space.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"the network {network} cannot be entered")


def run(wanted: Wanted, pipes: list[int]) -> None:
    """Be the program: its environment, its pipes, its folder, and the signals as they are at a start."""
    end_with_who_started_me()
    for standard, fd in enumerate(pipes):
        os.dup2(fd, standard)
        os.close(fd)
    if wanted.network:
        enter(wanted.network)
    os.environ.clear()
    os.environ.update(wanted.environment)
    os.chdir(wanted.folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv[1:] = wanted.words
    runpy.run_module(wanted.module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    end_with_who_started_me()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # control-C at the terminal is for the tests alone
    get_warm()
    run(*serve(sys.argv[1]))
