"""Voices that an old ear understands, where the machine has them: found by looking, used as programs.

espeak-ng is everywhere and sounds like a machine. A `piper` beside a voice of its own sounds like a person,
and so do some modules of speech-dispatcher; they are preferred, each for the languages that it speaks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assets.programs import installed_program
from queue_display.sound.engines import ENGINES, Engine, installed

ROOT = Path("/")

PIPER_VOICES = (
    "usr/share/piper-voices",
    "usr/share/piper/voices",
    "usr/local/share/piper-voices",
    "var/lib/piper-voices",
    "opt/piper/voices",
)
"""Where people put them: a file such as fr_FR-siwis-medium.onnx, with its .onnx.json beside it."""

_PIPED = (
    'piper --model "$1" --length_scale "$2" --output_raw'
    ' | aplay -q -t raw -f S16_LE -c 1 -r "$3" ${4:+-D "$4"} -'
)
"""What piper says has no head that tells its rate, and goes to the program that plays it, on no disk."""

LENGTHS = ("1.4", "1.15", "0.95", "0.75", "0.6")
"""How long piper takes for a sound, at each pace."""

MODULES = "usr/lib/*/speech-dispatcher-modules/sd_*", "usr/lib/speech-dispatcher-modules/sd_*"

NATURAL = frozenset(f"sd_{name}" for name in ("baratinoo", "cicero", "ibmtts", "kali", "pico", "voxin"))
"""Modules of speech-dispatcher that speak French, other than those of espeak."""


def voices(
    output: str = "", which: Callable[[str], str | None] = installed_program, root: Path = ROOT
) -> list[Engine]:
    """All that speak here, the best first, each through `output`. Looks on the disk.

    If an output is named, only those that can be told to use it: another would speak from the system's
    output, which may be a loudspeaker.
    """
    natural = natural_dispatcher(root)
    plain = sorted(ENGINES.values(), key=lambda e: not (natural and e is ENGINES["speech-dispatcher"]))
    able = [e for e in (*piper(which, root), *installed(plain, which)) if e.output or not output]
    return [engine.through(output) for engine in able]


def natural_dispatcher(root: Path = ROOT) -> bool:
    """Whether speech-dispatcher has a French voice that is not espeak's."""
    return any(file.name in NATURAL for pattern in MODULES for file in root.glob(pattern))


def piper(which: Callable[[str], str | None] = installed_program, root: Path = ROOT) -> list[Engine]:
    """An engine for each of piper's voices, one a language: the first by name."""
    if not all(map(which, ("piper", "aplay", "bash"))):
        return []
    found = {model.name[:2]: model for model in sorted(piper_models(root), reverse=True)}
    return [_engine(language, model) for language, model in sorted(found.items()) if _rate(model)]


def piper_models(root: Path = ROOT) -> Iterator[Path]:
    return (model for place in PIPER_VOICES for model in (root / place).rglob("*.onnx"))


def _engine(language: str, model: Path) -> Engine:
    return Engine(
        "bash",
        ("-o", "pipefail", "-c", _PIPED, "piper", str(model), "{pace}", str(_rate(model))),
        output=("{output}",),
        paces=LENGTHS,
        languages=(language,),
        spoken_of=f"piper ({language})",
    )


def _rate(model: Path) -> int:
    """Samples a second; 0 where the voice does not say."""
    try:
        return int(json.loads(model.with_name(f"{model.name}.json").read_bytes())["audio"]["sample_rate"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def speaking(engines: Sequence[Engine], language: str) -> list[Engine]:
    """Those of `engines` that speak `language`, the best first."""
    return [engine for engine in engines if not engine.languages or language in engine.languages]
