"""How does a database come to years of ended tickets in minutes? Copies of one real chain, in bulk and further and further back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import Column, Connection, Engine, Table, text

from hotline.storage.tables import Instant, assignments, clocks, ticket_events, tickets

A_MONTH = 2_000
"""Tickets in 30 days, as 曾都区 had in 2023: 16,971 in 263 days."""
APART = timedelta(days=30) // A_MONTH
STEP = 20_000
_COPIED = (tickets, assignments, clocks, ticket_events)
_OWN = {"number": "{number}", "ticket": "{number}", "filing": "'copy ' || n.i", "conversation": "'copy ' || (n.i / 4)"}
_RECENT = "n.i <= :month"


def grow(engine: Engine, template: str, have: int, want: int, told: Callable[[int], None]) -> None:
    """Copy the chain `template`, which ends in the archive, until there are `want` of it where `have` are; the i-th lies i
    times `APART` in the past. Those of the last month are not archived yet."""
    for first in range(have + 1, want + 1, STEP):
        last = min(first + STEP - 1, want)
        with engine.begin() as connection:
            _copy(connection, template, first, last)
        told(last)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))  # what autovacuum does by itself after a while


def _copy(connection: Connection, template: str, first: int, last: int) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no check of each foreign key
    values = {"template": template, "first": first, "last": last, "month": A_MONTH}
    opened = "INSERT INTO conversations (id, channel, key, opened_at) SELECT 'copy ' || (n.i / 4), '网页', 'copy ' || (n.i / 4), "
    opened += "(SELECT accepted_at FROM tickets WHERE number = :template) FROM n WHERE n.i % 4 = 0 OR n.i = 1"
    connection.execute(text(f"{_numbers(connection)} {opened}"), values)
    for table in _COPIED:
        connection.execute(text(_copies(connection, table)), values)


def _numbers(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        return "WITH n AS (SELECT generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS i)"
    return "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)"


def _copies(connection: Connection, table: Table) -> str:
    columns = [column for column in table.columns if column.name != "id"]
    names, made = ", ".join(f'"{column.name}"' for column in columns), _made(connection, columns)
    key = "number" if table is tickets else "ticket"
    recent = f" AND NOT (t.act = '归档' AND {_RECENT})" if table is ticket_events else ""
    source = f'SELECT {made} FROM n CROSS JOIN "{table.name}" t WHERE t.{key} = :template{recent}'
    insert = f'INSERT INTO "{table.name}" ({names})'
    return f"{_numbers(connection)} {insert} {source}"


def _made(connection: Connection, columns: Sequence[Column]) -> str:
    number = "'ZD' || lpad(CAST(9000000000000 - n.i AS text), 13, '0')"
    if connection.dialect.name == "sqlite":
        number = "'ZD' || printf('%013d', 9000000000000 - n.i)"
    return ", ".join(_value(connection, column).format(number=number) for column in columns)


def _value(connection: Connection, column: Column) -> str:
    if column.name in _OWN:
        return _OWN[column.name]
    if isinstance(column.type, Instant):
        return _earlier(connection, column.name)
    if column.name == "status":
        return f"CASE WHEN {_RECENT} THEN '已结案' ELSE t.status END"
    if column.name == "version":
        return f"CASE WHEN {_RECENT} THEN t.version - 1 ELSE t.version END"
    return f't."{column.name}"'


def _earlier(connection: Connection, name: str) -> str:
    seconds = int(APART.total_seconds())
    if connection.dialect.name == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%f000', t.\"{name}\", '-' || (n.i * {seconds}) || ' seconds')"
    return f"t.\"{name}\" - n.i * interval '{seconds} seconds'"
