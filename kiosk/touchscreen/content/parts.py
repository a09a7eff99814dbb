"""What a screen of the kiosk is made of, and what it is told of the van. Pure.

Every control carries the input it stands for, so that a journey can be walked with no window, and the words
by which it is known to somebody who does not see it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assets.findings import Finding
from kiosk.settings import Topic
from kiosk.stops import UNKNOWN_DAY, VanDay
from kiosk.touchscreen.journey.inputs import ByFinger, Choose, OpenFamily
from kiosk.touchscreen.journey.state import Aid


@dataclass(frozen=True, slots=True)
class Control:
    """Something to touch. `spoken` is said instead of the words where these do not tell the ear enough.

    `second`: a smaller line below the words, which may be left out. `family`: the key of a topic's family.
    `kind`: "tile" for what is paged, "standing" for what is in sight on every page, else a button's mood.
    """

    id: str
    words: str
    icon: str
    sends: ByFinger
    kind: str = "plain"
    chosen: bool = False
    spoken: str = ""
    language: str = ""  # of the words, if not the visitor's
    second: str = ""
    short: str = ""  # what is written where there is no room for the words
    family: str = ""
    may_say: str = ""  # other words that may come in their place: room is kept for both
    gives_way: bool = False  # where there is little room, it does not stand among the tiles

    def said(self) -> str:
        return self.spoken or self.words

    @property
    def private(self) -> bool:
        """It names what somebody may come for: said where others hear it only as the settings allow."""
        return isinstance(self.sends, Choose | OpenFamily)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line below the title. One that `must` be read is never left out, whatever the size and the helps."""

    words: str
    must: bool = True
    icon: str = ""
    id: str = ""


def must(*words: str) -> tuple[TextLine, ...]:
    """Lines that are never left out."""
    return tuple(map(TextLine, words))


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of each visitor's screen: `place` is today's village, or empty."""

    van: str
    place: str
    hour: str


@dataclass(frozen=True, slots=True)
class TakePaper:
    """What to do with the paper. `place`: the side of the glass on which it comes out: "below", "left",
    "right"; empty where that is not known."""

    words: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class NoticeText:
    words: str
    icon: str
    mood: str  # as in queue_display.windows.widgets: good, warn, bad


@dataclass(frozen=True, slots=True)
class CalledNumber:
    """A number that an agent waits for."""

    number: int
    desk: int


@dataclass(frozen=True, slots=True)
class PairedDisplay:
    """A display that is trusted."""

    identifier: str
    name: str
    connected: bool


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the notice on data names. `years` is None where counts are kept until they are forgotten."""

    who: str = ""
    years: int | None = None
    recipients: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    at_least: int = 11  # visits of a report's line


@dataclass(frozen=True, slots=True)
class Facts:
    """What the screens tell of the van. `day`: where it stands and which moment of the day it is; `now`: the
    local time; `wait` is in minutes, None if unknown; `ahead`: how many will be called before this visitor,
    None once they are called. `staffed`: an agent's display is connected; `prints`: paper is to be expected.
    `outlet` and `wait_at` as in the settings.
    """

    van: str
    topics: Sequence[Topic]
    languages: Sequence[str]
    called: Sequence[CalledNumber] = ()
    day: VanDay = UNKNOWN_DAY
    phone: str = ""
    wait: int | None = None
    ahead: int | None = 0
    staffed: bool = False
    prints: bool = True
    outlet: str = ""
    wait_at: str = "inside"
    notice: NoticeFacts = field(default_factory=NoticeFacts)
    now: datetime | None = None
    voice: bool = False  # an engine that speaks was found
    volume: bool = False  # and a program that sets how loud
    aids: frozenset[Aid] = frozenset(Aid)  # those that make sense on this screen
    by_family: bool = False  # all topics would take more pages than may be
    first_start: bool = False  # nobody has set this kiosk up: whoever stands here may
    # Of the agents' screens; gathered only when one of them asks.
    service: Callable[[], Sequence[str]] = lambda: ()  # how printer, displays, record and version are
    displays: Callable[[], Sequence[PairedDisplay]] = lambda: ()  # those that are trusted
    findings: Callable[[], Sequence[Finding]] = lambda: ()  # what the doctor knows, the worst first


@dataclass(frozen=True, slots=True)
class Content:
    """One screen. `lines` stand below the title or the number; `tiles` fill the room there is, on as many
    pages as they need, with what is `standing` on each of them.

    Of the notices that `may_come` one at most is there: their room is kept, so that nothing moves.
    """

    title: str
    icon: str = ""
    number: str = ""
    head: Head | None = None
    take: TakePaper | None = None
    lines: tuple[TextLine, ...] = ()
    notice: NoticeText | None = None
    may_come: tuple[NoticeText, ...] = ()
    tiles: tuple[Control, ...] = ()
    standing: tuple[Control, ...] = ()
    about: tuple[Control, ...] = ()  # what there is to know, one touch away
    columns: int = 0  # of tiles, where they have an order that people know and one page holds them so
    actions: tuple[Control, ...] = ()
    helps: tuple[Control, ...] = ()
    called: tuple[str, ...] = ()
    called_title: str = ""
    asks: str = ""  # the question whether more time is needed; empty while it is not asked
    more_time: Control | None = None
    listening: str = ""  # how one touches now, where the title is, for who listens
    unseen: tuple[Control, ...] = ()  # for the ear alone: what by sight is on a screen of its own
    hint: str = ""  # how to go on without seeing
    most_pages: int = 0  # of tiles: they become smaller before there are more; 0: as the screen likes
    private: bool = False  # its title names what somebody comes for
    alone: bool = False  # neither helps nor who is called stand round it
    controls: dict[str, Control] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        more = (self.more_time,) if self.more_time else ()
        self.controls.update(
            {c.id: c for c in (*self.tiles, *self.standing, *self.about, *self.actions, *self.helps, *more)}
        )

    def said(self) -> str:
        """The whole screen as it is read aloud."""
        notice = self.notice.words if self.notice else ""
        take = self.take.words if self.take else ""
        lines = (line.words for line in self.lines)
        parts = (self.title, self.number, take, *lines, notice, self.asks, self.hint)
        return "\n".join(part if part[-1] in ".?!:" else f"{part}." for part in parts if part)

    def question(self) -> str:
        """The question whether more time is needed, as it is said."""
        return f"{self.asks}\n{self.more_time.said()}." if self.more_time else ""
