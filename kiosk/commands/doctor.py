"""`halte doctor`: is this machine ready for the van? In words, the worst first, with what to do."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.asking import may_replace
from assets.errors import Trouble
from kiosk.commands.cli import Run

if TYPE_CHECKING:
    from assets.findings import Finding
    from assets.wording import Wording

INDENT = " " * 4
WIDTH = 100
"""Signs of a line at most, unless a single word is longer."""


class NotReady(Trouble):
    """Something on this machine has to be put right before it goes into the van."""


def doctor(run: Run, as_json: bool, bundle: Path | None, force: bool) -> None:
    """Prints the findings, and raises NotReady where one of them is wrong; or writes what a helper needs."""
    from assets.findings import worst_first
    from kiosk.doctor.consulting import consult

    if bundle:
        may_replace(run.say, bundle, force=force, option="--bundle")
    findings = worst_first(consult(run.data, run.config))
    if bundle:
        return _write_bundle(run, bundle, findings)
    if as_json:
        click.echo(json.dumps(as_values(findings, run.say), ensure_ascii=False, indent=1))
    else:
        _show(findings, run.say)
    _refuse_wrong(findings)


def _refuse_wrong(findings: Sequence[Finding]) -> None:
    from assets.checks import Grade

    if wrong := sum(finding.grade is Grade.WRONG for finding in findings):
        raise NotReady(
            "cette machine n’est pas prête pour le camion ; points à réparer : {n}. Faites ce qui est écrit"
            " pour chacun.",
            n=wrong,
        )


def _show(findings: Sequence[Finding], say: Wording) -> None:
    colour = None if not os.environ.get("NO_COLOR") else False  # None: colours on a terminal alone
    for line in lines(findings, say):
        click.echo(line, color=colour)


def lines(findings: Sequence[Finding], say: Wording) -> list[str]:
    """What is not as it should be in a paragraph each, what is in a line; how many of each at the end."""
    return [*(line for finding in findings for line in _told(finding, say)), "", _counted(findings, say)]


def _told(finding: Finding, say: Wording) -> list[str]:
    from assets.checks import Grade

    title = click.style(finding.title(say), bold=True)
    if finding.grade is Grade.GOOD:
        return [
            say("{head}  {title} : {found}", head=_head(finding, say), title=title, found=finding.says(say))
        ]
    means = [finding.says(say), finding.means(say)]
    return [
        f"{_head(finding, say)}  {title}",
        *(line for part in means if part for line in _wrapped(part, INDENT)),
        *_wrapped(finding.act(say), f"{INDENT}→ "),
        "",
    ]


def _wrapped(said: str, before: str) -> list[str]:
    """`said` on lines of a terminal, the first of which begins with `before`."""
    return click.wrap_text(said, WIDTH, before, " " * len(before)).splitlines() if said else []


def _head(finding: Finding, say: Wording) -> str:
    """Sign and word of the grade, in its colour."""
    from assets.findings import GRADES

    words, sign, _ = GRADES[finding.grade]
    widest = max(len(say(other)) for other, _, _ in GRADES.values())
    return click.style(f"{sign} {say(words).ljust(widest)}", fg=COLOURS[finding.grade.value], bold=True)


COLOURS = {"wrong": "red", "see_to": "yellow", "unknown": "cyan", "good": "green"}


def _counted(findings: Sequence[Finding], say: Wording) -> str:
    from assets.findings import GRADES

    counts = Counter(finding.grade for finding in findings)
    return ", ".join(f"{counts[grade]} {say(words)}" for grade, (words, _, _) in GRADES.items())


def as_values(findings: Sequence[Finding], say: Wording) -> list[dict[str, object]]:
    """For programs: the names, which stay, and the words of the language."""
    return [
        {
            "check": finding.check,
            "grade": finding.grade.value,
            "finding": finding.name,
            "values": dict(finding.values),
            "title": finding.title(say),
            "says": finding.says(say),
            "means": finding.means(say),
            "act": finding.act(say),
        }
        for finding in findings
    ]


def _write_bundle(run: Run, file: Path, findings: Sequence[Finding]) -> None:
    from kiosk.commands.output import write_file
    from kiosk.doctor.bundle import bundled, untold

    findings = [untold(finding) for finding in findings]
    said = "\n".join(click.unstyle(line) for line in lines(findings, run.say))
    values = json.dumps(as_values(findings, run.say), ensure_ascii=False, indent=1)
    write_file(file, bundled(run.data, run.config, said, values))
    click.echo(run.say("Écrit dans {file} : rien n’y dit qui est venu, ni quand.", file=file))
