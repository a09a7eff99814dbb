"""Kiosk and displays on hosts of their own, with real multicast: each trouble of a small network.

Each test prints the seconds it took to recover; what is promised is 3.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from queue_display.messages import Role
from queue_display.pairing.code import FIRST_PAUSE
from queue_display.trust import Trust, keys_folder, pair_locally
from tests.faults import attack, link_lab
from tests.faults.link_lab import Host, Lab, end

pytestmark = [
    pytest.mark.skipif(bool(link_lab.unavailable()), reason=link_lab.unavailable()),
    pytest.mark.timeout(300),  # the first waits for all scenarios, which start sixty processes
]

KIOSK, DISPLAY = "10.77.0.1/24", "10.77.0.2/24"


def paired(data: Path, role: Role, desk: int | None) -> None:
    kiosk, display = Trust.open(keys_folder(data)), Trust.open(keys_folder(data, role, desk))
    pair_locally(kiosk, display, van="van", name=role.value, role=role, desk=desk)


@dataclass(frozen=True)
class Case:
    """What a scenario is given: a network of its own, the keys of a van, those of another van."""

    lab: Lab
    data: Path
    others: Path
    identifier: str  # under which the van's display is announced

    def machines(self) -> tuple[Host, Host]:
        """The kiosk's and the display's, new, on one network."""
        return self.lab.host("kiosk", KIOSK), self.lab.host("display", DISPLAY)

    def three_machines(self) -> tuple[Host, Host, Host]:
        """And that of somebody else."""
        return *self.machines(), self.lab.host("other", "10.77.0.9/24")


def note(what: str, seconds: float) -> None:
    """Keep how long something took, to be printed at the end."""
    noted.append(f"{what}: {seconds:.2f} s")


noted: list[str] = []


async def start_and_unplug(case: Case) -> None:
    """Found at start; unplugged, both ends know; plugged in again, the present state is there."""
    data = case.data
    one, two = case.machines()
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


async def network_comes_late(case: Case) -> None:
    lab, data = case.lab, case.data
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


async def chosen_addresses_come_late(case: Case) -> None:
    """Kiosk and display are to use one address each; their machines get it after the start, and lose it."""
    lab, data = case.lab, case.data
    one, two = lab.host("kiosk", "10.77.0.91/24"), lab.host("display", "10.77.0.92/24")
    kiosk_on, display_on = (f"--on={address.partition('/')[0]}" for address in (KIOSK, DISPLAY))
    async with (
        end("kiosk", str(data), kiosk_on, host=one) as kiosk,
        end("display", str(data), "agent", display_on, host=two) as agent,
    ):
        await asyncio.sleep(1.0)
        start = time.monotonic()
        one.address(KIOSK)
        two.address(DISPLAY)
        note("after the chosen addresses came", (await agent.until("view"))["at"] - start)
        assert agent.process.returncode is None
        for host, address in ((one, KIOSK), (two, DISPLAY)):
            host.address(address, how="del")
            await asyncio.sleep(1.0)
            kiosk.order("push")
            start = time.monotonic()
            host.address(address)
            kiosk.order("push")
            note("after one was lost and came back", (await agent.until("view", since=start))["at"] - start)


async def address_changes(case: Case, moved: str) -> None:
    lab, data = case.lab, case.data
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


async def two_cards(case: Case) -> None:
    """Both machines are on two networks; the one in use fails, for good."""
    lab, data = case.lab, case.data
    one, two = case.machines()
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


async def ipv6_only(case: Case, address: str) -> None:
    lab, data = case.lab, case.data
    one, two = lab.host("kiosk"), lab.host("display")
    for number, host in enumerate((one, two), 1):
        if address:
            host.address(address.format(number))
    start = time.monotonic()
    async with end("kiosk", str(data), host=one), end("display", str(data), "agent", host=two) as agent:
        note("found over IPv6", (await agent.until("view"))["at"] - start)


async def vanished_without_goodbye(case: Case) -> None:
    """The display is killed and started again: another port, the old record still in every cache."""
    data = case.data
    one, two = case.machines()
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


async def kiosk_restarts(case: Case) -> None:
    """The kiosk's process is killed and started again; it listens on no TCP port, before and after."""
    data = case.data
    one, two = case.machines()
    async with end("display", str(data), "agent", host=two) as agent:
        async with end("kiosk", str(data), host=one) as kiosk:
            await agent.until("view")
            assert await listening(two)
            assert not await listening(one)
            kiosk.kill()
            await agent.until("link", link="lost")
        start = time.monotonic()
        async with end("kiosk", str(data), host=one):
            note("after the kiosk's restart", (await agent.until("view", since=start))["at"] - start)
            assert not await listening(one)


async def listening(host: Host) -> bool:
    """Whether a TCP port is listened on (state 0A in Linux's own tables)."""
    tables = host.command("cat", "/proc/net/tcp", "/proc/net/tcp6")
    process = await asyncio.create_subprocess_exec(*tables, stdout=PIPE)
    lines = (await process.communicate())[0].decode().splitlines()
    return any(line.split()[3] == "0A" for line in lines)


async def name_taken(case: Case) -> None:
    """Somebody else has announced our display's name before it came."""
    data, identifier = case.data, case.identifier
    one, two, other = case.three_machines()
    async with end("announce", str(data), identifier, host=other) as impostor:
        await impostor.until("announced")
        start = time.monotonic()
        async with end("kiosk", str(data), host=one), end("display", str(data), "agent", host=two) as agent:
            note("found under another name", (await agent.until("view"))["at"] - start)


async def pairing_between_hosts(case: Case) -> None:
    tmp_path = case.data / "new"
    one, two = case.machines()
    kiosk, display = tmp_path / "kiosk", tmp_path / "display"
    async with (
        end("pair", str(display), "agent", host=two) as waits,
        end("give", str(kiosk), host=one) as gives,
    ):
        code = (await waits.until("code"))["code"]
        gives.order("000000" if code != "000000" else "111111")
        assert (await gives.until("failed"))["kind"] == "WrongCode"
        await asyncio.sleep(FIRST_PAUSE)
        gives.order(code)
        assert (await gives.until("paired"))["name"] == "Bureau 1"
        assert (await waits.until("paired"))["name"] == "van"
    async with end("kiosk", str(kiosk), host=one), end("display", str(display), "agent", host=two) as agent:
        await agent.until("view")


async def five_hundred_fakes(case: Case) -> None:
    """Ninety of them under our display's own identifier; it comes after them and is found all the same."""
    data, identifier = case.data, case.identifier
    one, two, other = case.three_machines()
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


async def another_van_beside_ours(case: Case) -> None:
    """Two vans on one Wi-Fi: each kiosk has its own display and no other."""
    lab, data, others = case.lab, case.data, case.others
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


async def one_card_in_two_machines(case: Case) -> None:
    """The copy is there first; the machine that was paired comes, and keeps its display from then on."""
    lab, data, copied = case.lab, case.data, case.others / "copy"
    hosts = [lab.host(name, f"10.77.0.{n}/24") for n, name in enumerate(("kiosk", "display", "copy"), 1)]
    async with end("display", str(data), "agent", host=hosts[1]) as agent:
        async with end("kiosk", str(data), "--machine=ours", host=hosts[0]):
            await agent.until("view", count=0)
        await asyncio.to_thread(shutil.copytree, data, copied)
        async with end("kiosk", str(copied), "--machine=copy", host=hosts[2]) as copy:
            copy.order("push")
            await agent.until("view", count=1)
            begun = time.monotonic()
            async with end("kiosk", str(data), "--machine=ours", host=hosts[0]) as ours:
                back = await agent.until("view", count=0, since=begun)
                note("the paired machine, beside a copy of its card", back["at"] - begun)
                await ours.until("connected", twin=True)
                await copy.until("connected", twin=True)
                copy.order("push")
                await asyncio.sleep(5.0)
                ours.order("push")
                await agent.until("view", count=1, since=back["at"])
    counts = [line["count"] for line in agent.told if line["what"] == "view" and line["at"] >= back["at"]]
    assert set(counts) == {0, 1}, "never the copy's 2"
    links = [line["link"] for line in agent.told if line["what"] == "link" and line["at"] > back["at"]]
    assert "lost" not in links[:-1]


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


async def avahi_sees_it_and_it_says_nothing(case: Case) -> None:
    """An mDNS that is not ours finds the display, and finds nothing in it but its name and address."""
    lab, data, tmp_path, identifier = case.lab, case.data, case.data, case.identifier
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
        noted.append(f"avahi: {resolved[0] if resolved else found}")
        assert f"halte-{identifier}" in found
        assert any("10.77.0.2" in line and line.endswith(";") for line in resolved)  # no TXT
    finally:
        for process in (avahi, bus):
            if process.returncode is None:
                process.terminate()
            await process.communicate()


async def attacked(case: Case, kind: str) -> None:
    """A part of `make attack`, which has the figures."""
    figures = await attack.played(attack.Site(case.lab, case.data / "attacked"), kind, 1.0)
    note(f"back, with {attack.KINDS[kind]}", figures.back)


async def code_guessed(case: Case) -> None:
    note("paired while a stranger guesses", await attack.guessed(attack.Site(case.lab, case.data / "new")))


async def odd_shares(case: Case) -> None:
    site = attack.Site(case.lab, case.data / "new")
    note("paired while a stranger sends what is no share", await attack.beside(site, "shares"))


SCENARIOS: dict[str, Callable[[Case], Awaitable[None]]] = {
    "start and unplug": start_and_unplug,
    "network comes late": network_comes_late,
    "chosen addresses come late": chosen_addresses_come_late,
    "display's address changes": partial(address_changes, moved="display"),
    "kiosk's address changes": partial(address_changes, moved="kiosk"),
    "two cards": two_cards,
    "IPv6 only, unique local": partial(ipv6_only, address="fd77::{}/64"),
    "IPv6 only, link local": partial(ipv6_only, address=""),
    "vanished without goodbye": vanished_without_goodbye,
    "kiosk restarts": kiosk_restarts,
    "name taken": name_taken,
    "pairing": pairing_between_hosts,
    "five hundred fakes": five_hundred_fakes,
    "another van": another_van_beside_ours,
    "one card in two machines": one_card_in_two_machines,
    "name claimed": partial(attacked, kind="claim"),
    "answers drowned": partial(attacked, kind="drown"),
    "code guessed": code_guessed,
    "odd shares": odd_shares,
    "seen by avahi": avahi_sees_it_and_it_says_nothing,
}
AT_ONCE = 4
"""Scenarios side by side: they mostly wait, each on a network of its own."""


def case(lab: Lab, folder: Path) -> Case:
    for van in ("ours", "others"):
        paired(folder / van, Role.AGENT, 1)
    identifier = Trust.open(keys_folder(folder / "ours", Role.AGENT, 1)).identifier
    return Case(lab, folder / "ours", folder / "others", identifier)


async def play(folder: Path) -> dict[str, BaseException | None]:
    """Play every scenario; returns what each ended with."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, scenario: Callable[[Case], Awaitable[None]]) -> None:
        async with room:
            with link_lab.lab() as lab:
                await scenario(case(lab, folder / str(number)))

    played = [one(number, scenario) for number, scenario in enumerate(SCENARIOS.values())]
    ends = await asyncio.gather(*played, return_exceptions=True)
    return dict(zip(SCENARIOS, ends, strict=True))


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BaseException | None]:
    ends = asyncio.run(play(tmp_path_factory.mktemp("hosts")))
    print("", *noted, sep="\n")
    return ends


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_hosts(scenario: str, outcomes: dict[str, BaseException | None]) -> None:
    if scenario == "seen by avahi" and not all(map(shutil.which, AVAHI_PROGRAMS)):
        pytest.skip("an mDNS that is not ours needs Debian's avahi-daemon, avahi-utils and dbus")
    if end := outcomes[scenario]:
        raise end


AVAHI_PROGRAMS = ("avahi-daemon", "avahi-browse", "dbus-daemon")
