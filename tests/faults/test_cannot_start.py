"""A kiosk, board or agent's screen that cannot start says why on its screen, and starts once it can.

The real commands, under a watchdog: a screen that says why is alive, and is fed.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest

from kiosk.clock import Clock
from kiosk.engine import decide
from kiosk.queue import Open, Take
from kiosk.record.day_file import VERSION, framed
from kiosk.record.log_file import LogFile
from kiosk.record.record import DAY_FILE, Record
from queue_display.hands.hands import Hands
from queue_display.hands.hands import opened as real_command
from queue_display.trust import Trust, keys_folder
from tests.children import program
from tests.faults.service_manager import Heard, service_manager
from tests.processes import LATE

WATCHDOG = 2.0
"""Seconds."""

SETTINGS = 'phone = "03 21 06 66 66"\n[network]\ninterfaces = ["127.0.0.1"]\n'

pytestmark = pytest.mark.may_block("the test itself makes and mends what is in the way")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A van's machine: settings and data, with a stop that is open and a ticket that waits."""
    (tmp_path / "halte.toml").write_text(SETTINGS, "utf-8")
    record, clock = Record.open(tmp_path / "data"), Clock()
    state = record.load(clock())
    for command in (Open(), Take("retraite")):
        decision = decide(state, command, clock())
        asyncio.run(record.save(state, decision))
        state = decision.state
    record.close()
    return tmp_path


@asynccontextmanager
async def window(
    folder: Path, heard: Heard | None, *words: str, before: tuple[str, ...] = (), path: str = ""
) -> AsyncIterator[Hands]:
    """`halte WORDS` on that machine: the real command, since it starts itself anew."""
    common = ("--config", str(folder / "halte.toml"), "--data", str(folder / "data"))
    environment = {**os.environ, "LANGUAGE": "fr", **(heard.environment if heard else {})}
    if path:
        environment["PYTHONPATH"] = f"{path}:{environment.get('PYTHONPATH', '')}"
    command = (*before, sys.executable, "-m", "kiosk", *common, *words, "--hands")
    with (folder / "stderr").open("wb") as complaints:
        async with real_command(*command, env=environment, stderr=complaints) as hands:
            hands.patience = LATE
            yield hands


KIOSK = ("kiosk", "--windowed", "--size", "1024x600")


async def why(hands: Hands) -> str:
    said = await hands.text("why")
    return said.replace("\N{NBSP}", " ").removeprefix("Pour l’agent : ")


# --- What can be in the way: what brings it about, and what mends it ------------------------------


@contextmanager
def broken_settings(folder: Path) -> Iterator[None]:
    (folder / "halte.toml").write_text(f"van = Agglo\n{SETTINGS}", "utf-8")
    yield
    (folder / "halte.toml").write_text(SETTINGS, "utf-8")


@contextmanager
def no_such_printer(folder: Path) -> Iterator[None]:
    bad = SETTINGS + '[printer]\naddress = "carrier-pigeon://loft"\n'
    (folder / "halte.toml").write_text(bad, "utf-8")
    yield
    (folder / "halte.toml").write_text(SETTINGS, "utf-8")


@contextmanager
def another_kiosk(folder: Path) -> Iterator[None]:
    record = Record.open(folder / "data")
    yield
    record.close()


@contextmanager
def a_file_of_a_later_version(folder: Path) -> Iterator[None]:
    file = folder / "data" / DAY_FILE
    ours = file.read_bytes()
    file.write_bytes(framed(b"{}", VERSION + 1))
    yield
    file.write_bytes(ours)


@contextmanager
def another_file_for_the_log(folder: Path) -> Iterator[None]:
    file = folder / "data" / "halte.sqlite"
    file.write_bytes(b"Dear diary, today nobody came. " * 200)
    yield
    file.unlink()


@contextmanager
def a_broken_library(folder: Path) -> Iterator[None]:
    """A failure that nobody foresaw, as the kiosk's parts are loaded."""
    library = folder / "broken" / "cryptography"
    library.mkdir(parents=True)
    (library / "__init__.py").write_text("raise ZeroDivisionError\n")
    yield
    shutil.rmtree(library)


Obstacle: TypeAlias = Callable[[Path], AbstractContextManager[None]]

OBSTACLES: Mapping[Obstacle, Sequence[str]] = {
    broken_settings: ["halte.toml, ligne 1, colonne 7", "guillemets"],
    no_such_printer: ["carrier-pigeon", "Exemples"],
    another_kiosk: ["Une autre borne Halte utilise déjà", "Fermez-la"],
    a_file_of_a_later_version: ["version plus récente", "mettez Halte à jour"],
    another_file_for_the_log: ["halte.sqlite", "Déplacez-le"],
    a_broken_library: ["erreur imprévue (ZeroDivisionError", "signalez-la"],
}

WHOLE = bool(os.environ.get("WHOLE"))
"""Each obstacle, as `make start-sweep` has it; else what can be foreseen, and what nobody foresaw."""


async def starts_anew(heard: Heard) -> None:
    """Another process is ready in its place. It has time for that, and at no moment has it been said that the
    service ends: systemd would hold it to that."""
    said = await heard.until("READY=1")
    assert ["WATCHDOG_USEC=60000000", "WATCHDOG=1"] in said
    assert not any("STOPPING=1" in message for message in said)
    assert "WATCHDOG_USEC=2000000" in said[-1]


def named(obstacle: Obstacle) -> str:
    return str(getattr(obstacle, "__name__", obstacle))


@pytest.mark.parametrize("obstacle", OBSTACLES if WHOLE else [broken_settings, a_broken_library], ids=named)
async def test_it_says_why_and_is_alive(obstacle: Obstacle, folder: Path) -> None:
    with obstacle(folder):
        async with kiosk(folder) as (hands, heard):
            assert (await hands.text("headline")) == "La borne ne marche pas"
            assert (await hands.text("advice")) == "Demandez-nous de l’aide."
            said = await why(hands)
            assert all(word in said for word in OBSTACLES[obstacle])
            assert said in complaints(folder)
            assert await heard.next() == ["WATCHDOG=1"]
    assert "Traceback" not in complaints(folder)


@asynccontextmanager
async def kiosk(folder: Path, before: tuple[str, ...] = ()) -> AsyncIterator[tuple[Hands, Heard]]:
    """One whose first frame has been drawn."""
    async with (
        service_manager(folder, WATCHDOG) as heard,
        window(folder, heard, *KIOSK, before=before, path=str(folder / "broken")) as hands,
    ):
        await heard.until("READY=1")
        yield hands, heard


@pytest.mark.parametrize("obstacle", OBSTACLES if WHOLE else [another_kiosk], ids=named)
async def test_it_starts_by_itself_once_that_is_mended(obstacle: Obstacle, folder: Path) -> None:
    in_the_way = ExitStack()
    in_the_way.enter_context(obstacle(folder))
    async with kiosk(folder) as (hands, heard):
        await hands.wait("why")
        in_the_way.close()
        await starts_anew(heard)
        await hands.wait("tile:retraite")
        await hands.touch("tile:retraite")
        assert await hands.text("number") == "2"
    assert "Traceback" not in complaints(folder)


def complaints(folder: Path) -> str:
    return (folder / "stderr").read_text("utf-8").replace("\N{NBSP}", " ")


async def test_what_can_be_read_of_bad_settings_is_used_all_the_same(folder: Path) -> None:
    with no_such_printer(folder):
        async with window(folder, None, "kiosk") as hands:  # on the whole screen, and nobody watches
            assert "03 21 06 66 66".replace(" ", "\N{NBSP}") in await hands.text("phone")


async def test_another_reason_takes_the_place_of_the_first(folder: Path) -> None:
    with another_kiosk(folder), no_such_printer(folder):
        async with window(folder, None, "kiosk") as hands:
            assert "carrier-pigeon" in await why(hands)
            (folder / "halte.toml").write_text(SETTINGS, "utf-8")
            await hands.wait("why", text="(?s).*utilise déjà.*")


async def test_a_failure_that_goes_on_is_written_down_once(folder: Path) -> None:
    """It is tried again all day long: the log keeps what else it has."""
    with a_broken_library(folder):
        async with window(folder, None, "kiosk", path=str(folder / "broken")) as hands:
            await hands.wait("why")
            (folder / "broken" / "cryptography" / "__init__.py").write_text("raise LookupError\n")
            await hands.wait("why", text="(?s).*LookupError.*")
    log = (folder / "data" / "halte.log").read_text("utf-8")
    assert log.count("a command failed in a way nobody foresaw") == 1


async def test_told_to_stop_it_ends_as_failed(folder: Path) -> None:
    with broken_settings(folder):
        async with window(folder, None, "kiosk") as hands:
            await hands.wait("why")
            hands.process.terminate()
            assert await hands.process.wait() == 1
    assert len(complaints(folder).splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "headline", "keys"),
    [
        ("board", "Ce panneau ne marche pas", "board"),
        ("display", "Cet écran ne peut pas démarrer", "agent-1"),
    ],
)
async def test_a_display_says_why_too(command: str, headline: str, keys: str, folder: Path) -> None:
    (folder / "data" / "keys").mkdir(exist_ok=True)
    (folder / "data" / "keys" / keys).write_text("a file in the folder's place")
    async with service_manager(folder, WATCHDOG) as heard, window(folder, heard, command) as hands:
        await heard.until("READY=1")
        assert (await hands.text("headline")) == headline
        assert str(folder / "data" / "keys" / keys) in await why(hands)
        (folder / "data" / "keys" / keys).unlink()
        await starts_anew(heard)
        assert not any(widget.id == "why" for widget in await hands.ids())


async def test_a_window_that_fails_as_it_is_built_says_so_too(folder: Path) -> None:
    """Kivy has been set up by then; the window is there, and nothing in it."""
    command = program("tests.faults.fails_late")
    with (folder / "stderr").open("wb") as complaints_:
        environment = {**os.environ, "LANGUAGE": "fr", "HALTE_DATA": str(folder / "data")}
        async with real_command(*command, env=environment, stderr=complaints_) as hands:
            hands.patience = LATE
            assert "erreur imprévue (ZeroDivisionError" in await why(hands)


# --- What belongs to another account --------------------------------------------------------------

OTHER = 65534  # nobody
HUMBLE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner,-chown")
"""As an account that is not root: what is another's and private it cannot read, hand over or open up. By name
it is still root, since the libraries are root's own here."""

needs_root = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="gives files to another account",
)


@needs_root
async def test_keys_and_log_of_another_account_keep_nobody_from_a_ticket_on_paper(folder: Path) -> None:
    paper = folder / "paper"
    paper.touch()
    (folder / "halte.toml").write_text(f'{SETTINGS}[printer]\naddress = "file://{paper}"\n', "utf-8")
    await asyncio.to_thread(log_of_a_day, folder / "data")
    keys = folder / "data" / "keys" / "kiosk"
    for private in (keys, folder / "data" / "halte.sqlite"):
        os.chown(private, OTHER, OTHER)
    async with kiosk(folder, HUMBLE) as (hands, _):
        await hands.touch("tile:retraite")
        assert await hands.text("number") == "2"
        await asyncio.to_thread(printed, paper)
    log = (folder / "data" / "halte.log").read_text("utf-8")
    assert "the keys cannot be used: no display is linked" in log
    assert "the log is not as it should be: log_protected" in log


def log_of_a_day(data: Path) -> None:
    """Keys, and a log with nothing in it, each private."""
    Trust.open(keys_folder(data))
    log = LogFile(data)
    with log.changing():
        log.replace_days({})


def printed(paper: Path) -> None:
    """Return once a ticket is on it."""
    latest = time.monotonic() + LATE
    while not paper.stat().st_size:
        assert time.monotonic() < latest
        time.sleep(0.02)


@needs_root
async def test_a_day_of_another_account_is_not_begun_anew_no_number_is_given_twice(folder: Path) -> None:
    """It says so and waits: what it cannot read are the numbers given, and visits that are not in the log."""
    day = folder / "data" / DAY_FILE
    os.chown(day, OTHER, OTHER)
    before = day.read_bytes()
    async with kiosk(folder, HUMBLE) as (hands, heard):
        assert DAY_FILE in await why(hands)
        assert day.read_bytes() == before
        os.chown(day, 0, 0)
        await starts_anew(heard)
        await hands.touch("tile:retraite")
        assert await hands.text("number") == "2"
