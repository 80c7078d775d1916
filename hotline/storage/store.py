"""One transaction over everything that is kept: together or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from hotline.storage.conversations import SqlConversations
from hotline.storage.engine import transaction
from hotline.storage.offices import SqlAlerts, SqlOutbox, SqlPeople
from hotline.storage.tickets import SqlTickets
from hotline.storage.vault import Vault


@dataclass(frozen=True, kw_only=True)
class SqlWork:
    """`hotline.ports.Work` over one connection."""

    tickets: SqlTickets
    conversations: SqlConversations
    people: SqlPeople
    outbox: SqlOutbox
    alerts: SqlAlerts


class SqlStore:
    """`hotline.ports.Store` over an engine."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    @contextmanager
    def work(self) -> Iterator[SqlWork]:
        with transaction(self._engine, writes=True) as connection:
            yield self._work(connection)

    @contextmanager
    def look(self) -> Iterator[SqlWork]:
        with transaction(self._engine, writes=False) as connection:
            yield self._work(connection)

    def _work(self, connection: Connection) -> SqlWork:
        return SqlWork(
            tickets=SqlTickets(connection, self._vault),
            conversations=SqlConversations(connection),
            people=SqlPeople(connection),
            outbox=SqlOutbox(connection),
            alerts=SqlAlerts(connection),
        )
