"""Is a ticket's number its own for ever, however many file at once and whatever fails? Gaps are allowed, repeats are not."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select

from hotline.storage.engine import open_engine
from hotline.storage.store import SqlStore
from hotline.storage.tables import ticket_events, tickets
from tests.conftest import VAULT
from tests.storage.one_appeal import MONDAY, accept, at_once, perform
from tickets.lifecycle import Act
from tickets.people import CITIZEN, SYSTEM

FILERS = 50


class Fire(Exception):
    """Something unforeseen in the middle of the filing."""


@pytest.fixture
def two_houses(engine: Engine) -> Iterator[list[SqlStore]]:
    """Two engines over one database, as two processes have."""
    url = engine.url.render_as_string(hide_password=False)
    engines = [open_engine(url, busy_seconds=20) for _ in range(2)]
    yield [SqlStore(one, VAULT) for one in engines]
    for one in engines:
        one.dispose()


def test_fifty_writers_at_once_get_fifty_numbers(two_houses: list[SqlStore]) -> None:
    def number(who: int) -> str:
        with two_houses[who % 2].work() as work:
            return work.tickets.next_number(MONDAY.date())

    assert sorted(at_once(number, FILERS)) == [f"ZD20261123{place:05d}" for place in range(1, FILERS + 1)]


def test_fifty_filings_at_once_are_all_stored(two_houses: list[SqlStore], engine: Engine) -> None:
    def file(who: int) -> str:
        with two_houses[who % 2].work() as work:
            return accept(work, f"第{who}位市民").number

    numbers = at_once(file, FILERS)
    assert len(set(numbers)) == FILERS
    with two_houses[0].look() as work:
        assert all(work.tickets.row(number).version == 1 for number in numbers)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(tickets)) == FILERS
        assert connection.scalar(select(func.count()).select_from(ticket_events)) == FILERS


def test_filings_that_fail_in_the_middle_leave_no_number_twice(two_houses: list[SqlStore], engine: Engine) -> None:
    def file(who: int) -> str:
        with two_houses[who % 2].work() as work:
            number = accept(work, f"第{who}位市民").number
            if who % 3 == 0:
                raise Fire
        return number

    outcomes = at_once(file, FILERS)
    stored = [one for one in outcomes if isinstance(one, str)]
    assert [type(one) for one in outcomes[::3]] == [Fire] * len(outcomes[::3])
    assert len(stored) == len(set(stored)) == FILERS - len(outcomes[::3])
    with engine.connect() as connection:
        assert set(connection.scalars(select(tickets.c.number))) == set(stored)


def test_the_number_of_a_ticket_that_ended_is_never_given_again(store: SqlStore) -> None:
    with store.work() as work:
        ended = perform(work, accept(work, "撤回的"), Act.WITHDRAW, CITIZEN, MONDAY, "灯亮了")
        perform(work, ended, Act.ARCHIVE, SYSTEM, MONDAY)
    with store.work() as work:
        assert accept(work, "第二件").number > ended.number


def test_a_number_series_starts_again_each_day(store: SqlStore) -> None:
    with store.work() as work:
        days = [MONDAY.date(), MONDAY.date(), MONDAY.date().replace(day=24), MONDAY.date()]
        assert [work.tickets.next_number(day)[-7:] for day in days] == ["2300001", "2300002", "2400001", "2300003"]


def test_a_city_number_belongs_to_one_ticket(store: SqlStore) -> None:
    with store.work() as work:
        ours = accept(work, "市平台一", city_number="SZ-2026-1188").number
        accept(work, "没有市级编号")
        accept(work, "也没有市级编号")
        assert (work.tickets.of_city("SZ-2026-1188"), work.tickets.of_city("SZ-9")) == (ours, None)
    with pytest.raises(Exception, match="(?i)unique"), store.work() as work:
        accept(work, "市平台一再来", city_number="SZ-2026-1188")
