"""What systemd would read on its socket: a real one, of the file system or abstract."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_display.windows.notify import ServiceManager


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """The name in $NOTIFY_SOCKET, and the socket behind it."""
    name = str(tmp_path / "notify") if request.param == "path" else f"@halte-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name.replace("@", "\0"))
        listening.setblocking(False)
        yield name, listening


def test_each_message_is_one_datagram(manager: tuple[str, socket.socket]) -> None:
    name, listening = manager
    told = ServiceManager({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "10000000"})
    assert (told.listens, told.patience) == (True, 10.0)
    told.ready("En marche.")
    told.feed()
    told.status("Une partie ne répond plus.")
    told.end_me("Une partie ne répond plus.")
    told.stopping()
    told.close()
    assert [listening.recv(4096).decode() for _ in range(5)] == [
        "READY=1\nSTATUS=En marche.",
        "WATCHDOG=1",
        "STATUS=Une partie ne répond plus.",
        "STATUS=Une partie ne répond plus.\nWATCHDOG=trigger",
        "STOPPING=1",
    ]


def test_a_manager_that_reads_nothing_any_more_is_not_waited_for(manager: tuple[str, socket.socket]) -> None:
    """Its socket holds some messages; one more would block."""
    name, listening = manager
    told = ServiceManager({"NOTIFY_SOCKET": name})
    for _ in range(5000):
        told.feed()
    told.close()
    assert listening.recv(4096) == b"WATCHDOG=1"


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"NOTIFY_SOCKET": ""},
        {"NOTIFY_SOCKET": "vsock:2:1", "WATCHDOG_USEC": "5"},
        {"WATCHDOG_USEC": "10000000"},
    ],
    ids=str,
)
def test_where_nobody_listens_nothing_is_told(environment: dict[str, str]) -> None:
    told = ServiceManager(environment)
    assert (told.listens, told.patience) == (False, 0.0)
    told.ready("En marche.")
    told.close()


@pytest.mark.parametrize("odd", ["", "soon", "-1", "1e6"])
def test_an_odd_watchdog_is_none(odd: str, tmp_path: Path) -> None:
    told = ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "gone"), "WATCHDOG_USEC": odd})
    assert (told.listens, told.patience) == (True, 0.0)
    told.feed()  # to a socket that is not there
    told.close()
