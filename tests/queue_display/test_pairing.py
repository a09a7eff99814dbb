"""The arithmetic of a pairing, and one guess a code; then the whole of it over real sockets."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from queue_display import wire
from queue_display.codec import Malformed
from queue_display.discovery import Address, Sighting
from queue_display.messages import Role
from queue_display.pairing import (
    FIRST_PAUSE,
    LENGTH,
    LONGEST_PAUSE,
    Card,
    Codes,
    Exchange,
    PairingFailed,
    Sealed,
    Share,
    WrongCode,
    new_code,
    read,
    write,
)
from queue_display.pairing_link import PairingDisplay, pair_with
from queue_display.pairing_tool import only
from queue_display.trust import Trust

CARD = Card("certificate", "van")


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
    with pytest.raises(PairingFailed, match="versions"):
        Exchange("123456", kiosk=False).meet(Share(2, b""))


def test_letters_have_one_length_and_come_back() -> None:
    kiosk, display = met("123456", "123456")
    for letter in (kiosk.mine, display.seal(1, Card("c" * 900, "é" * 64, Role.AGENT, 9))):
        assert len(write(letter)) == LENGTH
        assert read(write(letter), type(letter)) == letter
    with pytest.raises(Malformed):
        read(write(kiosk.mine), Sealed)


def test_codes_are_six_digits() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(len(code) == 6 and code.isdigit() for code in codes)


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


class Waiting:
    """A display that waits to be paired, found without discovery."""

    def __init__(self, trust: Trust) -> None:
        self.codes = iter(["111111", "222222", "333333"])
        self.shown: list[str] = []
        self.new = asyncio.Event()
        self.found: asyncio.Future[Sighting] = asyncio.Future()
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
        self.found.set_result(Sighting(identifier, (Address("127.0.0.1", port),), "Bureau 1"))


async def test_the_right_code_makes_each_known_to_the_other(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waiting = Waiting(display)
    paired = await pair_with(kiosk, await waiting.found, " 111111 ", "van")
    assert (await waiting.task).name == "van"
    assert (paired.name, paired.role, paired.desk) == ("Bureau 1", Role.AGENT, 1)
    assert kiosk.known.who(display.certificate) == paired
    assert display.known.who(kiosk.certificate) == await waiting.task


async def test_a_wrong_code_keeps_nothing_and_spends_the_code(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waiting = Waiting(display)
    for wrong in ("999999", "111111"):  # the second was right, a moment ago
        with pytest.raises(WrongCode):
            await pair_with(kiosk, await waiting.found, wrong, "van")
    assert kiosk.paired == display.paired == ()
    waiting.new.clear()
    await waiting.new.wait()
    await pair_with(kiosk, await waiting.found, waiting.shown[-1], "van")
    await waiting.task
    assert waiting.shown == ["111111", "222222"]


async def test_one_who_only_listens_spends_no_code(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waiting = Waiting(display)
    address = (await waiting.found).addresses[0]
    for letter in (None, b"garbage"):
        connection = await wire.dial(address.host, address.port, LENGTH, None)
        if letter:
            await connection.send(letter)
            with pytest.raises(wire.WireLost):
                await connection.receive()
        connection.drop()
    await pair_with(kiosk, await waiting.found, "111111", "van")
    await waiting.task


async def test_a_display_that_is_gone_is_one_sentence(ends: tuple[Trust, Trust]) -> None:
    with pytest.raises(PairingFailed, match="ne répond pas"):
        await pair_with(ends[0], Sighting("0" * 12, (Address("127.0.0.1", 9),), "x"), "111111", "van")


def test_the_kiosk_pairs_with_the_only_one_that_waits() -> None:
    one = Sighting("0" * 12, (), "Bureau 1")
    assert only([one]) is one
    for several, words in (([], "Aucun"), ([one, one], "Plusieurs")):
        with pytest.raises(PairingFailed, match=words):
            only(several)
