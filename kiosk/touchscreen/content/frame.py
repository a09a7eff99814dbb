"""What stands on every screen of a visitor: helps, who is called, the question for more time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assets.days import hour
from assets.wording import Text, Wording, text
from kiosk.touchscreen.content.listening import unseen
from kiosk.touchscreen.content.parts import Content, Control, Facts, Head
from kiosk.touchscreen.journey.inputs import Help, Show, Touched
from kiosk.touchscreen.journey.state import Aid, Journey, Screen


def framed(screen: Content, at: Journey, facts: Facts, say: Wording) -> Content:
    """The screen with what stands on all of them: helps, who is called, the question for more time."""
    called = tuple(say("Numéro {number} : bureau {desk}", number=c.number, desk=c.desk) for c in facts.called)
    asks = say("Voulez-vous plus de temps ?") if at.asking else ""
    more = Control("more-time", say("Oui, plus de temps"), "clock_plus_outline", Touched(), "primary")
    return replace(
        screen,
        helps=() if screen.alone else tuple(_helps(at, facts, say)),
        called=() if screen.alone else called,
        called_title=say("On appelle") if called else "",
        asks=asks,
        more_time=more if at.asking else None,
        head=_head(facts, say),
        listening=say("Touchez deux fois pour choisir") if Aid.SPOKEN in at.aids.on else "",
        unseen=() if screen.alone else unseen(at, facts, say),
        hint=_hint(screen, at, say),
        controls={},
    )


def _head(facts: Facts, say: Wording) -> Head:
    now = facts.now
    return Head(facts.van, facts.day.place, hour(now.hour, now.minute, say) if now else "")


def _hint(screen: Content, at: Journey, say: Wording) -> str:
    if Aid.SPOKEN not in at.aids.on:
        return ""
    how = say("Passez le doigt sur l’écran pour écouter. Touchez deux fois de suite pour choisir.")
    return f"{screen.hint} {how}".strip()


_HELPS: tuple[tuple[Aid, str, Text, Text], ...] = (
    (Aid.SPOKEN, "volume_high", text("Écouter"), text("Lecture à voix haute")),
    (Aid.LARGER, "format_font_size_increase", text("Plus gros"), text("Lettres plus grosses")),
    (Aid.CONTRAST, "contrast_circle", text("Fond noir"), text("Fond noir, lettres claires")),
    (Aid.LOW, "arrow_down_bold_box_outline", text("Boutons en bas"), text("Boutons en bas de l’écran")),
)


def _helps(at: Journey, facts: Facts, say: Wording) -> Sequence[Control]:
    """Once on, *Écouter* leads to how one listens, where it is switched off too."""
    found = [
        Control(
            f"help:{aid.value}",
            say(words),
            f"check {icon}" if aid in at.aids.on else icon,
            Show(Screen.LISTENING) if aid is Aid.SPOKEN and aid in at.aids.on else Help(aid),
            chosen=aid in at.aids.on,
            spoken=_switch(say(long), aid in at.aids.on, say),
        )
        for aid, icon, words, long in _HELPS
        if aid in facts.aids and (aid is not Aid.SPOKEN or facts.voice)
    ]
    if len(facts.languages) > 1:
        words, spoken = say("Langue"), say("Changer de langue")
        found.append(Control("help:language", words, "translate", Show(Screen.LANGUAGES), spoken=spoken))
    return found


def _switch(words: str, on: bool, say: Wording) -> str:
    return say("{what} : oui", what=words) if on else say("{what} : non", what=words)
