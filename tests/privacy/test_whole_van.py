"""A day at the real windows: after each touch, every byte that the processes have left anywhere is read.

Kiosk, agents' console and board run as their own processes, with a home of their own, so that whatever Kivy
or any library keeps (KIVY_HOME, caches, configuration) is read as well.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.queue import Decision, State
from kiosk.record.record import DAY_FILE, Record, read_days
from kiosk.settings import NetworkSettings, PrinterSettings, Settings, as_toml
from kiosk.timing import TAKE_BACK
from queue_display.hands.hands import Hands, opened
from queue_display.messages import Role
from queue_display.trust import Trust, keys_folder, pair_locally
from tests.privacy.scanner import number_forms
from tests.privacy.van_day import files
from tests.windows import SEEN

FIRST = 734_501
"""The day’s first number: nothing else in a file looks like it."""
LATE = 30.0
TOPICS = ("retraite", "acces-aux-droits", "assurance-maladie")
HOUR = re.compile(rb"\d\d:\d\d:\d\d|T\d\d:\d\d|\d{1,2}h\d\d")


@dataclass
class Windows:
    home: Path
    kiosk: Hands
    console: Hands
    given: list[int] = field(default_factory=list)
    began: datetime = field(default_factory=datetime.now)

    async def take(self, topic: str) -> int:
        await self.kiosk.touch(f"tile:{topic}", within=LATE)
        number = int(re.sub(r"\D", "", await self.kiosk.text("number")))
        self.given.append(number)
        await self.kiosk.touch("done")
        await self.kiosk.wait(f"tile:{topic}")
        await self.console.wait(f"row:{number}")
        return number

    def everything(self) -> dict[str, bytes]:
        return files(self.home)

    def scan(self, alive: set[int], finished: dict[str, int]) -> None:
        """Nothing of a ticket that is not `alive`; of each topic `finished`, its row alone."""
        left = self.everything()
        for number in set(self.given) - alive:
            found = [
                name for name, content in left.items() for form in number_forms(number) if form in content
            ]
            assert found == [], f"a number in {found}"
        for topic, places in finished.items():
            found = [name for name, content in left.items() for _ in range(content.count(topic.encode()))]
            where = "data/halte.day" if alive else "data/halte.sqlite"
            assert found == [where] * places, f"a topic in {found}"
        if not alive:
            self._no_hour(left)

    def _no_hour(self, left: dict[str, bytes]) -> None:
        """No clock face at all in what the day has written; settings and certificates are from before."""
        minutes = int((datetime.now() - self.began).total_seconds() // 60) + 1
        faces = [(self.began + timedelta(minutes=m)).strftime("%H:%M").encode() for m in range(minutes + 1)]
        for name, content in left.items():
            written = not name.startswith(("data/halte.toml", "data/keys", "data/displays"))
            assert not (written and name.startswith("data/") and HOUR.search(content)), name
            for face in faces:
                at = content.find(face)
                assert at < 0, f"{face!r} in {name}: {content[max(0, at - 40) : at + 40]!r}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Settings, a paired console, and a day whose numbers begin at FIRST."""
    data = tmp_path / "data"
    data.mkdir()
    settings = Settings(
        printer=PrinterSettings("simulated:"), network=NetworkSettings(interfaces=("127.0.0.1",))
    )
    (data / "halte.toml").write_text(as_toml(settings), "utf-8")
    kiosk, console = Trust.open(keys_folder(data)), Trust.open(keys_folder(data, Role.AGENT, 1))
    pair_locally(kiosk, console, van="Agglo Mobile", name="Bureau 1", role=Role.AGENT, desk=1)
    record = Record.open(data)
    closed = record.load(Clock()())
    asyncio.run(record.save(closed, Decision(State(closed.day, next_number=FIRST), ())))
    record.close()
    return tmp_path


@asynccontextmanager
async def windows(home: Path) -> AsyncIterator[Windows]:
    own = {
        name: str(home / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    }
    own |= {"KIVY_HOME": str(home / "kivy"), "TMPDIR": str(home / "tmp"), **SEEN}
    own |= {"XDG_RUNTIME_DIR": str(home / "tmp")}
    for folder in ("home", "kivy", "tmp"):
        await asyncio.to_thread((home / folder).mkdir)
    data = str(home / "data")
    common = (sys.executable, "-m", "kiosk", "--config", f"{data}/halte.toml", "--data", data)
    size = ("--windowed", "--size", "1280x800", "--hands")
    async with AsyncExitStack() as stack:
        kiosk, console = [
            await stack.enter_async_context(opened(*common, *words, *size, env={**os.environ, **own}))
            for words in (("kiosk",), ("display", "--desk", "1"))
        ]
        kiosk.patience = console.patience = LATE
        yield Windows(home, kiosk, console)


@pytest.mark.timeout(180)  # two windows are drawn for a day of fifteen touches
@pytest.mark.may_block("it reads every file between two touches")
async def test_a_day_at_the_windows_leaves_nothing_but_its_visits(home: Path) -> None:
    async with windows(home) as on:
        await on.console.touch("open", within=LATE)
        one, two, three = [await on.take(topic) for topic in TOPICS]
        assert (one, two, three) == (FIRST, FIRST + 1, FIRST + 2)
        await on.console.touch("next")
        await on.console.wait("end", state="enabled")
        await on.console.touch("recall")
        await on.console.touch("end")
        await on.console.wait("next", state="enabled")
        on.scan({one, two, three}, {})
        await on.console.touch("next")
        await on.console.wait("end", state="enabled")
        await on.console.touch("end")
        await on.console.wait("next", state="enabled")
        on.scan({two, three}, dict.fromkeys(TOPICS[:1], 1))  # the end before the last counts at once
        await on.console.touch("next")
        await on.console.wait("end", state="enabled")
        await on.console.touch("end")
        await on.console.wait("next")
        await on.console.touch("close")
        await on.console.touch("choice:day_over")
        await on.kiosk.wait("tile:retraite", state="gone")
        async with asyncio.timeout(TAKE_BACK + LATE):
            while (home / "data" / DAY_FILE).exists():  # noqa: ASYNC110  # another process removes it
                await asyncio.sleep(0.2)  # until the last end can no longer be taken back
        on.scan(set(), dict.fromkeys(TOPICS, 1))
    on.scan(set(), dict.fromkeys(TOPICS, 1))
    print(f"read: {sorted(on.everything())}")
    (counts,) = read_days(home / "data").values()
    assert dict(counts.topics) == dict.fromkeys(TOPICS, 1)
