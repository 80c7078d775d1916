"""What stands in the way of an act that the table allows, and does it say what to do instead?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.tickets.golden_week import at
from tests.tickets.one_ticket import (
    CITY_MANAGEMENT,
    DISPATCHER,
    HOUR,
    HOUSING,
    MONDAY,
    OPERATOR,
    SUPERVISOR,
    WORDS,
    Matter,
    accepted,
    in_progress,
    rated,
    to_rate,
)
from tickets.conditions import CONDITIONS
from tickets.errors import ActRefused
from tickets.lifecycle import Act
from tickets.people import SYSTEM, Actor

NOT_OURS = {"reason": "不属本单位职责", "suggested": "住建"}


def returned(**facts) -> Matter:
    matter = accepted(**facts).dispatched()
    matter.do(Act.RETURN, **NOT_OURS)
    return matter


def refused_once_and_reassigned_back() -> Matter:
    """城管 asked, was refused, lost it to 住建 and got it again."""
    matter = returned()
    matter.do(Act.REFUSE_RETURN)
    matter.do(Act.REASSIGN, department="住建")
    matter.do(Act.REASSIGN, department="城管")
    return matter


def a_return_after_the_window() -> Matter:
    matter = accepted().dispatched()
    matter.do(Act.NOTE, CITY_MANAGEMENT, at=at(11, 24, "17:31"))
    return matter


def elevated() -> Matter:
    matter = returned()
    matter.do(Act.ESCALATE)
    return matter


def extension(ruling: Act | None = None) -> Matter:
    matter = in_progress()
    matter.do(Act.ASK_EXTENSION, amount=5)
    if ruling:
        matter.do(ruling)
    return matter


def on_the_last_day() -> Matter:
    matter = in_progress()
    matter.do(Act.NOTE, CITY_MANAGEMENT, at=at(12, 4, "17:31"))  # ten working days from 11-23 end on 12-07
    return matter


def reworked(times: int = 1) -> Matter:
    matter = rated(2)
    for _ in range(times - 1):
        matter.each(Act.REWORK, Act.REPLY, Act.COMPLETE, Act.APPROVE)
        matter.do(Act.RATE, level=2)
    return matter


def helper_signed() -> Matter:
    matter = in_progress("住建")
    matter.do(Act.CO_SIGN, HOUSING)
    return matter


def helper_replied() -> Matter:
    matter = helper_signed()
    matter.do(Act.CO_REPLY, HOUSING, "住建只管楼道灯，路灯不归住建。")
    return matter


def done(matter: Matter, act: Act, actor: Actor | None = None, why: str = WORDS, **data) -> Matter:
    matter.do(act, actor, why, **data)
    return matter


def called(times: int) -> Matter:
    matter = to_rate()
    for _ in range(times):
        matter.do(Act.FOLLOW_UP, reached=False)
    return matter


def answered_directly_and_rated() -> Matter:
    matter = accepted(kind="咨询")
    matter.do(Act.ANSWER, why="路灯报修请打城管值班电话")
    matter.do(Act.RATE, level=2)
    return matter


HELD_BACK: list[tuple[Callable[[], Matter], Act, Actor, str]] = [
    (lambda: accepted(urgency="特急").dispatched(), Act.RETURN, CITY_MANAGEMENT, "特急件不能自行退单，请先签收处置"),
    (refused_once_and_reassigned_back, Act.RETURN, CITY_MANAGEMENT, "贵单位已经申请过一次退单，裁定后不能再退"),
    (a_return_after_the_window, Act.RETURN, CITY_MANAGEMENT, "退单期限已过（11-24 17:30），请签收办理"),
    (elevated, Act.GRANT_RETURN, DISPATCHER, "已提级，由督办岗位会同有关单位裁定"),
    (elevated, Act.REFUSE_RETURN, DISPATCHER, "已提级，由督办岗位会同有关单位裁定"),
    (lambda: done(reworked(), Act.REWORK), Act.ASK_EXTENSION, CITY_MANAGEMENT, "重办件不能延期"),
    (extension, Act.ASK_EXTENSION, CITY_MANAGEMENT, "延期申请正在等待审批"),
    (lambda: extension(Act.REFUSE_EXTENSION), Act.ASK_EXTENSION, CITY_MANAGEMENT, "延期只能申请一次"),
    (lambda: in_progress(urgency="紧急"), Act.ASK_EXTENSION, CITY_MANAGEMENT, "这类工单按规定不能延期"),
    (on_the_last_day, Act.ASK_EXTENSION, CITY_MANAGEMENT, "延期须在 12-04 17:30 前申请，现在已经过了"),
    (in_progress, Act.GRANT_EXTENSION, DISPATCHER, "没有待审批的延期申请"),
    (in_progress, Act.REFUSE_EXTENSION, SUPERVISOR, "没有待审批的延期申请"),
    (helper_signed, Act.CO_SIGN, HOUSING, "贵单位已经签收过协办任务"),
    (lambda: in_progress("住建"), Act.CO_REPLY, HOUSING, "请先签收协办任务，再提交协办意见"),
    (helper_replied, Act.CO_REPLY, HOUSING, "贵单位的协办意见已经提交"),
    (in_progress, Act.DROP_CO, DISPATCHER, "这件工单没有协办单位"),
    (lambda: done(helper_signed(), Act.REPLY), Act.COMPLETE, CITY_MANAGEMENT, "协办单位（住建）还没有提交意见"),
    (in_progress, Act.COMPLETE, CITY_MANAGEMENT, "请先答复诉求人，再办结"),
    (lambda: done(reworked(), Act.REWORK), Act.COMPLETE, CITY_MANAGEMENT, "重办件须重新答复"),
    (lambda: done(to_rate(), Act.FOLLOW_UP, reached=True), Act.FOLLOW_UP, OPERATOR, "已经回访到诉求人，请登记评价"),
    (answered_directly_and_rated, Act.REWORK, DISPATCHER, "这件没有承办单位，请派单给一个单位办理"),
    (lambda: reworked(times=3), Act.REWORK, SUPERVISOR, "已经重办2次，请改用督办"),
    (lambda: rated(2), Act.DISPATCH, DISPATCHER, "这件工单有承办单位，不满意请用“重办”"),
    (lambda: called(2), Act.CLOSE, OPERATOR, "回访3次都联系不上才能按未评价结案，现在回访了2次"),
    (lambda: done(reworked(), Act.REWORK), Act.MERGE, OPERATOR, "重办件不能并单"),
    (lambda: done(in_progress(), Act.SUPERVISE), Act.SUPERVISE, SUPERVISOR, "已有一件督办等待回复"),
    (in_progress, Act.ANSWER_SUPERVISION, CITY_MANAGEMENT, "没有等待回复的督办"),
    (in_progress, Act.GRANT_EXCLUSION, SUPERVISOR, "没有待审批的剔除申请"),
    (in_progress, Act.REFUSE_EXCLUSION, SUPERVISOR, "没有待审批的剔除申请"),
    (
        lambda: done(in_progress(), Act.ASK_EXCLUSION, scope="签收"),
        Act.ASK_EXCLUSION,
        CITY_MANAGEMENT,
        "剔除申请正在等待审批",
    ),
]
FREE: list[tuple[Callable[[], Matter], Act, Actor]] = [
    (lambda: accepted().dispatched(), Act.RETURN, CITY_MANAGEMENT),
    (lambda: done(done(returned(), Act.GRANT_RETURN), Act.DISPATCH, department="住建"), Act.RETURN, HOUSING),
    (elevated, Act.GRANT_RETURN, SUPERVISOR),
    (elevated, Act.REFUSE_RETURN, SUPERVISOR),
    (in_progress, Act.ASK_EXTENSION, CITY_MANAGEMENT),
    (extension, Act.GRANT_EXTENSION, SUPERVISOR),
    (extension, Act.REFUSE_EXTENSION, DISPATCHER),
    (lambda: in_progress("住建"), Act.CO_SIGN, HOUSING),
    (helper_signed, Act.CO_REPLY, HOUSING),
    (helper_signed, Act.DROP_CO, DISPATCHER),
    (lambda: done(helper_replied(), Act.REPLY), Act.COMPLETE, CITY_MANAGEMENT),
    (lambda: called(5), Act.FOLLOW_UP, OPERATOR),  # nobody is kept from a fourth call
    (lambda: rated(2), Act.REWORK, SUPERVISOR),
    (lambda: reworked(times=2), Act.REWORK, DISPATCHER),
    (answered_directly_and_rated, Act.DISPATCH, DISPATCHER),
    (lambda: called(3), Act.CLOSE, OPERATOR),
    (lambda: done(to_rate(), Act.FOLLOW_UP, reached=True), Act.CLOSE, OPERATOR),  # reached, but did not want to rate
    (to_rate, Act.CLOSE, SYSTEM),
    (lambda: rated(5), Act.CLOSE, OPERATOR),
    (in_progress, Act.MERGE, OPERATOR),
    (lambda: done(done(in_progress(), Act.SUPERVISE), Act.ANSWER_SUPERVISION), Act.SUPERVISE, SUPERVISOR),
    (lambda: done(in_progress(), Act.SUPERVISE), Act.ANSWER_SUPERVISION, CITY_MANAGEMENT),
    (lambda: done(in_progress(), Act.ASK_EXCLUSION, scope="签收"), Act.GRANT_EXCLUSION, SUPERVISOR),
    (lambda: done(in_progress(), Act.ASK_EXCLUSION, scope="签收"), Act.REFUSE_EXCLUSION, SUPERVISOR),
    (in_progress, Act.ASK_EXCLUSION, CITY_MANAGEMENT),
]


@pytest.mark.parametrize(
    ("made", "act", "actor", "sentence"), HELD_BACK, ids=[f"{row[1]}-{row[3]}" for row in HELD_BACK]
)
def test_what_is_held_back_is_shown_with_its_reason_and_refused_with_the_same(
    made: Callable[[], Matter], act: Act, actor: Actor, sentence: str
) -> None:
    matter = made()
    why_not = matter.can(actor)[act]
    assert sentence in why_not and why_not.endswith("。")
    with pytest.raises(ActRefused) as refused:
        matter.do(act, actor)
    assert str(refused.value) == why_not


@pytest.mark.parametrize(("made", "act", "actor"), FREE, ids=[f"{row[1]}-{row[2].name}" for row in FREE])
def test_what_nothing_holds_back_is_offered_without_a_reason(
    made: Callable[[], Matter], act: Act, actor: Actor
) -> None:
    assert made().can(actor)[act] == ""


def test_every_condition_is_shown_to_hold_back_and_to_let_pass() -> None:
    assert {row[1] for row in HELD_BACK} == set(CONDITIONS) == {row[1] for row in FREE}


def test_what_the_table_forbids_is_not_offered_at_all() -> None:
    assert Act.COMPLETE not in in_progress().can(HOUSING)
    assert Act.COMPLETE not in in_progress().can(DISPATCHER)


def test_a_return_may_be_asked_for_until_the_last_minute_of_its_window() -> None:
    matter = accepted().dispatched()
    last = at(11, 24, "17:30")
    assert matter.can(CITY_MANAGEMENT, last)[Act.RETURN] == ""
    assert "退单期限已过" in matter.can(CITY_MANAGEMENT, last + timedelta(minutes=1))[Act.RETURN]


def test_an_urgent_ticket_can_be_given_back_for_an_hour() -> None:
    matter = accepted(urgency="紧急").dispatched(at=MONDAY)
    assert matter.can(CITY_MANAGEMENT, MONDAY + HOUR)[Act.RETURN] == ""
    assert "（11-23 10:00）" in matter.can(CITY_MANAGEMENT, MONDAY + HOUR + timedelta(minutes=1))[Act.RETURN]


def test_a_new_lead_may_ask_for_more_time_when_the_old_ones_question_was_still_open() -> None:
    matter = extension()
    matter.do(Act.REASSIGN, department="住建")
    matter.each(Act.SIGN)
    assert matter.can(HOUSING)[Act.ASK_EXTENSION] == ""


def test_a_new_lead_may_not_ask_for_more_time_when_it_was_granted_before() -> None:
    matter = extension(Act.GRANT_EXTENSION)
    matter.do(Act.REASSIGN, department="住建")
    matter.each(Act.SIGN)
    assert "只能申请一次" in matter.can(HOUSING)[Act.ASK_EXTENSION]
