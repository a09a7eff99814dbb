"""What somebody who helps from afar is sent holds nothing of any visit: neither during a day nor after it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from assets.checks import Grade
from assets.findings import Finding
from assets.wording import wording
from kiosk.__main__ import main
from kiosk.doctor.bundle import KEPT, bundled, faceless, untold
from kiosk.record.log import FILE
from kiosk.record.record import DAY_FILE
from kiosk.settings import Settings
from kiosk.technical_log import file_in
from kiosk.touchscreen.conduct.service_code import hashed
from queue_display.trust import Trust, keys_folder
from tests import seeds
from tests.privacy.random_day import RandomDay
from tests.privacy.scanner import faces_of, finds, is_in, moment_forms, number_forms
from tests.privacy.van_day import CORRECTED, TOPICS, Day, random_visits

FIRST = 734_501
CODE = hashed("271828", b"0123456789abcdef")
VAN = f"""van = "Camion de Zuydcoote"
phone = "03 21 06 66 77"
service_code = "{CODE}"

[printer]
address = "network://192.0.2.77:9100"

[[stops]]
day = 2026-03-02
place = "Quelmes"
opens = 08:00:00
closes = 12:34:00
"""
PERSONAL = ("Zuydcoote", "06 66 77", CODE, "Quelmes", "12:34", "PRIVATE KEY", "CERTIFICATE")


def unzipped(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (2024, 1, 1, 0, 0, 0)
        return {name: archive.read(name) for name in archive.namelist()}


def made(data: Path, folder: Path) -> tuple[Mapping[str, bytes], Path]:
    """The bundle of this folder, and the folder with its files, for the scanner."""
    config = folder / "halte.toml"
    config.write_text(VAN, "utf-8")
    held = unzipped(bundled(data, config, "as found", "[]"))
    out = folder / "bundle"
    for name, content in held.items():
        file = out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return held, out


def of_the_day(day: Day, held: Mapping[str, bytes]) -> list[str]:
    """Whatever there has been, gone or not: every number, topic, moment, identifier."""
    forms = [form for number in day.numbers for form in number_forms(number)]
    forms += [form for moment in day.moments for form in (*moment_forms(moment), *faces_of(moment))]
    forms += [topic.encode() for topic in (*TOPICS, CORRECTED)] + [i.encode() for i in day.identifiers]
    return [f"{form!r} in {name}" for name, text in held.items() for form in forms if is_in(form, text)]


@pytest.mark.parametrize("seed", range(3))
def test_in_the_middle_of_a_day_and_after_it_nothing_of_it_is_in_the_bundle(
    seed: int, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    Trust.open(keys_folder(data))
    rng, looks = seeds.chance(seed), 0

    def look(day: Day) -> None:
        nonlocal looks
        if rng.random() < 0.1:
            looks += 1
            held, out = made(data, tmp_path)
            assert of_the_day(day, held) == []
            assert finds(day, [out]) == []

    day = RandomDay(data, seeds.chance(seed), after_each=look, first_number=FIRST)
    day.serve(random_visits(seeds.chance(seed)))
    day.stop()
    held, out = made(data, tmp_path)
    print(f"{looks} looks, {sorted(held)}")
    assert looks
    assert of_the_day(day, held) == finds(day, [out]) == []
    assert not [word for word in PERSONAL for text in held.values() if word.encode() in text]
    assert b"network://192.0.2.77:9100" in held["halte/settings.toml"]


def test_the_scanner_would_find_what_a_careless_bundle_holds(tmp_path: Path) -> None:
    data = tmp_path / "data"
    day = RandomDay(data, seeds.chance(1), first_number=FIRST)
    day.serve(random_visits(seeds.chance(1)))
    day.stop()
    careless = {"log": (data / FILE).read_bytes(), "number": str(day.numbers[0]).encode()}
    careless["hour"] = day.moments[0].wall.strftime("%H:%M").encode()
    assert {line.split(" in ")[1] for line in of_the_day(day, careless)} == set(careless)


def test_the_settings_that_are_in_are_those_of_the_machine() -> None:
    """A new setting is out until somebody has looked whether it may be in."""
    assert set(KEPT) < set(Settings.__struct_fields__)
    assert not {"service_code", "topics", "tiles", "stops", "van", "phone"} & set(KEPT)


def test_files_are_told_without_their_dates_and_without_a_size_that_counts(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    told = set()
    for size in (10, 4000, 60_000):
        (data / DAY_FILE).write_bytes(b"x" * size)
        told.add(made(data, tmp_path)[0]["halte/files.txt"])
    assert len(told) == 1
    assert DAY_FILE.encode() in told.pop()


def test_a_log_with_an_hour_that_another_program_wrote_loses_it(tmp_path: Path) -> None:
    file_in(tmp_path).write_text(
        "2026-03-02 INFO kiosk: x\n[00:01:12.123] wlr at 14h05, 9 H 07, 1772449200\n"
    )
    said = made(tmp_path, tmp_path)[0]["halte/halte.log"].decode()
    assert "2026-03-02 INFO kiosk: x" in said
    assert not re.search(r"\d\d?\s?[:hH]\s?\d\d|\d{10}", said)


def test_dates_and_addresses_stay_as_they_are() -> None:
    kept = "2026-11-23 serial:///dev/ttyUSB0?baudrate=38400 usb://04b8:0e15 192.0.2.5:9100 kiosk.py:120"
    assert faceless(kept) == kept


def test_neither_the_day_of_a_visit_nor_the_name_of_a_person_is_told() -> None:
    later = Finding("record", "record_later_day", Grade.SEE_TO, {"day": "2026-04-02"})
    assert untold(later).values == {}
    names = untold(Finding("displays", "away", Grade.SEE_TO, {"names": "Portable de Séverine"}))
    assert "Séverine" not in names.says(wording("fr"))
    assert untold(Finding("record", "record_damaged", Grade.SEE_TO, {"name": "x"})).values == {"name": "x"}


def test_the_same_machine_gives_the_same_bytes(tmp_path: Path) -> None:
    assert bundled(tmp_path, None, "a", "b") == bundled(tmp_path, None, "a", "b")


def test_the_command_writes_it_and_asks_before_it_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HALTE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LANGUAGE", "fr")
    file = tmp_path / "pour-aider.zip"
    assert main(["doctor", "--bundle", str(file)]) == 0
    held = unzipped(file.read_bytes())
    assert {f["check"] for f in json.loads(held["halte/doctor.json"])} >= {"swap", "printer"}
    assert "\x1b" not in held["halte/doctor.txt"].decode()
    before = file.read_bytes()
    assert main(["doctor", "--bundle", str(file)]) == 1
    assert "--force" in capsys.readouterr().err
    assert file.read_bytes() == before
    assert main(["doctor", "--bundle", str(file), "--force"]) == 0
    assert unzipped(file.read_bytes()).keys() == held.keys()
