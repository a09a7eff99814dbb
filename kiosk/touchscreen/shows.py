"""What each screen of the kiosk shows and says, in the visitor's language. Pure: the screens only draw it.

Every control carries the input it stands for, so that a journey can be walked with no window, and the words
by which it is known to somebody who does not see it. A ticket's topic is not among what is given to the
confirmation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assets.theme import RIGHT_TO_LEFT
from assets.wording import Text, Wording, text, wording
from kiosk.paper import people_ahead, planned
from kiosk.settings import PlannedStop, Topic
from kiosk.touchscreen.flow import (
    Aid,
    Choose,
    Done,
    Help,
    Input,
    Journey,
    Language,
    Priority,
    Screen,
    ShowLanguages,
    Touch,
    Turn,
)


@dataclass(frozen=True, slots=True)
class Control:
    """Something to touch. `spoken` stands in for the words where the ear needs more than the eye."""

    id: str
    words: str
    icon: str
    sends: Input
    kind: str = "plain"
    chosen: bool = False
    spoken: str = ""
    language: str = ""  # of the words, if not the visitor's

    def said(self) -> str:
        return self.spoken or self.words


@dataclass(frozen=True, slots=True)
class Notice:
    words: str
    icon: str
    mood: str  # as in queue_display.widgets: good, warn, bad


@dataclass(frozen=True, slots=True)
class Called:
    """A number that an agent waits for."""

    number: int
    desk: int


@dataclass(frozen=True, slots=True)
class Known:
    """A display that is trusted."""

    identifier: str
    name: str
    connected: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What the screens tell of the van. `stops` are those to come; `wait` is in minutes, None if unknown."""

    van: str
    topics: Sequence[Topic]
    languages: Sequence[str]
    called: Sequence[Called] = ()
    stops: Sequence[PlannedStop] = ()
    phone: str = ""
    wait: int | None = None
    voice: bool = False  # an engine that speaks was found
    aids: frozenset[Aid] = frozenset(Aid)  # those that make sense on this screen
    service: Sequence[str] = ()  # how printer, displays, record and version are, for the agents
    displays: Sequence[Known] = ()  # for the agents


@dataclass(frozen=True, slots=True)
class Shown:
    """One screen. `lines` stand below the title or the number; `tiles` fill the room there is."""

    title: str
    icon: str = ""
    number: str = ""
    lines: tuple[str, ...] = ()
    notice: Notice | None = None
    tiles: tuple[Control, ...] = ()
    columns: int = 0  # of tiles, where they have an order that people know and one page holds them so
    actions: tuple[Control, ...] = ()
    helps: tuple[Control, ...] = ()
    called: tuple[str, ...] = ()
    called_title: str = ""
    asks: str = ""  # the question whether more time is needed; empty while it is not asked
    more_time: Control | None = None
    hint: str = ""  # how to go on without seeing
    controls: dict[str, Control] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        more = (self.more_time,) if self.more_time else ()
        self.controls.update({c.id: c for c in (*self.tiles, *self.actions, *self.helps, *more)})

    def said(self) -> str:
        """The whole screen as it is read aloud."""
        notice = self.notice.words if self.notice else ""
        parts = (self.title, self.number, *self.lines, notice, self.asks, self.hint)
        return "\n".join(part if part[-1] in ".?!:" else f"{part}." for part in parts if part)

    def question(self) -> str:
        """The question whether more time is needed, as it is said."""
        return f"{self.asks}\n{self.more_time.said()}." if self.more_time else ""


def shown(at: Journey, facts: Facts) -> Shown:
    """A visitor's screen; the agents' are in `kiosk.touchscreen.shows_agents`."""
    say = wording(at.aids.language)
    screen = _SCREENS[at.screen](at, facts, say)
    return _with_frame(screen, at, facts, say)


def _tiles(at: Journey, facts: Facts, say: Wording) -> Shown:
    tiles = tuple(
        Control(f"tile:{topic.key}", topic.name(say.language), topic.icon, Choose(topic.key), "tile")
        for topic in facts.topics
    )
    return Shown(say("Touchez un sujet"), tiles=tiles, actions=(_priority(at, say),))


def _priority(at: Journey, say: Wording) -> Control:
    return Control(
        "priority",
        say("Carte priorité"),
        "check card_account_details_star" if at.priority else "card_account_details_star_outline",
        Priority(),
        chosen=at.priority,
        spoken=say("Carte priorité : oui") if at.priority else say("Carte priorité : non"),
    )


def pager(pages: int, at: Journey) -> Control:
    """The way on where there are more topics than fit."""
    say = wording(at.aids.language)
    page = at.page % pages + 1
    words = say("Suite") if page < pages else say("Début")
    icon = "chevron_right" if page < pages else "page_first"
    if say.language in RIGHT_TO_LEFT:
        icon = icon.replace("right", "left").replace("first", "last")
    spoken = say("Autres sujets. Page {page} sur {pages}.", page=page, pages=pages)
    return Control("more", f"{words}\n{page}/{pages}", icon, Turn(pages), spoken=spoken)


def _taking(at: Journey, facts: Facts, say: Wording) -> Shown:
    return Shown(say("Un instant, votre ticket arrive"), "ticket_confirmation_outline")


def _ticket(at: Journey, facts: Facts, say: Wording) -> Shown:
    lines = [people_ahead(at.ahead, say)]
    if at.ahead and facts.wait:
        lines.append(say.count("Attente : environ {n} minute", "Attente : environ {n} minutes", facts.wait))
    lines.append(say("Votre visite est confidentielle."))
    words = say("Pas de papier : notez votre numéro.")
    return Shown(
        say("Votre numéro"),
        number=str(at.number),
        lines=tuple(lines),
        notice=None if at.paper else Notice(words, "pencil_outline", "warn"),
        actions=(Control("done", say("Terminé"), "check", Done(), "primary"),),
    )


def _languages(at: Journey, facts: Facts, say: Wording) -> Shown:
    tiles = tuple(
        Control(
            f"language:{code}",
            NAMES.get(code, code),
            "check_circle" if code == at.aids.language else "translate",
            Language(code),
            "tile",
            chosen=code == at.aids.language,
            language=code,
        )
        for code in facts.languages
    )
    return Shown(say("Votre langue"), "translate", tiles=tiles)


NAMES = {"fr": "Français", "en": "English", "uk": "Українська", "ar": "العربية"}
"""Each language in its own words."""


def _closed(at: Journey, facts: Facts, say: Wording) -> Shown:
    lines = [say("Prochain arrêt"), planned(facts.stops[0], say)] if facts.stops else []
    if facts.phone:
        lines.append(say("Téléphone : {phone}", phone=facts.phone.replace(" ", "\N{NBSP}")))
    lines = lines or [say("Demandez aux agents.")]
    return Shown(say("Le guichet est fermé"), "door_closed", lines=tuple(lines))


def _failsafe(at: Journey, facts: Facts, say: Wording) -> Shown:
    return Shown(
        say("Le distributeur ne peut pas donner de ticket"),
        "account_voice",
        lines=(say("Demandez un ticket à un agent."),),
        actions=(Control("done", say("Réessayer"), "refresh", Done(), "primary"),),
    )


_SCREENS = {
    Screen.TILES: _tiles,
    Screen.TAKING: _taking,
    Screen.TICKET: _ticket,
    Screen.LANGUAGES: _languages,
    Screen.CLOSED: _closed,
    Screen.FAILSAFE: _failsafe,
}


def _with_frame(screen: Shown, at: Journey, facts: Facts, say: Wording) -> Shown:
    """The screen with what stands on all of them: helps, who is called, the question for more time."""
    called = tuple(say("{number} : bureau {desk}", number=c.number, desk=c.desk) for c in facts.called)
    asks = say("Besoin de plus de temps ?") if at.asking else ""
    more = Control("more-time", say("Oui, un moment"), "clock_plus_outline", Touch(), "primary")
    return replace(
        screen,
        helps=() if at.screen is Screen.TAKING else tuple(_helps(at, facts, say)),
        called=called if at.screen is not Screen.TAKING else (),
        called_title=say("On appelle") if called else "",
        asks=asks,
        more_time=more if at.asking else None,
        hint=_hint(screen, at, say),
        controls={},
    )


def _hint(screen: Shown, at: Journey, say: Wording) -> str:
    if Aid.SPOKEN not in at.aids.on:
        return ""
    how = say("Glissez un doigt sur l’écran pour entendre. Touchez deux fois pour choisir.")
    if at.screen is not Screen.TILES:
        return how
    return say.count("{n} sujet.", "{n} sujets.", len(screen.tiles)) + " " + how


_HELPS: tuple[tuple[Aid, str, Text, Text], ...] = (
    (Aid.SPOKEN, "volume_high", text("Écouter"), text("Écouter l’écran")),
    (Aid.LARGER, "format_font_size_increase", text("Plus gros"), text("Écrire plus gros")),
    (Aid.CONTRAST, "contrast_circle", text("Contraste"), text("Contraste plus fort")),
    (Aid.LOW, "arrow_down_bold_box_outline", text("Plus bas"), text("Tout en bas de l’écran")),
)


def _helps(at: Journey, facts: Facts, say: Wording) -> Sequence[Control]:
    found = [
        Control(
            f"help:{aid.value}",
            say(words),
            f"check {icon}" if aid in at.aids.on else icon,
            Help(aid),
            chosen=aid in at.aids.on,
            spoken=_switch(say(long), aid in at.aids.on, say),
        )
        for aid, icon, words, long in _HELPS
        if aid in facts.aids and (aid is not Aid.SPOKEN or facts.voice)
    ]
    if len(facts.languages) > 1:
        spoken = say("Changer de langue")
        found.append(Control("help:language", say("Langue"), "translate", ShowLanguages(), spoken=spoken))
    return found


def _switch(words: str, on: bool, say: Wording) -> str:
    return say("{what} : oui", what=words) if on else say("{what} : non", what=words)
