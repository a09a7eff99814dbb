"""The README kept true: its commands run, its files exist, its links lead somewhere."""

from __future__ import annotations

import asyncio
import re
import shlex
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.clock import Moment
from kiosk.commands import rows
from kiosk.engine import decide
from kiosk.queue import Call, Close, End, Open, Take
from kiosk.record.record import Record

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def fenced() -> list[str]:
    """The commands in the README's blocks of shell, without their remarks."""
    blocks = re.findall(r"```sh\n(.*?)```", page("README.md"), re.DOTALL)
    lines = (line.split("  #")[0].split(" # ")[0].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line]


def halte_commands() -> list[list[str]]:
    """The arguments of each `halte` in a block, and of each that is named in the text."""
    found = [line for line in fenced() if re.match(r"(\S*/)?halte\s", line)]
    named = re.findall(r"`(?:sudo [^`]*)?(?:/opt/halte/bin/)?(halte [^`]+)`", page("README.md"))
    return [shlex.split(line)[1:] for line in dict.fromkeys(found + named)]


@pytest.fixture(autouse=True)
def van(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings with a simulated printer, and a log with one visit on the day that the README names."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("HALTE_CONFIG", str(tmp_path / "van.toml"))
    monkeypatch.setenv("HALTE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "van.toml").write_text('[printer]\naddress = "simulated:"\n', "utf-8")
    asyncio.run(_one_visit(tmp_path / "data"))


async def _one_visit(data: Path) -> None:
    now = Moment(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), 0.0, "boot")
    record = await asyncio.to_thread(Record.open, data)
    try:
        state = record.load(now)
        for command in (Open(), Take("retraite"), Call(1, 1), End(1, 1), Close()):
            decision = decide(state, command, now)
            await record.save(state, decision)
            state = decision.state
    finally:
        record.close()


def test_the_readme_has_commands() -> None:
    assert len(halte_commands()) > 15


@pytest.mark.parametrize("arguments", halte_commands(), ids=" ".join)
def test_a_command_is_called_rightly(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name and its options are those there are; nothing is carried out."""
    harmless = [replace(row, body=lambda run, **options: None) for row in rows.ROWS]
    monkeypatch.setattr(rows, "ROWS", harmless)
    assert main(arguments) == 0


ASKS_ANOTHER = {"code", "pull"}  # a person, the kiosk
QUICK = [
    a
    for a in halte_commands()
    if {"config", "log", "printer", "--list"} & set(a) and not ASKS_ANOTHER & set(a)
]


@pytest.mark.parametrize("arguments", [a for a in QUICK if "/etc/halte/halte.toml" not in a], ids=" ".join)
def test_a_command_does_what_it_says(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Those that end by themselves, carried out. A new settings file goes where there is none."""
    given = ["--config", "new.toml"] if arguments == ["config", "init"] else []
    assert main([*arguments, *given]) == 0, capsys.readouterr().err


def test_the_targets_of_make_exist() -> None:
    named = set(
        re.findall(
            r"(?:^|`|sudo )make ([a-z-]+)\b", page("README.md") + page("CONTRIBUTING.md"), re.MULTILINE
        )
    )
    known = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert named <= known
    assert {"run", "test"} <= named


@pytest.mark.parametrize("name", PAGES)
def test_links_and_files_exist(name: str) -> None:
    text = page(name)
    headings = {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in headings, target
        elif "://" not in target:
            assert (ROOT / target).exists(), target
    for file in re.findall(r"`((?:kiosk|printer|queue_display|assets|tests)/[\w./@-]+)`", text):
        if "XX" not in file:
            assert (ROOT / file).exists(), file


def test_the_tests_it_names_exist() -> None:
    tests = "\n".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    assert not [
        name for name in re.findall(r"`(test_\w+)`", page("README.md")) if f"def {name}(" not in tests
    ]


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_easily_read_in_an_editor(name: str) -> None:
    long = [line for line in page(name).splitlines() if len(line) > 120 and not line.startswith("|")]
    assert not long
