"""What a log has that a backup lacks, and the other way about."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backup.compare import Tally, forgotten_before, only_in, tally
from kiosk.record.counts import Days, together
from tests.kiosk.backup.keeping import DAY, LOG, NEXT
from tests.kiosk.record.playing import counts

SOME_DAYS = st.dictionaries(
    st.dates(DAY, date(2026, 3, 6)),
    st.builds(
        counts,
        st.dictionaries(st.sampled_from(["caf", "autre"]), st.integers(1, 5), min_size=1),
        st.dictionaries(st.sampled_from([None, 3, 9]), st.integers(1, 5), min_size=1),
    ),
    max_size=3,
)


@given(SOME_DAYS, SOME_DAYS)
def test_a_log_that_has_only_grown_lacks_nothing(log: Days, more: Days) -> None:
    grown = together(log, more)
    assert not only_in(log, grown)
    assert only_in(grown, log) == only_in(more, {}) or log.keys() & more.keys()


@pytest.mark.parametrize(
    ("backup", "lacking"),
    [
        (LOG, Tally(0, 0)),
        ({}, Tally(0, 0)),
        ({**LOG, date(2026, 3, 4): counts({"caf": 2}, {5: 2})}, Tally(1, 2)),
        ({DAY: counts({"retraite": 3}, {9: 2, None: 1})}, Tally(1, 1)),
        ({DAY: counts({"retraite": 2, "caf": 1}, {10: 2, None: 1})}, Tally(1, 2)),
        ({date(2026, 3, 1): LOG[DAY], NEXT: LOG[NEXT]}, Tally(1, 3)),
    ],
    ids=["the same", "an empty backup", "another day", "another topic", "other minutes", "a day mended"],
)
def test_what_the_log_lacks(backup: Days, lacking: Tally) -> None:
    assert only_in(backup, LOG) == lacking


def test_what_the_log_may_have_forgotten_by_itself_is_not_missed() -> None:
    old = {date(2021, 3, 2): LOG[DAY], **LOG}
    assert only_in(old, LOG) == Tally(1, 3)
    assert not only_in(old, LOG, forgotten_before(LOG, 60))
    assert only_in(old, LOG, forgotten_before(LOG, 72))
    assert forgotten_before({}, 60) == forgotten_before(LOG, None) == date.min


def test_a_tally() -> None:
    assert tally(LOG) == Tally(2, 4)
