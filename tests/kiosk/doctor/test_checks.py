"""Each check of the doctor: of a bare machine, of a complete one, and of each fact alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from assets.checks import ANY, CHECKS, Grade
from assets.conditions import SENTENCES, Condition
from assets.findings import GRADES, Finding, fields, found, of_condition, worst_first
from assets.theme import icon
from assets.wording import languages, wording
from kiosk.doctor import rights, screens, sound, storage, system, van_parts
from kiosk.doctor.examination import MACHINE_CHECKS, Check, examine
from kiosk.doctor.here import blanks
from kiosk.doctor.machine import UNIT, Machine
from kiosk.doctor.rights import FileFacts, GroupFacts, OwnedFile
from kiosk.doctor.screens import BlankingFacts, ScreenFacts, TouchFacts
from kiosk.doctor.sound import HeadphoneFacts, SpeechLogFacts, VoiceFacts
from kiosk.doctor.storage import CoreFacts, Mount, RootFacts, SwapFacts, WearFacts
from kiosk.doctor.system import ClockFacts, SpoolFacts, WatchdogFacts
from kiosk.doctor.van_parts import PAPER_GRADES, VanState, judge_van
from kiosk.settings import SpeechSettings
from printer.status import Cause, Paper, PaperStatus
from queue_display.messages import MachineFinding
from tests.kiosk.doctor.machines import VALUES, bare, complete, plant, with_settings

EVERY = [(check, name) for check, row in CHECKS.items() for name in (*row.findings, *ANY)]


def told(machine: Machine) -> dict[str, str]:
    return {finding.check: finding.name for finding in examine(machine)}


# --- The table is total -----------------------------------------------------------------------------


def test_each_check_has_who_makes_it_and_no_other() -> None:
    van = {finding.check for finding in judge_van(VanState("runs"))}
    assert van.isdisjoint(MACHINE_CHECKS)
    assert van | set(MACHINE_CHECKS) == set(CHECKS)


@pytest.mark.parametrize(("check", "name"), EVERY)
@pytest.mark.parametrize("language", languages())
def test_each_finding_is_worded_with_its_meaning_and_its_act(check: str, name: str, language: str) -> None:
    say, finding = wording(language), found(check, name, **VALUES)
    said = [finding.title(say), finding.says(say)]
    if finding.grade is not Grade.GOOD:
        said += [finding.means(say), finding.act(say)]
    else:
        assert (finding.means(say), finding.act(say)) == ("", "")
    assert all(said)
    assert not any("{" in part for part in said)
    assert finding.says(say).endswith(".")


@pytest.mark.parametrize(("check", "name"), EVERY)
def test_each_is_worded_anew_in_each_language(check: str, name: str) -> None:
    finding = found(check, name, **VALUES)
    for part in (Finding.title, Finding.means, Finding.act):
        said = {part(finding, wording(language)) for language in languages()}
        assert len(said) == len(languages()) or said == {""}


def test_no_sentence_wants_a_value_that_the_test_does_not_know() -> None:
    wanted = {
        f for row in CHECKS.values() for w in row.findings.values() for f in fields(w.says) | fields(w.act)
    }
    assert wanted == set(VALUES)


def test_each_grade_has_a_word_a_sign_and_an_icon_of_its_own() -> None:
    assert set(GRADES) == set(Grade)
    for part in zip(*GRADES.values(), strict=True):
        assert len(set(part)) == len(Grade)
    assert all(icon(name) for _, _, name in GRADES.values())


@pytest.mark.parametrize("cause", Cause)
def test_each_state_of_the_printer_is_a_finding_that_says_what_to_do(cause: Cause) -> None:
    finding = van_parts.judge_printer(PaperStatus(cause))
    assert (finding.grade is Grade.GOOD) == (cause is Cause.READY)
    if finding.grade is not Grade.GOOD:
        assert finding.says(wording("fr")) == PaperStatus(cause).condition.said(wording("fr"))
        assert finding.name in SENTENCES
        assert finding.act(wording("fr")) == ""  # the sentence has said it


def test_each_state_of_the_paper_has_its_grade() -> None:
    assert set(PAPER_GRADES) == set(Paper)


# --- Two machines ------------------------------------------------------------------------------------


def test_a_bare_machine(tmp_path: Path) -> None:
    assert told(bare(tmp_path)) == {
        "settings": "none",
        "touch": "none",
        "screen": "none",
        "blanking": "console",
        "voice": "speaks",
        "headphones": "none",
        "speech_log": "talks",
        "disk": "nearly_full",
        "wear": "silent",
        "root": "open",
        "swap": "disk",
        "core": "kept",
        "clock": "alone",
        "files": "not_yet",
        "groups": "lacks",
        "network": "down",
        "spool": "keeps",
        "watchdog": "unguarded",
        "versions": "narrow",
    }


def test_a_complete_raspberry_pi(tmp_path: Path) -> None:
    findings = examine(complete(tmp_path))
    assert {f.check: f.name for f in findings} == {
        "settings": "right",
        "touch": "found",
        "screen": "sized",
        "blanking": "never",
        "voice": "speaks",
        "headphones": "settled",
        "speech_log": "absent",
        "disk": "room",
        "wear": "fresh",
        "root": "guarded",
        "swap": "squeezed",
        "core": "none",
        "clock": "module",
        "files": "not_yet",
        "groups": "member",
        "network": "up",
        "spool": "unused",
        "watchdog": "guards",
        "versions": "known",
    }
    assert {f.grade for f in findings} == {Grade.GOOD}
    values = {f.check: f.values for f in findings}
    assert values["touch"] == {"name": "ILITEK ILITEK-TP"}
    assert values["screen"] == {"name": "HDMI-A-1", "wide": 1280, "high": 800, "across": 220, "down": 140}
    assert values["versions"]["system"] == "Debian GNU/Linux 13 (trixie), Raspberry Pi 4 Model B Rev 1.4"
    assert values["headphones"] == {"card": "bcm2835 Headphones"}


# --- Judgements, a fact each --------------------------------------------------------------------------

DATA = Mount("/dev/mmcblk0p3", "/data", "ext4", read_only=False)
DISK = Mount("/dev/mmcblk0p2", "/", "ext4", read_only=False)
NOTHING_KEPT = "PreserveJobFiles No\n  PreserveJobHistory off\n"
KNOWN = dict.fromkeys((*system.PROGRAMS, "machine", "system"), "")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp()


def files(*modes: int, owner: int = 999) -> FileFacts:
    return FileFacts(
        tuple(OwnedFile(f"f{n}", 999 if n == 0 else owner, m) for n, m in enumerate(modes)), "halte"
    )


CASES = [
    (screens.judge_touch(TouchFacts(listed=False)), "not_known"),
    (screens.judge_touch(TouchFacts(True)), "none"),
    (screens.judge_touch(TouchFacts(True, ("x",))), "found"),
    (screens.judge_touch(TouchFacts(True, ("x",), 90)), "turned"),
    (screens.judge_touch(TouchFacts(True, ("x",), 90, True)), "found"),
    (screens.judge_screen(ScreenFacts(listed=False)), "not_known"),
    (screens.judge_screen(ScreenFacts(True)), "none"),
    (screens.judge_screen(ScreenFacts(True, "DSI-1")), "not_known"),
    (screens.judge_screen(ScreenFacts(True, "DSI-1", (800, 480))), "unsized"),
    (screens.judge_screen(ScreenFacts(True, "DSI-1", (800, 480), diagonal_set=True)), "set"),
    (screens.judge_screen(ScreenFacts(True, "DSI-1", (800, 480), (154, 86))), "sized"),
    (screens.judge_blanking(BlankingFacts(None)), "not_known"),
    (screens.judge_blanking(BlankingFacts(0)), "never"),
    (screens.judge_blanking(BlankingFacts(1)), "console"),
    (screens.judge_blanking(BlankingFacts(0, desktop=True)), "desktop"),
    (sound.judge_voice(VoiceFacts()), "none"),
    (sound.judge_voice(VoiceFacts("espeak-ng", ("fr", "uk"), ("uk",))), "lacks"),
    (sound.judge_voice(VoiceFacts("espeak-ng", ("fr",))), "speaks"),
    (sound.judge_headphones(HeadphoneFacts(None)), "none"),
    (sound.judge_headphones(HeadphoneFacts(("USB",))), "unfelt"),
    (sound.judge_headphones(HeadphoneFacts(("USB",), aloud="never")), "settled"),
    (sound.judge_headphones(HeadphoneFacts(("USB",), feels=True)), "felt"),
    (sound.judge_speech_log(SpeechLogFacts(False)), "absent"),
    (sound.judge_speech_log(SpeechLogFacts(True)), "not_known"),
    (sound.judge_speech_log(SpeechLogFacts(True, 3)), "quiet"),
    (sound.judge_speech_log(SpeechLogFacts(True, 4)), "talks"),
    (storage.judge_disk(500_000_000), "room"),
    (storage.judge_disk(499_999_999), "nearly_full"),
    (storage.judge_root(RootFacts(None, None)), "not_known"),
    (storage.judge_root(RootFacts(DISK, DATA)), "open"),
    (storage.judge_root(RootFacts(Mount("x", "/", "ext4", True), DATA)), "guarded"),
    (storage.judge_root(RootFacts(Mount("overlay", "/", "overlay", False), DATA)), "guarded"),
    (storage.judge_root(RootFacts(DISK, Mount("t", "/data", "tmpfs", False))), "forgets"),
    (storage.judge_root(RootFacts(*[Mount("overlay", "/", "overlay", False)] * 2)), "forgets"),
    (storage.judge_wear(WearFacts(None)), "silent"),
    (storage.judge_wear(WearFacts(0)), "silent"),
    (storage.judge_wear(WearFacts(99)), "silent"),
    (storage.judge_wear(WearFacts(8, 1)), "fresh"),
    (storage.judge_wear(WearFacts(9, 1)), "worn"),
    (storage.judge_wear(WearFacts(1, 2)), "worn"),
    (storage.judge_wear(WearFacts(1, 3)), "over"),
    (storage.judge_wear(WearFacts(11)), "over"),
    (storage.judge_swap(SwapFacts(None)), "not_known"),
    (storage.judge_swap(SwapFacts(())), "none"),
    (storage.judge_swap(SwapFacts(("/dev/zram0",))), "squeezed"),
    (storage.judge_swap(SwapFacts(("/dev/zram0",), frozenset({"/dev/zram0"}))), "disk"),
    (storage.judge_swap(SwapFacts(("/dev/zram0", "/var/swap"))), "disk"),
    (storage.judge_swap(SwapFacts(("/var/swap",), kept_out=True)), "kept_out"),
    (storage.judge_core(CoreFacts(None)), "not_known"),
    (storage.judge_core(CoreFacts("core")), "none"),
    (storage.judge_core(CoreFacts("|/bin/false")), "none"),
    (storage.judge_core(CoreFacts("|/usr/share/apport/apport -p%p")), "kept"),
    (storage.judge_core(CoreFacts("|/usr/lib/systemd/systemd-coredump %P", "none")), "none"),
    (storage.judge_core(CoreFacts("|/usr/lib/systemd/systemd-coredump %P", "journal")), "kept"),
    (system.judge_clock(ClockFacts((), NOON, False)), "alone"),
    (system.judge_clock(ClockFacts((), NOON, True)), "network"),
    (system.judge_clock(ClockFacts((("rtc0", int(NOON) + 60),), NOON, False)), "module"),
    (system.judge_clock(ClockFacts((("rtc0", int(NOON) + 61),), NOON, False)), "apart"),
    (system.judge_clock(ClockFacts((("rtc0", None),), NOON, False)), "apart"),
    (system.judge_clock(ClockFacts((("rtc0", None), ("rtc1", int(NOON))), NOON, False)), "module"),
    (system.judge_network(None), "not_known"),
    (system.judge_network(()), "down"),
    (system.judge_network(("eth0",)), "up"),
    (system.judge_watchdog(WatchdogFacts(False, True)), "unguarded"),
    (system.judge_watchdog(WatchdogFacts(True, False)), "machine_unguarded"),
    (system.judge_watchdog(WatchdogFacts(True, None)), "guards"),
    (system.judge_spool(SpoolFacts(used=False)), "unused"),
    (system.judge_spool(SpoolFacts(used=True)), "not_known"),
    (system.judge_spool(SpoolFacts(True, NOTHING_KEPT)), "clean"),
    (system.judge_spool(SpoolFacts(True, "PreserveJobFiles No\n")), "keeps"),
    (system.judge_spool(SpoolFacts(True, f"{NOTHING_KEPT}PageLogFormat %p\n")), "keeps"),
    (rights.judge_files(FileFacts(())), "not_yet"),
    (rights.judge_files(files(0o040700, 0o100644)), "private"),
    (rights.judge_files(files(0o040755, 0o100600, 0o040755)), "private"),
    (rights.judge_files(files(0o040755, 0o100600, 0o100604)), "readable"),
    (rights.judge_files(files(0o040700, 0o100600, owner=0)), "foreign"),
    (rights.judge_groups(GroupFacts("", frozenset())), "not_known"),
    (rights.judge_groups(GroupFacts("halte", frozenset(rights.WANTED))), "member"),
    (rights.judge_groups(GroupFacts("root", frozenset(), root=True)), "member"),
    (rights.judge_groups(GroupFacts("halte", frozenset({"lp"}))), "lacks"),
    (van_parts.judge_record(None, False), "at_rest"),
    (van_parts.judge_record(Condition(), False), "written"),
    (van_parts.judge_record(Condition("record_disk_full"), True), "record_disk_full"),
    (van_parts.judge_displays(None, None), "not_known"),
    (van_parts.judge_displays((), None), "none"),
    (van_parts.judge_displays(None, 0), "none"),
    (van_parts.judge_displays(None, 3), "paired"),
    (van_parts.judge_displays((("Bureau 1", True), ("Panneau", False)), None), "away"),
    (van_parts.judge_displays((("Bureau 1", True),), None), "here"),
    (van_parts.judge_settings(None), "none"),
    (van_parts.judge_settings((0, 0)), "right"),
    (van_parts.judge_settings((0, 1)), "remarks"),
    (van_parts.judge_settings((1, 1)), "faults"),
    (judge_van(VanState("runs"))[0], "runs"),
    (judge_van(VanState("stopped"))[0], "stopped"),
    (judge_van(VanState("silent"))[0], "silent"),
    (van_parts.judge_printer(PaperStatus(Cause.READY)), "ready"),
    (system.judge_versions({**KNOWN, "machine": "armv7l"}), "narrow"),
    (system.judge_versions(KNOWN), "known"),
]


@pytest.mark.parametrize(
    ("finding", "name"), CASES, ids=lambda one: one if isinstance(one, str) else one.check
)
def test_a_fact_is_judged(finding: Finding, name: str) -> None:
    assert finding.name == name
    assert "{" not in finding.says(wording("fr")) + finding.act(wording("fr"))


def test_the_doctor_says_which_voice_speaks(tmp_path: Path) -> None:
    machine = complete(tmp_path)
    assert sound.read_voice(machine).engine == "espeak-ng"
    voice = "usr/share/piper-voices/fr_FR-siwis-medium.onnx"
    programs = ("usr/bin/piper", "usr/bin/aplay", "usr/bin/bash")
    rate = '{"audio": {"sample_rate": 22050}}'
    plant(machine.root, {**dict.fromkeys(programs, ""), voice: "", f"{voice}.json": rate})
    assert sound.read_voice(machine).engine == "piper (fr), espeak-ng"
    asked = with_settings(machine, speech=SpeechSettings(engine="espeak-ng"))
    assert sound.read_voice(asked).engine == "espeak-ng"


def test_the_displays_that_lack_are_named() -> None:
    lacking = van_parts.judge_displays((("Bureau 1", True), ("Bureau 2", False), ("Panneau", False)), None)
    assert lacking.values == {"names": "Bureau 2, Panneau"}


def test_what_is_written_is_wrong_or_only_worth_a_look() -> None:
    assert van_parts.judge_record(Condition("record_disk_full"), True).grade is Grade.WRONG
    assert van_parts.judge_record(Condition("record_converted"), False).grade is Grade.SEE_TO


def test_each_finding_of_the_table_comes_about_in_some_case() -> None:
    made = {(finding.check, finding.name) for finding, _ in CASES}
    assert {(check, name) for check, row in CHECKS.items() for name in row.findings} <= made


def test_the_mount_that_holds_a_folder_is_the_nearest_and_the_last() -> None:
    table = storage.mounts(
        "/dev/a / ext4 rw 0 0\n/dev/b /var ext4 rw 0 0\n/dev/c /var ext4 ro 0 0\nbroken line\n"
    )
    found_in = storage.under(table, PurePosixPath("/var/lib/halte"))
    assert (found_in and found_in.device) == "/dev/c"
    other = storage.under(table, PurePosixPath("/variable"))
    assert (other and other.device) == "/dev/a"


def test_the_size_of_a_screen_is_read_off_its_description() -> None:
    head = bytearray(128)
    head[:8] = b"\x00\xff\xff\xff\xff\xff\xff\x00"
    assert screens.millimetres(bytes(head)) == (0, 0)
    head[21:23] = bytes((16, 9))
    assert screens.millimetres(bytes(head)) == (160, 90)
    assert screens.millimetres(bytes(head[:100])) == (0, 0)


@pytest.mark.parametrize(
    ("said", "dark"),
    [
        ("Screen Saver:\n  timeout:  600    cycle:  600\nDPMS:\n  DPMS is Disabled", True),
        ("Screen Saver:\n  timeout:  0    cycle:  600\nDPMS:\n  DPMS is Enabled\n", True),
        ("Screen Saver:\n  timeout:  0    cycle:  600\nDPMS:\n  DPMS is Disabled", False),
        ("", False),
    ],
)  # fmt: skip
def test_an_x_server_says_whether_it_darkens_the_screen(said: str, dark: bool) -> None:
    assert blanks(said) is dark


# --- How they are told ----------------------------------------------------------------------------------


def test_the_worst_comes_first_and_what_a_newer_halte_found_last_of_its_grade() -> None:
    newer = Finding("gravity", "gone", Grade.SEE_TO)
    told = worst_first(
        [
            found("swap", "none"),
            newer,
            found("clock", "alone"),
            found("touch", "none"),
            found("wear", "silent"),
        ]
    )
    assert [f.check for f in told] == ["touch", "clock", "gravity", "wear", "swap"]


@pytest.mark.parametrize(
    "odd",
    [
        Finding("gravity", "gone", Grade.WRONG),
        Finding("swap", "melted", Grade.WRONG, {"name": "x"}),
        Finding("swap", "disk", Grade.WRONG),
        Finding("record", "record_damaged", Grade.WRONG, {"day": "soon"}),
        of_condition("printer", Condition("{0}"), Grade.WRONG),
    ],
)
def test_what_a_newer_halte_finds_is_told_all_the_same(odd: Finding) -> None:
    said = [odd.title(wording("en")), odd.says(wording("en"))]
    assert all(said)
    assert "{" not in "".join(said)


def test_a_finding_crosses_the_link_as_it_is(tmp_path: Path) -> None:
    for finding in examine(complete(tmp_path)) + judge_van(VanState("runs", PaperStatus(Cause.NO_PAPER))):
        assert MachineFinding.of(finding).finding == finding
    assert MachineFinding("x", "y", "dreadful").finding.grade is Grade.UNKNOWN


# --- None takes long, none fails -------------------------------------------------------------------------


def test_a_check_that_fails_is_not_known_and_the_others_are_made(tmp_path: Path) -> None:
    def fails(machine: Machine) -> None:
        raise ZeroDivisionError

    checks = {"clock": Check(fails, system.judge_clock), "swap": MACHINE_CHECKS["swap"]}
    assert [(f.check, f.name) for f in examine(bare(tmp_path), checks)] == [
        ("clock", "not_known"),
        ("swap", "disk"),
    ]


def hanging(until: threading.Event) -> Callable[[Machine], None]:
    def hang(machine: Machine) -> None:
        until.wait()

    return hang


def test_a_check_that_hangs_is_not_known_and_the_others_are_made(tmp_path: Path) -> None:
    released = threading.Event()
    checks = {"clock": Check(hanging(released), system.judge_clock), "swap": MACHINE_CHECKS["swap"]}
    before = set(threading.enumerate())
    findings = examine(bare(tmp_path), checks, each=0.05)
    left = set(threading.enumerate()) - before
    released.set()
    for thread in left:
        thread.join()
    assert [(f.check, f.name) for f in findings] == [("clock", "not_known"), ("swap", "disk")]


def test_a_check_that_still_hangs_is_not_begun_again(tmp_path: Path) -> None:
    released = threading.Event()
    checks = {"clock": Check(hanging(released), system.judge_clock)}
    before = set(threading.enumerate())
    for _ in range(3):
        assert [f.name for f in examine(bare(tmp_path), checks, each=0.01)] == ["not_known"]
    left = set(threading.enumerate()) - before
    released.set()
    for thread in left:
        thread.join()
    assert len(left) == 1


def test_memory_that_the_service_keeps_off_the_disk_is_not_on_it(tmp_path: Path) -> None:
    machine = bare(tmp_path)
    (machine.root / UNIT).write_text("[Service]\nMemorySwapMax=0\n")
    assert MACHINE_CHECKS["swap"](machine).name == "kept_out"


def test_all_together_have_a_limit_too(tmp_path: Path) -> None:
    released = threading.Event()
    checks = {name: Check(hanging(released), system.judge_clock) for name in CHECKS}
    before = set(threading.enumerate())
    began = time.monotonic()
    findings = examine(bare(tmp_path), checks, each=5.0, whole=0.2)
    released.set()
    for thread in set(threading.enumerate()) - before:
        thread.join()
    print(f"{time.monotonic() - began:.2f} s")
    assert {f.name for f in findings} == {"not_known"}
