"""The arithmetic of a pairing, and one guess a code; then the whole of it over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assets.errors import Trouble
from queue_display.codec import Malformed
from queue_display.messages import Role
from queue_display.messages.bounds import LONGEST_NAME
from queue_display.network import wire
from queue_display.network.discovery import Sighting
from queue_display.network.endpoint import Endpoint
from queue_display.pairing.code import (
    FIRST_PAUSE,
    GUESSES,
    LONGEST_PAUSE,
    PAIRING_DIGITS,
    Codes,
    halves,
    new_code,
)
from queue_display.pairing.display_end import PairingDisplay
from queue_display.pairing.exchange import (
    LENGTH,
    Exchange,
    MustWait,
    PairingFailed,
    PeerCard,
    Sealed,
    Share,
    WrongCode,
    read,
    write,
)
from queue_display.pairing.kiosk_end import WaitingDisplay, pair_with, waiting
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


OFF_THE_CURVE = tuple(b"A" + bytes([n]) + bytes(31) for n in (2, 7, 8, 11))
"""Half of all numbers are no point of the curve; the library says it in a way of its own."""


def test_a_share_that_is_none_is_refused() -> None:
    for share in (b"", b"A", b"B" * 33, b"\xff" * 33, *OFF_THE_CURVE):
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


def numbered_codes() -> Codes:
    made = iter(f"{n:06}" for n in range(100))
    return Codes(lambda: next(made))


def test_who_guesses_wrong_waits_longer_each_time_and_nobody_else_waits_for_it() -> None:
    codes, now, pauses = numbered_codes(), 0.0, []
    for _ in range(12):
        assert codes.guess(now, "stranger") == "000000"
        assert codes.guess(now, "stranger") is None
        assert codes.shown(now) == "000000"
        assert codes.pause(now, "owner") == 0
        pauses.append(codes.pause(now, "stranger"))
        now += pauses[-1]
    assert pauses[:4] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, 8 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    assert codes.guess(now - 1, "owner") == "000000"


def test_a_code_is_good_for_so_many_guesses_and_then_there_is_none_for_a_while() -> None:
    codes = numbered_codes()
    assert {codes.guess(0.0, f"10.0.0.{n}") for n in range(GUESSES)} == {"000000"}
    assert codes.guess(0.0, "owner") is None
    assert codes.shown(LONGEST_PAUSE - 1) is None
    assert codes.pause(0.0, "owner") == LONGEST_PAUSE
    assert codes.shown(LONGEST_PAUSE) == "000001"
    assert codes.pause(LONGEST_PAUSE, "10.0.0.1") == 0


@pytest.fixture
def ends(tmp_path: Path) -> tuple[Trust, Trust]:
    return Trust.open(tmp_path / "kiosk"), Trust.open(tmp_path / "display")


class Display:
    """A display that waits to be paired, found without discovery."""

    def __init__(self, trust: Trust, *made: str) -> None:
        self.codes = iter(made or ("111111", "222222", "333333"))
        self.shown: list[str] = []
        self.wrong = 0
        self.found: asyncio.Future[WaitingDisplay] = asyncio.Future()
        self.made = Codes(lambda: next(self.codes))
        self.display = PairingDisplay(
            trust,
            "Bureau 1",
            Role.AGENT,
            1,
            on_code=self._show,
            on_wrong=self._tried,
            interfaces=["127.0.0.1"],
            codes=self.made,
            announce=self._announce,
        )
        self.task = asyncio.create_task(self.display.run())

    def _show(self, code: str, pause: float) -> None:
        if code:
            self.shown.append(code)

    def _tried(self) -> None:
        self.wrong += 1

    async def _announce(self, identifier: str, port: int, **options: object) -> None:
        assert options == {"interfaces": ["127.0.0.1"], "pairing": "Bureau 1", "role": "agent", "desk": "1"}
        self.found.set_result(
            WaitingDisplay(identifier, "Bureau 1", Role.AGENT, (Endpoint("127.0.0.1", port),), 1)
        )
        await asyncio.Event().wait()


async def test_the_right_code_makes_each_known_to_the_other(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waits = Display(display)
    paired = await pair_with(kiosk, await waits.found, " 111111 ", "van")
    assert (await waits.task).name == "van"
    assert (paired.name, paired.role, paired.desk) == ("Bureau 1", Role.AGENT, 1)
    assert kiosk.known.who(display.certificate) == paired
    assert display.known.who(kiosk.certificate) == await waits.task


async def test_a_wrong_code_keeps_nothing_and_has_to_wait(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waits = Display(display)
    with pytest.raises(WrongCode):
        await pair_with(kiosk, await waits.found, "999999", "van")
    with pytest.raises(MustWait, match="attendez 2 s"):
        await pair_with(kiosk, await waits.found, "111111", "van")
    assert kiosk.paired == display.paired == ()
    assert waits.wrong == 1
    await asyncio.sleep(FIRST_PAUSE)
    await pair_with(kiosk, await waits.found, "111111", "van")
    await waits.task
    assert waits.shown == ["111111"]


async def test_others_who_guess_are_named_as_others(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waits = Display(display)
    await waits.found
    for n in range(GUESSES):
        waits.made.guess(asyncio.get_running_loop().time(), f"10.0.0.{n}")
    with pytest.raises(MustWait, match="Quelqu’un d’autre"):
        await pair_with(kiosk, await waits.found, "111111", "van")
    await asyncio.sleep(LONGEST_PAUSE)
    await pair_with(kiosk, await waits.found, "222222", "van")
    await waits.task


async def test_what_was_announced_is_what_is_paired(ends: tuple[Trust, Trust]) -> None:
    """One that people take for a board, and that would read the log, or sit at another desk."""
    kiosk, display = ends
    waits = Display(display)
    there = await waits.found
    for other in (
        replace(there, role=Role.BOARD, desk=None),
        replace(there, desk=2),
        replace(there, role=None),
    ):
        with pytest.raises(PairingFailed, match="annonçait"):
            await pair_with(kiosk, other, "111111", "van")
        assert kiosk.paired == display.paired == ()
        await asyncio.sleep(LONGEST_PAUSE)
    await pair_with(kiosk, there, "111111", "van")
    await waits.task


async def test_keys_that_cannot_be_written_are_told_to_who_waits(ends: tuple[Trust, Trust]) -> None:
    kiosk, display = ends
    waits = Display(display)
    there = await waits.found
    await asyncio.to_thread(shutil.rmtree, display._folder)
    with contextlib.suppress(PairingFailed):
        await pair_with(kiosk, there, "111111", "van")
    with pytest.raises(OSError, match="No such file"):
        await waits.task


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
    await asyncio.sleep(FIRST_PAUSE)
    await pair_with(kiosk, await waits.found, "111111", "van")
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
    assert (shown.name[:12], len(shown.name), shown.role) == ("Bureau 1 xxx", LONGEST_NAME, None)
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
