"""A report as one page of HTML: no script, nothing from elsewhere, the same bytes for the same report."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from assets import theme
from assets.errors import Trouble
from kiosk.report.printed import PrintedReport

TEMPLATE = Path(__file__).with_name("report.html.jinja")


class ReportProgramMissing(Trouble):
    """A library that writes this format is not on this machine."""


def to_html(report: PrintedReport) -> bytes:
    """Raises ReportProgramMissing."""
    try:
        from jinja2 import Environment, StrictUndefined
    except ImportError:
        raise ReportProgramMissing(
            "Il manque ici ce qui met le bilan en page : installez « halte[referent] », ou demandez --format"
            " csv."
        ) from None
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    face = theme.typeface(report.language)
    page = environment.from_string(TEMPLATE.read_text("utf-8")).render(
        report=report,
        colour=theme.LIGHT,
        regular=_embedded(face.regular),
        bold=_embedded(face.bold),
    )
    return page.encode()


def _embedded(file: str) -> str:
    return b64encode(Path(file).read_bytes()).decode()
