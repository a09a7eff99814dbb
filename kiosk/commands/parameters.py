"""What an option may be given, where click has no word for it: said in the rows, read by the bodies."""

from __future__ import annotations

import re

import click

FORMS = ("csv", "json", "xlsx")
"""What the log is exported as; the first where nothing is said."""


REPORT_FORMS = ("html", "csv", "xlsx", "json", "pdf")
"""What a report is written as; the first where nothing is said."""

PARTS = ("log", "settings", "stops", "keys")
"""What a backup holds, and can be brought back alone."""


class NumberPair(click.ParamType[tuple[int, int]]):
    """Two whole numbers, such as 1280x800 or 0,40."""

    name = "pair"

    def __init__(self, between: str) -> None:
        self.between = between

    def convert(
        self, value: str | tuple[int, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        numbers = re.fullmatch(rf"(-?\d+){self.between}(-?\d+)", value)
        if not numbers:
            self.fail(f"{value!r} ≠ 1280{self.between}800", param, ctx)
        return int(numbers[1]), int(numbers[2])
