"""What the steps found, as the table of `docs/field.md`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["held", "failed", "not run"]

HEAD = """# Tried in the field

`make field` installs Halte by the README's own lines on bare Debian systems, those that Raspberry Pi OS is
made of, boots them with systemd-nspawn, and uses them as in the van. It writes this page.

- The kind of machine: {machine}.
- The screen is an X server on which cage opens its output, drawn by pixman; a press on it goes through cage,
  Xwayland and Kivy. seatd is real, and hands out a real console.
- Not seen here: a graphics card, a touchscreen's driver, a printer's own, sound, a Pi's boot.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one step found on one release, in a few words."""

    verdict: Verdict
    words: str


def page(found: Mapping[str, Mapping[str, Outcome]], machine: str) -> str:
    """The page. `found`: by system, and then by the step's title; each step of any of them is a row."""
    titles = dict.fromkeys(title for of in found.values() for title in of)
    rows = [["", *found], ["---"] * (len(found) + 1)]
    rows += [[title, *(_cell(of.get(title)) for of in found.values())] for title in titles]
    return HEAD.format(machine=machine) + "\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(outcome: Outcome | None) -> str:
    if outcome is None:
        return "—"
    words = " ".join(outcome.words.replace("|", "/").split())
    return words if outcome.verdict == "held" else f"**{outcome.verdict}**: {words}"


def seconds(measured: float) -> str:
    """As a person says it: tenths where they count."""
    return f"{measured:.1f} s" if measured < 10 else f"{measured:.0f} s"
