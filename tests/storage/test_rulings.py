"""Is what the office changes about its own rules kept for ever, and in force only while it holds?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hotline.records import DispatchRule, StoredNotice
from hotline.storage.store import SqlStore
from tests.storage.one_appeal import MONDAY

SPRING = StoredNotice(
    id=0,
    year=2027,
    title="关于2027年部分节假日安排的通知",
    document="国办发明电〔2026〕9号",
    days={date(2027, 2, 5): (False, "春节"), date(2027, 2, 20): (True, "春节")},
    by="管理员老郑",
    applied_at=MONDAY,
)
LAMPS = DispatchRule(
    id=0,
    category="市政公用/路灯",
    street="西城街道",
    words="",
    department="城管",
    why="裁定：路灯由城管维护",
    ticket="ZD2026112300001",
    by="督办老吴",
    made_at=MONDAY,
)


def test_notices_come_back_whole_and_in_the_order_they_were_applied(store: SqlStore) -> None:
    corrected = replace(SPRING, title="更正", days={date(2027, 2, 21): (True, "春节")})
    with store.work() as work:
        work.rulings.apply_notice(SPRING)
        work.rulings.apply_notice(corrected)
    with store.look() as work:
        told = work.rulings.notices()
    assert [replace(notice, id=0) for notice in told] == [SPRING, corrected]
    assert told[0].id < told[1].id


def test_a_notice_holds_within_the_transaction_that_applied_it(store: SqlStore) -> None:
    with store.work() as work:
        assert work.rulings.notices() == ()
        work.rulings.apply_notice(SPRING)
        assert [notice.title for notice in work.rulings.notices()] == [SPRING.title]


def test_a_notice_of_a_transaction_that_failed_does_not_hold(store: SqlStore) -> None:
    with pytest.raises(RuntimeError), store.work() as work:
        work.rulings.apply_notice(SPRING)
        raise RuntimeError
    with store.look() as work:
        assert work.rulings.notices() == ()


def test_a_dispatch_rule_holds_until_it_is_retired_and_is_retired_once(store: SqlStore) -> None:
    with store.work() as work:
        work.rulings.save_dispatch_rule(LAMPS)
        work.rulings.save_dispatch_rule(replace(LAMPS, street="", department="住建"))
    with store.work() as work:
        newest, oldest = work.rulings.dispatch_rules()
        assert (replace(oldest, id=0), newest.department) == (LAMPS, "住建")
        assert work.rulings.retire_dispatch_rule(oldest.id, MONDAY + timedelta(days=1))
        assert not work.rulings.retire_dispatch_rule(oldest.id, MONDAY + timedelta(days=2))
        assert [rule.id for rule in work.rulings.dispatch_rules()] == [newest.id]
