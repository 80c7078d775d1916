"""Does each notice and alert come out once, also with several workers and after one of them died?"""

from datetime import datetime, timedelta

from hotline.ports import Choice, Reply
from hotline.storage.store import SqlStore
from tests.storage.one_appeal import DISPATCHER, MONDAY, WANG, at_once

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
