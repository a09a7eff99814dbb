"""`halte doctor` at a terminal: words and signs beside colours, the worst first, a status for programs."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import click
import pytest

from assets.checks import Grade
from assets.findings import GRADES, found, worst_first
from assets.wording import languages, wording
from kiosk.__main__ import main
from kiosk.commands.doctor import NotReady, _refuse_wrong, as_values, lines
from kiosk.doctor.examination import examine
from tests.kiosk.doctor.machines import bare, complete

SOME = worst_first([found("swap", "disk", name="/var/swap"), found("clock", "alone"), found("core", "none")])


@pytest.mark.parametrize("language", languages())
def test_each_finding_stands_with_its_sign_its_word_what_it_means_and_what_to_do(language: str) -> None:
    say = wording(language)
    told = "\n".join(click.unstyle(line) for line in lines(SOME, say))
    places = []
    for finding in SOME:
        word, sign, _ = GRADES[finding.grade]
        places.append(told.index(f"{sign} {say(word)}"))
        for part in (finding.title(say), finding.says(say), finding.means(say), finding.act(say)):
            assert "".join(part.split()) in "".join(told.split())
    assert places == sorted(places)
    assert told.splitlines()[-1].startswith("1 ")


def test_on_both_machines_no_line_is_wider_than_a_terminal(tmp_path: Path) -> None:
    for findings in (examine(bare(tmp_path)), examine(complete(tmp_path))):
        told = [click.unstyle(line) for line in lines(worst_first(findings), wording("fr"))]
        assert max(map(len, told)) <= 160
        assert max((len(line) for line in told if line.startswith(" ")), default=0) <= 100


def test_it_fails_where_something_is_wrong_and_only_there() -> None:
    _refuse_wrong([found("clock", "alone"), found("wear", "silent"), found("core", "none")])
    with pytest.raises(NotReady, match=r"points à réparer.: 1\."):
        _refuse_wrong(SOME)


def test_for_programs_the_names_stay_and_the_words_are_of_the_language() -> None:
    french, english = (as_values(SOME, wording(code)) for code in ("fr", "en"))
    assert [f["finding"] for f in french] == [f["finding"] for f in english]
    assert french[0]["says"] != english[0]["says"]
    assert json.loads(json.dumps(french)) == french


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    own = {"HALTE_DATA": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path), "LANGUAGE": "fr"}
    return {**os.environ, **own, "TERM": "xterm"}


def at_a_terminal(environment: dict[str, str]) -> tuple[str, int]:
    """What the real command writes to a terminal, and its status."""
    ours, its = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", "doctor"], stdout=its, stderr=its, env=environment
    ) as ran:
        os.close(its)
        said = b""
        try:
            while more := os.read(ours, 4096):
                said += more
        except OSError:  # Linux's word for a terminal that nobody writes to any more
            pass
        os.close(ours)
    return said.decode(), ran.returncode


def test_colours_are_for_a_terminal_and_for_who_wants_them(environment: dict[str, str]) -> None:
    coloured, status = at_a_terminal(environment)
    plain, _ = at_a_terminal({**environment, "NO_COLOR": "1"})
    assert "\x1b[3" in coloured
    assert "\x1b" not in plain
    assert click.unstyle(coloured) == plain
    wrong = f"✗ {wording('fr')(GRADES[Grade.WRONG][0])}" in plain
    assert status == int(wrong)
    piped = subprocess.run(
        [sys.executable, "-m", "kiosk", "doctor"], capture_output=True, text=True, env=environment
    )
    assert "\x1b" not in piped.stdout


def test_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HALTE_DATA", str(tmp_path / "data"))
    status = main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert status == int(any(f["grade"] == "wrong" for f in told))
