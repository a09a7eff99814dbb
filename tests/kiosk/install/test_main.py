"""What `make` and a stick run: one sentence where it is refused, and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.install import __main__ as program
from kiosk.install.__main__ import main

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("words", [[], ["nothing"], ["--help"]])
def test_wrong_use_says_what_there_is(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 1
    assert "install, carried, bundle" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to be somebody else")
@pytest.mark.parametrize("words", ["install", "carried", "rollback", "uninstall"])
def test_who_is_not_root_is_told(words: str) -> None:
    copy = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "fr"}
    code = (
        "import os, sys\nfrom kiosk.install.__main__ import main\n"
        f"os.setuid(65534)\nsys.exit(main([{words!r}]))"
    )
    ran = subprocess.run([sys.executable, "-B", "-c", code], env=copy, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1), ran.stderr
    assert "sudo" in ran.stderr


@pytest.mark.parametrize(
    "error",
    [
        PermissionError(13, "Permission denied", "/opt/halte"),
        OSError(28, "No space left on device"),
        subprocess.CalledProcessError(1, ["useradd"]),
        subprocess.TimeoutExpired(["halte"], 300),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_step_that_fails_is_one_sentence(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing() -> None:
        raise error

    monkeypatch.setattr(program, "COMMANDS", {"install": failing})
    assert main(["install"]) == 1
    said = capsys.readouterr().err
    assert (said.count("\n"), "Traceback" in said) == (1, False)
    assert "recommencez" in said or "try again" in said


def test_it_needs_no_library_and_is_ready_before_there_is_one() -> None:
    """The Python of the system runs it: with nothing but its own library."""
    code = "import kiosk.install.__main__, sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert {name for name in ran.stdout.split() if name not in sys.stdlib_module_names} <= {
        "assets",
        "kiosk",
        "__main__",
    }
