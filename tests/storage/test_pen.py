"""Are the acts of one transaction written in a few statements, and does whoever is second store nothing at all?"""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event, select

from hotline.storage.store import SqlStore
from hotline.storage.tables import assignments, clocks, ticket_events, tickets
from hotline.troubles import Collision
from tests.storage.one_appeal import DISPATCHER, MONDAY, OFFICER, SUPERVISOR, accept, at_once, dispatched, done, perform
from tickets import fold
from tickets.lifecycle import Act, Status


@pytest.fixture
def statements(engine: Engine) -> Callable[[], list[str]]:
    """The writing statements since the last look."""
    written: list[str] = []

    def listen(connection, cursor, statement, values, context, many) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            written.append(" ".join(statement.split()[:3]))

    def told() -> list[str]:
        said = list(written)
        written.clear()
        return said

    event.listen(engine, "before_cursor_execute", listen)
    return told


def test_many_acts_in_one_transaction_are_a_few_statements(store: SqlStore, statements) -> None:
    with store.together():
        for place in range(20):
            with store.work() as work:
                done(work, dispatched(work, f"第{place}盏"), MONDAY)
    told = [one for one in statements() if "number_series" not in one and "conversations" not in one]
    tables = ("tickets", "ticket_events", "assignments", "clocks")
    assert len(told) < 20 * len(tables)
    assert {one.split()[-1].split("(")[0] for one in told} <= set(tables)


def test_one_act_touches_no_more_rows_than_it_changes(store: SqlStore, statements) -> None:
    with store.work() as work:
        held = dispatched(work)
    statements()
    with store.work() as work:
        perform(work, held, Act.SIGN, OFFICER, MONDAY)
    assert sorted(statements()) == [
        "INSERT INTO assignments",
        "INSERT INTO clocks",
        "INSERT INTO ticket_events",
        "UPDATE tickets SET",
    ]


def test_what_one_transaction_changed_twice_is_stored_as_the_last_of_it(store: SqlStore, engine: Engine) -> None:
    with store.work() as work:
        held = done(work, dispatched(work), MONDAY)
    with store.look() as work:
        assert fold.replay(held.number, work.tickets.events(held.number)) == held
        assert work.tickets.row(held.number).version == held.version == 6
    with engine.connect() as connection:
        stopped = connection.scalars(select(clocks.c.stopped_at).order_by(clocks.c.no)).all()
        signed = connection.scalars(select(assignments.c.signed_at)).all()
    assert [at is None for at in stopped] == [False, False, False, False, True]  # the follow-up call is still ahead
    assert signed == [MONDAY]


def test_a_question_in_the_middle_sees_what_was_written_before_it(store: SqlStore) -> None:
    with store.work() as work:
        held = dispatched(work)
        assert work.tickets.row(held.number).status is Status.TO_SIGN
        assert len(work.tickets.events(held.number)) == 2
        assert [one.clock for one in work.tickets.due_triggers(MONDAY.replace(year=2027), 5)] == ["签收", "办结"]
        assert {one.clock for one in work.figures.clocks(MONDAY, MONDAY.replace(year=2027))} == {"签收", "办结"}
        perform(work, held, Act.SIGN, OFFICER, MONDAY)
        assert work.tickets.row(held.number).status is Status.IN_PROGRESS


def test_of_a_batch_one_outdated_ticket_stops_all(store: SqlStore, engine: Engine) -> None:
    """Twenty tickets are reassigned at once and somebody was first on one of them: none moves."""
    with store.work() as work:
        held = [dispatched(work, f"第{place}盏") for place in range(20)]
    with store.work() as work:
        perform(work, held[13], Act.SIGN, OFFICER, MONDAY)
    with pytest.raises(Collision, match="没有提交"), store.work() as work:
        for one in held:
            perform(work, one, Act.REASSIGN, DISPATCHER, MONDAY, "归供电", department="供电")
    with engine.connect() as connection:
        assert set(connection.scalars(select(tickets.c.holder))) == {"城管"}
        assert len(connection.execute(select(ticket_events.c.id)).all()) == 41
        assert len(connection.execute(select(assignments.c.place)).all()) == 20


def test_of_a_batch_of_unlike_changes_one_outdated_ticket_stops_all(store: SqlStore, engine: Engine) -> None:
    with store.work() as work:
        filed, signed, urged = accept(work, "甲"), dispatched(work, "乙"), dispatched(work, "丙")
    with store.work() as work:
        perform(work, urged, Act.URGE, SUPERVISOR, MONDAY)
    with pytest.raises(Collision), store.work() as work:
        perform(work, filed, Act.DISPATCH, DISPATCHER, MONDAY, department="城管")
        perform(work, signed, Act.SIGN, OFFICER, MONDAY)
        perform(work, urged, Act.URGE, SUPERVISOR, MONDAY)
    with engine.connect() as connection:
        assert sorted(connection.scalars(select(tickets.c.version))) == [1, 2, 3]
        assert len(connection.execute(select(ticket_events.c.id)).all()) == 6


def test_of_two_batches_at_once_one_is_stored_whole(store: SqlStore, engine: Engine) -> None:
    with store.work() as work:
        held = [dispatched(work, f"第{place}盏") for place in range(10)]

    def reassign(who: int) -> str:
        with store.work() as work:
            for one in held if who else reversed(held):
                perform(work, one, Act.REASSIGN, DISPATCHER, MONDAY, "另有归属", department=("供电", "住建")[who])
        return ("供电", "住建")[who]

    outcomes = at_once(reassign)
    won = [one for one in outcomes if isinstance(one, str)]
    with engine.connect() as connection:
        holders = connection.scalars(select(tickets.c.holder)).all()
        assert len(connection.execute(select(ticket_events.c.id)).all()) == 20 + 10 * len(won)
    assert len(won) == 1 and holders == won * 10, outcomes
