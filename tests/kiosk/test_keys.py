"""Keys that cannot be used: no display is linked, the agents are told, and all else goes on."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from assets.wording import wording
from kiosk.keys import Keys
from kiosk.pairings import Pairings
from kiosk.settings import Settings
from kiosk.touchscreen.conduct.service_state import displays
from queue_display.messages import Role
from queue_display.trust import Trust, TrustFailed, pair_locally
from tests.kiosk.fake_van import FakeDisplay, FakeVan, settings

pytestmark = pytest.mark.may_block("the keys are opened inside the loop, for the test's sake")


@pytest.fixture
def barred(tmp_path: Path) -> Path:
    """A folder of keys whose place a file has."""
    folder = tmp_path / "keys"
    folder.write_text("not ours")
    return folder


def test_keys_that_can_be_used_are_no_trouble(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys")
    assert not keys.trouble
    assert keys.trust.identifier == Trust.open(tmp_path / "keys").identifier


def test_keys_that_cannot_be_used_are_told_once_and_refused(
    barred: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        keys = Keys(barred)
        for _ in range(3):
            keys.look()
    assert [record.message for record in caplog.records] == ["the keys cannot be used: no display is linked"]
    assert (keys.trouble.name, keys.trouble.values) == ("keys_unusable", {"name": str(barred)})
    with pytest.raises(TrustFailed):
        keys.trust  # noqa: B018  # to be read is to be refused


@pytest.mark.held_time
async def test_they_are_used_as_soon_as_they_can_be(barred: Path) -> None:
    keys = Keys(barred)
    waits = asyncio.create_task(keys.usable())
    await asyncio.sleep(60)
    assert not waits.done()
    await asyncio.to_thread(barred.unlink)
    assert (await waits).paired == ()
    assert not keys.trouble


@pytest.mark.held_time
async def test_keys_that_are_distrusted_are_opened_anew(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys")
    before = keys.trust
    assert await keys.usable() is before
    keys.distrust()
    assert keys.trust is before  # whoever pairs meanwhile is not sent away
    assert await keys.usable() is not before
    assert await keys.usable() is keys.trust


async def test_a_pipe_in_the_place_of_a_key_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    import os

    kiosk, display = Trust.open(tmp_path / "keys"), Trust.open(tmp_path / "display")
    pair_locally(kiosk, display, van="Van", name="Panneau", role=Role.BOARD)
    for name in ("paired.json", "identity.pem"):
        (tmp_path / "keys" / name).unlink()
        os.mkfifo(tmp_path / "keys" / name)
        assert Keys(tmp_path / "keys").trouble


async def test_pairing_says_why_it_cannot_be(barred: Path) -> None:
    pairings = Pairings(Keys(barred), Settings())
    assert pairings.paired == ()
    assert pairings.trouble.name == "keys_unusable"
    with pytest.raises(TrustFailed, match="dossier des clés"):
        await pairings.look()
    with pytest.raises(TrustFailed, match="dossier des clés"):
        await pairings.pair("0123456789ab", "314159")
    with pytest.raises(TrustFailed, match="dossier des clés"):
        await pairings.revoke("0123456789ab")


def test_the_service_screen_says_so_in_the_place_of_the_displays(barred: Path) -> None:
    van, say = FakeVan(settings()), wording("fr")
    assert displays(van, say) == "Aucun écran n’est connecté."
    van.displays = (FakeDisplay("Bureau 1", Role.AGENT),)
    assert "Bureau 1" in displays(van, say)
    van.pairings.trouble = Keys(barred).trouble
    said = displays(van, say)
    assert str(barred) in said
    assert "aucun écran n’est connecté" in said
