"""Settings as any van might have them, for Hypothesis."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from kiosk.settings import (
    BackupSettings,
    LogSettings,
    NetworkSettings,
    PlannedStop,
    PrinterSettings,
    ScreenSettings,
    Settings,
    SpeechSettings,
    Topic,
)
from kiosk.settings.keypad import KEY_NAMES, KEYPAD
from kiosk.settings.rules import ALOUD, DIAGONALS, ENGINES, VOLUMES
from queue_display.messages.bounds import MOST_DESKS

SEEN = st.characters(exclude_categories=["Cs", "Cc"])
LINE = st.text(SEEN, max_size=60)
"""Any text on one line."""

WORDS = LINE.filter(str.strip)
BY_LANGUAGE = st.dictionaries(LINE, st.text(SEEN | st.just("\n"), max_size=60), max_size=3)
LABELS = st.builds(lambda fr, others: {**others, "fr": fr}, WORDS, BY_LANGUAGE)
PATHS = st.text("abcé. \"'\\#", min_size=1, max_size=20).map(lambda name: Path("/nowhere", name))

TOPICS = st.lists(
    st.builds(Topic, st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True), LABELS, LINE),
    min_size=1,
    max_size=5,
    unique_by=lambda topic: topic.key,
).map(tuple)
STOPS = st.lists(st.builds(PlannedStop, st.dates(), WORDS, st.times(), st.times()), max_size=3).map(tuple)

PRINTERS = st.builds(
    PrinterSettings,
    address=st.sampled_from(["auto", "simulated:", "serial:///dev/a%20b?baudrate=9600", "cups://tickets"]),
    profile=LINE,
    logo=st.none() | PATHS,
)
SCREENS = st.builds(ScreenSettings, diagonal=st.none() | st.floats(*DIAGONALS), motion=st.booleans())
SPEECH = st.builds(
    SpeechSettings,
    engine=st.sampled_from(ENGINES),
    output=LINE,
    aloud=st.sampled_from(ALOUD),
    jack=BY_LANGUAGE,
    volume=st.integers(*VOLUMES),
    keypad=st.dictionaries(st.sampled_from(KEYPAD), st.sampled_from(sorted(KEY_NAMES)), max_size=6).filter(
        lambda keys: len(set(keys.values())) == len(keys)
    ),
)
ADDRESSES = st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fd00::/8")
NETWORKS = st.builds(NetworkSettings, st.lists(ADDRESSES.map(str), max_size=3, unique=True).map(tuple))


@st.composite
def some_settings(draw: st.DrawFn) -> Settings:
    """As `load` gives them: `topics` holds those that `tiles` names, in that order."""
    topics: tuple[Topic, ...] = draw(TOPICS)
    return Settings(
        van=draw(WORDS),
        phone=draw(LINE),
        language=draw(st.sampled_from(["fr", "en"])),
        desks=draw(st.integers(1, MOST_DESKS)),
        tickets_a_minute=draw(st.integers(0, 2**63)),
        service_code=draw(st.just("") | st.from_regex("scrypt:[0-9a-f]{32}:[0-9a-f]{64}", fullmatch=True)),
        tiles=draw(st.sampled_from([(), tuple(topic.key for topic in topics)])),
        topics=topics,
        stops=draw(STOPS),
        printer=draw(PRINTERS),
        screen=draw(SCREENS),
        speech=draw(SPEECH),
        network=draw(NETWORKS),
        backup=BackupSettings(draw(st.none() | PATHS)),
        log=LogSettings(draw(st.sampled_from(["", "1 month", "18 months", "5 years"]))),
    )
