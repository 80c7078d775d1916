"""Does the index of a period hold every fact that a figure of it needs, and each as the events tell it?"""

from datetime import datetime, timedelta

import pytest

from hotline.storage.store import SqlStore
from tests.storage.one_appeal import (
    COMPLETE_DUE,
    DISPATCHER,
    HELPER,
    MONDAY,
    OFFICER,
    SIGN_DUE,
    SUPERVISOR,
    accept,
    dispatched,
    done,
    perform,
    rulebook,
)
from tickets import fold
from tickets.clocks import deadlines_of
from tickets.facts import assignment_facts, clock_facts, ticket_fact
from tickets.lifecycle import Act
from tickets.people import CITIZEN, SYSTEM
from tickets.service_levels import Clock
from tickets.ticket import Ticket

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FAR = MONDAY + 400 * DAY
COUNTED = {Clock.SIGN, Clock.CONTACT, Clock.COMPLETE, Clock.REWORK, Clock.FOLLOW_UP}
"""The centre's own clocks are watched, but no figure is made of them."""


def in_period(store: SqlStore, start: datetime, end: datetime) -> set[str]:
    with store.look() as work:
        return {fact.number for fact in work.figures.tickets(start, end)}


def a_hard_life(store: SqlStore) -> Ticket:
    """Given back, sent again with a helper, longer, talked over, late, sent back, judged twice, taken out of a figure."""
    with store.work() as work:
        held = dispatched(work)
        held = perform(
            work, held, Act.RETURN, OFFICER, MONDAY, "三定方案没有", reason="不属本单位职责", suggested="供电"
        )
        held = perform(work, held, Act.GRANT_RETURN, DISPATCHER, MONDAY + DAY, "同意")
        held = perform(work, held, Act.DISPATCH, DISPATCHER, MONDAY + DAY, department="供电", co=["城管"])
        held = perform(work, held, Act.REASSIGN, DISPATCHER, MONDAY + 2 * DAY, "还是城管", department="住建")
        lead = HELPER
        held = perform(work, held, Act.SIGN, lead, MONDAY + 3 * DAY)
        held = perform(work, held, Act.SUSPEND, DISPATCHER, MONDAY + 4 * DAY, "会商杆线归属")
        held = perform(work, held, Act.RESUME, DISPATCHER, MONDAY + 7 * DAY)
        held = perform(work, held, Act.ASK_EXTENSION, lead, MONDAY + 8 * DAY, "配件要等", amount=3)
        held = perform(work, held, Act.GRANT_EXTENSION, DISPATCHER, MONDAY + 9 * DAY, "同意", amount=2)
        held = perform(work, held, Act.CO_SIGN, OFFICER, MONDAY + 9 * DAY)
        held = perform(work, held, Act.CO_REPLY, OFFICER, MONDAY + 10 * DAY, "杆号已查")
        held = perform(work, held, Act.REPLY, lead, MONDAY + 40 * DAY, "换好了三盏路灯")
        held = perform(work, held, Act.COMPLETE, lead, MONDAY + 40 * DAY)
        held = perform(work, held, Act.SEND_BACK, DISPATCHER, MONDAY + 41 * DAY, "没有照片")
        held = perform(work, held, Act.COMPLETE, lead, MONDAY + 42 * DAY)
        held = perform(work, held, Act.APPROVE, DISPATCHER, MONDAY + 43 * DAY)
        held = perform(work, held, Act.RATE, CITIZEN, MONDAY + 44 * DAY, "有一盏又坏了", level=2, solved=False)
        held = perform(work, held, Act.REWORK, SUPERVISOR, MONDAY + 44 * DAY, "请再修")
        held = perform(work, held, Act.REPLY, lead, MONDAY + 45 * DAY, "又换了一盏")
        held = perform(work, held, Act.COMPLETE, lead, MONDAY + 45 * DAY)
        held = perform(work, held, Act.APPROVE, DISPATCHER, MONDAY + 45 * DAY)
        held = perform(work, held, Act.CLOSE, SYSTEM, MONDAY + 60 * DAY, "没有评价", unrated="默认满意")
        held = perform(work, held, Act.ASK_EXCLUSION, lead, MONDAY + 61 * DAY, "停电造成", scope="办结")
        return perform(work, held, Act.GRANT_EXCLUSION, SUPERVISOR, MONDAY + 62 * DAY, "属实", scope="办结")


def test_the_facts_of_the_index_are_those_of_the_events(store: SqlStore) -> None:
    a_hard_life(store)
    with store.work() as work:
        accept(work, "还没派")
        done(work, dispatched(work, "刚办好"), MONDAY + DAY)
    with store.look() as work:
        folded = [fold.replay(number, events) for number, events in work.figures.everything()]
        told = {one.number: one for one in work.figures.tickets(MONDAY, FAR)}
        clocks = {(one.number, one.no): one for one in work.figures.clocks(MONDAY, FAR)}
        parts = {(one.number, one.place): one for one in work.figures.assignments(MONDAY, FAR)}
    book = rulebook()
    assert told == {one.number: ticket_fact(one) for one in folded}
    assert parts == {(fact.number, fact.place): fact for one in folded for fact in assignment_facts(one)}
    facts = [fact for one in folded for fact in clock_facts(one, deadlines_of(one, book)) if fact.clock in COUNTED]
    assert clocks == {(fact.number, fact.no): fact for fact in facts}
    assert len(folded) == 3 and len(facts) > 10


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        (MONDAY - DAY, MONDAY, False),  # the end of a period is not in it
        (MONDAY, MONDAY + MINUTE, True),  # accepted
        (MONDAY + 20 * DAY, MONDAY + 21 * DAY, True),  # open all the while
        (MONDAY + 45 * DAY, MONDAY + 46 * DAY, True),  # finished
        (MONDAY + 55 * DAY, MONDAY + 56 * DAY, False),  # nothing happened
        (MONDAY + 60 * DAY, MONDAY + 61 * DAY, True),  # closed without a rating
        (MONDAY + 44 * DAY, MONDAY + 45 * DAY, True),  # rated
        (FAR, FAR + DAY, False),
    ],
)
def test_a_ticket_belongs_to_every_period_in_which_it_counts(
    store: SqlStore, start: datetime, end: datetime, there: bool
) -> None:
    number = a_hard_life(store).number
    assert (number in in_period(store, start, end)) is there


def test_a_clock_belongs_to_the_period_in_which_its_fate_is_settled(store: SqlStore) -> None:
    def settled(start: datetime, end: datetime) -> list[str]:
        with store.look() as work:
            return sorted(one.clock for one in work.figures.clocks(start, end))

    with store.work() as work:
        perform(work, dispatched(work), Act.SIGN, OFFICER, MONDAY + 60 * MINUTE)
    assert settled(MONDAY, MONDAY + 60 * MINUTE) == []  # dispatched at once, which no figure counts
    assert settled(MONDAY + 60 * MINUTE, MONDAY + 61 * MINUTE) == ["签收"]
    assert settled(SIGN_DUE, SIGN_DUE + MINUTE) == []  # signed before it ran out
    assert settled(COMPLETE_DUE, COMPLETE_DUE + MINUTE) == ["办结"]  # a miss, should nothing happen until then


def test_an_assignment_belongs_to_the_periods_of_its_dispatch_and_of_its_return(store: SqlStore) -> None:
    def departments(start: datetime) -> list[str]:
        with store.look() as work:
            return [one.department for one in work.figures.assignments(start, start + MINUTE)]

    a_hard_life(store)
    assert departments(MONDAY) == ["城管"]
    assert sorted(departments(MONDAY + DAY)) == ["供电", "城管", "城管"]  # one returned, two sent
    assert departments(MONDAY + 3 * DAY) == []


def test_everything_hands_out_each_ticket_once_with_all_its_events(store: SqlStore) -> None:
    held = a_hard_life(store)
    with store.work() as work:
        second = accept(work, "第二件", at=MONDAY + DAY)
    with store.look() as work:
        told = list(work.figures.everything())
    assert [(number, len(events)) for number, events in told] == [(held.number, held.version), (second.number, 1)]
    assert fold.replay(held.number, told[0][1]) == held


def test_after_everything_was_read_the_same_transaction_still_writes(store: SqlStore) -> None:
    with store.work() as work:
        held = [dispatched(work, f"第{place}件") for place in range(3)]
    with store.work() as work:
        assert len(list(work.figures.everything())) == 3
        for one in held:
            perform(work, one, Act.SIGN, OFFICER, MONDAY)
    with store.look() as work:
        assert {work.tickets.row(one.number).version for one in held} == {3}
