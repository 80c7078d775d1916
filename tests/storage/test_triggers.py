"""Which light or breach falls due next, and which tickets wait too long? Read from an index, never from every ticket."""

from datetime import datetime, timedelta

import pytest

from hotline.storage.store import SqlStore
from tests.storage.one_appeal import (
    COMPLETE_DUE,
    DISPATCHER,
    MONDAY,
    OFFICER,
    RED_LIGHT,
    SIGN_DUE,
    SIGN_LIGHT,
    YELLOW_LIGHT,
    accept,
    dispatched,
    done,
    next_trigger,
    perform,
)
from tickets.lifecycle import Act
from tickets.people import CITIZEN, SYSTEM
from tickets.ticket import Ticket

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LONG_AFTER = MONDAY + 60 * DAY


def fell_due(store: SqlStore, now: datetime) -> list[tuple[str, str]]:
    with store.look() as work:
        return [(trigger.clock, trigger.step) for trigger in work.tickets.due_triggers(now, 10)]


def fire(store: SqlStore, held: Ticket, now: datetime) -> Ticket:
    """Record the oldest light or breach as the worker does."""
    with store.work() as work:
        first = work.tickets.due_triggers(now, 1)[0]
        act = Act.BREACH if first.step == "超期" else Act.WARN
        facts = {"clock": str(first.clock), "run": first.run, "step": first.step, "fell_due": first.at.isoformat()}
        return perform(work, held, act, SYSTEM, now, **facts)


def test_what_waits_for_dispatch_has_the_centres_own_clock(store: SqlStore) -> None:
    with store.work() as work:
        accept(work)
    assert fell_due(store, MONDAY) == []
    assert fell_due(store, LONG_AFTER) == [("派单", "黄灯")]


def test_each_clock_shows_its_next_light_only(store: SqlStore) -> None:
    """Sign-off first, then the two lights and the end of completion, each as soon as the one before has fired."""
    with store.work() as work:
        held = dispatched(work)
    assert fell_due(store, SIGN_LIGHT - MINUTE) == []
    assert fell_due(store, SIGN_LIGHT) == [("签收", "黄灯")]
    assert fell_due(store, LONG_AFTER) == [("签收", "黄灯"), ("办结", "黄灯")]
    lights = []
    while due := fell_due(store, LONG_AFTER):
        lights.append(due[0])
        held = fire(store, held, LONG_AFTER)
    assert lights == [("签收", "黄灯"), ("签收", "超期"), ("办结", "黄灯"), ("办结", "红灯"), ("办结", "超期")]


@pytest.mark.parametrize(
    ("fired", "ahead"),
    [(0, SIGN_LIGHT), (1, SIGN_DUE), (2, YELLOW_LIGHT), (3, RED_LIGHT), (4, COMPLETE_DUE), (5, None)],
)
def test_the_next_trigger_is_the_nearest_instant_at_which_something_happens(
    store: SqlStore, fired: int, ahead: datetime | None
) -> None:
    with store.work() as work:
        held = dispatched(work)
    for _ in range(fired):
        held = fire(store, held, LONG_AFTER)
    with store.look() as work:
        assert next_trigger(work) == ahead


@pytest.mark.parametrize(
    ("acts", "left"),
    [
        ((), ["签收", "办结"]),
        ((Act.SIGN,), ["办结"]),
        ((Act.SIGN, Act.REPLY), ["办结"]),  # an answer is not yet a completion
        ((Act.SIGN, Act.REPLY, Act.COMPLETE), ["审核"]),
    ],
)
def test_a_stopped_clock_has_no_triggers_left(store: SqlStore, acts: tuple[Act, ...], left: list[str]) -> None:
    with store.work() as work:
        held = dispatched(work)
        for act in acts:
            held = perform(work, held, act, OFFICER, MONDAY + MINUTE, "三盏路灯已换好")
    assert [clock for clock, _ in fell_due(store, LONG_AFTER)] == left


def test_a_paused_clock_has_no_triggers_until_it_goes_on(store: SqlStore) -> None:
    with store.work() as work:
        held = perform(work, dispatched(work), Act.SIGN, OFFICER, MONDAY)
        held = perform(work, held, Act.SUSPEND, DISPATCHER, MONDAY + DAY, "和住建会商")
    assert fell_due(store, LONG_AFTER) == []
    with store.work() as work:
        perform(work, held, Act.RESUME, DISPATCHER, MONDAY + 15 * DAY)
        assert next_trigger(work) == YELLOW_LIGHT + 14 * DAY


def test_a_deadline_moved_on_after_its_red_light_gives_its_lights_again(store: SqlStore) -> None:
    with store.work() as work:
        held = perform(work, dispatched(work), Act.SIGN, OFFICER, MONDAY)
    for _ in range(2):
        held = fire(store, held, RED_LIGHT)
    with store.work() as work:
        held = perform(work, held, Act.ASK_EXTENSION, OFFICER, RED_LIGHT, "配件要等", amount=5)
        perform(work, held, Act.GRANT_EXTENSION, DISPATCHER, RED_LIGHT, "同意")
    due = RED_LIGHT + 6 * DAY
    with store.look() as work:
        assert ("办结", "黄灯") in [(one.clock, one.step) for one in work.tickets.due_triggers(due, 10)]
        assert work.tickets.row(held.number).complete_due == COMPLETE_DUE + 7 * DAY


def test_the_oldest_come_first_and_no_more_than_asked_for(store: SqlStore) -> None:
    with store.work() as work:
        numbers = [dispatched(work, f"第{day}天", at=MONDAY + day * DAY).number for day in (2, 0, 1)]
    with store.look() as work:
        all_due, two = work.tickets.due_triggers(LONG_AFTER, 10), work.tickets.due_triggers(LONG_AFTER, 2)
    oldest = [numbers[1], numbers[2], numbers[0]]
    assert [one.number for one in all_due if one.clock == "签收"] == oldest
    assert two == all_due[:2] and [one.at for one in all_due] == sorted(one.at for one in all_due)


def test_tickets_that_nobody_rated_are_found_when_their_time_is_over(store: SqlStore) -> None:
    with store.work() as work:
        silent, rated = done(work, dispatched(work, "没人评"), MONDAY + DAY), dispatched(work, "评过了")
        perform(work, done(work, rated, MONDAY + DAY), Act.RATE, CITIZEN, MONDAY + 2 * DAY, "很好", level=5)
        assert work.tickets.unrated_since(MONDAY + DAY - MINUTE, 10) == []
        assert work.tickets.unrated_since(MONDAY + DAY, 10) == [silent.number]


def test_what_ended_is_found_when_it_is_to_be_archived(store: SqlStore) -> None:
    with store.work() as work:
        ended = perform(work, accept(work, "撤回"), Act.WITHDRAW, CITIZEN, MONDAY, "灯亮了")
        filed = perform(work, accept(work, "归档"), Act.WITHDRAW, CITIZEN, MONDAY, "灯亮了")
        perform(work, filed, Act.ARCHIVE, SYSTEM, MONDAY)
        accept(work, "还开着")
        assert work.tickets.ended_before(MONDAY - MINUTE, 10) == []
        assert work.tickets.ended_before(MONDAY, 10) == [ended.number]


def test_tickets_with_a_running_clock_come_in_order_page_by_page(store: SqlStore) -> None:
    with store.work() as work:
        numbers = [dispatched(work, f"第{place}件").number for place in range(3)]
        perform(work, accept(work, "撤回"), Act.WITHDRAW, CITIZEN, MONDAY, "灯亮了")
        assert work.tickets.with_running_clocks("", 2) == numbers[:2]
        assert work.tickets.with_running_clocks(numbers[1], 2) == numbers[2:]
        assert work.tickets.with_running_clocks(numbers[2], 2) == []
