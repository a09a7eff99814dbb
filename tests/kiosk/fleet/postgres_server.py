"""A PostgreSQL of its own for a test: Debian's programs, a temporary folder, loopback, no rights."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian puts each version's programs: they are not on the PATH."""

ACCOUNT = "nobody"
"""PostgreSQL does not run as root."""


def programs() -> Path | None:
    """The newest version's, or those on the PATH; None where there are none."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda file: float(file.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def server() -> Iterator[str]:
    """Its address; skips the test where PostgreSQL is not installed."""
    where = programs()
    if where is None:
        pytest.skip("PostgreSQL is not installed here (Debian's package: postgresql)")
    with TemporaryDirectory(prefix="halte-pg-") as folder:
        data = Path(folder) / "data"
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(folder, account.pw_uid, account.pw_gid)
        _run(
            where / "initdb", "-D", str(data), "-U", "halte", "-A", "trust", "-N", "-E", "UTF8", "--no-locale"
        )
        port = _free_port()
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
        control = (where / "pg_ctl", "-D", str(data), "-w")
        _run(*control, "-l", str(Path(folder) / "log"), "-o", options, "start")
        try:
            yield f"postgresql://halte@127.0.0.1:{port}/postgres"
        finally:
            _run(*control, "-m", "immediate", "stop")


def _run(program: Path, *words: str) -> None:
    account = ACCOUNT if os.geteuid() == 0 else None
    quiet = subprocess.DEVNULL  # a server that holds a pipe would be waited for
    subprocess.run(
        [program, *words], check=True, stdin=quiet, stdout=quiet, stderr=quiet, cwd="/", user=account
    )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
