"""What is ordered, escalated, and left out of the figures, and by which rule?"""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from hotline.rules.handling import handling
from tests.tickets.one_ticket import (
    CITY_MANAGEMENT,
    HOUR,
    HOUSING,
    MONDAY,
    SUPERVISOR,
    Matter,
    accepted,
    in_progress,
    rated,
    to_rate,
)
from tickets.escalation import EscalationRule, escalations
from tickets.lifecycle import Act
from tickets.matter import Kind, Urgency
from tickets.people import SYSTEM
from tickets.runs import Ending
from tickets.service_levels import Clock

SHIPPED = handling()
NOT_OURS = {"reason": "不属本单位职责", "suggested": "住建"}


def set_off(matter: Matter, rules: Iterable[EscalationRule] = SHIPPED.escalations) -> list[tuple[str, Act]]:
    """What the last act leads to."""
    return [(rule.name, rule.then) for rule in escalations(matter.ticket, matter.events[-1], rules)]


def test_an_order_wants_an_answer_and_has_a_clock_until_then() -> None:
    matter = in_progress()
    matter.do(Act.SUPERVISE, SUPERVISOR, "请三日内说明办理安排")
    order = matter.ticket.open_supervision
    assert (order.words, order.ordered_at, order.rule) == ("请三日内说明办理安排", MONDAY + 3 * HOUR, "")
    assert matter.run(Clock.SUPERVISE, place=1).running
    matter.each(Act.ANSWER_SUPERVISION)
    assert matter.ticket.supervisions[0].answered_at == MONDAY + 4 * HOUR
    assert matter.run(Clock.SUPERVISE, place=1).ending is Ending.DONE


def test_an_order_given_by_a_rule_names_the_rule() -> None:
    matter = in_progress()
    matter.do(Act.SUPERVISE, SYSTEM, rule="办结超期")
    assert matter.ticket.open_supervision.rule == "办结超期"


def test_an_order_lapses_when_the_ticket_is_closed() -> None:
    matter = rated(5)
    matter.do(Act.SUPERVISE)
    matter.each(Act.CLOSE)
    (order,) = matter.ticket.supervisions
    assert (order.lapsed, order.answered_at, matter.ticket.open_supervision) == (True, None, None)
    matter.each(Act.REWORK)
    assert matter.ticket.open_supervision is None


def test_a_first_return_waits_for_the_dispatcher_a_second_goes_up() -> None:
    matter = accepted().dispatched()
    matter.do(Act.RETURN, **NOT_OURS)
    assert set_off(matter) == []
    matter.do(Act.GRANT_RETURN)
    matter.dispatched("住建")
    matter.do(Act.RETURN, reason="不在本单位辖区")
    assert set_off(matter) == [("第二次退单", Act.ESCALATE)]


def test_an_elevated_return_is_the_supervisors_to_rule_and_the_next_one_is_not() -> None:
    matter = accepted().dispatched()
    matter.do(Act.RETURN, **NOT_OURS)
    matter.each(Act.ESCALATE)
    assert matter.ticket.elevated
    matter.do(Act.GRANT_RETURN, SUPERVISOR)
    assert not matter.ticket.elevated


@pytest.mark.parametrize("by", [Act.REASSIGN, Act.DISPATCH])
def test_the_third_department_is_ordered_to_say_what_it_will_do(by: Act) -> None:
    matter = in_progress()
    matter.do(Act.REASSIGN, department="住建")
    assert set_off(matter) == []
    if by is Act.DISPATCH:
        matter.do(Act.RETURN, HOUSING, reason="诉求不清无法办理")
        matter.do(Act.GRANT_RETURN)
    matter.do(by, department="供电")
    assert set_off(matter) == [("第三次转手", Act.SUPERVISE)]


def test_a_second_dissatisfied_rating_goes_up_a_first_one_does_not() -> None:
    matter = rated(2)
    assert set_off(matter) == []
    matter.each(Act.REWORK, Act.REPLY, Act.COMPLETE, Act.APPROVE)
    matter.do(Act.RATE, level=1)
    assert set_off(matter) == [("第二次不满意", Act.SUPERVISE)]


@pytest.mark.parametrize(
    ("clock", "urgency", "then"),
    [
        ("办结", "普通", [("办结超期", Act.SUPERVISE)]),
        ("重办", "紧急", [("办结超期", Act.SUPERVISE)]),
        ("签收", "普通", []),
        ("签收", "特急", [("特急签收超期", Act.SUPERVISE)]),
        ("先行联系", "特急", []),
    ],
)
def test_a_breach_is_supervised_for_the_clocks_and_urgencies_of_the_rule(clock: str, urgency: str, then: list) -> None:
    matter = accepted(urgency=urgency).dispatched()
    matter.do(Act.BREACH, clock=clock, run=4, step="超期", fell_due=MONDAY.isoformat())
    assert set_off(matter) == then


def test_a_light_before_the_breach_sets_nothing_off() -> None:
    matter = in_progress()
    matter.do(Act.WARN, clock="办结", run=4, step="黄灯", fell_due=MONDAY.isoformat())
    assert set_off(matter) == []


def test_a_leaders_instruction_is_supervised() -> None:
    matter = in_progress()
    matter.do(Act.INSTRUCT, why="请城管局局长亲自过问")
    assert set_off(matter) == [("领导批示", Act.SUPERVISE)]


def test_a_rule_can_only_lead_to_supervision_or_one_level_up() -> None:
    with pytest.raises(ValueError, match="只能引出督办或提级"):
        EscalationRule(name="自动结案", on=Act.BREACH, then=Act.CLOSE, words="结了")


def test_another_rule_gives_another_escalation() -> None:
    thrice = EscalationRule(
        name="第三次退单", on=Act.RETURN, counter="退单次数", at_least=3, then=Act.ESCALATE, words="提级"
    )
    matter = accepted().dispatched()
    matter.do(Act.RETURN, **NOT_OURS)
    assert set_off(matter, [thrice]) == []
    assert set_off(matter, [replace(thrice, at_least=1)]) == [("第三次退单", Act.ESCALATE)]


@pytest.mark.parametrize(
    ("kind", "urgency", "needs"),
    [
        (Kind.CONSULT, Urgency.ORDINARY, False),
        (Kind.HELP, Urgency.ORDINARY, False),
        (Kind.SUGGESTION, Urgency.ORDINARY, False),
        (Kind.HELP, Urgency.URGENT, True),
        (Kind.COMPLAINT, Urgency.ORDINARY, True),
        (Kind.REPORT, Urgency.CRITICAL, True),
    ],
)
def test_complaints_reports_and_everything_urgent_are_reviewed_by_a_person(
    kind: Kind, urgency: Urgency, needs: bool
) -> None:
    assert SHIPPED.needs_review(accepted(kind=str(kind), urgency=str(urgency)).ticket) is needs


def test_what_was_done_again_is_reviewed_whatever_it_is() -> None:
    matter = to_rate(kind="咨询")
    assert not SHIPPED.needs_review(matter.ticket)
    matter.do(Act.RATE, level=2)
    matter.each(Act.REWORK)
    assert SHIPPED.needs_review(matter.ticket)
    assert not replace(SHIPPED, reworked_reviewed=False).needs_review(matter.ticket)


def test_a_ticket_counts_until_its_exclusion_is_granted() -> None:
    matter = rated(1)
    matter.do(Act.ASK_EXCLUSION, CITY_MANAGEMENT, "诉求人承认与路灯无关", scope="满意")
    assert matter.ticket.exclusions[0].granted is None
    matter.do(Act.GRANT_EXCLUSION, scope="满意")
    (exclusion,) = matter.ticket.exclusions
    assert (exclusion.scope, exclusion.department, exclusion.granted) == ("满意", "城管", True)


def test_a_refused_exclusion_leaves_the_ticket_in_the_figure_and_may_be_asked_again() -> None:
    matter = rated(1)
    matter.do(Act.ASK_EXCLUSION, CITY_MANAGEMENT, scope="满意")
    matter.do(Act.REFUSE_EXCLUSION, scope="满意")
    assert matter.ticket.exclusions[0].granted is False
    matter.do(Act.ASK_EXCLUSION, CITY_MANAGEMENT, scope="满意")
    assert [one.granted for one in matter.ticket.exclusions] == [False, None]


def test_a_ruling_touches_only_the_figure_it_is_about() -> None:
    matter = in_progress()
    matter.do(Act.REASSIGN, department="住建")
    matter.each(Act.SIGN)
    matter.do(Act.ASK_EXCLUSION, CITY_MANAGEMENT, scope="签收")
    matter.do(Act.ASK_EXCLUSION, HOUSING, scope="办结")
    matter.do(Act.GRANT_EXCLUSION, scope="办结")
    assert [(one.scope, one.granted) for one in matter.ticket.exclusions] == [("签收", None), ("办结", True)]
