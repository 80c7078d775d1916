"""Does each notice, warning and alert come out once, also with several workers and after one of them died?"""

from datetime import datetime, timedelta

import pytest

from hotline.ports import Choice, Reply
from hotline.storage.store import SqlStore
from tests.storage.one_appeal import DISPATCHER, MONDAY, OFFICER, WANG, accept, at_once, dispatched, perform
from tickets.lifecycle import Act
from tickets.people import CITIZEN
from tickets.service_levels import Clock

SIGNED = Reply(
    text="您的诉求 ZD2026112300001 已由曾都区城市管理执法局签收。",
    choices=(Choice(label="催一下", value="催办 ZD2026112300001"),),
    card={"type": "ticket", "number": "ZD2026112300001"},
)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LEASE = MONDAY + 2 * MINUTE


def put(store: SqlStore, *keys: str) -> None:
    with store.work() as work:
        conversation = work.conversations.open(WANG, MONDAY)
        for key in keys:
            work.outbox.put(key, conversation, SIGNED, MONDAY)


def claimed(store: SqlStore, now: datetime, limit: int = 10) -> list[str]:
    with store.work() as work:
        return [notice.key for notice in work.outbox.claim(now, now + 2 * MINUTE, limit)]


def test_a_notice_is_queued_once_per_key(store: SqlStore) -> None:
    with store.work() as work:
        conversation = work.conversations.open(WANG, MONDAY)
        assert work.outbox.put("ZD2026112300001:3", conversation, SIGNED, MONDAY)
        assert not work.outbox.put("ZD2026112300001:3", conversation, SIGNED, MONDAY)
        assert work.outbox.waiting() == 1


def test_a_notice_comes_out_whole_with_its_address(store: SqlStore) -> None:
    put(store, "ZD2026112300001:3")
    with store.work() as work:
        (notice,) = work.outbox.claim(MONDAY, LEASE, 10)
    assert (notice.reply, notice.address, notice.attempts) == (SIGNED, WANG, 0)


def test_two_workers_at_once_share_the_notices_and_take_none_twice(store: SqlStore) -> None:
    put(store, *(str(place) for place in range(40)))
    shares = at_once(lambda who: claimed(store, MONDAY, limit=20))
    taken = shares[0] + shares[1]
    assert len(taken) == len(set(taken))
    left = claimed(store, MONDAY, limit=40)  # what a worker passed by because the other one held it
    assert sorted(taken + left, key=int) == [str(place) for place in range(40)]


def test_a_lease_that_ends_lets_the_notice_be_taken_again(store: SqlStore) -> None:
    put(store, "签收通知")
    assert claimed(store, MONDAY) == ["签收通知"]
    assert claimed(store, LEASE - MINUTE) == []
    assert claimed(store, LEASE) == ["签收通知"]


def test_a_notice_whose_worker_died_while_sending_comes_out_unsure(store: SqlStore) -> None:
    put(store, "签收通知")
    with store.work() as work:
        (notice,) = work.outbox.claim(MONDAY, LEASE, 10)
        work.outbox.begin(notice)
    with store.work() as work:
        (again,) = work.outbox.claim(LEASE, LEASE + MINUTE, 10)
    assert (notice.unsure, again.unsure) == (False, True)


def test_pages_that_arrived_for_certain_are_remembered(store: SqlStore) -> None:
    put(store, "很长的答复")
    with store.work() as work:
        (notice,) = work.outbox.claim(MONDAY, LEASE, 10)
        work.outbox.begin(notice)
        work.outbox.page_sent(notice, 1)
    with store.work() as work:
        (again,) = work.outbox.claim(LEASE, LEASE + MINUTE, 10)
    assert (again.pages_sent, again.unsure) == (1, False)


def test_notices_come_out_in_the_order_they_were_put(store: SqlStore) -> None:
    put(store, "派单", "签收", "答复")
    assert claimed(store, MONDAY, limit=2) == ["派单", "签收"]
    assert claimed(store, MONDAY, limit=2) == ["答复"]


def test_a_sent_notice_never_comes_out_again(store: SqlStore) -> None:
    put(store, "签收通知")
    with store.work() as work:
        (notice,) = work.outbox.claim(MONDAY, LEASE, 10)
        work.outbox.sent(notice, MONDAY)
        assert work.outbox.waiting() == 0
    assert claimed(store, MONDAY + 30 * DAY) == []


def test_a_failed_notice_waits_for_its_next_time_and_counts_the_try(store: SqlStore) -> None:
    put(store, "签收通知")
    with store.work() as work:
        (notice,) = work.outbox.claim(MONDAY, LEASE, 10)
        work.outbox.retry(notice, "微信接口超时", MONDAY + 8 * MINUTE)
        assert work.outbox.waiting() == 1
    assert claimed(store, MONDAY + 7 * MINUTE) == []
    with store.work() as work:
        (again,) = work.outbox.claim(MONDAY + 8 * MINUTE, MONDAY + 10 * MINUTE, 10)
    assert again.attempts == 1


def test_a_notice_given_up_is_left_alone(store: SqlStore) -> None:
    put(store, "签收通知")
    with store.work() as work:
        (notice,) = work.outbox.claim(MONDAY, LEASE, 10)
        work.outbox.give_up(notice, "用户已取消关注", MONDAY)
        assert work.outbox.waiting() == 0
    assert claimed(store, MONDAY + 30 * DAY) == []


def fell_due(store: SqlStore, now: datetime) -> list[tuple[str, str]]:
    with store.look() as work:
        return [(trigger.clock, trigger.step) for trigger in work.tickets.due_triggers(now, 10)]


def test_before_dispatch_no_clock_runs(store: SqlStore) -> None:
    with store.work() as work:
        accept(work)
    assert fell_due(store, MONDAY + 365 * DAY) == []


def test_warnings_and_breaches_fall_due_oldest_first(store: SqlStore) -> None:
    with store.work() as work:
        dispatched(work)
    assert fell_due(store, MONDAY + 19 * 60 * MINUTE) == []
    assert fell_due(store, MONDAY + 20 * 60 * MINUTE) == [("签收", "预警")]
    assert fell_due(store, MONDAY + 9 * DAY) == [("签收", "预警"), ("签收", "超期"), ("办结", "预警"), ("办结", "超期")]


def test_a_trigger_is_fired_once_by_two(store: SqlStore) -> None:
    with store.work() as work:
        dispatched(work)
    with store.look() as work:
        (warning,) = work.tickets.due_triggers(MONDAY + 20 * 60 * MINUTE, 10)

    def fire(who: int) -> bool:
        with store.work() as work:
            return work.tickets.fire(warning, MONDAY + DAY)

    assert sorted(at_once(fire)) == [False, True]
    assert fell_due(store, MONDAY + 20 * 60 * MINUTE) == []


@pytest.mark.parametrize(
    ("acts", "left"),
    [
        ((), [("签收", "预警"), ("签收", "超期"), ("办结", "预警"), ("办结", "超期")]),
        ((Act.SIGN,), [("办结", "预警"), ("办结", "超期")]),
        ((Act.SIGN, Act.REPLY), [("办结", "预警"), ("办结", "超期")]),  # an answer is not yet a completion
        ((Act.SIGN, Act.REPLY, Act.COMPLETE), []),
    ],
)
def test_a_stopped_clock_has_no_triggers_left(
    store: SqlStore, acts: tuple[Act, ...], left: list[tuple[str, str]]
) -> None:
    with store.work() as work:
        held = dispatched(work)
        for act in acts:
            held = perform(work, held, act, OFFICER, MONDAY + MINUTE, "三盏路灯已换好")
    assert fell_due(store, MONDAY + 9 * DAY) == left


def test_a_trigger_of_a_clock_that_stopped_meanwhile_does_not_fire(store: SqlStore) -> None:
    with store.work() as work:
        held = dispatched(work)
        (warning,) = work.tickets.due_triggers(MONDAY + 20 * 60 * MINUTE, 10)
        perform(work, held, Act.SIGN, OFFICER, MONDAY + 20 * 60 * MINUTE)
    with store.work() as work:
        assert warning.clock is Clock.SIGN and not work.tickets.fire(warning, MONDAY + 21 * 60 * MINUTE)


def test_tickets_that_nobody_rated_are_found_when_their_time_is_over(store: SqlStore) -> None:
    with store.work() as work:
        old, rated = dispatched(work, "没人评"), dispatched(work, "评过了")
        for held in (old, rated):
            for act in (Act.SIGN, Act.REPLY, Act.COMPLETE):
                held = perform(work, held, act, OFFICER, MONDAY + DAY, "三盏路灯已换好")
        perform(work, held, Act.RATE, CITIZEN, MONDAY + 2 * DAY, "很好", level=5)
        assert work.tickets.unrated_since(MONDAY, 10) == []
        assert work.tickets.unrated_since(MONDAY + DAY, 10) == [old.number]
        ratings = work.tickets.rated(MONDAY, MONDAY + 3 * DAY)
        assert [(row.number, row.department, row.level) for row in ratings] == [(rated.number, "城管", 5)]
        assert work.tickets.rated(MONDAY, MONDAY + 2 * DAY) == []  # the end of a period is not in it


def test_a_period_holds_every_assignment_with_a_moment_inside(store: SqlStore) -> None:
    def inside(start: datetime, end: datetime) -> int:
        return len(work.tickets.assignments(start, end))

    with store.work() as work:
        held = dispatched(work)
        perform(work, held, Act.SIGN, OFFICER, MONDAY + 60 * MINUTE)
        assert inside(MONDAY, MONDAY + 60 * MINUTE) == 0  # dispatched, but nothing done or due yet
        assert inside(MONDAY + 60 * MINUTE, MONDAY + 61 * MINUTE) == 1  # signed
        assert inside(MONDAY + DAY, MONDAY + DAY + MINUTE) == 1  # sign-off due
        assert inside(MONDAY + 5 * DAY, MONDAY + 6 * DAY) == 1  # completion due
        assert inside(MONDAY + 6 * DAY, MONDAY + 600 * DAY) == 0


def test_an_alert_waits_until_one_person_takes_it(store: SqlStore) -> None:
    with store.work() as work:
        conversation = work.conversations.open(WANG, MONDAY)
        work.alerts.raise_("转人工", conversation, "我要找人说", MONDAY + MINUTE)
        work.alerts.raise_("危险：火灾", conversation, "楼下着火了", MONDAY)
        fire, person = work.alerts.open()
    assert [fire.kind, person.kind] == ["危险：火灾", "转人工"]

    def take(who: int) -> bool:
        with store.work() as work:
            return work.alerts.take(fire.id, ("小刘", "小周")[who], MONDAY + MINUTE)

    outcomes = at_once(take)
    assert sorted(outcomes) == [False, True]
    winner = ("小刘", "小周")[outcomes.index(True)]
    with store.look() as work:
        assert [alert.kind for alert in work.alerts.open()] == ["转人工"]
        assert [alert.words for alert in work.alerts.taken(winner)] == ["楼下着火了"]
        assert work.alerts.taken(DISPATCHER.name) == []
