"""Is everything stored together or not at all, and is a failing database told as such?"""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import InternalError

from hotline.ports import Reply
from hotline.storage.engine import BUSY, open_engine
from hotline.storage.store import SqlStore
from hotline.storage.tables import assignments, clocks, conversations, outbox, ticket_events, tickets
from hotline.troubles import Collision, StorageBusy
from tests.conftest import VAULT
from tests.storage.one_appeal import DISPATCHER, MONDAY, OFFICER, WANG, accept, at_once, dispatched, perform
from tickets.fold import replay
from tickets.lifecycle import Act, Status

LINE = Reply(text="您的诉求已签收。")


class Fire(Exception):
    """Something unforeseen in the middle of the work."""


def rows_in(engine: Engine, *tables) -> dict[str, int]:
    with engine.connect() as connection:
        return {table.name: len(connection.execute(select(table)).all()) for table in tables}


def test_an_exception_in_the_middle_leaves_nothing_half_written(store: SqlStore, engine: Engine) -> None:
    with pytest.raises(Fire), store.work() as work:
        held = dispatched(work)
        work.alerts.raise_("超期", "", held.number, MONDAY)
        raise Fire
    everything = (conversations, tickets, ticket_events, assignments, clocks)
    assert rows_in(engine, *everything) == {table.name: 0 for table in everything}


def test_after_an_exception_the_next_transaction_works(store: SqlStore) -> None:
    with pytest.raises(Fire), store.work() as work:
        accept(work)
        raise Fire
    with store.work() as work:
        number = accept(work).number
    with store.look() as work:
        assert work.tickets.row(number).status is Status.TO_DISPATCH


def test_of_two_acts_on_one_version_one_wins_and_the_other_stored_nothing(store: SqlStore, engine: Engine) -> None:
    with store.work() as work:
        held = dispatched(work)
    with store.work() as work:
        perform(work, held, Act.SIGN, OFFICER, MONDAY)
    with pytest.raises(Collision, match="没有提交"), store.work() as work:
        work.outbox.put("迟到的通知", work.tickets.conversation_of(held.number), LINE, MONDAY)
        perform(work, held, Act.SIGN, OFFICER, MONDAY)
    assert rows_in(engine, ticket_events, outbox) == {"ticket_events": 3, "outbox": 0}


@pytest.mark.parametrize(
    ("act", "actor", "told"),
    [
        (Act.DISPATCH, DISPATCHER, {"department": "城管"}),  # two dispatchers on one waiting ticket
        (Act.URGE, OFFICER, {}),
    ],
)
def test_of_two_people_at_once_one_wins_and_the_other_stored_nothing(
    store: SqlStore, engine: Engine, act: Act, actor, told: dict[str, str]
) -> None:
    with store.work() as work:
        held = accept(work)

    def try_it(who: int) -> str:
        with store.work() as work:
            work.outbox.put(f"通知{who}", work.tickets.conversation_of(held.number), LINE, MONDAY)
            return perform(work, held, act, actor, MONDAY, **told).number

    outcomes = at_once(try_it, 4)
    assert outcomes.count(held.number) == 1
    assert [type(one) for one in outcomes if one != held.number] == [Collision] * 3
    assert rows_in(engine, ticket_events, outbox) == {"ticket_events": 2, "outbox": 1}
    assert rows_in(engine, assignments)["assignments"] == (1 if act is Act.DISPATCH else 0)


def test_an_act_seen_in_the_same_work_is_already_in_the_events(store: SqlStore) -> None:
    with store.work() as work:
        held = dispatched(work)
        assert replay(held.number, work.tickets.events(held.number)) == held


def test_looking_refuses_to_write(store: SqlStore, engine: Engine) -> None:
    with pytest.raises((StorageBusy, InternalError)), store.look() as work:  # each engine refuses in its own words
        work.conversations.open(WANG, MONDAY)
    assert rows_in(engine, conversations) == {"conversations": 0}
    with store.work() as work:  # the connection that looked may write again
        work.conversations.open(WANG, MONDAY)
    assert rows_in(engine, conversations) == {"conversations": 1}


def test_looking_sees_one_moment_even_while_others_write(store: SqlStore) -> None:
    with store.work() as work:
        first = accept(work, "第一件").number
    with store.look() as looking:
        assert looking.tickets.filed_before("第一件") == first
        with store.work() as work:
            accept(work, "第二件")
        assert looking.tickets.filed_before("第二件") is None


def test_a_locked_database_is_told_as_busy_and_nothing_is_stored(sqlite_file: Path) -> None:
    engine = open_engine(f"sqlite:///{sqlite_file}", busy_seconds=0.2)
    other = sqlite3.connect(sqlite_file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageBusy, match="请稍后再试"), SqlStore(engine, VAULT).work() as work:
        accept(work)
    other.execute("ROLLBACK")
    other.close()
    assert rows_in(engine, tickets, conversations) == {"tickets": 0, "conversations": 0}
    with SqlStore(engine, VAULT).work() as work:  # a later try works
        accept(work)
    engine.dispose()


def test_a_full_disk_is_told_as_busy_and_nothing_is_half_written(sqlite_file: Path) -> None:
    engine = open_engine(f"sqlite:///{sqlite_file}", busy_seconds=0.2)
    pages = sqlite3.connect(sqlite_file).execute("PRAGMA page_count").fetchone()[0]
    event.listen(engine, "connect", lambda raw, record: raw.execute(f"PRAGMA max_page_count={pages + 2}"))
    store, filed = SqlStore(engine, VAULT), 0
    with pytest.raises(StorageBusy, match=BUSY):
        for filed in range(200):
            with store.work() as work:
                dispatched(work, f"第{filed}件")
    assert rows_in(engine, tickets, ticket_events, assignments) == {
        "tickets": filed, "ticket_events": 2 * filed, "assignments": filed
    }  # fmt: skip
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    ["sqlite:////nowhere/at/all/hotline.db", "postgresql+psycopg://127.0.0.1:1/hotline"],
    ids=["文件夹不在", "服务不在"],
)
def test_a_database_out_of_reach_is_told_as_busy(url: str) -> None:
    with pytest.raises(StorageBusy, match=BUSY), SqlStore(open_engine(url), VAULT).look() as work:
        work.outbox.waiting()
