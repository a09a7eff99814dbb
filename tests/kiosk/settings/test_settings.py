"""Settings: every fault is one French sentence that says what, where and what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import msgspec
import pytest

import assets
from kiosk.settings import (
    BadSettings,
    Settings,
    SettingsRemark,
    examine,
    load,
    packaged_families,
    packaged_topics,
)

TOPIC = '[[topics]]\nkey = "{key}"\nlabel.fr = "{label}"\n'
STOP = '[[stops]]\nday = 2027-01-12\nplace = "{place}"\nopens = "{opens}"\ncloses = "{closes}"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "halte.toml"


def told(file: Path, text: str | bytes) -> str:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadSettings) as bad:
        load(file)
    sentence = str(bad.value)
    assert "\n" not in sentence
    assert str(file) in sentence
    return sentence.replace("\N{NBSP}", " ")


def test_no_file_gives_the_defaults_with_the_packaged_topics() -> None:
    settings = load(None)
    assert settings.desks == 2
    assert len(settings.topics) == 21
    assert settings.topics[0].name("en") == "Pension"


def test_what_the_file_says_is_what_one_gets(file: Path) -> None:
    file.write_text(
        'van = "Bus des 2 Baies"\nphone = "03 21 00 00 00"\nlanguage = "fr"\ndesks = 3\n'
        '[printer]\naddress = "simulated:"\n[screen]\ndiagonal = 10\n'
        + STOP.format(place="Attin", opens="09:30", closes="12:00")
        + TOPIC.format(key="impots", label="Impôts"),
        "utf-8",
    )
    settings = load(file)
    assert (settings.van, settings.desks, settings.screen.diagonal) == ("Bus des 2 Baies", 3, 10.0)
    stop = settings.stops[0]
    assert (stop.day, stop.opens, stop.closes) == (date(2027, 1, 12), time(9, 30), time(12))
    assert [t.name("en") for t in settings.topics] == ["Impôts"]


def test_a_byte_order_mark_of_windows_is_no_fault(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbfvan = "Bus"\n')
    assert load(file).van == "Bus"


def test_tiles_choose_among_the_topics_and_order_them(file: Path) -> None:
    file.write_text('tiles = ["logement", "autre"]\n', "utf-8")
    assert [t.key for t in load(file).topics] == ["logement", "autre"]


def test_the_logo_is_looked_for_beside_the_file(file: Path) -> None:
    (file.parent / "logo.png").touch()
    file.write_text('[printer]\nlogo = "logo.png"\n', "utf-8")
    assert load(file).printer.logo == file.parent / "logo.png"


def test_a_label_may_have_several_lines(file: Path) -> None:
    file.write_text(TOPIC.format(key="a", label="A\\nB"), "utf-8")
    assert load(file).topics[0].name("fr") == "A\nB"


FAULTS = {
    "not TOML": ("van = Agglo", ["ligne 1, colonne 7", "guillemets"]),
    "not closed": ('van = "Agglo', ["ligne 1", "guillemet"]),
    "cut short": ("tiles = [", ["fermez"]),
    "twice": ("desks = 1\ndesks = 2", ["ligne 2", "deux fois"]),
    "not UTF-8": (b'phone = ""\nvan = "H\xe9din"', ["ligne 2", "UTF-8"]),
    "unknown, near one": ("desk = 2", ["« desk »", "« desks »"]),
    "unknown, in a table": ('[printer]\nadress = "auto"', ["« printer.adress »", "« address »"]),
    "unknown, far from all": ("zzz = 2", ["« zzz »", "van"]),
    "wrong type": ('desks = "two"', ["« desks »", "un nombre entier"]),
    "a truth for a number": ("desks = true", ["un nombre entier"]),
    "a number for a text": ("van = 3", ["« van »", "texte entre guillemets"]),
    "a table for a text": ("[van]", ["texte entre guillemets"]),
    "a text for a table": ('printer = "auto"', ["« printer »", "table"]),
    "a text for a list": ('tiles = "logement"', ["« tiles »", "liste"]),
    "wrong inside a list": ('tiles = ["logement", 3]', ["« tiles n° 2 »", "texte"]),
    "an hour of another zone": (STOP.format(place="A", opens="09:30+02:00", closes="12:00"), ["09:30"]),
    "a number without end": ("desks = " + "9" * 5000, ["sans fin"]),
    "brackets without end": ("tiles = " + "[" * 5000, ["sans fin"]),
    "a sign nobody sees": ('van = "a\\u0000b"', ["« van »", "U+0000"]),
    "a screen beyond all numbers": ("[screen]\ndiagonal = 1" + "0" * 400, ["un nombre"]),
    "a screen that is no number": ("[screen]\ndiagonal = nan", ["pouces"]),
    "a name on two lines": ('"a\\nb" = 1', ["« a b »"]),
    "a name of a village on two lines": (
        STOP.format(place="A\\nB", opens="09:00", closes="10:00"),
        ["« stops n° 1.place »", "U+000A"],
    ),
    "no date": (STOP.format(place="A", opens="9h30", closes="12:00"), ["stops n° 1.opens", "09:30"]),
    "a day with an hour": (
        '[[stops]]\nday = 2027-01-12T09:00:00\nplace = "A"\nopens = "09:00"\ncloses = "10:00"',
        ["« stops n° 1.day »", "une date"],
    ),
    "missing": ('[[topics]]\nlabel.fr = "Impôts"', ["« topics n° 1.key »", "ajoutez"]),
    "no desk": ("desks = 0", ["« desks »", "1 à 9"]),
    "too many desks": ("desks = 10", ["« desks »", "1 à 9"]),
    "no such language": ('language = "xx"', ["« language »", "fr, en"]),
    "no name": ('van = " "', ["« van »", "vide"]),
    "a whisper": ("[speech]\nvolume = 5", ["« speech.volume »", "de 10 à 100"]),
    "a keypad that does something else": ('[speech]\nkeypad.menu = "f1"', ["previous", "choose"]),
    "a key that no keyboard has": ('[speech]\nkeypad.next = "→"', ["« speech.keypad.next »", "numpad1"]),
    "a key that does two things": (
        '[speech]\nkeypad.next = "f1"\nkeypad.choose = "f1"',
        ["« speech.keypad.next »", "« f1 »"],
    ),
    "a screen in centimetres": ("[screen]\ndiagonal = 255", ["pouces"]),
    "a key twice": (
        TOPIC.format(key="a", label="A") + TOPIC.format(key="a", label="B"),
        ["« topics n° 1.key »", "plusieurs"],
    ),
    "an odd key": (TOPIC.format(key="Impôts !", label="Impôts"), ["« Impôts ! »", "a-z"]),
    "a key too long": (TOPIC.format(key="a" * 41, label="A"), ["a-z"]),
    "no French name": ('[[topics]]\nkey = "a"\nlabel.en = "A"', ["« topics n° 1.label »", "label.fr"]),
    "an unknown topic": ('tiles = ["logment"]', ["« logment »", "« logement »"]),
    "an unknown topic, far from all": ('tiles = ["zzz"]', ["« zzz »", "retraite"]),
    "a code as it is": ('service_code = "123456"', ["« service_code »", "halte config code"]),
    "no such printer": ('[printer]\naddress = "lpt1"', ["« printer.address »", "Exemples"]),
    "an option that is none": (
        '[printer]\naddress = "serial:///dev/x?baud=9600"',
        ["« printer.address »", "« baud »", "baudrate"],
    ),
    "no such model": ('[printer]\naddress = "simulated:?model=TM"', ["« printer.address »", "epson-80"]),
    "a card instead of its address": ('[network]\ninterfaces = ["wlan0"]', ["« wlan0 »", "192.168.8.1"]),
    "a time without its unit": ('[log]\nkeep = "5"', ["« log.keep »", "18 months"]),
    "no time at all": ('[log]\nkeep = "0 years"', ["« log.keep »", "18 months"]),
    "a time too long": ('[log]\nkeep = "500 years"', ["« log.keep »", "100 ans"]),
    "an address of nobody": ('[network]\ninterfaces = ["0.0.0.0"]', ["« 0.0.0.0 »", "vide"]),
    "a local address of no card": ('[network]\ninterfaces = ["fe80::1"]', ["« fe80::1 »", "fe80::1%eth0"]),
    "an address twice": ('[network]\ninterfaces = ["127.0.0.1", "127.0.0.1"]', ["deux fois"]),
    "too many topics": (
        "".join(TOPIC.format(key=f"t{n}", label="A") for n in range(100)),
        ["« topics »", "99 au plus"],
    ),
    "no such engine": ('[speech]\nengine = "espeak"', ["« speech.engine »", "espeak-ng, speech-dispatcher"]),
    "no such way to speak": ('[speech]\naloud = "non"', ["« speech.aloud »", "warn, never, always"]),
}


@pytest.mark.parametrize(("text", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told(file: Path, text: str | bytes, words: list[str]) -> None:
    sentence = told(file, text)
    assert all(word in sentence for word in words), sentence


REMARKS = {
    "a tile twice": ('tiles = ["autre", "autre"]', ["« autre »", "deux fois"]),
    "closes before it opens": (
        STOP.format(place="A", opens="12:00", closes="09:00"),
        ["« stops n° 1.closes »"],
    ),
    "no place": (STOP.format(place="", opens="09:00", closes="12:00"), ["« stops n° 1.place »"]),
    "two stops at once": (
        STOP.format(place="A", opens="09:00", closes="12:00")
        + STOP.format(place="B", opens="11:00", closes="13:00"),
        ["« stops n° 2 »", "n° 1"],
    ),
    "an output that is not obeyed": (
        '[speech]\nengine = "speech-dispatcher"\noutput = "casque"',
        ["« speech.output »", "espeak-ng"],
    ),
    "no such logo": ('[printer]\nlogo = "none.png"', ["« printer.logo »", "none.png"]),
    "a logo that is no picture": ('[printer]\nlogo = "halte.toml"', ["« printer.logo »", "PNG"]),
    "no such icon, near one": (TOPIC.format(key="a", label="A") + 'icon = "human-canes"', ["human_cane"]),
    "no such icon": (
        TOPIC.format(key="a", label="A") + 'icon = "§"',
        ["« topics n° 1.icon »", "help_circle"],
    ),
    "a language that the kiosk does not speak": (
        TOPIC.format(key="a", label="A") + 'label.de = "A"',
        ["« topics n° 1.label »", "« de »", "fr, en, ar, uk"],
    ),
    "a jack in such a language": ('[speech]\njack.de = "unten"', ["« speech.jack »", "« de »"]),
    "no such profile": ('[printer]\nprofile = "TM-T20"', ["« printer.profile »", "TM-T20II"]),
    "no printer there": ('[printer]\naddress = "serial:///dev/none"', ["« printer.address »", "branchée"]),
    "an address that another machine has": (
        '[network]\ninterfaces = ["127.0.0.1", "203.0.113.7"]',
        ["« network.interfaces »", "203.0.113.7"],
    ),
    "a name too long for the displays": (f'van = "{"x" * 65}"', ["« van »", "64"]),
}


@pytest.mark.parametrize(("text", "words"), REMARKS.values(), ids=REMARKS.keys())
def test_what_will_not_come_about_is_remarked_and_stops_nothing(
    file: Path, text: str, words: list[str]
) -> None:
    file.write_text(text, "utf-8")
    found = examine(file)
    assert found.faults == ()
    assert found.settings == load(file)
    (remark,) = found.remarks
    sentence = str(remark).replace("\N{NBSP}", " ")
    assert all(word in sentence for word in [str(file), *words]), sentence
    assert "\n" not in sentence


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"n’existe pas.*halte config init"):
        load(tmp_path / "none.toml")


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="est un dossier"):
        load(tmp_path)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    loop = tmp_path / "loop.toml"  # root may read any file, but nobody can follow a loop
    loop.symlink_to(loop)
    with pytest.raises(BadSettings, match="Impossible de lire"):
        load(loop)


def places(told: Sequence[BadSettings | SettingsRemark]) -> list[str]:
    """Where each of them is."""
    return sorted(str(one.values["where"]) for one in told)


def test_everything_is_found_at_once(file: Path) -> None:
    """Names, types, rules and remarks, in one table and in several: none keeps another from being told."""
    file.write_text(
        'desk = 2\nvan = 3\ndesks = 0\nlanguage = "xx"\ntiles = ["zzz", "zzz", 3]\n'
        '[printer]\nadress = "auto"\naddress = "lpt1"\nprofile = "TM-X"\nlogo = "none.png"\n'
        '[speech]\njack.fr = 1\njack.en = 2\njack.de = "unten"\naloud = "non"\n'
        + '[[topics]]\nkey = 3\nlabel.fr = "A"\nicon = "§"\n'
        + TOPIC.format(key="B !", label=" ")
        + '[[stops]]\nday = "soon"\nplace = ""\nopens = "12:00"\ncloses = "10:00"\n'
        + STOP.format(place="", opens="12:00", closes="13:00"),
        "utf-8",
    )
    found = examine(file)
    assert places(found.faults) == [
        *("desk", "desks", "language", "printer.address", "printer.adress", "speech.aloud", "speech.jack.en"),
        *("speech.jack.fr", "stops n° 1.day", "tiles", "tiles n° 3", "topics n° 1.key", "topics n° 2.key"),
        *("topics n° 2.label", "van"),
    ]
    assert places(found.remarks) == [
        *("printer.logo", "printer.profile", "speech.jack", "stops n° 1.closes", "stops n° 1.place"),
        *("stops n° 2.place", "tiles", "topics n° 1.icon"),
    ]
    assert found.settings == load(None)


def test_what_does_not_fit_is_told_once(file: Path) -> None:
    """The rules look at what fits: none complains of what stands in for what does not."""
    file.write_text(
        "topics = 3\ntiles = ['zzz']\nlanguage = 3\nservice_code = 3\ndesks = 1.5\n"
        "[[stops]]\n[[stops]]\n[screen]\ndiagonal = 'wide'\n[network]\ninterfaces = 3\n",
        "utf-8",
    )
    told = places(examine(file).faults)
    assert len(told) == len(set(told))
    assert not examine(file).remarks


def test_the_same_place_can_be_visited_twice_a_day(file: Path) -> None:
    file.write_text(
        STOP.format(place="A", opens="09:00", closes="12:00")
        + STOP.format(place="A", opens="12:00", closes="13:00"),
        "utf-8",
    )
    assert len(load(file).stops) == 2


# --- The example that `halte config init` writes --------------------------------------------------


def example() -> str:
    return assets.path("halte.toml").read_text("utf-8")


def with_all_settings() -> dict[str, object]:
    """The example with the settings uncommented that it shows behind a "# "."""
    lines = [line.removeprefix("# ") for line in example().splitlines()]
    settings = [
        line
        for line in lines
        if line.startswith("[") or (" = " in line and line.split(" = ")[0].replace(".", "").isidentifier())
    ]
    unique = [line for n, line in enumerate(settings) if line != settings[n - 1]]
    return tomllib.loads("\n".join(_once(unique)))


def _once(lines: list[str]) -> list[str]:
    """Without the second line for a setting that the example shows twice: as it is, and as it could be."""
    seen: set[str] = set()
    table = ""
    kept = []
    for line in lines:
        table = line if line.startswith("[") else table
        name = table + line.split(" = ")[0]
        if line.startswith("[") or name not in seen:
            kept.append(line)
        seen.add(name)
    return kept


def test_the_example_as_it_is_changes_nothing(file: Path) -> None:
    file.write_text(example(), "utf-8")
    assert load(file) == load(None)


def names(kind: type[msgspec.Struct]) -> set[str]:
    found = set()
    for field in msgspec.structs.fields(kind):
        inner = getattr(field.type, "__args__", (field.type,))[0]
        struct = isinstance(inner, type) and issubclass(inner, msgspec.Struct)
        found |= {f"{field.name}.{name}" for name in names(inner)} if struct else {field.name}
    return found


def named(tables: dict[str, Any]) -> set[str]:
    found = set()
    for name, value in tables.items():
        inner = value[0] if isinstance(value, list) and value else value
        plain = ("label", "second", "jack", "keypad", "recipients", "sectors")
        struct = isinstance(inner, dict) and name not in plain
        found |= {f"{name}.{n}" for n in named(inner)} if struct else {name}
    return found


def test_the_example_names_every_setting_and_no_other(file: Path) -> None:
    assert named(with_all_settings()) == names(Settings)


def test_the_example_names_every_packaged_topic() -> None:
    text = example()
    assert all(topic.key in text for topic in load(None).topics)


def test_a_topic_not_shown_at_first_is_shown_once_the_settings_name_it(file: Path) -> None:
    assert "titre-de-sejour" not in [topic.key for topic in load(None).topics]
    file.write_text('tiles = ["titre-de-sejour", "caf"]', "utf-8")
    assert [topic.key for topic in load(file).topics] == ["titre-de-sejour", "caf"]


def test_a_key_of_before_is_read_and_shown_as_what_became_of_it(file: Path) -> None:
    file.write_text('tiles = ["caf-msa", "msa", "carte-grise-papiers"]', "utf-8")
    keys = [topic.key for topic in load(file).topics]
    assert keys == ["caf", "msa", "carte-grise-permis", "papiers-identite"]


def test_each_packaged_topic_has_a_family_that_there_is_or_none() -> None:
    families = {family.key for family in packaged_families()}
    keys = {topic.key for topic in packaged_topics()}
    for topic in packaged_topics():
        assert topic.family in families | {""}
        assert set(topic.became) <= keys
        assert not topic.became or not topic.shown


def test_a_family_that_there_is_not_is_a_fault_that_names_those_there_are(file: Path) -> None:
    file.write_text(
        TOPIC.format(key="impots", label="Impôts").replace("key =", 'family = "x"\nkey ='), "utf-8"
    )
    with pytest.raises(BadSettings, match="argent, sante"):
        load(file)
