"""How do we talk to the database? One engine for SQLite and PostgreSQL, and one way its failures are told."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from sqlite3 import Connection as SqliteConnection
from time import sleep

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from hotline.troubles import StorageBusy

BUSY = "系统繁忙，您的内容还没有提交成功，请稍后再试一次。"
BUSY_SECONDS = 3.0  # how long a locked SQLite is waited for: less than WeChat waits for us
_POOL = {"pool_size": 10, "max_overflow": 20, "hide_parameters": True}  # no error repeats what a citizen wrote
_SWITCH_WAITS = (0.05, 0.1, 0.2, 0.4)


def open_engine(url: str, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine for `sqlite:///file` or `postgresql+psycopg://…`; nothing is connected yet."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, **_POOL)
    engine = create_engine(url, connect_args={"timeout": busy_seconds, "check_same_thread": False}, **_POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: SqliteConnection, record: object) -> None:
    connection.isolation_level = None
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _use_write_ahead_log(connection: SqliteConnection) -> None:
    """SQLite does not wait by itself when two processes switch a new file at once; whoever is second tries again."""
    for seconds in _SWITCH_WAITS:
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode=WAL")
            return
        sleep(seconds)
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection) -> None:
    """A writing transaction takes the write lock at once, so that it never has to be upgraded and never deadlocks."""
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator:
    """A connection inside one transaction, committed at the end of the block; engine failures come out as `StorageBusy`."""
    try:
        with engine.connect().execution_options(**_options(engine, writes)) as connection, connection.begin():
            yield connection
    except (OperationalError, InterfaceError, TimeoutError) as problem:
        raise StorageBusy(BUSY) from problem


def _options(engine: Engine, writes: bool) -> dict[str, object]:
    if engine.dialect.name == "postgresql" and not writes:
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return {"writes": writes}
