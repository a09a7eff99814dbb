"""The controls of the voice, and a screen as parts that are heard one after the other. Pure.

By ear nothing is paged: the parts are all that the screen has, and what it does not draw for want of room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from assets.wording import Text, Wording, text
from kiosk.touchscreen.content.pager import way_back
from kiosk.touchscreen.content.parts import Content, Control, Facts
from kiosk.touchscreen.journey.effects import ListenKey
from kiosk.touchscreen.journey.inputs import Help, Leave, Listen
from kiosk.touchscreen.journey.state import Aid, Journey, Screen
from queue_display.sound.steps import MOST_VOLUME

CORNERS = text(
    "Les quatre coins de l’écran sont des touches. En haut à gauche : précédent. En haut à droite : suivant. "
    "En bas à gauche : répéter. En bas à droite : choisir."
)
START, END = text("Début de la liste."), text("Fin de la liste.")

_VOLUME: tuple[tuple[ListenKey, str, Text], ...] = (
    (ListenKey.LOUDER, "volume_plus", text("Son plus fort")),
    (ListenKey.QUIETER, "volume_minus", text("Son moins fort")),
)
_PACE: tuple[tuple[ListenKey, str, Text], ...] = (
    (ListenKey.SLOWER, "speedometer_slow", text("Plus lentement")),
    (ListenKey.FASTER, "speedometer", text("Plus vite")),
)
_CALLED = ((ListenKey.CALLED, "bullhorn_outline", text("Qui est appelé ?")),)
_GO_ON = ((ListenKey.GO_ON, "play", text("Continuer")),)
"""Each touch is a pause; this goes on at the sentence that it cut off. The screen of its own does without,
for it would only go on reading itself."""


def listening(at: Journey, facts: Facts, say: Wording) -> Content:
    """How one listens, to be set by who sees it too; by ear the same controls stand on every screen."""
    *keys, stop = controls(at, facts, say)
    ways_out = (replace(stop, kind="standing"), way_back(say, Leave()))
    return Content(say("Lecture à voix haute"), "volume_high", tiles=tuple(keys), standing=ways_out)


def controls(at: Journey, facts: Facts, say: Wording) -> tuple[Control, ...]:
    """The controls of the voice, as tiles. Where no program sets the volume, there is none for it."""
    volume = _VOLUME if facts.volume else ()
    keys = [
        Control(f"listen:{key.value}", say(words), icon, Listen(key), "tile")
        for key, icon, words in (*_CALLED, *volume, *_PACE)
    ]
    return (*keys, Control("stop-listening", say("Ne plus écouter"), "volume_off", Help(Aid.SPOKEN), "tile"))


def unseen(at: Journey, facts: Facts, say: Wording) -> tuple[Control, ...]:
    """The same, for the ear alone, on every other screen while somebody listens."""
    if Aid.SPOKEN not in at.aids.on or at.screen is Screen.LISTENING:
        return ()
    go_on = [Control(f"listen:{key.value}", say(words), icon, Listen(key)) for key, icon, words in _GO_ON]
    return (*go_on, *controls(at, facts, say))


# --- What is said in answer -------------------------------------------------------------------------


def _volume(at: Journey, facts: Facts, say: Wording) -> str:
    return say("Son {n} sur {most}", n=at.aids.volume, most=MOST_VOLUME)


def _pace(at: Journey, facts: Facts, say: Wording) -> str:
    """Words of the voice's own, to be heard at the pace that was chosen."""
    return say("Lecture à voix haute")


def _called(at: Journey, facts: Facts, say: Wording) -> str:
    """Who is being called now, on request."""
    calls = (
        say("On appelle le numéro {number}, au bureau {desk}.", number=c.number, desk=c.desk)
        for c in facts.called
    )
    return "\n".join(calls) or say("On n’appelle aucun numéro pour le moment.")


ANSWERS: Mapping[ListenKey, Callable[[Journey, Facts, Wording], str]] = {
    ListenKey.LOUDER: _volume,
    ListenKey.QUIETER: _volume,
    ListenKey.SLOWER: _pace,
    ListenKey.FASTER: _pace,
    ListenKey.CALLED: _called,
}
"""What is said when a key has done its work; the one that goes on reading just reads."""


def changed(before: Content, after: Content) -> str:
    """What is new on a screen that was read already: "Carte priorité : oui", a notice."""
    known = {part.words for part in parts(before)}
    return "\n".join(part.words for part in parts(after) if part.words not in known)


# --- One after the other ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeardPart:
    """Something that is heard by itself: a text, or a control that can be chosen."""

    id: str
    words: str
    control: Control | None = None
    private: bool = False  # it names what somebody comes for


def parts(screen: Content) -> tuple[HeardPart, ...]:
    """All texts and controls of the screen in the order in which they are read, those of the voice last.
    One that asks whether somebody is there has nothing else to tell."""
    if screen.asks and screen.more_time:
        return (HeardPart("text:asks", screen.asks), _part(screen.more_time))
    return (*_texts(screen), *map(_part, (*screen.controls.values(), *screen.unseen)))


def _part(control: Control) -> HeardPart:
    return HeardPart(control.id, control.said(), control, control.private)


def _texts(screen: Content) -> Iterator[HeardPart]:
    take = screen.take.words if screen.take else ""
    notice = screen.notice.words if screen.notice else ""
    head = f"{screen.title}. {screen.number}" if screen.number else screen.title
    texts = (take, *(line.words for line in screen.lines), notice, *screen.called)
    yield HeardPart("text:0", head, private=screen.private)
    yield from (HeardPart(f"text:{place}", words) for place, words in enumerate(texts, 1) if words)
