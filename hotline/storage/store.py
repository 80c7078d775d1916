"""One transaction over everything that is kept: together or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import local

from sqlalchemy import Connection, Engine

from hotline.storage.articles import SqlArticles
from hotline.storage.conversations import SqlConversations
from hotline.storage.engine import transaction
from hotline.storage.figures import SqlFigures
from hotline.storage.offices import SqlAlerts, SqlOutbox, SqlPeople
from hotline.storage.pen import Pen
from hotline.storage.questions import SqlQuestions
from hotline.storage.rulings import SqlRulings
from hotline.storage.tickets import SqlTickets
from hotline.storage.vault import Vault


@dataclass(frozen=True, kw_only=True)
class SqlWork:
    """`hotline.ports.Work` over one connection."""

    tickets: SqlTickets
    figures: SqlFigures
    rulings: SqlRulings
    conversations: SqlConversations
    people: SqlPeople
    outbox: SqlOutbox
    alerts: SqlAlerts
    articles: SqlArticles
    questions: SqlQuestions


class SqlStore:
    """`hotline.ports.Store` over an engine."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault
        self._shared = local()

    @contextmanager
    def work(self) -> Iterator[SqlWork]:
        shared = getattr(self._shared, "work", None)
        if shared:
            yield shared
            return
        with self._open() as work:
            yield work

    @contextmanager
    def look(self) -> Iterator[SqlWork]:
        shared = getattr(self._shared, "work", None)
        if shared:
            yield shared
            return
        with transaction(self._engine, writes=False) as connection:
            yield self._work(connection, Pen(connection))

    @contextmanager
    def together(self) -> Iterator[None]:
        with self._open() as work:
            self._shared.work = work
            try:
                yield
            finally:
                del self._shared.work

    @contextmanager
    def _open(self) -> Iterator[SqlWork]:
        with transaction(self._engine, writes=True) as connection:
            pen = Pen(connection)
            yield self._work(connection, pen)
            pen.put_down()

    def _work(self, connection: Connection, pen: Pen) -> SqlWork:
        return SqlWork(
            tickets=SqlTickets(connection, self._vault, pen),
            figures=SqlFigures(connection, pen),
            rulings=SqlRulings(connection),
            conversations=SqlConversations(connection),
            people=SqlPeople(connection),
            outbox=SqlOutbox(connection),
            alerts=SqlAlerts(connection),
            articles=SqlArticles(connection),
            questions=SqlQuestions(connection),
        )
