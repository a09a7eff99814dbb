"""Who may choose the service screen's code at the kiosk: whoever sets up one that nobody has set up."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.errors import Trouble
from kiosk.first_start import FILE, FirstStart

CODE = "scrypt:73616c74:00"


def at(folder: Path, settings_code: str = "", *, usable: bool = True, paired: bool = False) -> FirstStart:
    return FirstStart(settings_code, folder, usable=lambda: usable, paired=lambda: paired)


def test_it_is_offered_where_nobody_has_set_anything_up_and_no_more_after_it(tmp_path: Path) -> None:
    new = at(tmp_path)
    assert new.offered
    new.choose(CODE)
    assert (new.offered, new.service_code) == (False, CODE)
    again = at(tmp_path)
    assert (again.offered, again.service_code) == (False, CODE), "the next start knows it"
    with pytest.raises(Trouble):
        again.choose("scrypt:73616c74:11")
    assert at(tmp_path).service_code == CODE


@pytest.mark.parametrize(
    "begun",
    [{"settings_code": "scrypt:73616c74:22"}, {"paired": True}, {"usable": False}],
    ids=["a code in the settings", "a display that is paired", "keys that cannot be used"],
)
def test_it_is_not_offered_where_somebody_has(tmp_path: Path, begun: dict[str, str | bool]) -> None:
    one = at(tmp_path, **begun)  # type: ignore[arg-type]
    assert not one.offered
    with pytest.raises(Trouble):
        one.choose(CODE)
    assert not (tmp_path / FILE).exists()


def test_the_code_of_the_settings_counts_before_the_one_that_was_chosen(tmp_path: Path) -> None:
    at(tmp_path).choose(CODE)
    assert at(tmp_path, "scrypt:73616c74:33").service_code == "scrypt:73616c74:33"


@pytest.mark.parametrize("content", [b"\xff\xfe", None], ids=["no text", "a folder"])
def test_a_file_that_cannot_be_read_is_no_invitation(tmp_path: Path, content: bytes | None) -> None:
    if content is None:
        (tmp_path / FILE).mkdir()
    else:
        (tmp_path / FILE).write_bytes(content)
    assert not at(tmp_path).offered


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    at(tmp_path).choose(CODE)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
