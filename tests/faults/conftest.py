"""What the tests of a failing disk start from."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from kiosk.record.log import FILE
from tests.faults.record_site import EARLIER, FaultyDisk, Site
from tests.kiosk.record.playing import log_bytes


@pytest.fixture
def disk() -> FaultyDisk:
    return FaultyDisk()


@pytest_asyncio.fixture
async def site(disk: FaultyDisk, tmp_path: Path) -> AsyncIterator[Site]:
    """A folder with a log of days before."""
    data = tmp_path / "data"
    await asyncio.to_thread(data.mkdir)
    image = await asyncio.to_thread(log_bytes, EARLIER, tmp_path)
    await asyncio.to_thread((data / FILE).write_bytes, image)
    site = await asyncio.to_thread(Site, data, disk)
    yield site
    await asyncio.to_thread(site.record.close)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, 128 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "none", str(folder)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a file system needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
