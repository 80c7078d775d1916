"""Is a ticket that goes from hand to hand ruled on, never lost, and never given more time?"""

from datetime import timedelta

import pytest

from hotline.casework import dispatch_rules
from hotline.casework.office import Office
from hotline.casework.returning import NextLead, grant_and_dispatch
from tests.casework.one_office import (
    DISPATCHER,
    FIXED,
    LAMP,
    MONDAY,
    OFFICER,
    STRANGER,
    SUPERVISOR,
    act_on,
    acts_of,
    dispatched,
    outbox_of,
    row_of,
    signed,
    ticket_of,
)
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status
from tickets.people import Actor, Role
from tickets.service_levels import Clock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POWER = Actor(role=Role.DEPARTMENT, name="供电小马", department="供电")
NOT_OURS = {"reason": "不属本单位职责", "suggested": "住建"}


def test_a_return_waits_for_a_ruling_and_the_department_cannot_act_meanwhile(anywhere: Office) -> None:
    number = dispatched(anywhere)
    asked = act_on(anywhere, number, Act.RETURN, OFFICER, MONDAY + HOUR, **NOT_OURS)
    assert (asked.status, asked.holder) == (Status.RETURN_ASKED, "城管")
    assert row_of(anywhere, number).due_clock is Clock.RULE  # the centre is waited for now
    with pytest.raises(ActRefused, match="退单待裁定"):
        act_on(anywhere, number, Act.SIGN, OFFICER, MONDAY + HOUR)


def test_a_granted_return_goes_back_to_dispatch_and_the_total_clock_runs_on(anywhere: Office) -> None:
    number = dispatched(anywhere)
    promised = row_of(anywhere, number).complete_due
    act_on(anywhere, number, Act.RETURN, OFFICER, MONDAY + HOUR, **NOT_OURS)
    act_on(anywhere, number, Act.GRANT_RETURN, DISPATCHER, MONDAY + 2 * HOUR)
    assert (row_of(anywhere, number).status, row_of(anywhere, number).holder) == (Status.TO_DISPATCH, "")
    assert "不会重新计算" in outbox_of(anywhere)[-1]
    again = act_on(anywhere, number, Act.DISPATCH, DISPATCHER, MONDAY + 3 * DAY, department="住建")
    assert (again.holder, again.returns, again.returns_granted) == ("住建", 1, 1)
    assert row_of(anywhere, number).complete_due == promised
    assert row_of(anywhere, number).sign_due > MONDAY + 3 * DAY  # the new department signs by its own clock
    assert "改由" in outbox_of(anywhere)[-1]


def test_a_refused_return_is_a_forced_sign_off(anywhere: Office) -> None:
    number = dispatched(anywhere)
    act_on(anywhere, number, Act.RETURN, OFFICER, MONDAY + HOUR, **NOT_OURS)
    refused = act_on(anywhere, number, Act.REFUSE_RETURN, DISPATCHER, MONDAY + 2 * HOUR)
    assert (refused.status, refused.lead.forced) == (Status.IN_PROGRESS, True)
    assert refused.lead.signed_at == MONDAY + 2 * HOUR
    assert (
        ticket_of(anywhere, number).run(Clock.SIGN, place=1).stopped_at == MONDAY + HOUR
    )  # asking in time was in time


@pytest.mark.parametrize(
    ("data", "why", "sentence"),
    [
        ({}, "三定方案没有这一条", "退单原因"),
        ({"reason": "不想办", "suggested": "住建"}, "三定方案没有这一条", "退单原因"),
        ({"reason": "不属本单位职责"}, "三定方案没有这一条", "应当由哪个单位办理"),
        ({"reason": "不属本单位职责", "suggested": "城管"}, "三定方案没有这一条", "贵单位"),
        (NOT_OURS, "不归", "退单依据"),
    ],
)
def test_a_return_needs_a_reason_a_basis_and_a_suggestion(office: Office, data: dict, why: str, sentence: str) -> None:
    number = dispatched(office)
    with pytest.raises(ActRefused, match=sentence):
        act_on(office, number, Act.RETURN, OFFICER, why=why, **data)
    assert acts_of(office, number) == ["受理", "派单"]


def test_a_return_is_asked_for_in_time_once_and_only_by_the_lead(office: Office) -> None:
    number = dispatched(office)
    with pytest.raises(ActRefused, match="主办单位办理"):
        act_on(office, number, Act.RETURN, STRANGER, **NOT_OURS)
    with pytest.raises(ActRefused, match="退单期限已过"):
        act_on(office, number, Act.RETURN, OFFICER, MONDAY + 2 * DAY, **NOT_OURS)
    act_on(office, number, Act.RETURN, OFFICER, MONDAY + DAY, **NOT_OURS)
    act_on(office, number, Act.GRANT_RETURN, DISPATCHER, MONDAY + DAY)
    act_on(office, number, Act.DISPATCH, DISPATCHER, MONDAY + DAY, department="城管")
    with pytest.raises(ActRefused, match="已经申请过一次退单"):
        act_on(office, number, Act.RETURN, OFFICER, MONDAY + DAY, **NOT_OURS)


def test_the_second_return_is_ruled_on_by_the_supervisor(anywhere: Office) -> None:
    number = dispatched(anywhere)
    act_on(anywhere, number, Act.RETURN, OFFICER, MONDAY, **NOT_OURS)
    act_on(anywhere, number, Act.GRANT_RETURN, DISPATCHER, MONDAY)
    act_on(anywhere, number, Act.DISPATCH, DISPATCHER, MONDAY, department="住建")
    asked = act_on(anywhere, number, Act.RETURN, STRANGER, MONDAY, reason="不属本单位职责", suggested="供电")
    assert asked.elevated and acts_of(anywhere, number)[-1] == "提级" and row_of(anywhere, number).elevated
    with pytest.raises(ActRefused, match="已提级，由督办岗位"):
        act_on(anywhere, number, Act.GRANT_RETURN, DISPATCHER, MONDAY)
    ruled = act_on(anywhere, number, Act.REFUSE_RETURN, SUPERVISOR, MONDAY)
    assert (ruled.status, ruled.elevated) == (Status.IN_PROGRESS, False)


def test_the_third_department_has_to_explain_itself(anywhere: Office) -> None:
    number = dispatched(anywhere)
    act_on(anywhere, number, Act.REASSIGN, DISPATCHER, MONDAY, department="住建")
    assert not row_of(anywhere, number).supervised
    third = act_on(anywhere, number, Act.REASSIGN, DISPATCHER, MONDAY, department="供电")
    assert acts_of(anywhere, number)[-2:] == ["改派", "督办"] and row_of(anywhere, number).supervised
    assert (third.open_supervision.rule, third.hand_overs) == ("第三次转手", 2)
    answered = act_on(anywhere, number, Act.ANSWER_SUPERVISION, POWER, MONDAY + HOUR)
    assert answered.open_supervision is None and not row_of(anywhere, number).supervised


def test_reassigning_keeps_what_the_first_department_was_late_with(anywhere: Office) -> None:
    number = dispatched(anywhere)
    late = act_on(anywhere, number, Act.REASSIGN, DISPATCHER, MONDAY + 3 * DAY, department="住建")
    first, second = (run for run in late.runs if run.clock is Clock.SIGN)
    assert (first.ending, first.department, second.running) == ("终止", "城管", True)
    assert (late.assignments[0].ended_at, late.holder) == (MONDAY + 3 * DAY, "住建")
    with pytest.raises(ActRefused, match="本来就在住建"):
        act_on(anywhere, number, Act.REASSIGN, DISPATCHER, MONDAY + 3 * DAY, department="住建")


def test_granting_and_sending_on_are_one_step_that_can_become_a_rule(anywhere: Office) -> None:
    number = dispatched(anywhere)
    act_on(anywhere, number, Act.RETURN, OFFICER, MONDAY, **NOT_OURS)
    following = NextLead(department="住建", why="小区内路灯归住建协调物业", kept=True)
    assert grant_and_dispatch(anywhere, number, following, DISPATCHER, MONDAY + HOUR).holder == "住建"
    assert acts_of(anywhere, number)[-2:] == ["同意退单", "派单"]
    (rule,) = dispatch_rules.holding(anywhere)
    assert (rule.department, rule.ticket, rule.category) == ("住建", number, "市政公用/路灯")


def test_sending_on_to_nobody_leaves_the_return_where_it_was(anywhere: Office) -> None:
    number = dispatched(anywhere)
    act_on(anywhere, number, Act.RETURN, OFFICER, MONDAY, **NOT_OURS)
    told = outbox_of(anywhere)
    with pytest.raises(ActRefused, match="单位名录里没有"):
        grant_and_dispatch(anywhere, number, NextLead(department="不存在局", why="试试"), DISPATCHER, MONDAY)
    assert row_of(anywhere, number).status is Status.RETURN_ASKED
    assert acts_of(anywhere, number)[-1] == "退单" and outbox_of(anywhere) == told


class TestSeveralDepartments:
    """One lead answers for all; every co-handler has clocks of its own."""

    def test_the_lead_completes_when_all_have_replied(self, anywhere: Office) -> None:
        number = signed(anywhere)
        act_on(anywhere, number, Act.ADD_CO, DISPATCHER, MONDAY, department="住建")
        act_on(anywhere, number, Act.REPLY, OFFICER, MONDAY, why=FIXED)
        with pytest.raises(ActRefused, match="协办单位（住建）还没有提交意见"):
            act_on(anywhere, number, Act.COMPLETE, OFFICER, MONDAY)
        with pytest.raises(ActRefused, match="请先签收协办任务"):
            act_on(anywhere, number, Act.CO_REPLY, STRANGER, MONDAY)
        act_on(anywhere, number, Act.CO_SIGN, STRANGER, MONDAY)
        act_on(anywhere, number, Act.CO_REPLY, STRANGER, MONDAY + HOUR)
        done = act_on(anywhere, number, Act.COMPLETE, OFFICER, MONDAY + HOUR)
        assert done.status is Status.TO_REVIEW
        assert [run.stopped_at for run in done.runs if run.clock is Clock.COMPLETE] == [MONDAY + HOUR] * 2

    def test_helpers_may_be_named_at_dispatch_and_the_citizen_hears_of_them(self, office: Office) -> None:
        number = dispatched(office)
        act_on(office, number, Act.RETURN, OFFICER, **NOT_OURS)
        act_on(office, number, Act.GRANT_RETURN, DISPATCHER)
        again = act_on(office, number, Act.DISPATCH, DISPATCHER, department="住建", co=["城管", "供电"])
        assert [one.department for one in again.helpers] == ["城管", "供电"]
        assert "协办" in outbox_of(office)[-1] and "曾都区城市管理执法局" in outbox_of(office)[-1]

    def test_a_helper_that_is_dropped_is_not_waited_for(self, office: Office) -> None:
        number = signed(office)
        act_on(office, number, Act.ADD_CO, DISPATCHER, department="住建")
        act_on(office, number, Act.DROP_CO, DISPATCHER, department="住建")
        act_on(office, number, Act.REPLY, OFFICER, why=FIXED)
        assert act_on(office, number, Act.COMPLETE, OFFICER).status is Status.TO_REVIEW

    @pytest.mark.parametrize("act", [Act.SIGN, Act.REPLY, Act.COMPLETE, Act.ASK_EXTENSION, Act.RETURN])
    def test_a_helper_cannot_do_what_is_the_leads(self, office: Office, act: Act) -> None:
        number = dispatched(office, LAMP) if act in (Act.SIGN, Act.RETURN) else signed(office)
        act_on(office, number, Act.ADD_CO, DISPATCHER, department="住建")
        with pytest.raises(ActRefused, match="主办单位办理，住建现在不是"):
            act_on(office, number, act, STRANGER, **NOT_OURS, amount=3)

    @pytest.mark.parametrize("department", ["城管", "住建"])
    def test_who_is_part_of_it_already_cannot_be_added(self, office: Office, department: str) -> None:
        number = signed(office)
        act_on(office, number, Act.ADD_CO, DISPATCHER, department="住建")
        with pytest.raises(ActRefused, match="已经在承办"):
            act_on(office, number, Act.ADD_CO, DISPATCHER, department=department)
