"""Machines as folders of files, in the formats of real ones: a bare Debian, a complete Raspberry Pi 4."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from assets.findings import Finding, fields, found, words_of
from kiosk.doctor.machine import UNIT, Machine, Questions
from kiosk.settings import PrinterSettings, Settings, SpeechSettings

NOW = 1_772_449_200.0

EDID = bytearray(128)
EDID[:8] = b"\x00\xff\xff\xff\xff\xff\xff\x00"
EDID[21:23] = bytes((22, 14))
EDID[54:72] = bytes.fromhex("9e2080a070382d4030203500dc8c0000001a")  # 220 × 140 mm

BARE = {
    "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\n',
    "etc/passwd": "root:x:0:0:root:/root:/bin/bash\nhalte:x:999:999::/var/lib/halte:/usr/sbin/nologin\n",
    "etc/group": "root:x:0:\nlp:x:7:\ndialout:x:20:\naudio:x:29:pulse\nvideo:x:44:\ninput:x:104:\n",
    UNIT: "[Service]\nUser=halte\nSupplementaryGroups=video render\n",
    "proc/cmdline": "BOOT_IMAGE=/boot/vmlinuz-6.1.0-28-amd64 root=/dev/sda1 ro quiet\n",
    "proc/self/mounts": "sysfs /sys sysfs rw,nosuid 0 0\n"
    "/dev/sda1 / ext4 rw,relatime,errors=remount-ro 0 0\n",
    "proc/swaps": "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
    "/dev/sda5                               partition\t999420\t\t0\t\t-2\n",
    "proc/sys/kernel/core_pattern": "|/usr/lib/systemd/systemd-coredump %P %u %g %s %t 9223372036854775808\n",
    "proc/asound/cards": "--- no soundcards ---\n",
    "proc/self/cgroup": "0::/user.slice/user-1000.slice/session-2.scope\n",
    "sys/class/input/event0/device/name": "Power Button\n",
    "sys/class/input/event0/device/capabilities/key": "10000000000000 0\n",
    "sys/class/input/event0/device/capabilities/abs": "0\n",
    "sys/class/input/event0/device/capabilities/sw": "0\n",
    "sys/class/input/event0/device/properties": "0\n",
    "sys/class/input/event1/device/name": "ETPS/2 Elantech Touchpad\n",
    "sys/class/input/event1/device/capabilities/abs": "661800011000003\n",
    "sys/class/input/event1/device/capabilities/key": "e420 10000 0 0 0 0\n",
    "sys/class/input/event1/device/properties": "5\n",
    "sys/class/drm/card0-HDMI-A-1/status": "disconnected\n",
    "sys/class/drm/card0-HDMI-A-1/modes": "",
    "sys/module/kernel/parameters/consoleblank": "600\n",
    "sys/class/net/lo/operstate": "unknown\n",
    "sys/class/net/lo/carrier": "1\n",
    "sys/class/net/enp3s0/operstate": "down\n",
    "sys/block/sda/device/model": "SanDisk SD7SB3Q1\n",
    "sys/class/watchdog/watchdog0/identity": "iTCO_wdt\n",
    "etc/systemd/system.conf": "[Manager]\n#RuntimeWatchdogSec=0\n",
    "etc/systemd/coredump.conf": "[Coredump]\n#Storage=external\n",
    "usr/bin/speech-dispatcher": "",
    "etc/speech-dispatcher/speechd.conf": "# LogLevel 1\n LogLevel  5\n",
    "etc/cups/cupsd.conf": "LogLevel warn\nMaxLogSize 0\n",
    "usr/bin/spd-say": "",
}
"""As Debian's installer leaves it; speech-dispatcher's log was turned up by hand, tickets go through CUPS."""

PI = {
    "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_ID="13"\n',
    "proc/device-tree/model": "Raspberry Pi 4 Model B Rev 1.4\0",
    "etc/passwd": "root:x:0:0:root:/root:/bin/bash\nhalte:x:999:999::/var/lib/halte:/usr/sbin/nologin\n",
    "etc/group": "lp:x:7:\ndialout:x:20:pi\naudio:x:29:pi\nvideo:x:44:pi\ninput:x:104:pi\n",
    UNIT: "[Service]\nType=notify\nUser=halte\nSupplementaryGroups=video render input audio dialout lp\n"
    "WatchdogSec=10\n",
    "proc/cmdline": "coherent_pool=1M console=tty1 root=PARTUUID=6c586e13-02 rootwait overlayroot=tmpfs"
    " video=HDMI-A-1:1280x800M@60,rotate=90 consoleblank=0\n",
    "run/udev/data/c13:66": "I:5123\nE:ID_INPUT=1\nE:LIBINPUT_CALIBRATION_MATRIX=0 1 0 -1 0 1\n",
    "proc/self/mounts": "overlay / overlay rw,lowerdir=/lower,upperdir=/upper/data,workdir=/upper/work 0 0\n"
    "/dev/mmcblk0p3 /var/lib/halte ext4 rw,noatime 0 0\n",
    "proc/swaps": "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
    "/dev/zram0                              partition\t2097148\t\t0\t\t100\n",
    "sys/block/zram0/backing_dev": "none\n",
    "proc/sys/kernel/core_pattern": "core\n",
    "proc/asound/cards": " 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones\n"
    "                      bcm2835 Headphones\n"
    " 1 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0\n                      vc4-hdmi-0\n",
    "sys/class/input/event2/device/name": "ILITEK ILITEK-TP\n",
    "sys/class/input/event2/device/capabilities/abs": "260800000000003\n",
    "sys/class/input/event2/device/capabilities/key": "400 0 0 0 0 0\n",
    "sys/class/input/event2/device/properties": "2\n",
    "sys/class/input/event2/dev": "13:66\n",
    "sys/class/drm/card1-HDMI-A-1/status": "connected\n",
    "sys/class/drm/card1-HDMI-A-1/modes": "1280x800\n1920x1080\n",
    "sys/class/drm/card1-HDMI-A-2/status": "disconnected\n",
    "sys/module/kernel/parameters/consoleblank": "0\n",
    "sys/class/net/lo/operstate": "unknown\n",
    "sys/class/net/eth0/operstate": "up\n",
    "sys/class/net/wlan0/operstate": "up\n",
    "sys/class/rtc/rtc0/name": "rtc-ds1307 1-0068\n",
    "sys/class/rtc/rtc0/since_epoch": f"{int(NOW) - 1}\n",
    "sys/block/mmcblk0/device/life_time": "0x02 0x01\n",
    "sys/block/mmcblk0/device/pre_eol_info": "0x01\n",
    "sys/class/watchdog/watchdog0/identity": "Broadcom BCM2835 Watchdog timer\n",
    "etc/systemd/system.conf": "[Manager]\n#RuntimeWatchdogSec=off\n",
    "usr/lib/systemd/system.conf.d/40-rpi-enable-watchdog.conf": "[Manager]\nRuntimeWatchdogSec=1m\n",
    "usr/bin/espeak-ng": "",
    **{
        f"usr/lib/aarch64-linux-gnu/espeak-ng-data/{code}_dict": "" for code in ("fr", "en", "ar", "uk", "de")
    },
}
"""A DS3231, a touchscreen of ten inches stood on its side, an eMMC, the system read-only, data apart."""

PI_SETTINGS = Settings(
    printer=PrinterSettings("serial:///dev/ttyUSB0?baudrate=38400"), speech=SpeechSettings(aloud="always")
)
BARE_SETTINGS = Settings(printer=PrinterSettings("cups://tickets"))

VERSIONS = {"halte": "0.2.0", "python": "3.13.5", "kivy": "2.3.1", "sqlite": "3.46.1"}


VALUES: dict[str, str | int] = {
    "name": "rtc0", "account": "halte", "groups": "lp", "paired": 3, "n": 2, "degrees": 90,
    "wide": 1280, "high": 800, "across": 220, "down": 140, "minutes": 10, "engine": "espeak-ng",
    "languages": "fr", "card": "USB",
    "level": 5, "room": 12, "percent": 20, "where": "apport", "names": "eth0",
    "machine": "armv7l", "halte": "1", "python": "3", "kivy": "2", "sqlite": "3", "system": "Debian",
}  # fmt: skip
"""A value for each name that a sentence wants."""


def filled(check: str, name: str) -> Finding:
    """The finding, with just the values that its sentences want."""
    words = words_of(check, name)
    wanted = fields(words.says) | fields(words.act) if words else set()
    return found(check, name, **{value: VALUES[value] for value in wanted})


def plant(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return root


def bare(folder: Path) -> Machine:
    return Machine(
        folder / "nowhere",
        BARE_SETTINGS,
        root=plant(folder / "bare", BARE),
        ask=Questions(
            free=lambda folder: 120_000_000,
            by_network=lambda: False,
            now=lambda: NOW,
            versions=lambda: {**VERSIONS, "machine": "armv7l"},
            paired=lambda data: 0,
        ),
    )


def complete(folder: Path) -> Machine:
    root = plant(folder / "pi", PI)
    (root / "sys/class/drm/card1-HDMI-A-1/edid").write_bytes(EDID)
    config = folder / "halte.toml"
    config.write_text("")
    return Machine(
        Path("/var/lib/halte"),
        PI_SETTINGS,
        config,
        root=root,
        environ={"WATCHDOG_USEC": "10000000"},
        ask=Questions(
            free=lambda folder: 24_400_000_000,
            by_network=lambda: False,
            now=lambda: NOW,
            versions=lambda: {**VERSIONS, "machine": "aarch64"},
            faults=lambda file: (0, 0),
            paired=lambda data: 3,
        ),
    )


def with_settings(machine: Machine, **changes: object) -> Machine:
    """The same machine, set otherwise."""
    settings = msgspec.structs.replace(machine.settings, **changes)
    return Machine(machine.data, settings, machine.config, machine.root, machine.environ, machine.ask)
