"""The table of voices and players: how each is called, and which of them a machine has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from assets.wording import visitors_languages
from queue_display.sound.engines import CHIME, ENGINES, PLAYERS, Engine, installed


def test_what_is_said_is_on_no_command_line() -> None:
    assert ENGINES["espeak-ng"].command("fr") == ["espeak-ng", "--stdin", "-s", "140", "-v", "fr"]
    assert ENGINES["speech-dispatcher"].command("fr")[-2:] == ["--language", "fr"]
    for engine in (*ENGINES.values(), *PLAYERS):
        assert not any("{language}" in word or "{output}" in word for word in engine.command("fr"))


def test_the_sound_comes_out_where_it_is_sent_whatever_that_is_called() -> None:
    engine = Engine("speaks", ("{language}",), output=("-d", "{output}"))
    assert engine.through("a{b}").command("fr") == ["speaks", "fr", "-d", "a{b}"]
    assert engine.through("") == engine


@pytest.mark.parametrize(
    ("system", "voices", "players"),
    [
        ("linux", ["espeak-ng", "spd-say"], ["pw-play", "paplay", "aplay"]),
        ("darwin", ["espeak-ng", "spd-say", "say"], ["pw-play", "paplay", "aplay", "afplay"]),
        ("win32", ["espeak-ng", "spd-say", "powershell"], ["pw-play", "paplay", "aplay", "powershell"]),
    ],
)
def test_a_system_has_its_own_programs(system: str, voices: list[str], players: list[str]) -> None:
    def there(*tables: list[Engine]) -> list[list[str]]:
        return [[engine.name for engine in table] for table in tables]

    assert there(installed(ENGINES.values(), str, system), installed(PLAYERS, str, system)) == [
        voices,
        players,
    ]
    assert installed(ENGINES.values(), lambda name: None, system) == []


def test_every_player_plays_the_chime() -> None:
    assert all(player.command("")[-1] == CHIME for player in PLAYERS)
    assert Path(CHIME).is_file()


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not on this machine")
@pytest.mark.parametrize("language", visitors_languages())
def test_espeak_speaks_the_kiosks_languages(language: str, tmp_path: Path) -> None:
    wave = tmp_path / "said.wav"
    command = [*ENGINES["espeak-ng"].command(language), "-w", str(wave)]
    subprocess.run(command, input=b"12", check=True, timeout=20)
    assert wave.stat().st_size > 10_000
