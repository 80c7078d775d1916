"""Is the stored ticket the fold of its events, and can nobody change what happened?"""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from hotline.storage.store import SqlStore
from hotline.storage.tables import assignments, clocks, ticket_events, tickets
from hotline.storage.vault import Vault
from hotline.troubles import NoSuchTicket
from tests.storage.one_appeal import (
    COMPLETE_DUE,
    DISPATCHER,
    MONDAY,
    OFFICER,
    SIGN_DUE,
    STREET_LAMP,
    accept,
    dispatched,
    perform,
    rulebook,
)
from tickets import fold
from tickets.clocks import deadlines_of
from tickets.lifecycle import Act
from tickets.people import CITIZEN, SYSTEM

HOUR = timedelta(hours=1)


def whole_life(store: SqlStore) -> str:
    """From acceptance to the closed ticket, one act an hour."""
    steps = (
        (Act.DISPATCH, DISPATCHER, "路灯归城管", {"department": "城管"}),
        (Act.URGE, CITIZEN, "诉求人催办", {}),
        (Act.SIGN, OFFICER, "", {}),
        (Act.REPLY, OFFICER, "三盏路灯已换好，今晚亮灯。", {}),
        (Act.COMPLETE, OFFICER, "", {}),
        (Act.APPROVE, DISPATCHER, "", {}),
        (Act.RATE, CITIZEN, "很快", {"level": 5}),
        (Act.CLOSE, SYSTEM, "诉求人已评价", {}),
    )
    with store.work() as work:
        held = accept(work)
    for hour, (act, actor, why, data) in enumerate(steps, start=1):
        with store.work() as work:
            held = perform(work, held, act, actor, MONDAY + hour * HOUR, why, **data)
    return held.number


def test_the_events_fold_to_the_stored_projection(store: SqlStore, engine: Engine) -> None:
    number = whole_life(store)
    with store.look() as work:
        folded = fold.replay(number, work.tickets.events(number))
    with engine.connect() as connection:
        kept = connection.execute(select(tickets).where(tickets.c.number == number)).one()
    assert (kept.version, kept.status, kept.holder) == (folded.version, folded.status, folded.holder)
    assert (kept.kind, kept.urgency, kept.category) == (folded.kind, folded.urgency, folded.category)
    assert (kept.rating, kept.urged, kept.closed_at) == (folded.judgement.level, folded.urged, folded.closed_at)
    assert (kept.accepted_at, kept.completed_at) == (folded.accepted_at, folded.completed_at)
    assert (kept.title, kept.what, kept.place, kept.time_words) == (
        folded.appeal.title, folded.appeal.what, folded.appeal.where, folded.appeal.when
    )  # fmt: skip


def test_each_event_comes_back_as_it_happened(store: SqlStore) -> None:
    number = whole_life(store)
    with store.look() as work:
        events = work.tickets.events(number)
    assert [event.no for event in events] == list(range(1, 10))
    assert events[0].data == STREET_LAMP
    assert events[4].actor == OFFICER and events[4].why == "三盏路灯已换好，今晚亮灯。"
    assert events[4].at == MONDAY + 4 * HOUR and events[4].at.tzinfo is UTC


def test_the_assignment_keeps_the_times_of_its_department(store: SqlStore, engine: Engine) -> None:
    number = whole_life(store)
    with engine.connect() as connection:
        kept = connection.execute(select(assignments).where(assignments.c.ticket == number)).one()
    assert (kept.department, kept.place, kept.lead) == ("城管", 1, True)
    assert (kept.dispatched_at, kept.signed_at, kept.replied_at) == (
        MONDAY + HOUR, MONDAY + 3 * HOUR, MONDAY + 4 * HOUR
    )  # fmt: skip
    assert (kept.ended_at, kept.returned_at) == (None, None)


def test_the_nearest_running_clock_is_the_one_a_list_sorts_by(store: SqlStore) -> None:
    def nearest() -> tuple[datetime | None, str | None]:
        with store.look() as work:
            row = work.tickets.row(held.number)
        return row.due_at, row.due_clock

    with store.work() as work:
        held = dispatched(work)
    assert nearest() == (SIGN_DUE, "签收")  # sign-off comes first
    for act in (Act.SIGN, Act.REPLY):
        with store.work() as work:
            held = perform(work, held, act, OFFICER, MONDAY + HOUR, "已安排师傅上门")
        assert nearest() == (COMPLETE_DUE, "办结")
    with store.work() as work:
        held = perform(work, held, Act.COMPLETE, OFFICER, MONDAY + 2 * HOUR)
    assert nearest() == (SIGN_DUE, "审核")  # the centre's own working day
    with store.work() as work:
        held = perform(work, held, Act.APPROVE, DISPATCHER, MONDAY + 3 * HOUR)
    assert nearest() == (None, None)  # that a citizen has not been called yet makes nothing urgent


def test_every_run_of_every_clock_is_kept_with_its_deadline(store: SqlStore, engine: Engine) -> None:
    number = whole_life(store)
    with store.look() as work:
        held = work.tickets.ticket(number)
    with engine.connect() as connection:
        kept = connection.execute(select(clocks).order_by(clocks.c.no)).all()
    assert [row.clock for row in kept] == ["派单", "签收", "办结", "审核", "回访"]
    due = {no: made.due for no, made in deadlines_of(held, rulebook()).items()}
    assert {row.no: row.due for row in kept} == due
    assert [row.stopped_at for row in kept] == [run.stopped_at for run in held.runs]
    assert not any(row.next_at for row in kept)  # nothing runs any more, so nothing fires


@pytest.mark.parametrize("change", ["UPDATE ticket_events SET why = '没有这回事'", "DELETE FROM ticket_events"])
def test_the_database_itself_refuses_to_change_what_happened(store: SqlStore, engine: Engine, change: str) -> None:
    number = whole_life(store)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change))
    with engine.connect() as connection:
        told = connection.scalars(select(ticket_events.c.why).where(ticket_events.c.ticket == number)).all()
    assert len(told) == 9 and "没有这回事" not in told


def test_the_contact_is_unreadable_in_the_raw_file(sqlite_store: SqlStore, sqlite_engine: Engine, sqlite_file) -> None:
    with sqlite_store.work() as work:
        number = accept(work, contact="13872880019").number
    with sqlite_engine.connect().execution_options(writes=True) as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    raw = sqlite_file.read_bytes()
    assert "沿河大道".encode() in raw and b"13872880019" not in raw
    with sqlite_store.look() as work:
        assert work.tickets.appeal(number).contact == "13872880019"


def test_the_contact_is_unreadable_in_the_column_and_with_another_key(store: SqlStore, engine: Engine) -> None:
    with store.work() as work:
        number = accept(work, contact="13872880019").number
    with engine.connect() as connection:
        assert b"13872880019" not in bytes(connection.scalar(select(tickets.c.contact)))
    other = SqlStore(engine, Vault(b"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
    with pytest.raises(InvalidToken), other.look() as work:
        work.tickets.appeal(number)


def test_the_vault_does_not_print_its_key() -> None:
    key = b"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    assert key.decode() not in f"{Vault(key)} {Vault(key)!r}"


def test_an_anonymous_appeal_keeps_no_contact_at_all(store: SqlStore, engine: Engine) -> None:
    with store.work() as work:
        number = accept(work, contact="").number
        assert work.tickets.appeal(number).contact == ""
    with engine.connect() as connection:
        assert connection.scalar(select(tickets.c.contact)) is None


def test_an_unknown_number_is_told_as_a_sentence(store: SqlStore) -> None:
    with store.look() as work:
        for asked in (work.tickets.events, work.tickets.row, work.tickets.appeal, work.tickets.conversation_of):
            with pytest.raises(NoSuchTicket, match="请核对工单号"):
                asked("ZD2026112399999")
