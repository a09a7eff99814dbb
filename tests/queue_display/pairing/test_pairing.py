"""The arithmetic of a pairing, and one guess a code; then the whole of it over real sockets."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from assets.errors import Trouble
from queue_display.codec import Malformed
from queue_display.messages import Role
from queue_display.messages.bounds import LONGEST_NAME
from queue_display.network import wire
from queue_display.network.discovery import Endpoint, Sighting
from queue_display.pairing.code import FIRST_PAUSE, LONGEST_PAUSE, PAIRING_DIGITS, Codes, halves, new_code
from queue_display.pairing.ends import PairingDisplay, WaitingDisplay, pair_with, waiting
from queue_display.pairing.exchange import (
    LENGTH,
    Exchange,
    PairingFailed,
    PeerCard,
    Sealed,
    Share,
    WrongCode,
    read,
    write,
)
from queue_display.pairing.tool import some, those_meant
from queue_display.trust import Paired, Trust

pytestmark = pytest.mark.held_time

CARD = PeerCard("certificate", "van")


def met(code: str, other: str) -> tuple[Exchange, Exchange]:
    kiosk, display = Exchange(code, kiosk=True), Exchange(other, kiosk=False)
    kiosk.meet(display.mine)
    display.meet(kiosk.mine)
    return kiosk, display


def test_the_same_code_opens_what_was_sealed() -> None:
    kiosk, display = met("123456", "123456")
    assert display.unseal(0, kiosk.seal(0, CARD)) == CARD
    assert kiosk.unseal(1, display.seal(1, CARD)) == CARD


def test_another_code_opens_nothing() -> None:
    kiosk, display = met("123456", "123457")
    with pytest.raises(WrongCode):
        display.unseal(0, kiosk.seal(0, CARD))


def test_one_step_is_not_another() -> None:
    kiosk, display = met("123456", "123456")
    with pytest.raises(WrongCode):
        display.unseal(2, kiosk.seal(0, CARD))


def test_a_share_that_is_none_is_refused() -> None:
    for share in (b"", b"A", b"B" * 33, b"\xff" * 33):
        with pytest.raises(Malformed):
            Exchange("123456", kiosk=False).meet(Share(1, share))


def test_another_version_says_so() -> None:
    with pytest.raises(PairingFailed, match="même version"):
        Exchange("123456", kiosk=False).meet(Share(2, b""))


def test_letters_have_one_length_and_come_back() -> None:
    kiosk, display = met("123456", "123456")
    for letter in (kiosk.mine, display.seal(1, PeerCard("c" * 900, "é" * 64, Role.AGENT, 9))):
        assert len(write(letter)) == LENGTH
        kind: type[Any] = type(letter)
        assert read(write(letter), kind) == letter
    with pytest.raises(Malformed):
        read(write(kiosk.mine), Sealed)


def test_codes_are_digits_that_are_read_in_two_halves() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(len(code) == PAIRING_DIGITS and code.isdigit() for code in codes)
    assert halves("012345") == ("012", "345")


def test_a_code_is_good_for_one_guess_and_the_pause_grows() -> None:
    made = iter(f"{n:06}" for n in range(100))
    codes = Codes(lambda: next(made))
    now, pauses = 0.0, []
    for n in range(12):
        assert codes.shown(now) == f"{n:06}" == codes.shown(now)
        assert codes.spend(now) == f"{n:06}"
        assert codes.spend(now) is None
        assert codes.shown(now) is None
        pauses.append(codes.pause(now))
        now += codes.pause(now)
    assert pauses[:4] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, 8 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE


@pytest.fixture
def ends(tmp_path: Path) -> tuple[Trust, Trust]:
    return Trust.open(tmp_path / "kiosk"), Trust.open(tmp_path / "display")


class Display:
    """A display that waits to be paired, found without discovery."""

    def __init__(self, trust: Trust, *made: str) -> None:
        self.codes = iter(made or ("111111", "222222", "333333"))
        self.shown: list[str] = []
        self.new = asyncio.Event()
        self.found: asyncio.Future[WaitingDisplay] = asyncio.Future()
        codes = Codes(lambda: next(self.codes))
        self.display = PairingDisplay(
            trust,
            "Bureau 1",
            Role.AGENT,
            1,
            on_code=self._show,
            interfaces=["127.0.0.1"],
            codes=codes,
            announce=self._announce,
        )
        self.task = asyncio.create_task(self.display.run())

    def _show(self, code: str, pause: float) -> None:
        if code:
            self.shown.append(code)
            self.new.set()

    async def _announce(self, identifier: str, port: int, **options: object) -> None:
        assert options == {"interfaces": ["127.0.0.1"], "pairing": "Bureau 1", "role": "agent"}
        self.found.set_result(
            WaitingDisplay(identifier, "Bureau 1", Role.AGENT, (Endpoint("127.0.0.1", port),))
        )


async def test_the_right_code_makes_each_known_to_the_other(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waits = Display(display)
    paired = await pair_with(kiosk, await waits.found, " 111111 ", "van")
    assert (await waits.task).name == "van"
    assert (paired.name, paired.role, paired.desk) == ("Bureau 1", Role.AGENT, 1)
    assert kiosk.known.who(display.certificate) == paired
    assert display.known.who(kiosk.certificate) == await waits.task


async def test_a_wrong_code_keeps_nothing_and_spends_the_code(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waits = Display(display)
    for wrong in ("999999", "111111"):  # the second was right, a moment ago
        with pytest.raises(WrongCode):
            await pair_with(kiosk, await waits.found, wrong, "van")
    assert kiosk.paired == display.paired == ()
    waits.new.clear()
    await waits.new.wait()
    await pair_with(kiosk, await waits.found, waits.shown[-1], "van")
    await waits.task
    assert waits.shown == ["111111", "222222"]


class NoRoom(Trouble):
    """For these tests."""


async def test_a_display_that_has_no_place_in_the_van_is_kept_by_neither(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waits = Display(display)

    def admit(shown: Paired) -> None:
        raise NoRoom("pas de bureau {desk}", desk=shown.desk)

    with pytest.raises(NoRoom, match="pas de bureau 1"):
        await pair_with(kiosk, await waits.found, "111111", "van", admit)
    assert kiosk.paired == display.paired == ()
    waits.new.clear()
    await waits.new.wait()
    await pair_with(kiosk, await waits.found, waits.shown[-1], "van")
    await waits.task


async def test_one_who_only_listens_spends_no_code(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waits = Display(display)
    address = (await waits.found).addresses[0]
    for letter in (None, b"garbage"):
        connection = await wire.dial(address.host, address.port, LENGTH, None)
        if letter:
            await connection.send(letter)
            with pytest.raises(wire.WireLost):
                await connection.receive()
        connection.drop()
    await pair_with(kiosk, await waits.found, "111111", "van")
    await waits.task


async def test_a_display_that_is_gone_is_one_sentence(ends: tuple[Trust, Trust]) -> None:
    gone = WaitingDisplay("0" * 12, "x", None, (Endpoint("127.0.0.1", 9),))
    with pytest.raises(PairingFailed, match="ne répond pas"):
        await pair_with(ends[0], gone, "111111", "van")


@pytest.fixture
def other(tmp_path: Path) -> Trust:
    return Trust.open(tmp_path / "other")


async def test_a_code_pairs_the_display_that_was_meant_and_no_other(
    ends: tuple[Trust, Trust], other: Trust
) -> None:
    kiosk, one = ends
    meant, beside = Display(one, "444444"), Display(other, "555555")
    with pytest.raises(WrongCode):
        await pair_with(kiosk, await beside.found, "444444", "van")
    assert kiosk.paired == ()
    paired = await pair_with(kiosk, await meant.found, "444444", "van")
    assert paired.identifier == one.identifier
    assert not other.paired
    await meant.task
    beside.task.cancel()
    await asyncio.gather(beside.task, return_exceptions=True)


def test_what_anyone_announces_is_shown_as_a_name_and_no_more() -> None:
    shown = waiting(Sighting("0" * 12, (), "Bureau\n1\u202e" + "x" * 300, "queen"))
    assert (shown.name[:9], len(shown.name), shown.role) == ("Bureau1xx", LONGEST_NAME, None)
    assert waiting(Sighting("0" * 12, (), "\u200b", "board")).name == "0" * 12


ONE = WaitingDisplay("3f9a0c51b27e", "Bureau 1", Role.AGENT, ())
SAME = WaitingDisplay("0c7751b2a9f0", "Bureau 1", Role.AGENT, ())
BOARD = WaitingDisplay("a9f051b20c77", "Panneau", Role.BOARD, ())


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("", [ONE, SAME, BOARD]), ("Bureau 1", [ONE, SAME]), ("3f9a", [ONE]), ("Panneau", [BOARD]),
    ],
)  # fmt: skip
def test_the_display_that_is_meant_is_known_by_its_name_or_identifier(
    wanted: str, meant: list[WaitingDisplay]
) -> None:
    assert those_meant([ONE, SAME, BOARD], wanted) == meant


def test_none_that_waits_and_none_that_is_meant_are_one_sentence() -> None:
    with pytest.raises(PairingFailed, match="Aucun écran n’attend"):
        some([])
    with pytest.raises(PairingFailed, match=r"Bureau 1 \(3f9a\), Panneau \(a9f0\)"):
        those_meant([ONE, BOARD], "Bureau 2")
