"""Kiosk and displays on hosts of their own, with real multicast: each trouble of a small network.

Each test prints the seconds it took to recover; what is promised is 3.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Iterator
from pathlib import Path

import link_lab
import pytest
from link_lab import Lab, end

from queue_display.messages import Role
from queue_display.trust import Trust, keys_folder, pair_locally

pytestmark = pytest.mark.skipif(bool(link_lab.unavailable()), reason=link_lab.unavailable())

KIOSK, DISPLAY = "10.77.0.1/24", "10.77.0.2/24"


@pytest.fixture
def lab() -> Iterator[Lab]:
    with link_lab.lab() as one:
        yield one


@pytest.fixture
def data(tmp_path: Path) -> Path:
    paired(tmp_path, Role.AGENT, 1)
    return tmp_path


def paired(data: Path, role: Role, desk: int | None) -> None:
    kiosk, display = Trust.open(keys_folder(data)), Trust.open(keys_folder(data, role, desk))
    pair_locally(kiosk, display, van="van", name=role.value, role=role, desk=desk)


def note(what: str, seconds: float) -> None:
    print(f"\n{what}: {seconds:.2f} s", end="")


async def test_start_and_unplug(lab: Lab, data: Path) -> None:
    """Found at start; unplugged, both ends know; plugged in again, the present state is there."""
    one, two = lab.host("kiosk", KIOSK), lab.host("display", DISPLAY)
    start = time.monotonic()
    async with (
        end("kiosk", str(data), host=one) as kiosk,
        end("display", str(data), "agent", host=two) as agent,
    ):
        note("found after start", (await agent.until("view"))["at"] - start)
        for seconds in (1.0, 5.0):
            cut = time.monotonic()
            two.ip("link", "set", "eth0", "down")
            kiosk.order("push")
            await asyncio.sleep(seconds)
            back = time.monotonic()
            two.ip("link", "set", "eth0", "up")
            two.ip("route", "replace", "default", "dev", "eth0")
            view = await agent.until("view", since=back)
            note(f"back after {seconds} s unplugged", view["at"] - back)
        lost = await agent.until("link", since=cut, link="lost")
        note("display knows", lost["at"] - cut)
        gone = await kiosk.until("connected", since=cut, ends=[])
        note("kiosk knows", gone["at"] - cut)
        assert view["count"] == 2


async def test_network_comes_late(lab: Lab, data: Path) -> None:
    one, two = lab.host("kiosk"), lab.host("display")
    for host in (one, two):
        host.ip("link", "set", "eth0", "down")
    async with end("kiosk", str(data), host=one), end("display", str(data), "agent", host=two) as agent:
        await agent.until("link", link="searching")
        await asyncio.sleep(1.0)
        start = time.monotonic()
        for host, address in ((one, KIOSK), (two, DISPLAY)):
            host.ip("link", "set", "eth0", "up")
            host.address(address)
        note("after the network came", (await agent.until("view"))["at"] - start)


@pytest.mark.parametrize("moved", ["display", "kiosk"])
async def test_address_changes(lab: Lab, data: Path, moved: str) -> None:
    hosts = {"kiosk": (lab.host("kiosk", KIOSK), KIOSK), "display": (lab.host("display", DISPLAY), DISPLAY)}
    one, two = hosts["kiosk"][0], hosts["display"][0]
    async with (
        end("kiosk", str(data), host=one) as kiosk,
        end("display", str(data), "agent", host=two) as agent,
    ):
        await agent.until("view")
        kiosk.order("push")
        host, address = hosts[moved]
        start = time.monotonic()
        host.address(address, how="del")
        host.address("10.77.0.77/24")
        kiosk.order("push")
        view = await agent.until("view", since=start, count=2)
        note(f"after the {moved}'s address changed", view["at"] - start)


async def test_two_cards(lab: Lab, data: Path) -> None:
    """Both machines are on two networks; the one in use fails, for good."""
    one, two = lab.host("kiosk", KIOSK), lab.host("display", DISPLAY)
    for host, address in ((one, "10.78.0.1/24"), (two, "10.78.0.2/24")):
        lab.plug(host, "eth1", "br1")
        host.address(address, "eth1")
    async with (
        end("kiosk", str(data), host=one) as kiosk,
        end("display", str(data), "agent", host=two) as agent,
    ):
        await agent.until("view")
        for card, other in (("eth0", "eth1"), ("eth1", "eth0")):
            start = time.monotonic()
            two.ip("link", "set", card, "down")
            kiosk.order("push")
            await asyncio.sleep(0.2)
            count = int(card[-1]) + 1
            view = await agent.until("view", since=start, count=count)
            note(f"over {other} after {card} failed", view["at"] - start)
            two.ip("link", "set", card, "up")
            two.ip("route", "replace", "default", "dev", card)


@pytest.mark.parametrize("address", ["fd77::{}/64", ""], ids=["unique-local", "link-local"])
async def test_ipv6_only(lab: Lab, data: Path, address: str) -> None:
    one, two = lab.host("kiosk"), lab.host("display")
    for number, host in enumerate((one, two), 1):
        if address:
            host.address(address.format(number))
    start = time.monotonic()
    async with end("kiosk", str(data), host=one), end("display", str(data), "agent", host=two) as agent:
        note("found over IPv6", (await agent.until("view"))["at"] - start)


async def test_vanished_without_goodbye(lab: Lab, data: Path) -> None:
    """The display is killed and started again: another port, the old record still in every cache."""
    one, two = lab.host("kiosk", KIOSK), lab.host("display", DISPLAY)
    async with end("kiosk", str(data), host=one) as kiosk:
        async with end("display", str(data), "agent", host=two) as agent:
            await agent.until("view")
            start = time.monotonic()
            two.ip("link", "set", "eth0", "down")  # so that not even the system says goodbye
            agent.kill()
            note("kiosk knows", (await kiosk.until("connected", since=start, ends=[]))["at"] - start)
        two.ip("link", "set", "eth0", "up")
        two.ip("route", "replace", "default", "dev", "eth0")
        start = time.monotonic()
        async with end("display", str(data), "agent", host=two) as agent:
            note("found after restart", (await agent.until("view"))["at"] - start)


@pytest.fixture
def identifier(data: Path) -> str:
    """Under which the display is announced."""
    return Trust.open(keys_folder(data, Role.AGENT, 1)).identifier


async def test_name_taken(lab: Lab, data: Path, identifier: str) -> None:
    """Somebody else has announced our display's name before it came."""
    one, two, other = (
        lab.host("kiosk", KIOSK),
        lab.host("display", DISPLAY),
        lab.host("other", "10.77.0.9/24"),
    )
    async with end("announce", str(data), identifier, host=other) as impostor:
        await impostor.until("announced")
        start = time.monotonic()
        async with end("kiosk", str(data), host=one), end("display", str(data), "agent", host=two) as agent:
            note("found under another name", (await agent.until("view"))["at"] - start)


async def test_pairing_between_hosts(lab: Lab, tmp_path: Path) -> None:
    one, two = lab.host("kiosk", KIOSK), lab.host("display", DISPLAY)
    kiosk, display = tmp_path / "kiosk", tmp_path / "display"
    async with (
        end("pair", str(display), "agent", host=two) as waits,
        end("give", str(kiosk), host=one) as gives,
    ):
        code = (await waits.until("code"))["code"]
        gives.order("000000" if code != "000000" else "111111")
        assert (await gives.until("failed"))["kind"] == "WrongCode"
        line = await waits.last("code", lambda told: bool(told["code"]) and told["code"] != code)
        gives.order(line["code"])
        assert (await gives.until("paired"))["name"] == "Bureau 1"
        assert (await waits.until("paired"))["name"] == "van"
    async with end("kiosk", str(kiosk), host=one), end("display", str(display), "agent", host=two) as agent:
        await agent.until("view")


async def test_five_hundred_fakes(lab: Lab, data: Path, identifier: str) -> None:
    """Ninety of them under our display's own identifier; it comes after them and is found all the same."""
    one, two, other = (
        lab.host("kiosk", KIOSK),
        lab.host("display", DISPLAY),
        lab.host("other", "10.77.0.9/24"),
    )
    async with end("fakes", str(data), identifier, host=other) as stranger:
        await stranger.until("announced")
        start = time.monotonic()
        async with (
            end("kiosk", str(data), host=one) as kiosk,
            end("display", str(data), "agent", host=two) as agent,
        ):
            note("found among 500 fakes", (await agent.until("view"))["at"] - start)
            kiosk.order("push")
            await agent.until("view", count=1)


async def test_another_van_beside_ours(lab: Lab, data: Path, tmp_path: Path, others: Path) -> None:
    """Two vans on one Wi-Fi: each kiosk has its own display and no other."""
    names = ("kiosk", "display", "kiosk2", "display2")
    hosts = [lab.host(name, f"10.77.0.{n}/24") for n, name in enumerate(names, 1)]
    async with (
        end("kiosk", str(data), host=hosts[0]) as kiosk,
        end("display", str(data), "agent", host=hosts[1]) as agent,
        end("kiosk", str(others), host=hosts[2]) as kiosk2,
        end("display", str(others), "agent", host=hosts[3]) as agent2,
    ):
        for display in (agent, agent2):
            await display.until("view")
        kiosk.order("push")
        await agent.until("view", count=1)
        await asyncio.sleep(1.0)
        kiosk2.order("push")
        kiosk2.order("push")
        await agent2.until("view", count=2)
        assert max(line["count"] for line in agent.told if line["what"] == "view") == 1
        assert {len(line["ends"]) for line in kiosk.told + kiosk2.told if line["what"] == "connected"} <= {
            0,
            1,
        }


@pytest.fixture
def others(tmp_path: Path) -> Path:
    """The other van's keys."""
    paired(tmp_path / "others", Role.AGENT, 1)
    return tmp_path / "others"


AVAHI = """
[server]
use-ipv6=yes
allow-interfaces=eth0
[publish]
disable-publishing=yes
"""
DBUS = """<busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy></busconfig>"""


@pytest.mark.skipif(
    not all(map(shutil.which, ("avahi-daemon", "avahi-browse", "dbus-daemon"))),
    reason="an mDNS that is not ours needs Debian's avahi-daemon, avahi-utils and dbus",
)
async def test_avahi_sees_it_and_it_says_nothing(
    lab: Lab, data: Path, tmp_path: Path, identifier: str
) -> None:
    """An mDNS that is not ours finds the display, and finds nothing in it but its name and address."""
    two, other = lab.host("display", DISPLAY), lab.host("other", "10.77.0.9/24")
    socket = tmp_path / "bus"
    for name, text in (("avahi.conf", AVAHI), ("dbus.conf", DBUS.format(socket=socket))):
        await asyncio.to_thread((tmp_path / name).write_text, text)
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={socket}"}

    async def start(*words: str) -> Process:
        command = other.command(*words)
        return await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=DEVNULL)

    bus = await start("dbus-daemon", f"--config-file={tmp_path / 'dbus.conf'}", "--nofork", "--print-address")
    assert bus.stdout
    await bus.stdout.readline()
    avahi = await start(
        "avahi-daemon", "-f", str(tmp_path / "avahi.conf"), "--no-drop-root", "--no-chroot", "--no-rlimits"
    )
    try:
        async with end("display", str(data), "agent", host=two) as agent:
            await agent.until("link", link="searching")
            found = ""
            async with asyncio.timeout(link_lab.LONG):
                while identifier not in found:
                    browse = await start("avahi-browse", "-rpt", "_halte._tcp")
                    found = (await browse.communicate())[0].decode()
        resolved = [line for line in found.splitlines() if line.startswith("=")]
        print(f"\navahi: {resolved[0] if resolved else found}", end="")
        assert f"halte-{identifier}" in found
        assert any("10.77.0.2" in line and line.endswith(";") for line in resolved)  # no TXT
    finally:
        for process in (avahi, bus):
            if process.returncode is None:
                process.terminate()
            await process.communicate()
