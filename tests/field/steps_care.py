"""What is done later: as root, as somebody else, an update, a way back, a copy, a read-only system."""

from __future__ import annotations

from tests.field import readme
from tests.field.furniture import AGENT, TECHNICIAN
from tests.field.machine import Booted, NotShown
from tests.field.steps_start import LATE, counted, picture
from tests.field.trial import NotYet, Trial
from tests.field.versions import publish

PAST = "/opt/halte/current/bin/halte --config /etc/halte/halte.toml --data /var/lib/halte"
"""The command itself, which root may call instead of the launcher."""

ROOTS = (
    "halte log forget --before 2020-01-01 --yes",
    "halte pair --list",
    "halte config check",
    f"{PAST} log forget --before 2020-01-01 --yes",
    f"{PAST} pair --list",
)
"""Commands that write, by the launcher and past it."""

STICK = "/mnt/stick"


def as_root(trial: Trial) -> str:
    """Root's commands leave nothing that the service cannot read, and it starts."""
    for command in ROOTS:
        trial.machine.run(command)
    if strange := trial.machine.run("find /var/lib/halte /etc/halte ! -user halte").split():
        raise NotShown(f"not the service's own: {', '.join(strange)}")
    restart(trial.machine)
    trial.desk.wait("next")
    return f"{len(ROOTS)} commands, every file the service's own, started again"


def restart(machine: Booted) -> None:
    machine.run("systemctl restart halte@kiosk")
    picture(machine)


def another_account(trial: Trial) -> str:
    """Somebody without sudo, in a clone of their own."""
    said = trial.machine.run(
        f"git clone --quiet {trial.address} clone && cd clone && make run", AGENT, online=True, within=LATE
    )
    pictures = trial.machine.run("ls clone/halte-demo/*.png | wc -l", AGENT).strip()
    if pictures == "0":
        raise NotShown(f"no pictures: {said[-200:]}")
    return f"`make run` left {pictures} pictures"


def refused(trial: Trial) -> str:
    """What works on the service's folders is not for everybody, and says for whom."""
    ran = trial.machine.tried("halte log days", AGENT)
    if not ran.returncode or "sudo halte log days" not in ran.stdout:
        raise NotShown(f"halte log days, without sudo: {ran.stdout.strip()[-200:]}")
    return "a sentence names `sudo halte log days`"


def update_without_network(trial: Trial) -> str:
    """It fails in words, and the kiosk is what it was."""
    publish(trial.repository, "9.9.0")
    before, machine = trial.version(), trial.machine
    ran = machine.tried(f"cd halte && {readme.said(trial.readme, readme.UPDATE)}", TECHNICIAN, within=LATE)
    if not ran.returncode:
        raise NotShown("it went through")
    restart(machine)
    trial.desk.wait("next")
    if trial.version() != before or "Traceback" in ran.stdout:
        raise NotShown(f"{trial.version()} instead of {before}; it said: {ran.stdout.strip()[-300:]}")
    (*_, sentence) = [line for line in ran.stdout.splitlines() if line and not line.startswith("make")]
    return f"{before} runs on; it said: « {sentence} »"


def update(trial: Trial) -> str:
    """With somebody in the line, who is still in it afterwards."""
    trial.ticket()
    line = trial.desk.waiting()
    command = f"cd halte && {readme.said(trial.readme, readme.UPDATE)}"
    before, visits = trial.version(), counted(trial)
    trial.machine.run(command, TECHNICIAN, online=True, within=LATE)
    restart(trial.machine)
    trial.same(line)
    if trial.version() == before or counted(trial) != visits:
        raise NotShown(f"{trial.version()} after {before}, {counted(trial)} visits after {visits}")
    return f"{trial.version()}, visits and line as they were"


def rollback(trial: Trial) -> str:
    after = trial.version()
    trial.machine.run(f"cd halte && {readme.said(trial.readme, readme.BACK)}", TECHNICIAN)
    restart(trial.machine)
    trial.desk.wait("next")
    if trial.version() == after:
        raise NotShown(f"still {after}")
    return f"{trial.version()} again"


def stick(trial: Trial) -> str:
    """Mounted while the kiosk runs: it is there for the kiosk too, and can be written to."""
    machine = trial.machine
    machine.run("mkdir -p /media/halte && mount -t tmpfs -o uid=$(id -u halte),mode=700 stick /media/halte")
    inside = f"nsenter --target={machine.unit('MainPID')} --mount -- runuser -u halte --"
    machine.run(f"{inside} touch /media/halte/seen")
    machine.run("test -e /media/halte/seen && umount /media/halte")
    return "the kiosk may write to it"


def backup(trial: Trial) -> str:
    """To a stick and back, the log in between lost."""
    machine = trial.machine
    if machine.tried("halte backup --help").returncode:
        raise NotYet("this version has no `halte backup`")
    visits = counted(trial)
    machine.run(f"mkdir -p {STICK} && chown halte {STICK}")
    machine.run(f"sudo halte backup {STICK}", TECHNICIAN)
    machine.run("systemctl stop halte@kiosk && rm -f /var/lib/halte/halte.sqlite /var/lib/halte/halte.day")
    machine.run(f"sudo halte restore --yes {STICK}", TECHNICIAN)
    machine.run("systemctl start halte@kiosk")
    picture(machine)
    trial.open_stop()  # the line was lost, and with it that the stop was open
    if counted(trial) != visits:
        raise NotShown(f"{counted(trial)} visits instead of {visits}")
    return f"{visits} visits, lost and brought back"


def read_only(trial: Trial) -> str:
    """The system on a layer in memory, the data folder on a partition of its own; then the power goes."""
    machine = trial.machine
    machine.off()
    _on_a_layer(trial)
    machine.run("touch /etc/gone")
    trial.ticket()
    line = trial.desk.waiting()
    machine.cut()
    _on_a_layer(trial)
    told = trial.same(line)
    if not machine.tried("test -e /etc/gone").returncode:
        raise NotShown("the system was written to")
    machine.off()
    trial.desk_gone()
    machine.boot()
    return f"tickets given, power cut, {told}, the system untouched"


def _on_a_layer(trial: Trial) -> None:
    trial.desk_gone()
    trial.machine.boot("--volatile=overlay", *trial.own_partition())
    picture(trial.machine)
    trial.open_desk()


def uninstall(trial: Trial) -> str:
    machine = trial.machine
    machine.run("systemctl disable --now halte@kiosk")
    machine.run("cd halte && sudo make uninstall", TECHNICIAN)
    left = machine.run("ls /opt /usr/local/bin; ls /var/lib/halte /etc/halte")
    if "halte.toml" not in left or machine.tried("test -e /opt/halte").returncode == 0:
        raise NotShown(f"left: {left.split()}")
    return "gone, but settings and log"
