"""Does a list hold exactly the tickets its filter names, the most pressing first?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hotline.records import TicketFilter
from hotline.storage.store import SqlStore
from tests.storage.one_appeal import (
    COMPLETE_DUE,
    DISPATCHER,
    HELPER,
    LI,
    MONDAY,
    OFFICER,
    SIGN_DUE,
    SUPERVISOR,
    accept,
    dispatched,
    perform,
)
from tickets.lifecycle import Act, Status

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE = timedelta(minutes=1)
Find = Callable[..., set[str]]


@pytest.fixture
def found(store: SqlStore) -> Find:
    """The numbers a filter finds; its count is checked along the way."""

    def find(**wanted: object) -> set[str]:
        with store.look() as work:
            asked = TicketFilter(**wanted)
            numbers = {row.number for row in work.tickets.rows(asked)}
            assert work.tickets.count(asked) == len(numbers)
        return numbers

    return find


def test_a_list_narrows_by_every_plain_field(store: SqlStore, found: Find) -> None:
    with store.work() as work:
        lamp = dispatched(work, "路灯").number
        rubbish = {"what": "小区门口垃圾三天没人清运", "category": "市容环卫/垃圾", "channel": "网页", "street": ""}
        waiting = accept(work, "垃圾", at=MONDAY + 2 * DAY, **rubbish, city_number="SZ-2026-1188").number
        mine = work.tickets.conversation_of(lamp)
        nobody = work.conversations.open(LI, MONDAY)
    assert found() == {lamp, waiting}
    assert found(statuses=frozenset({Status.TO_DISPATCH})) == {waiting}
    assert found(holder="城管") == {lamp} and found(holder="住建") == set()
    assert found(conversation=mine) == {lamp, waiting} and found(conversation=nobody) == set()
    assert found(numbers=frozenset({waiting})) == {waiting}
    assert found(street="西城街道") == {lamp}
    assert found(category="市政公用") == {lamp} and found(category="市容环卫/垃圾") == {waiting}
    assert found(channel="网页") == {waiting}
    assert found(accepted_from=MONDAY + HOUR) == {waiting}
    assert found(accepted_to=MONDAY + HOUR) == {lamp}


def test_words_are_looked_for_in_number_title_place_and_city_number(store: SqlStore, found: Find) -> None:
    with store.work() as work:
        lamp = accept(work, "路灯").number
        rubbish = accept(work, "垃圾", what="小区门口垃圾堆成山_没人管", where="东城街道", city_number="SZ-1188").number
    assert found(words="路灯") == found(words="沿河大道") == found(words=lamp[-5:]) == {lamp}
    assert found(words="SZ-1188") == found(words=" 东城街道  垃圾 ") == {rubbish}
    assert found(words="东城街道 路灯") == set()  # every word must be there
    assert found(words="%") == set() and found(words="山_没") == {rubbish}  # no wildcards


def test_late_is_what_was_due_before_and_not_what_is_due_just_then(store: SqlStore, found: Find) -> None:
    with store.work() as work:
        lamp = dispatched(work).number
    assert found(late_at=SIGN_DUE) == found(due_before=SIGN_DUE) == set()
    assert found(late_at=SIGN_DUE + MINUTE) == found(due_before=SIGN_DUE + MINUTE) == {lamp}


def test_what_is_talked_over_is_neither_late_nor_due(store: SqlStore, found: Find) -> None:
    with store.work() as work:
        held = perform(work, dispatched(work), Act.SIGN, OFFICER, MONDAY)
        perform(work, held, Act.SUSPEND, DISPATCHER, MONDAY + DAY, "和住建会商杆线归属")
    assert found(late_at=COMPLETE_DUE + 30 * DAY) == found(due_before=COMPLETE_DUE + 30 * DAY) == set()


def test_a_lead_a_helper_and_a_part_of_the_past_are_three_things(store: SqlStore, found: Find) -> None:
    with store.work() as work:
        held = dispatched(work)
        number = held.number
        held = perform(work, held, Act.ADD_CO, DISPATCHER, MONDAY, department="住建")
    assert (found(holder="城管"), found(helper="住建")) == ({number}, {number})
    assert (found(helper="城管"), found(holder="住建")) == (set(), set())
    with store.work() as work:
        held = perform(work, held, Act.DROP_CO, DISPATCHER, MONDAY, department="住建")
        perform(work, held, Act.REASSIGN, DISPATCHER, MONDAY, "路灯归供电", department="供电")
    assert (found(helper="住建"), found(holder="城管"), found(holder="供电")) == (set(), set(), {number})
    assert found(part="城管") == found(part="住建") == found(part="供电") == {number}
    assert found(part="公安") == set()


def test_questions_that_wait_for_a_ruling_have_lists_of_their_own(store: SqlStore, found: Find) -> None:
    with store.work() as work:
        longer = perform(work, dispatched(work, "甲"), Act.SIGN, OFFICER, MONDAY)
        longer = perform(work, longer, Act.ASK_EXTENSION, OFFICER, MONDAY, "配件要等", amount=5)
        excluded = perform(work, dispatched(work, "乙"), Act.SIGN, OFFICER, MONDAY)
        excluded = perform(work, excluded, Act.ASK_EXCLUSION, OFFICER, MONDAY, "职业投诉", scope="满意")
        ordered = perform(work, dispatched(work, "丙"), Act.SUPERVISE, SUPERVISOR, MONDAY, "请说明进度")
    assert (found(pending="延期"), found(pending="剔除")) == ({longer.number}, {excluded.number})
    assert found(supervised=True) == {ordered.number}
    assert found(supervised=False) == {longer.number, excluded.number}
    with store.work() as work:
        perform(work, longer, Act.GRANT_EXTENSION, DISPATCHER, MONDAY)
        perform(work, excluded, Act.REFUSE_EXCLUSION, SUPERVISOR, MONDAY, "不符合", scope="满意")
        perform(work, ordered, Act.ANSWER_SUPERVISION, OFFICER, MONDAY, "今天换灯")
    assert found(pending="延期") == found(pending="剔除") == found(supervised=True) == set()


def test_a_row_says_what_a_list_needs(store: SqlStore) -> None:
    with store.work() as work:
        held = perform(work, dispatched(work), Act.SIGN, OFFICER, MONDAY + HOUR)
        held = perform(work, held, Act.ADD_CO, DISPATCHER, MONDAY + HOUR, department="住建")
        held = perform(work, held, Act.CO_SIGN, HELPER, MONDAY + 2 * HOUR)
        row = work.tickets.row(held.number)
    assert (row.status, row.holder, row.street, row.version) == (Status.IN_PROGRESS, "城管", "西城街道", 5)
    assert (row.dispatched_at, row.signed_at) == (MONDAY, MONDAY + HOUR)
    assert (row.sign_due, row.complete_due, row.completed_at) == (SIGN_DUE, COMPLETE_DUE, None)
    assert (row.due_at, row.due_clock) == (COMPLETE_DUE, "办结")
    assert (row.pending, row.supervised, row.elevated, row.paused, row.provisional) == ("", False, False, False, False)


def test_a_list_starts_with_the_nearest_deadline_and_then_the_newest(store: SqlStore) -> None:
    with store.work() as work:
        ended = [accept(work, "甲", at=MONDAY - 3 * DAY), accept(work, "乙", at=MONDAY)]
        for held in ended:
            perform(work, held, Act.WITHDRAW, DISPATCHER, MONDAY)
        relaxed = perform(work, dispatched(work, "丙"), Act.SIGN, OFFICER, MONDAY)
        pressing = dispatched(work, "丁")
    expected = [pressing.number, relaxed.number, ended[1].number, ended[0].number]
    with store.look() as work:
        assert [row.number for row in work.tickets.rows(TicketFilter())] == expected
        pages = [work.tickets.rows(TicketFilter(limit=1, skip=skip)) for skip in range(5)]
    assert [row.number for page in pages for row in page] == expected
