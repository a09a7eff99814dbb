"""Many vans in a real PostgreSQL: pushed twice, cut in the middle, at the same time, they count once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date

import pytest

from kiosk.fleet import postgres
from kiosk.fleet.postgres import FleetFailed, VanLog, push, read_all
from kiosk.record.counts import NOTHING, Days, together
from tests.kiosk.fleet.logs import rows_of_days, van_days, van_log
from tests.kiosk.fleet.postgres_server import server

psycopg = pytest.importorskip("psycopg")

WHOLE = "WHOLE" in os.environ
VANS, DAYS = (2_800, 250) if WHOLE else (12, 40)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with server() as address:
        yield address


@pytest.fixture
def address(cluster: str) -> str:
    """An empty database of that server."""
    name = f"halte_{time.monotonic_ns()}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return cluster.rpartition("/")[0] + f"/{name}"


def summed(numbers: range, days: int) -> Days:
    found: Days = {}
    for number in numbers:
        found = together(found, van_days(number, days))
    return dict(sorted(found.items()))


def count(address: str) -> tuple[int, int]:
    """Vans and visits in the database."""
    with psycopg.connect(address) as connection:
        row = connection.execute(
            "select count(distinct van), coalesce(sum(visits), 0) from halte_topics"
        ).fetchone()
    assert row
    return row[0], int(row[1])


@pytest.mark.timeout(0 if WHOLE else 60)
def test_pushed_twice_they_count_once(address: str) -> None:
    began = time.monotonic()
    push(address, (van_log(n, DAYS) for n in range(VANS)))
    first = time.monotonic() - began
    push(address, (van_log(n, DAYS) for n in range(VANS)))
    print(f"{VANS} vans of {DAYS} days: {first:.1f} s, again {time.monotonic() - began - first:.1f} s")
    visits = sum(counts.visits for n in range(VANS) for counts in van_days(n, DAYS).values())
    assert count(address) == (VANS, visits)
    if not WHOLE:
        assert read_all(address) == summed(range(VANS), DAYS)


def test_cut_between_two_vans_and_pushed_again_they_count_once(address: str) -> None:
    told = 0

    def cut() -> None:
        nonlocal told
        told += 1
        if told == 5:
            end_all_others(address)

    vans = [van_log(n, 20) for n in range(9)]
    with pytest.raises(FleetFailed, match="deux fois"):
        push(address, vans, cut)
    assert count(address)[0] == 5
    push(address, vans)
    assert read_all(address) == summed(range(9), 20)


def test_cut_within_a_van_it_is_as_it_was(address: str) -> None:
    push(address, [van_log(1, 20)])

    class Cut(list[tuple[object, ...]]):
        """Rows, in the middle of which the connection is lost."""

        def __iter__(self) -> Iterator[tuple[object, ...]]:
            for n, row in enumerate(list.__iter__(self)):
                if n == 30 and self.armed:
                    end_all_others(address)
                yield row

        armed = False

    whole = rows_of_days(van_days(2, 40))
    rows = Cut(whole["topics"])
    van = VanLog("van 0001", {**whole, "topics": rows})
    made: set[str] = set()
    with psycopg.connect(address, autocommit=True) as connection:
        postgres._make_months(connection, van, made)
    Cut.armed = True
    with pytest.raises(FleetFailed):
        push(address, [van])
    Cut.armed = False
    assert read_all(address) == van_days(1, 20)
    push(address, [van])
    assert read_all(address) == van_days(2, 40)


def end_all_others(address: str) -> None:
    """As a server that is stopped, or a network that is gone."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where pid <> pg_backend_pid() and datname = current_database()"
        )


PROGRAM = """
import sys
from kiosk.fleet.postgres import push
from tests.kiosk.fleet.logs import van_log
push(sys.argv[1], (van_log(n, 20) for n in range(9)), lambda: print("told", flush=True))
"""


@pytest.mark.parametrize("after", [0, 1, 4, 8])
def test_killed_and_pushed_again_they_count_once(after: int, address: str) -> None:
    words = [sys.executable, "-c", PROGRAM, address]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(after):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    push(address, (van_log(n, 20) for n in range(9)))
    assert read_all(address) == summed(range(9), 20)


def test_a_van_that_forgot_its_first_days_leaves_them_in_the_database(address: str) -> None:
    days = van_days(1, 20)
    push(address, [VanLog("van", rows_of_days(days))])
    mended = {day: c for day, c in list(days.items())[10:] if day.day % 3}
    push(address, [VanLog("van", rows_of_days(mended))])
    first = min(mended)
    assert read_all(address) == {d: c for d, c in days.items() if d < first} | mended
    push(address, [VanLog("van", rows_of_days({}))])
    assert read_all(address) == {d: c for d, c in days.items() if d < first} | mended


def test_two_that_push_at_the_same_time(address: str) -> None:
    words = [sys.executable, "-c", PROGRAM, address]
    with (
        subprocess.Popen(words, stdout=subprocess.PIPE) as one,
        subprocess.Popen(words, stdout=subprocess.PIPE) as two,
    ):
        assert {one.wait(), two.wait()} == {0}
    assert read_all(address) == summed(range(9), 20)


def test_it_is_partitioned_by_month(address: str) -> None:
    push(address, [van_log(1, 40)])
    with psycopg.connect(address) as connection:
        found = connection.execute(
            "select inhrelid::regclass::text from pg_inherits"
            " where inhparent = 'halte_topics'::regclass order by 1"
        ).fetchall()
    assert [name for (name,) in found] == ["halte_topics_2026_01", "halte_topics_2026_02"]


# --- What cannot be done -----------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["postgresql://127.0.0.1:1/no", "postgresql://[", "postgresql://a?no=1"])
def test_an_address_that_is_none_or_does_not_answer(address: str) -> None:
    with pytest.raises(FleetFailed) as failed:
        push(address, [])
    assert address not in str(failed.value)


def test_a_password_is_never_said(cluster: str) -> None:
    address = cluster.replace("halte@", "nobody:s3cret@")
    with pytest.raises(FleetFailed) as failed:
        push(address, [])
    assert "s3cret" not in str(failed.value)


def test_an_account_that_may_not_write(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("create role reader login")
    with pytest.raises(FleetFailed, match="droit"):
        push(address.replace("halte@", "reader@"), [van_log(1, 2)])


def test_a_database_without_a_log(address: str) -> None:
    with pytest.raises(FleetFailed, match="log push"):
        read_all(address)


def test_nothing_is_nothing() -> None:
    assert VanLog("van", rows_of_days({})).first is None
    assert VanLog("van", rows_of_days({date(2026, 1, 1): NOTHING})).first is None
