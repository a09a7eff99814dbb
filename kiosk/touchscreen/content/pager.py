"""The way on where there is more than fits on one page, and the way back. Pure."""

from __future__ import annotations

from assets.theme import RIGHT_TO_LEFT
from assets.wording import Wording, wording
from kiosk.touchscreen.content.parts import Control
from kiosk.touchscreen.journey.inputs import ByFinger, Turn
from kiosk.touchscreen.journey.state import Journey


def pager(pages: int, at: Journey) -> Control:
    """The way on where there are more topics than fit."""
    say = wording(at.aids.language)
    page = at.page % pages + 1
    words = say("Page suivante") if page < pages else say("Première page")
    icon = "chevron_right" if page < pages else "page_first"
    if say.language in RIGHT_TO_LEFT:
        icon = icon.replace("right", "left").replace("first", "last")
    spoken = _page_said(page, pages, wording(say.language, aloud=True))
    where = f"{page}/{pages}"
    return Control("more", words, icon, Turn(pages), "primary", spoken=spoken, second=where)


def way_back(say: Wording, sends: ByFinger, kind: str = "standing") -> Control:
    """To where one comes from: its arrow points against the direction in which one reads."""
    arrow = "arrow_right" if say.language in RIGHT_TO_LEFT else "arrow_left"
    return Control("done", say("Retour"), arrow, sends, kind)


def _page_said(page: int, pages: int, say: Wording) -> str:
    if page < pages:
        return say("Page suivante. Vous êtes à la page {page} sur {pages}.", page=page, pages=pages)
    return say("Première page. Vous êtes à la page {page} sur {pages}.", page=page, pages=pages)
