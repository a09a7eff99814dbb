"""What is written is dated by systemd's journal, and only by it."""

from __future__ import annotations

import io
import os
from pathlib import Path

from assets.journal import is_journal


def stream_of(file: Path) -> dict[str, str]:
    state = file.stat()
    return {"JOURNAL_STREAM": f"{state.st_dev}:{state.st_ino}"}


def test_a_stream_is_the_journal_if_systemd_says_so(tmp_path: Path) -> None:
    named, other = tmp_path / "journal", tmp_path / "other"
    other.touch()
    with named.open("w") as stream:
        assert is_journal(stream, stream_of(named))
        assert not is_journal(stream, stream_of(other)), "inherited: it is of another process's stream"
        assert not is_journal(stream, {})


def test_what_is_no_file_is_no_journal() -> None:
    assert not is_journal(io.StringIO(), dict(os.environ))
