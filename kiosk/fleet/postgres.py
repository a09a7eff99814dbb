"""Many vans' logs in a PostgreSQL database: the log's tables, with the van, partitioned by month.

    halte_topics            van, day, topic, visits
    halte_minutes           van, day, minutes, visits
    halte_minutes_unknown   van, day, visits

A van's push replaces what the database holds of it from the log's first day on, in one transaction: pushed
twice it counts once, and what is cut in the middle was never begun. Days before that, which the van has
forgotten, stay. Nothing but van and day joins the tables, as in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from assets.errors import Trouble
from kiosk.daylog import from_rows
from kiosk.record.counts import Days
from kiosk.record.merging import LogRows

if TYPE_CHECKING:
    from typing import LiteralString

    import psycopg
    from psycopg.sql import Composable, Composed

SCHEMES = ("postgresql://", "postgres://")

_CREATE: Mapping[str, LiteralString] = {
    "topics": "create table if not exists {} (van text not null, day date not null, topic text not null,"
    " visits integer not null check (visits > 0), primary key (van, day, topic)) partition by range (day)",
    "minutes": "create table if not exists {} (van text not null, day date not null,"
    " minutes integer not null, visits integer not null check (visits > 0),"
    " primary key (van, day, minutes)) partition by range (day)",
    "minutes_unknown": "create table if not exists {} (van text not null, day date not null,"
    " visits integer not null check (visits > 0), primary key (van, day)) partition by range (day)",
}
"""By the names of the log's tables."""

LOCK = 0x48414C54
"""Of PostgreSQL's advisory locks, those of Halte: "HALT" in ASCII."""

CONNECT_WITHIN = 15
"""Seconds for the database to answer."""


class FleetFailed(Trouble):
    """The database cannot be used; the sentence says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class VanLog:
    """What one van has: `rows` by the name of the log's table, each beginning with its day."""

    van: str
    rows: LogRows

    @property
    def first(self) -> date | None:
        """The first day; None where there is no visit."""
        return min((date.fromisoformat(row[0]) for rows in self.rows.values() for row in rows), default=None)


def is_address(text: str) -> bool:
    return text.startswith(SCHEMES)


# --- Pushed ------------------------------------------------------------------------------------------


def push(address: str, vans: Iterable[VanLog], told: Callable[[], None] = lambda: None) -> None:
    """Have the database hold these vans' logs; `told` is called after each. Raises FleetFailed.

    Each van is whole or as it was before; those that `told` was called for are there for good.
    """
    with _connected(address) as connection:
        _make_tables(connection)
        months: set[str] = set()
        for van in vans:
            _make_months(connection, van, months)
            with connection.transaction():
                _push(connection, van)
            told()


def _push(connection: psycopg.Connection[Any], van: VanLog) -> None:
    if van.first is None:  # nothing has been counted yet, or all is forgotten: what was pushed stays
        return
    _lock(connection, van.van)
    for name, rows in van.rows.items():
        delete = sql("delete from {} where van = %s and day >= %s", _table(name))
        connection.execute(delete, [van.van, van.first])
        with connection.cursor().copy(sql("copy {} from stdin", _table(name))) as copy:
            for row in rows:
                copy.write_row((van.van, *row))


def _make_tables(connection: psycopg.Connection[Any]) -> None:
    with connection.transaction():
        _lock(connection, "tables")
        for name, create in _CREATE.items():
            connection.execute(sql(create, _table(name)))


def _make_months(connection: psycopg.Connection[Any], van: VanLog, made: set[str]) -> None:
    """A partition for each month that has rows, in a transaction of its own: a partition's making waits for
    all who write. `made`: those that are known to be there."""
    wanted = {f"{name} {row[0][:7]}" for name, rows in van.rows.items() for row in rows} - made
    if not wanted:
        return
    with connection.transaction():
        _lock(connection, "tables")
        for name, month in map(str.split, sorted(wanted)):
            _make_month(connection, name, date.fromisoformat(f"{month}-01"))
    made |= wanted


def _make_month(connection: psycopg.Connection[Any], name: str, first: date) -> None:
    from psycopg.sql import Literal

    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    create = "create table if not exists {} partition of {} for values from ({}) to ({})"
    month = _table(name, f"_{first:%Y_%m}")
    connection.execute(sql(create, month, _table(name), Literal(first), Literal(after)))


def _table(name: str, month: str = "") -> Composable:
    from psycopg.sql import Identifier

    return Identifier(f"halte_{name}{month}")


def sql(text: LiteralString, *parts: Composable) -> Composed:
    from psycopg.sql import SQL

    return SQL(text).format(*parts)


def _lock(connection: psycopg.Connection[Any], what: str) -> None:
    """Until the transaction ends: two pushes of one van, or two that make tables, wait for each other."""
    connection.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, what])


# --- Read --------------------------------------------------------------------------------------------


def read_all(address: str) -> Days:
    """The visits of all vans, added up, as a van's log has them. Raises FleetFailed."""
    with _connected(address) as connection:
        topics = connection.execute(
            "select day, topic, sum(visits)::bigint from halte_topics group by day, topic"
        ).fetchall()
        minutes = connection.execute(
            "select day, minutes, sum(visits)::bigint from halte_minutes group by day, minutes"
            " union all select day, null, sum(visits)::bigint from halte_minutes_unknown group by day"
        ).fetchall()
    return from_rows(topics, minutes)


# --- The connection ----------------------------------------------------------------------------------


@contextmanager
def _connected(address: str) -> Iterator[psycopg.Connection[Any]]:
    """Raises FleetFailed for whatever the database says, without the address: it may hold a password."""
    try:
        import psycopg
    except ImportError:
        raise FleetFailed(
            "Pour parler à PostgreSQL, installez Halte avec « fleet » : pip install 'halte[fleet]'."
        ) from None
    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=CONNECT_WITHIN) as connection:
            yield connection
    except psycopg.Error as error:
        raise _told(error) from None


def _told(error: psycopg.Error) -> FleetFailed:
    import psycopg

    state = error.sqlstate or ""
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return FleetFailed(
            "Ce compte n’a pas le droit de le faire dans cette base : demandez-le à qui la tient."
        )
    if isinstance(error, psycopg.errors.UndefinedTable):
        return FleetFailed("Cette base n’a pas encore de journal : « halte log push » en met un.")
    if isinstance(error, psycopg.ProgrammingError) and not state:
        return FleetFailed(
            "Cette adresse n’est pas celle d’une base : écrivez-la postgresql://compte@machine/base."
        )
    if isinstance(error, psycopg.OperationalError):
        return FleetFailed(
            "La base ne répond pas, ou plus, ou refuse ce compte. Vérifiez l’adresse et le réseau, puis"
            " recommencez : rien ne compte deux fois."
        )
    return FleetFailed("La base refuse ({code}) : montrez ce code à qui la tient.", code=state or "?")
