"""The pages kept true: their commands run, their files exist, their links lead somewhere.

What they say of a screen is what the screen says, and the drawing of the house is the house. Of the
changelog the newest part is held: what an older one says was true of its release.
"""

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
from kiosk.timing import TAKE_BACK, settle
from tests.house import labels
from tests.house.arrows import PACKAGES, sources

ROOT = Path(__file__).parents[2]
DOCS = sorted(file.relative_to(ROOT).as_posix() for file in (ROOT / "docs").rglob("*.md"))
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", *DOCS)


def page(name: str) -> str:
    text = (ROOT / name).read_text("utf-8")
    return "## [".join(text.split("## [")[:2]) if name == "CHANGELOG.md" else text


def fenced(kind: str, text: str) -> list[str]:
    """The blocks of one kind."""
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def shell(text: str) -> list[str]:
    """The lines of its blocks of shell, without their remarks."""
    lines = (line for block in fenced("sh", text) for line in block.splitlines())
    return [line.split("  #")[0].split(" # ")[0].strip() for line in lines]


def halte_commands(text: str) -> list[str]:
    """Each `halte` in a block of shell, and each that is named in the text."""
    prose = re.sub("```.*?```", "", text, flags=re.DOTALL)
    named = re.findall(r"`(?:sudo )?(halte [^`…>]+)[^`…]*`", prose)
    lines = (line.removeprefix("sudo ") for line in shell(text))
    return [line for line in lines if line.startswith("halte ")] + named


NAMED = dict.fromkeys(line for name in PAGES for line in halte_commands(page(name)))
COMMANDS = [shlex.split(line)[1:] for line in NAMED]
"""The arguments of each command that a page names."""


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
        counted = settle(state, replace(now, steady=TAKE_BACK))
        assert counted
        await record.save(state, counted)
    finally:
        record.close()


# --- Commands ------------------------------------------------------------------------------------


def test_the_pages_have_commands() -> None:
    assert len(halte_commands(page("README.md"))) > 15
    assert len(COMMANDS) > 20


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_is_called_rightly(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name and its options are those there are; nothing is carried out."""
    harmless = [replace(row, body=lambda run, **options: None) for row in rows.ROWS]
    monkeypatch.setattr(rows, "ROWS", harmless)
    assert main(arguments) == 0


ASKS_ANOTHER = {"code", "pull"}  # a person, the kiosk
QUICK = [
    a
    for a in COMMANDS
    if {"config", "log", "printer", "--list"} & set(a)
    and not ASKS_ANOTHER & set(a)
    and not any(re.fullmatch("[A-Z]+|/etc/.*", word) for word in a)  # a word to be replaced, another machine
]


@pytest.mark.parametrize("arguments", QUICK, ids=" ".join)
def test_a_command_does_what_it_says(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Those that end by themselves, carried out. A new settings file goes where there is none."""
    given = ["--config", "new.toml"] if arguments == ["config", "init"] else []
    assert main([*arguments, *given]) == 0, capsys.readouterr().err


def test_the_targets_of_make_exist() -> None:
    text = "\n".join(page(name) for name in PAGES)
    said = re.findall("(?:`|sudo )make ([a-z -]+)", text) + [
        line.removeprefix("make ") for line in shell(text) if line.startswith("make ")
    ]
    named = {target for targets in said for target in targets.split()}
    known = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert named <= known
    assert {"run", "test", "soak"} <= named


# --- Files, links, tests -------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """What the headings of a page are called in a link."""
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page(name)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = ROOT / name if not path else (ROOT / name).parent / path
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text("utf-8")), target


def test_every_page_is_reached_from_the_readme() -> None:
    links = {(ROOT / target).resolve() for target in re.findall(r"\]\(([^)#]+)\)", page("README.md"))}
    assert not [name for name in PAGES if name != "README.md" and (ROOT / name).resolve() not in links]


@pytest.mark.parametrize("name", PAGES)
def test_the_files_it_names_exist(name: str) -> None:
    named = re.findall(r"`((?:kiosk|printer|queue_display|assets|tests|docs)/[\w./@-]+)`", page(name))
    assert not [file for file in named if "XX" not in file and not (ROOT / file).exists()]


@pytest.mark.parametrize("name", PAGES)
def test_the_tests_it_names_exist(name: str) -> None:
    tests = "\n".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    assert not [test for test in re.findall(r"`(test_\w+)`", page(name)) if f"def {test}(" not in tests]


# --- How it reads --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_easily_read_in_an_editor(name: str) -> None:
    long = [line for line in page(name).splitlines() if len(line) > 120 and not line.startswith("|")]
    assert not long


def test_the_readme_is_short() -> None:
    assert len(page("README.md").splitlines()) < 150


@pytest.mark.parametrize("name", PAGES)
def test_words_of_the_screens_are_those_of_the_code(name: str) -> None:
    assert not labels.faults(page(name), labels.known(ROOT))


def test_the_pages_have_words_of_the_screens() -> None:
    assert len(labels.in_italics(page("README.md"))) > 15


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("stay, or touch\n*Ne plus attendre*.", "no text of Halte: Ne plus attendre"),
        ("Touch *Annuler ce\nticket!*", "no text of Halte: Annuler ce ticket!"),
        ("* **Carte priorité?** Touch it.", "in bold, not in italics: Carte priorité?"),
        ("**Annuler**: touch it", "in bold, not in italics: Annuler"),
        ("touch _Annuler_", "italics without asterisks: _Annuler_"),
        ("touch *Annuler, now", "an asterisk without its other one"),
    ],
)
def test_a_wrong_word_is_found(text: str, fault: str) -> None:
    assert labels.faults(f"- *Annuler*\n\n{text}\n\n`*`", {"Annuler", "Retirer de la file"}) == [fault]


# --- The drawing of the house --------------------------------------------------------------------


def drawn(text: str) -> tuple[set[str], set[str]]:
    """Folders and files of a drawing: a folder ends in "/", the files of one stand on a line below it."""
    folders: set[str] = set()
    files: set[str] = set()
    path: list[str] = []
    for line in filter(None, text.splitlines()):
        names = re.split(r"\s{2,}", line.strip())[0].split()
        path = path[: (len(line) - len(line.lstrip())) // 2]
        if names[0].endswith("/"):
            path.append(names[0].rstrip("/"))
            folders.add("/".join(path))
        else:
            files |= {"/".join([*path, f"{name}.py"]) for name in names}
    return folders, files


def test_the_drawing_of_the_house_is_the_house() -> None:
    folders, files = drawn(fenced("text", page("CONTRIBUTING.md"))[0])
    there = {file.relative_to(ROOT).parent.as_posix() for package in PACKAGES for file in sources(package)}
    assert folders == there | {"tests"}
    assert not [file for file in files if not (ROOT / file).is_file()]


def test_the_drawing_names_every_file_of_the_queue_and_of_the_displays() -> None:
    _, files = drawn(fenced("text", page("CONTRIBUTING.md"))[0])
    there = {f"{p}/{file.name}" for p in ("kiosk", "queue_display") for file in (ROOT / p).glob("*.py")}
    assert {file for file in there if not file.endswith("__init__.py")} <= files
