"""Is more time asked for before it is too late, granted once, and told to the citizen? Does talking it over stop the clock?"""

from datetime import datetime, timedelta

import pytest

from hotline.casework.office import Office
from hotline.casework.tracking import progress, story
from tests.casework.one_office import (
    DISPATCHER,
    FIXED,
    MONDAY,
    OFFICER,
    act_on,
    acts_of,
    conversation_of,
    outbox_of,
    row_of,
    signed,
    ticket_of,
    worked,
)
from tickets.calendar import CHINA
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROMISED = datetime(2026, 12, 7, 17, 30, tzinfo=CHINA)
LAST_CALL = datetime(2026, 12, 4, 17, 30, tzinfo=CHINA)  # one working day before


def test_a_granted_extension_moves_the_promise_and_is_told_with_the_departments_reason(anywhere: Office) -> None:
    number = signed(anywhere)
    asked = act_on(anywhere, number, Act.ASK_EXTENSION, OFFICER, MONDAY + DAY, why="要等厂家的灯头到货", amount=5)
    assert asked.pending_extension and row_of(anywhere, number).pending == "延期"
    assert row_of(anywhere, number).complete_due == PROMISED
    act_on(anywhere, number, Act.GRANT_EXTENSION, DISPATCHER, MONDAY + DAY + HOUR)
    assert row_of(anywhere, number).complete_due == PROMISED + 7 * DAY  # five working days
    assert row_of(anywhere, number).pending == "" and "延期" in outbox_of(anywhere)[-1]
    told = story(anywhere, conversation_of(anywhere), number, MONDAY + 2 * DAY)
    assert told.longer == "要等厂家的灯头到货" and told.promised.due == PROMISED + 7 * DAY


def test_the_ruling_may_grant_less(office: Office) -> None:
    number = signed(office)
    act_on(office, number, Act.ASK_EXTENSION, OFFICER, amount=5)
    granted = act_on(office, number, Act.GRANT_EXTENSION, DISPATCHER, amount=1)
    assert granted.granted == 1 and row_of(office, number).complete_due == PROMISED + DAY


def test_a_refused_extension_changes_nothing_and_is_the_only_one(anywhere: Office) -> None:
    number, told = signed(anywhere), len(outbox_of(anywhere))
    act_on(anywhere, number, Act.ASK_EXTENSION, OFFICER, amount=5)
    act_on(anywhere, number, Act.REFUSE_EXTENSION, DISPATCHER)
    assert (row_of(anywhere, number).complete_due, row_of(anywhere, number).pending) == (PROMISED, "")
    assert len(outbox_of(anywhere)) == told
    with pytest.raises(ActRefused, match="只能申请一次"):
        act_on(anywhere, number, Act.ASK_EXTENSION, OFFICER, amount=2)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1)])
def test_more_time_is_asked_for_a_working_day_before_the_end_and_not_a_second_later(
    office: Office, late: timedelta
) -> None:
    number = signed(office)
    if not late:
        assert act_on(office, number, Act.ASK_EXTENSION, OFFICER, LAST_CALL, amount=5).pending_extension
        return
    with pytest.raises(ActRefused, match="须在 12-04 17:30 前申请"):
        act_on(office, number, Act.ASK_EXTENSION, OFFICER, LAST_CALL + late, amount=5)


@pytest.mark.parametrize("amount", [0, -3, None, "五天", 11, 1.5])
def test_an_amount_that_is_none_or_more_than_the_limit_allows_is_refused(office: Office, amount: object) -> None:
    number = signed(office)
    with pytest.raises(ActRefused):
        act_on(office, number, Act.ASK_EXTENSION, OFFICER, amount=amount)
    assert acts_of(office, number)[-1] == "签收"


def test_a_ruling_cannot_grant_more_than_the_limit_allows(office: Office) -> None:
    number = signed(office)
    act_on(office, number, Act.ASK_EXTENSION, OFFICER, amount=5)
    with pytest.raises(ActRefused):
        act_on(office, number, Act.GRANT_EXTENSION, DISPATCHER, amount=200)
    assert row_of(office, number).complete_due == PROMISED


def test_completing_answers_a_question_for_more_time(office: Office) -> None:
    number = signed(office)
    act_on(office, number, Act.ASK_EXTENSION, OFFICER, amount=5)
    done = worked(office, number, MONDAY + DAY, Act.REPLY, Act.COMPLETE)
    assert done.pending_extension is None and row_of(office, number).pending == ""


class TestTalkingItOver:
    def test_the_clock_stands_while_offices_talk_and_goes_on_afterwards(self, anywhere: Office) -> None:
        number = signed(anywhere)
        stopped = act_on(anywhere, number, Act.SUSPEND, DISPATCHER, MONDAY + DAY, why="和住建会商灯杆归属")
        assert stopped.status is Status.SUSPENDED and row_of(anywhere, number).paused
        assert "灯杆归属" in outbox_of(anywhere)[-1]
        assert "暂停计时" in progress(anywhere, conversation_of(anywhere), number, MONDAY + 2 * DAY).text
        act_on(anywhere, number, Act.RESUME, DISPATCHER, MONDAY + 3 * DAY)
        assert not row_of(anywhere, number).paused
        assert row_of(anywhere, number).complete_due == PROMISED + 2 * DAY

    def test_a_department_cannot_stop_its_own_clock(self, office: Office) -> None:
        with pytest.raises(ActRefused, match="您的岗位是承办单位"):
            act_on(office, signed(office), Act.SUSPEND, OFFICER)

    def test_nothing_is_completed_while_offices_talk(self, office: Office) -> None:
        number = signed(office)
        act_on(office, number, Act.REPLY, OFFICER, why=FIXED)
        act_on(office, number, Act.SUSPEND, DISPATCHER)
        with pytest.raises(ActRefused, match="会商中"):
            act_on(office, number, Act.COMPLETE, OFFICER)

    def test_passing_it_on_ends_the_talks(self, anywhere: Office) -> None:
        number = signed(anywhere)
        act_on(anywhere, number, Act.SUSPEND, DISPATCHER, MONDAY + DAY)
        passed = act_on(anywhere, number, Act.REASSIGN, DISPATCHER, MONDAY + 2 * DAY, department="住建")
        assert (passed.status, passed.breaks[0].end) == (Status.TO_SIGN, MONDAY + 2 * DAY)
        assert not row_of(anywhere, number).paused
        assert row_of(anywhere, number).complete_due == PROMISED + DAY

    def test_the_time_of_the_talks_is_in_the_ledger_and_the_lines_sum_to_the_whole(self, office: Office) -> None:
        number = signed(office)
        act_on(office, number, Act.SUSPEND, DISPATCHER, MONDAY + DAY)
        act_on(office, number, Act.RESUME, DISPATCHER, MONDAY + 3 * DAY)
        told = story(office, conversation_of(office), number, MONDAY + 4 * DAY)
        assert {one.holder: one.calendar_time for one in told.held if one.calendar_time} == {
            "城管": 2 * DAY,
            "会商": 2 * DAY,
        }
        assert ticket_of(office, number).accepted_at == MONDAY
