"""Do migrations make exactly the tables the code speaks of, and does every question of the day use an index?"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, event, inspect

from hotline.ports import Person, Work
from hotline.records import ArticleFilter, TicketFilter
from hotline.storage.engine import open_engine
from hotline.storage.migrate import current, head, migrate
from hotline.storage.store import SqlStore
from hotline.storage.tables import metadata
from knowledge_base.life import Stage, Standing
from tests.storage.one_appeal import MONDAY, accept, at_once, dispatched
from tickets.lifecycle import OPEN, Status
from tickets.people import Role


@pytest.fixture
def empty(tmp_path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    yield engine
    engine.dispose()


def test_an_empty_database_comes_to_the_newest_schema(empty: Engine) -> None:
    assert current(empty) is None
    migrate(empty)
    assert current(empty) == head()
    assert set(metadata.tables) <= set(inspect(empty).get_table_names())


def test_migrating_again_changes_nothing_and_keeps_what_is_stored(store: SqlStore, engine: Engine) -> None:
    with store.work() as work:
        number = accept(work).number
    migrate(engine)
    assert current(engine) == head()
    with store.look() as work:
        assert work.tickets.row(number).number == number


def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    engines = [open_engine(f"sqlite:///{tmp_path / 'new.db'}", busy_seconds=20) for _ in range(2)]
    assert at_once(lambda who: migrate(engines[who])) == [None, None]
    assert current(engines[0]) == head()
    for engine in engines:
        engine.dispose()


def test_the_migrations_make_exactly_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_naive_instant_is_refused(sqlite_store: SqlStore) -> None:
    with pytest.raises(Exception, match="time zone"), sqlite_store.work() as work:
        accept(work, at=MONDAY.replace(tzinfo=None))


def test_a_person_comes_back_as_added_and_is_added_once(store: SqlStore) -> None:
    zhang = Person(login="zhang", name="城管老张", role=Role.DEPARTMENT, department="城管", password_hash="$argon2id$…")
    with store.work() as work:
        work.people.add(zhang)
        work.people.add(Person(login="zhang", name="冒名", role=Role.ADMINISTRATOR, password_hash="x"))
        assert work.people.find("zhang") == zhang
        assert work.people.find("nobody") is None
        work.people.remember_failure("zhang", 3, MONDAY)
        assert (work.people.find("zhang").failed, work.people.find("zhang").locked_until) == (3, MONDAY)


INBOX = TicketFilter(part="城管", statuses=frozenset({Status.TO_SIGN, Status.IN_PROGRESS}))
HELD = TicketFilter(holder="城管", statuses=frozenset({Status.TO_SIGN}))
QUEUE = TicketFilter(statuses=frozenset({Status.TO_DISPATCH}))
LATER = MONDAY + timedelta(days=30)
REVIEWING = frozenset({Stage.REVIEWING})
ON_ROADS = ArticleFilter(standings=frozenset({Standing.PUBLISHED}), category="交管车驾")
LATE = TicketFilter(statuses=frozenset(OPEN), late_at=LATER)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda work: work.tickets.due_triggers(MONDAY, 200), "ix_clocks_next_at"),
        (lambda work: work.tickets.with_running_clocks("", 200), "ix_clocks_running"),
        (lambda work: work.tickets.rows(INBOX), "ix_tickets_status_due_at"),
        (lambda work: work.tickets.rows(INBOX), "ix_assignments_department_ticket"),
        (lambda work: work.tickets.rows(HELD), "ix_tickets_holder_status_due_at"),
        (lambda work: work.tickets.rows(QUEUE), "ix_tickets_status_due_at"),
        (lambda work: work.tickets.rows(LATE), "ix_tickets_status_due_at"),
        (lambda work: work.tickets.rows(TicketFilter(pending="延期")), "ix_tickets_pending"),
        (lambda work: work.tickets.rows(TicketFilter(supervised=True)), "ix_tickets_supervised"),
        (lambda work: work.tickets.rows(TicketFilter(conversation="c")), "ix_tickets_conversation_accepted_at"),
        (lambda work: work.tickets.count(TicketFilter(accepted_from=MONDAY)), "ix_tickets_accepted_at"),
        (lambda work: work.tickets.unrated_since(MONDAY, 100), "ix_tickets_status_due_at"),
        (lambda work: work.tickets.ended_before(MONDAY, 100), "ix_tickets_status_due_at"),
        (lambda work: work.tickets.merged_into("ZD2026112300001"), "ix_tickets_merged_into_number"),
        (lambda work: work.tickets.of_city("SZ-2026-1188"), "ix_tickets_city_number"),
        (lambda work: work.tickets.stale(100), "ix_tickets_stale"),
        (lambda work: work.figures.tickets(MONDAY, LATER), "ix_tickets_finished_at_accepted_at_number"),
        (lambda work: work.figures.clocks(MONDAY, LATER), "ix_clocks_settled_at_ticket"),
        (lambda work: work.figures.assignments(MONDAY, LATER), "ix_assignments_returned_at"),
        (lambda work: work.conversations.unanswered(MONDAY, MONDAY, 50), "ix_messages_unanswered"),
        (lambda work: work.conversations.since("c", 0), "ix_messages_conversation_id"),
        (lambda work: work.conversations.replies(1), "ix_messages_reply_to"),
        (lambda work: work.outbox.claim(MONDAY, LATER, 200), "ix_outbox_status_next_at"),
        (lambda work: work.alerts.open(), "ix_alerts_taken_at_raised_at"),
        (lambda work: work.articles.edition(), "ix_article_events_step_id"),
        (lambda work: work.articles.rows(ArticleFilter(stages=REVIEWING)), "ix_articles_stage"),
        (lambda work: work.articles.rows(ON_ROADS), "ix_articles_standing_main_category"),
        (lambda work: work.articles.rows(ArticleFilter(category="民政")), "ix_articles_main_category"),
        (lambda work: work.articles.rows(ArticleFilter(department="公安")), "ix_articles_department_stage"),
        (lambda work: work.articles.rows(ArticleFilter(review_before=LATER.date())), "ix_articles_review_due"),
        (lambda work: work.articles.rows(ArticleFilter(expires_before=LATER.date())), "ix_articles_expires"),
        (lambda work: work.questions.asked(MONDAY, LATER), "ix_questions_at"),
        (lambda work: work.questions.judge("c", helped=True, since=MONDAY), "ix_questions_conversation_at"),
        (lambda work: work.questions.gaps(), "ix_gaps_status_total"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_question_of_the_day_is_answered_from_an_index(
    sqlite_store: SqlStore, sqlite_engine: Engine, ask: Callable[[Work], object], index: str
) -> None:
    with sqlite_store.work() as work:
        dispatched(work)
    statement, values = _first_select(sqlite_store, sqlite_engine, ask)
    with sqlite_engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert any(f"INDEX {index}" in step for step in plan), plan
    assert not any(step.startswith("SCAN") and f"INDEX {index}" not in step for step in plan), plan


def _first_select(store: SqlStore, engine: Engine, ask: Callable[[Work], object]) -> tuple[str, tuple]:
    said: list[tuple[str, tuple]] = []

    def listen(connection, cursor, statement, values, context, many) -> None:
        said.append((statement, values))

    event.listen(engine, "before_cursor_execute", listen)
    with store.work() as work:
        ask(work)
    event.remove(engine, "before_cursor_execute", listen)
    return next(one for one in said if one[0].startswith("SELECT"))
