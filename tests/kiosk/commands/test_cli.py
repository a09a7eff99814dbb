"""The `halte` command: language, exit status, one line for each failure, nothing of a visit in the log."""

from __future__ import annotations

import errno
import io
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from inspect import Parameter, signature
from pathlib import Path
from typing import NoReturn

import pytest

from assets.errors import Trouble
from assets.wording import language_asked, text, wording
from kiosk import settings
from kiosk.__main__ import main
from kiosk.commands import cli, rows
from kiosk.commands.cli import CommandRow, Option, Run, later
from kiosk.technical_log import SIZE, file_in, technical_log
from kiosk.touchscreen.conduct.service_code import matches

LOCALE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No language, settings or data of whoever runs the tests."""
    for name in (*LOCALE, "HALTE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("HALTE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.mark.parametrize(
    ("arguments", "environment", "wanted"),
    [
        ([], {}, "fr"),
        ([], {"LANG": "C"}, "fr"),
        ([], {"LANG": "POSIX"}, "fr"),
        ([], {"LANG": "C.UTF-8"}, "fr"),
        ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
        ([], {"LANG": "de_DE.UTF-8"}, "fr"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "en"}, "en"),
        ([], {"LC_ALL": "fr_FR", "LANG": "en_US"}, "fr"),
        ([], {"LANGUAGE": "en_GB:fr", "LANG": "fr_FR"}, "en"),
        (["log", "--lang", "fr"], {"LANG": "en_US"}, "fr"),
        (["--lang=en", "log"], {"LANG": "fr_FR"}, "en"),
    ],
)
def test_the_language_wanted(arguments: list[str], environment: dict[str, str], wanted: str) -> None:
    assert language_asked(arguments, environment) == wanted


def test_help_is_in_french_with_the_words_of_the_command_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert "Affiche cette aide." in shown
    assert "Les réglages." in shown
    assert "Show this message" not in shown


def test_help_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Show this message and exit." in shown
    assert "réglages" not in shown


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("row", rows.ROWS, ids=lambda row: row.name)
def test_every_command_has_help(row: CommandRow, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*row.name.split(), "--lang", code, "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"{option} " in shown for option in ("--config", "--data", "--lang", "--help"))


@pytest.mark.parametrize("row", rows.ROWS, ids=lambda row: row.name)
def test_every_command_has_a_body_that_takes_its_options(row: CommandRow) -> None:
    assert isinstance(row.body, later)
    takes = signature(row.body.found()).parameters
    say = wording("fr")
    given = {"run", *row.body.given, *(option.built(say).name for option in row.options)}
    named = {name: one for name, one in takes.items() if one.kind is not Parameter.VAR_KEYWORD}
    assert {name for name, one in named.items() if one.default is Parameter.empty} <= given
    assert given <= named.keys() or named != takes


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["config", "no-such-command"],
        ["config", "check", "--no-such-option"],
        ["config", "check", "one-too-many"],
        ["display", "--desk", "0"],
        ["display", "--size", "big"],
        ["log", "show", "someday"],
        ["--lang", "xx", "config", "check"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_2_and_says_so(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Erreur" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("arguments", "idle"),
    [
        (["pair", "123456", "--desk", "2"], "--desk"),
        (["pair", "--as", "board", "--desk", "2"], "--desk"),
        (["pair", "--display", "Bureau 1"], "--display"),
        (["pair", "--list", "--name", "Bureau 1"], "--name"),
        (["pair", "--revoke", "3f9a0c51b27e", "--display", "x"], "--display"),
        (["kiosk", "--size", "800x480"], "--size"),
        (["board", "--position", "0,0"], "--position"),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(
    arguments: list[str], idle: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert (said.out, f"{idle} ne changerait rien" in said.err) == ("", True)


def test_no_arguments_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Commandes" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("halte ")


# --- Failures --------------------------------------------------------------------------------------


class Broken(Trouble):
    """For these tests."""


def _foreseen(run: Run) -> NoReturn:
    raise Broken("rien ne va dans {place}", place="la boîte")


def _in_a_group(run: Run) -> NoReturn:
    raise ExceptionGroup("tasks", [ValueError(), ExceptionGroup("more", [Broken("rien ne va")])])


def _unforeseen(run: Run) -> NoReturn:
    numbers: dict[int, str] = {}
    raise KeyError(f"ticket 4711 {numbers}")


def _interrupted(run: Run) -> NoReturn:
    raise KeyboardInterrupt


@pytest.fixture
def halte(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., None]], int]:
    """Runs a command with the body given, as `halte try`."""

    def run(body: Callable[..., None]) -> int:
        monkeypatch.setattr(rows, "ROWS", [CommandRow("try", text("Essai."), body)])
        return main(["try"])

    return run


def test_a_foreseen_failure_is_one_line(
    halte: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert halte(_foreseen) == 1
    assert capsys.readouterr().err == "halte\N{NBSP}: rien ne va dans la boîte\n"


def test_a_failure_inside_tasks_is_found(
    halte: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert halte(_in_a_group) == 1
    assert capsys.readouterr().err == "halte\N{NBSP}: rien ne va\n"


def test_a_place_that_is_closed_to_the_account_is_named(
    halte: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    def closed(run: Run) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/closed/x.csv")

    assert halte(closed) == 1
    assert "/closed/x.csv est fermé au compte" in capsys.readouterr().err


def test_an_unforeseen_failure_is_one_line_and_its_places_are_in_the_log(
    halte: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    assert halte(_unforeseen) == 1
    said = capsys.readouterr().err
    log = file_in(tmp_path / "data")
    assert said.count("\n") == 1
    assert "KeyError" in said
    assert str(log) in said
    written = log.read_text("utf-8")
    assert "_unforeseen" in written
    assert "4711" not in written + said


def test_an_interruption_is_quiet(halte: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert halte(_interrupted) == 130
    assert "".join(capsys.readouterr()).strip() == ""


def test_a_log_that_cannot_be_written_changes_no_message(
    halte: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "halte.log").mkdir()
    monkeypatch.setenv("HALTE_DATA", str(tmp_path))
    assert halte(_unforeseen) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_command_that_fails_makes_no_data_folder(
    halte: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert halte(_unforeseen) == 1
    assert "test_cli.py:" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


# --- Settings and data, wherever they are given ----------------------------------------------------


def _seen(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[Path | None, Path]:
    runs: list[Run] = []

    def body(run: Run, **others: object) -> None:
        runs.append(run)

    row = CommandRow("log days", text("Essai."), body, [Option("--many", is_flag=True)])
    monkeypatch.setattr(rows, "ROWS", [row])
    assert main(arguments) == 0
    return runs[0].config, runs[0].data


def test_data_and_config_are_taken_before_and_after_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    here = (Path("c.toml"), Path("d"))
    monkeypatch.delenv("HALTE_DATA")
    assert _seen(["--config", "c.toml", "--data", "d", "log", "days"], monkeypatch) == here
    assert _seen(["log", "--config", "c.toml", "days", "--data", "d"], monkeypatch) == here
    assert _seen(["log", "days", "--many", "--config", "c.toml", "--data", "d"], monkeypatch) == here


def test_the_nearest_one_to_the_command_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _seen(["--data", "far", "log", "days", "--data", "near"], monkeypatch)[1] == Path("near")
    assert _seen(["--data", "given", "log", "days"], monkeypatch)[1] == Path("given")


def test_the_environment_names_them_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HALTE_CONFIG", "e.toml")
    assert _seen(["log", "days"], monkeypatch) == (Path("e.toml"), tmp_path / "data")


def test_settings_in_the_usual_place_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _seen(["log", "days"], monkeypatch)[0] is None
    cli.default_config().parent.mkdir(parents=True)
    cli.default_config().touch()
    assert _seen(["log", "days"], monkeypatch)[0] == cli.default_config()


# --- Settings --------------------------------------------------------------------------------------


def test_config_init_check_and_show(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "new" / "halte.toml"
    given = ["--config", str(file)]
    assert main(["config", "init", *given]) == 0
    assert main(["config", "check", *given]) == 0
    assert str(file) in capsys.readouterr().out
    assert main(["config", "show", *given]) == 0
    assert 'van = "Agglo Mobile"' in capsys.readouterr().out


def test_config_init_never_overwrites_unasked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "halte.toml"
    file.write_text("desks = 3\n", "utf-8")
    assert main(["config", "init", "--config", str(file)]) == 1
    assert "--force" in capsys.readouterr().err
    assert file.read_text("utf-8") == "desks = 3\n"
    assert main(["config", "init", "--force", "--config", str(file)]) == 0
    assert "desks = 2" in file.read_text("utf-8")


def test_config_init_where_it_cannot_write(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert main(["config", "init", "--config", str(tmp_path / "file" / "halte.toml")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_config_check_tells_every_fault_in_the_language_wanted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "halte.toml"
    file.write_text("desk = 2\nvan = 3\n", "utf-8")
    assert main(["config", "check", "--config", str(file)]) == 1
    assert capsys.readouterr().err.count("\n") == 2
    assert main(["config", "check", "--lang", "en", "--config", str(file)]) == 1
    said = capsys.readouterr().err
    assert "réglage" not in said
    assert "texte" not in said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_config_check_tells_what_will_not_come_about_and_passes(
    language: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "halte.toml"
    file.write_text('[printer]\nlogo = "none.png"\nprofile = "TM-X"\n', "utf-8")
    assert main(["config", "check", "--lang", language, "--config", str(file)]) == 0
    said = capsys.readouterr()
    head = {"fr": "remarque\N{NBSP}: ", "en": "note: "}[language]
    assert [line.startswith(head) for line in said.err.splitlines()] == [True, True]
    assert str(file) in said.out
    assert "Tout va bien" not in said.out
    assert ("réglages" in said.err) is (language == "fr")


def test_config_check_tells_remarks_and_faults_together(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "halte.toml"
    file.write_text('desks = 0\nvan = 3\n[printer]\nlogo = "none.png"\n', "utf-8")
    assert main(["config", "check", "--config", str(file)]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 3)


def given(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the input, which is no terminal."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(line))


def test_config_code_keeps_a_code_without_telling_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given("314159\n", monkeypatch)
    assert main(["config", "code"]) == 0
    line = capsys.readouterr().out
    assert "314159" not in line
    (tmp_path / "halte.toml").write_text(line, "utf-8")
    kept = settings.load(tmp_path / "halte.toml").service_code
    assert matches("314159", kept)
    assert not matches("314158", kept)


def test_config_code_takes_as_many_digits_as_the_screen_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given("1234\n", monkeypatch)
    assert main(["config", "code"]) == 1
    assert "6 chiffres" in capsys.readouterr().err


# --- The technical log -----------------------------------------------------------------------------


def test_the_log_has_no_hour_and_nothing_of_other_peoples_words(tmp_path: Path) -> None:
    with technical_log(tmp_path):
        logging.getLogger("kiosk.test").warning("the disk is %s", "slow")
        logging.getLogger("websockets.test").warning("frame with topic retraite")
    lines = file_in(tmp_path).read_text("utf-8").splitlines()
    assert lines[0].split(" ", 1)[1] == "WARNING kiosk.test: the disk is slow"
    assert lines[1].split(" ", 1)[1].startswith("WARNING websockets.test: (test_cli, line ")
    assert all(len(line.split(" ")[0]) == len("2026-11-23") for line in lines)


def test_the_log_is_bounded(tmp_path: Path) -> None:
    with technical_log(tmp_path):
        for _ in range(3 * SIZE // 1000):
            logging.getLogger("kiosk.test").warning("x" * 1000)
    assert 0 < sum(f.stat().st_size for f in tmp_path.iterdir()) <= 2 * SIZE


def test_no_log_file_where_there_is_nothing_to_say(tmp_path: Path) -> None:
    with technical_log(tmp_path):
        pass
    assert not list(tmp_path.iterdir())


# --- Real processes --------------------------------------------------------------------------------


HEAVY = ("kivy", "zeroconf", "escpos", "sqlite_utils", "babel", "PIL", "websockets", "serial", "asyncio")


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from kiosk.__main__ import main; main(['--help']);"
        f"print('LOADED', *[m for m in {HEAVY} if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "LOADED"


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = [sys.executable, "-m", "kiosk", "config", "show"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as halte:
        assert halte.stdout
        assert halte.stderr
        halte.stdout.close()
        assert halte.stderr.read() == ""
    assert halte.returncode == 1


def test_control_c_is_quiet() -> None:
    program = (
        "import sys, time\nfrom kiosk.commands import rows\nfrom kiosk.commands.cli import CommandRow\n"
        "from kiosk.__main__ import main\nfrom assets.wording import text\n"
        "def wait(run):\n    print('ready', flush=True); time.sleep(60)\n"
        "rows.ROWS = [CommandRow('wait', text('Attend.'), wait)]; sys.exit(main(['wait']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as halte:
        assert halte.stdout
        assert halte.stdout.readline() == "ready\n"
        halte.send_signal(signal.SIGINT)
        _, said = halte.communicate(timeout=20)
    assert (halte.returncode, said.strip()) == (130, "")
