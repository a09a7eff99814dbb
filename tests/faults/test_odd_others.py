"""Odd names, records of the network and printers' answers, at each place that takes them: nothing escapes.

Messages have a table of their own (`test_odd_messages.py`), and so have settings
(`tests/kiosk/settings/test_odd_values.py`), files of the record and files of the machine.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from itertools import combinations, product
from pathlib import Path

import msgspec
import pytest
from zeroconf._dns import DNSAddress, DNSPointer, DNSService, DNSText
from zeroconf._protocol.outgoing import DNSOutgoing
from zeroconf.asyncio import AsyncServiceInfo

from kiosk.doctor.van_parts import judge_displays
from kiosk.touchscreen.content.agents import AGENTS
from kiosk.touchscreen.content.parts import Facts
from kiosk.touchscreen.journey.state import Aids, DisplayChoice, Journey, Screen
from printer.finder import FoundPrinter
from printer.status import ANSWERS, decode, is_answer, model, processed, sort_out
from queue_display.link.kiosk_end import _asker
from queue_display.messages import Hello, Role
from queue_display.messages.bounds import LONGEST_NAME
from queue_display.network.discovery import SERVICE, Sighting, _sighting, full_name
from queue_display.network.endpoint import Endpoint
from queue_display.network.seeking import sightings
from queue_display.pairing.display_end import paired_of
from queue_display.pairing.exchange import PeerCard
from queue_display.pairing.kiosk_end import WaitingDisplay, waiting
from queue_display.pairing.tool import _words
from queue_display.trust import Paired, Trust, pair_locally, pem
from tests.faults.test_odd_messages import ODD

OURS = "0123456789ab"
MORE = (
    "\x1b]0;x\x07", "\x1b[2J\x1b[H", "a\nb\rc\x85d\u2028e", "\u202e1 uaeruB", "\u2066\u2067\u2068x\u2069",
    "\x00", "\x9b31m", "\ufeff\u200b\u200d", "e" + "\u0301" * 300, "\U000e0041", "{0.__class__}", "%s%n",
    "[b]x", "&bl;", "../passwd", "'; drop table x; --", "=1+1", "<script>", "\ud800\udc00", "١٢٣", "ﷺ" * 80,
    "\u00ad" * 70,
)  # fmt: skip
NAMES = (*(value for value in ODD.values() if isinstance(value, str)), *MORE)
NUMBERS = ("", "0", "9", "10", "٣", "1\n", "9" * 99)


def is_fit(shown: str) -> bool:
    """One line, no longer than a name may be, of signs that are seen."""
    return shown.isprintable() and len(shown) <= LONGEST_NAME and shown == shown.strip()


# --- Names ---------------------------------------------------------------------------------------------


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    kiosk, display = Trust.open(tmp_path / "kiosk"), Trust.open(tmp_path / "display")
    pair_locally(kiosk, display, van="van", name="display", role=Role.AGENT, desk=1)
    return kiosk


def shown_names(name: str, trust: Trust) -> Iterator[str]:
    """What becomes of a name at each place that takes one from others."""
    (paired,) = trust.paired
    certificate = pem(trust.certificate)
    yield FoundPrinter("usb://1:2", name, "default").name
    yield waiting(Sighting(OURS, (), name)).name
    yield _asker(paired, Hello(1, name)).name
    if name in NAMES:  # the certificate is looked at each time
        yield paired_of(certificate, name, PeerCard(certificate, name, Role.BOARD)).name
    yield from (str(value) for value in judge_displays([(name, True), (name, False)], None).values.values())


def test_a_name_of_others_is_one_line_wherever_it_comes_in(trust: Trust) -> None:
    tried, escaped = 0, []
    for one, other in product(NAMES, ("", *NAMES[::2])):
        for shown in shown_names(one + other, trust):
            tried += 1
            if not is_fit(shown):
                escaped.append((one, other, shown))
    print(f"{tried} odd names, {len(escaped)} escaped")
    assert tried > 2000
    assert escaped == []


def test_a_name_in_the_file_of_the_pairings_is_read_as_one_line(trust: Trust) -> None:
    file = trust.folder / "paired.json"
    good = msgspec.json.decode(file.read_bytes(), type=list[Paired])
    for name in NAMES:
        if len(name) <= LONGEST_NAME and not any("\ud800" <= sign <= "\udfff" for sign in name):
            file.write_bytes(msgspec.json.encode([msgspec.structs.replace(one, name=name) for one in good]))
            assert all(is_fit(paired.name) for paired in Trust.open(trust.folder).paired)


def test_a_display_that_waits_is_shown_for_what_it_may_be() -> None:
    """At the terminal and on the touchscreen: name, role and desk as anyone announces them."""
    tried = 0
    roles = ("", *(role.value for role in Role), "AGENT", *NAMES[:2])
    for name, role, desk in product(NAMES, roles, NUMBERS):
        seen = waiting(Sighting(OURS, (Endpoint("192.0.2.7", 1),), name, role, desk))
        tried += 1
        assert seen.desk is None or seen.desk in range(1, 10)
        assert _words(seen).isprintable()
        shown = [*drawn(seen, Screen.WAITING), *drawn(seen, Screen.PAIRING)]
        assert all(line.replace("\N{NBSP}", " ").isprintable() for line in shown)
    print(f"{tried} odd announcements of displays that wait")
    assert tried > 1000


def drawn(seen: WaitingDisplay, screen: Screen) -> list[str]:
    """Each line of what the touchscreen shows of it."""
    choice = DisplayChoice(seen.identifier, seen.name, seen.role, seen.desk)
    at = replace(Journey(Screen.TILES, "fr", Aids("fr"), 0.0), waiting=(choice,), picked=seen.identifier)
    content = AGENTS[screen](at, Facts("van", (), ()))
    words = [content.title, *(tile.words for tile in content.tiles)]
    return [line for text in words for line in text.split("\n")]


# --- The network's records -----------------------------------------------------------------------------


def packets() -> Iterator[bytes]:
    """Answers as they may come: each kind of record, alone and together."""
    name, server = full_name(OURS), "x.local."
    service = DNSService(name, 33, 1, 120, 0, 0, 4711, server)
    four = DNSAddress(server, 1, 1, 120, socket.inet_aton("192.0.2.7"))
    six = DNSAddress(server, 28, 1, 120, socket.inet_pton(socket.AF_INET6, "fe80::1"))
    text = DNSText(name, 16, 1, 120, b"\x0dpairing=Poste\x0arole=agent")
    pointer = DNSPointer(SERVICE, 12, 1, 120, name)
    for records in (
        (service, four),
        (service, six),
        (service, four, six, text, pointer),
        (service,),
        (four,),
    ):
        out = DNSOutgoing(0x8400, multicast=False)
        for record in records:
            out.add_answer_at_time(record, 0)
        yield out.packets()[0]


def spoilt(good: bytes) -> Iterator[bytes]:
    """Each byte another one, and the end at each place, and something behind it."""
    for place in range(len(good)):
        for value in {0, 1, 12, 0x3F, 0x40, 0x7F, 0x80, 0xC0, 0xFF, good[place] ^ 1, (good[place] + 1) % 256}:
            yield good[:place] + bytes((value,)) + good[place + 1 :]
        yield good[:place]
        yield good[:place] + b"\xc0\x0c" + good[place:]


def test_no_odd_record_of_the_network_escapes(caplog: pytest.LogCaptureFixture) -> None:
    tried = read = 0
    for good in packets():
        for data in spoilt(good):
            tried += 1
            for sighting in sightings([data], {OURS}, 3):
                read += 1
                assert sighting.identifier == OURS
                assert all(ip_address(at.host.partition("%")[0]) for at in sighting.addresses)
                assert all(1 <= at.port <= 65535 for at in sighting.addresses)
    print(f"{tried} odd packets, of which {read} still said something")
    assert tried > 5000
    assert read
    assert OURS not in caplog.text


def test_no_odd_text_of_an_announcement_escapes() -> None:
    """The strings beside a service, as they lie in its record: lengths that lie, keys twice, no letters."""
    tried = 0
    good = b"\x0dpairing=Poste\x0arole=agent\x06desk=1"
    odd = [
        b"",
        b"\0",
        b"\xff",
        b"\xff" * 300,
        b"\x08pairing=",
        b"\x07pairing",
        b"\x01=",
        b"\x09pairing=\xff",
        *spoilt(good),
    ]
    for text in (*odd, *(good + one for one in spoilt(good))):
        tried += 1
        info = AsyncServiceInfo(SERVICE, full_name(OURS), port=1, server="x.local.", properties=text)
        seen = waiting(_sighting(info, OURS))
        assert is_fit(seen.name)
    print(f"{tried} odd texts of an announcement")
    assert tried > 500


# --- A printer's answers -------------------------------------------------------------------------------

FINE = b"\x16\x12\x12\x12"
STREAM = b"\x12\x37\x220042\x00\x16\x37\x25\x00\x12\xff\x5fTM-T20II\x00\x12"


def test_no_odd_answer_of_a_printer_escapes() -> None:
    tried = 0
    for size in (1, 2):
        for places in combinations(range(ANSWERS), size):
            for values in product(range(0, 256, 1 if size == 1 else 9), repeat=size):
                answers = bytearray(FINE)
                for place, value in zip(places, values, strict=True):
                    answers[place] = value
                tried += 1
                assert decode(bytes(answers)).cause
    for data in spoilt(STREAM * 2):
        tried += 1
        heard = sort_out(data)
        assert all(map(is_answer, heard.answers))
        assert len(heard.rest) < len(data) or heard.rest == data
        assert all(is_fit(model(block)) for block in heard.blocks)
        assert all(isinstance(processed(block), bytes) for block in heard.blocks)
    print(f"{tried} odd answers of a printer")
    assert tried > 5000
