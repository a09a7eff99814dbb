"""What a check of `halte doctor` found, as a value: it can be kept and sent; whoever reads it says it. Pure.

    found("swap", "disk", name="/var/swap")  -> Finding: wrong
    finding.says(say), .means(say), .act(say)  -> sentences in the reader's language

A finding of a newer Halte, or one that comes without its values, gets a sentence all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from string import Formatter

from assets.checks import ANY, CHECKS, NOT_KNOWN, CheckWords, FindingWords, Grade
from assets.conditions import SENTENCES, Condition
from assets.told import told
from assets.wording import Text, text

Say = Callable[..., str]

GRADES: Mapping[Grade, tuple[Text, str, str]] = {
    Grade.WRONG: (text("à réparer"), "✗", "close_circle_outline"),
    Grade.SEE_TO: (text("à voir"), "!", "alert_outline"),
    Grade.UNKNOWN: (text("on ne sait pas"), "?", "help_circle_outline"),
    Grade.GOOD: (text("OK"), "✓", "check_circle_outline"),
}
"""A grade in words, as a sign of a line of text, and as an icon: its colour never stands alone."""

NEWER = text("La borne a trouvé autre chose, que cet écran ne sait pas dire.")
UPDATE = text("Mettez à jour Halte ici.")
OTHER = text("Autre chose")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check `check` found: a name of its row in `assets.checks`, and the values of its sentences."""

    check: str
    name: str
    grade: Grade
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def row(self) -> CheckWords | None:
        return CHECKS.get(self.check)

    @property
    def words(self) -> FindingWords | None:
        """None where this Halte has no sentence for it, or the values for the sentence lack."""
        words = words_of(self.check, self.name)
        fits = words and fields(words.says) | fields(words.act) <= self.values.keys()
        return words if fits else None

    def title(self, say: Say) -> str:
        return say(self.row.title) if self.row else say(OTHER)

    def means(self, say: Say) -> str:
        """What it means for the visitor; empty when all is well."""
        return say(self.row.means) if self.row and self.grade is not Grade.GOOD else ""

    def says(self, say: Say) -> str:
        if self.row and self.row.conditions and self.name in SENTENCES:
            return Condition(self.name, self.values).said(say)
        return self._filled(self.words.says, say) if self.words else say(NEWER)

    def act(self, say: Say) -> str:
        """What to do; empty when all is well, or the sentence before has said it."""
        if self.words is None:
            return say(UPDATE)
        return self._filled(self.words.act, say) if self.words.act else ""

    def _filled(self, sentence: str, say: Say) -> str:
        """With the values that it wants, and no other that may have come."""
        return say(sentence, **{name: self.values[name] for name in fields(sentence)})


def words_of(check: str, name: str) -> FindingWords | None:
    """The words of a finding, by the names of check and finding."""
    row = CHECKS.get(check)
    if row is None:
        return None
    if row.conditions and name in SENTENCES:
        return FindingWords(Grade.SEE_TO, Text(SENTENCES[name]))
    return row.findings.get(name) or ANY.get(name)


def found(check: str, name: str, /, **values: str | int) -> Finding:
    """Raises KeyError for what is in no row: a new finding has its words first.

    A value may be what a file of the machine says: it is as it may be told, here as at the link's other end.
    """
    row = CHECKS[check]
    words = row.findings.get(name) or ANY[name]
    known = {key: told(value) if isinstance(value, str) else value for key, value in values.items()}
    return Finding(check, name, words.grade, known)


def of_condition(check: str, condition: Condition, grade: Grade) -> Finding:
    """What is the matter with printer or record, as a finding of its check."""
    return Finding(check, condition.name, grade, condition.values)


def not_known(check: str) -> Finding:
    return found(check, NOT_KNOWN)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """By grade, then in the order of the checks; those of a newer Halte last."""
    grades, checks = list(Grade), list(CHECKS)

    def place(finding: Finding) -> tuple[int, int]:
        known = finding.check in CHECKS
        return grades.index(finding.grade), checks.index(finding.check) if known else len(checks)

    return sorted(findings, key=place)


def fields(sentence: str) -> set[str]:
    """The names of the values that a sentence wants."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
