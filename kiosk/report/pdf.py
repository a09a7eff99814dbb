"""A report as a PDF whose tables are tagged (PDF/UA-1), by typst; the same bytes for the same report."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Literal

import assets
from assets import theme
from kiosk.report.page import ReportProgramMissing
from kiosk.report.printed import PrintedReport

TEMPLATE = Path(__file__).with_name("report.typ")

STANDARD: Literal["ua-1"] = "ua-1"
"""ISO 14289-1: a screen reader finds headings, tables and their heads."""


def to_pdf(report: PrintedReport) -> bytes:
    """Raises ReportProgramMissing."""
    try:
        import typst
    except ImportError:
        raise ReportProgramMissing(
            "Il manque ici le programme qui écrit les PDF : installez « halte[pdf] », ou imprimez la page"
            " (--format html)."
        ) from None
    given = {
        "family": _family(report.language),
        "report": json.dumps(asdict(report)),
        "colours": json.dumps(_colours()),
    }
    return typst.compile(
        TEMPLATE,
        font_paths=[assets.path("fonts")],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=given,
        pdf_standards=STANDARD,
    )


def _family(language: str) -> str:
    """What the language's font calls itself."""
    from PIL import ImageFont

    return str(ImageFont.truetype(theme.typeface(language).regular).getname()[0])


def _colours() -> dict[str, str]:
    """Those of the design, by name."""
    named = {field.name: getattr(theme.LIGHT, field.name) for field in fields(theme.LIGHT)}
    return {name: value for name, value in named.items() if isinstance(value, str)}
