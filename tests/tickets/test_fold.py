"""Is a ticket nothing but what its events say, from the first to the last?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tickets.golden_week import at
from tests.tickets.one_ticket import (
    CITY_MANAGEMENT,
    FIXED,
    HOUR,
    LAMP,
    MONDAY,
    NUMBER,
    OPERATOR,
    Matter,
    accepted,
    in_progress,
    rated,
    to_rate,
)
from tickets import fold
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status
from tickets.matter import Appeal, Kind, Privacy, Urgency
from tickets.people import CITIZEN
from tickets.runs import Ending
from tickets.service_levels import Clock


def whole_life() -> Matter:
    matter = rated(5)
    matter.each(Act.CLOSE, Act.ARCHIVE)
    return matter


def test_a_whole_life_is_what_its_events_say() -> None:
    ticket = whole_life().ticket
    assert (ticket.status, ticket.version, ticket.holder) == (Status.ARCHIVED, 9, "城管")
    assert (ticket.reply, ticket.judgement.level, ticket.urged) == (FIXED, 5, 0)
    assert (ticket.accepted_at, ticket.closed_at) == (MONDAY, MONDAY + 7 * HOUR)
    (lead,) = ticket.assignments
    assert (lead.dispatched_at, lead.signed_at) == (MONDAY + 1 * HOUR, MONDAY + 2 * HOUR)
    assert (lead.replied_at, lead.completed_at) == (MONDAY + 3 * HOUR, MONDAY + 4 * HOUR)
    assert (ticket.answered_at, ticket.completed_at) == (MONDAY + 3 * HOUR, MONDAY + 4 * HOUR)
    assert (ticket.reviewed_at, ticket.judgement.rated_at) == (MONDAY + 5 * HOUR, MONDAY + 6 * HOUR)


def test_replaying_the_events_gives_the_same_ticket_as_living_through_them() -> None:
    matter = whole_life()
    assert fold.replay(NUMBER, matter.events) == matter.ticket


def test_before_dispatch_nobody_holds_it() -> None:
    waiting = accepted().ticket
    assert waiting.lead is None and waiting.holder == "" and waiting.answerable == ""
    assert (waiting.kind, waiting.urgency, waiting.street) == (Kind.COMPLAINT, Urgency.ORDINARY, "西城街道")
    assert [(run.clock, run.place) for run in waiting.runs] == [(Clock.DISPATCH, 0)]


def test_the_dispatcher_may_correct_kind_urgency_and_category() -> None:
    matter = accepted()
    matter.do(Act.DISPATCH, department="城管", kind="求助", urgency="紧急", category="市政公用/道路")
    ticket = matter.ticket
    assert (ticket.kind, ticket.urgency, ticket.category) == (Kind.HELP, Urgency.URGENT, "市政公用/道路")
    assert (matter.run(Clock.COMPLETE).kind, matter.run(Clock.COMPLETE).urgency) == (Kind.HELP, Urgency.URGENT)


def test_calling_the_matter_by_another_name_later_does_not_stretch_a_clock_that_runs() -> None:
    matter = accepted(kind="咨询").dispatched()
    due = matter.deadline(Clock.COMPLETE).due
    matter.do(Act.RETURN, reason="诉求不清无法办理")
    matter.do(Act.GRANT_RETURN)
    matter.do(Act.DISPATCH, department="住建", kind="投诉")
    assert (matter.ticket.kind, matter.run(Clock.COMPLETE).kind) == (Kind.COMPLAINT, Kind.CONSULT)
    assert matter.deadline(Clock.COMPLETE).due == due


def test_dispatch_starts_the_clocks_of_the_department_and_of_the_matter() -> None:
    matter = accepted().dispatched()
    started = [(run.no, run.clock, run.place, run.department) for run in matter.ticket.runs]
    assert started == [
        (1, Clock.DISPATCH, 0, ""),
        (2, Clock.SIGN, 1, "城管"),
        (3, Clock.CONTACT, 1, "城管"),
        (4, Clock.COMPLETE, 0, "城管"),
    ]
    assert [run.clock for run in matter.ticket.runs if not run.running] == [Clock.DISPATCH]


@pytest.mark.parametrize("privacy", ["匿名", "保密"])
def test_who_must_not_be_called_is_waited_for_by_no_contact_clock(privacy: str) -> None:
    matter = accepted(privacy=privacy).dispatched()
    assert matter.run(Clock.CONTACT, place=1) is None


@pytest.mark.parametrize("act", [Act.CONTACT, Act.REPLY])
def test_a_call_or_an_answer_ends_the_wait_for_the_first_contact(act: Act) -> None:
    matter = in_progress()
    matter.each(act)
    run = matter.run(Clock.CONTACT, place=1)
    assert (run.ending, run.stopped_at) == (Ending.DONE, MONDAY + 3 * HOUR)


def test_the_first_answer_is_when_the_citizen_was_answered_the_last_is_what_was_said() -> None:
    matter = in_progress()
    matter.do(Act.REPLY, why="已安排明天换灯")
    matter.do(Act.REPLY, why=FIXED)
    assert (matter.ticket.reply, matter.ticket.answered_at) == (FIXED, MONDAY + 3 * HOUR)
    assert matter.ticket.status is Status.IN_PROGRESS


@pytest.mark.parametrize(
    ("act", "data", "status"),
    [
        (Act.TRANSFER, {"number": "119"}, Status.HANDED_OVER),
        (Act.DECLINE, {"channel": "劳动仲裁"}, Status.DECLINED),
        (Act.EXPLAIN, {}, Status.DECLINED),
        (Act.HAND_TO_POLICE, {}, Status.HANDED_OVER),
    ],
)
def test_what_leaves_at_intake_is_finished_and_no_clock_runs_on(act: Act, data: dict, status: Status) -> None:
    matter = accepted()
    matter.do(act, OPERATOR, why="劳动争议请先申请劳动仲裁", **data)
    ticket = matter.ticket
    assert (ticket.status, ticket.route, ticket.reply) == (status, act, "劳动争议请先申请劳动仲裁")
    assert ticket.finished_at == ticket.closed_at == MONDAY + HOUR
    assert not [run for run in ticket.runs if run.running]


def test_a_direct_answer_needs_no_department_and_no_review() -> None:
    matter = accepted(kind="咨询")
    matter.do(Act.ANSWER, why="路灯报修请打城管值班电话")
    ticket = matter.ticket
    assert (ticket.status, ticket.route, ticket.answerable) == (Status.TO_RATE, Act.ANSWER, "")
    assert ticket.completed_at == ticket.reviewed_at == ticket.answered_at == MONDAY + HOUR
    assert [run.clock for run in ticket.runs if run.running] == [Clock.FOLLOW_UP]


def test_what_the_centre_answers_after_a_return_ends_the_matters_clock_in_its_own_name() -> None:
    matter = accepted().dispatched("城管", "住建")
    matter.do(Act.RETURN, reason="诉求不清无法办理")
    matter.do(Act.GRANT_RETURN)
    matter.do(Act.ANSWER, why="问过了，灯已经亮了，是您隔壁小区")
    assert matter.run(Clock.COMPLETE).ending is Ending.DONE
    assert [run.clock for run in matter.ticket.runs if run.running] == [Clock.FOLLOW_UP]
    assert matter.ticket.answerable == "" and matter.ticket.helpers == ()


def test_what_is_declined_after_a_return_leaves_no_clock_behind() -> None:
    matter = accepted().dispatched("城管", "住建")
    matter.do(Act.RETURN, reason="不在本单位辖区")
    matter.do(Act.GRANT_RETURN)
    matter.do(Act.DECLINE, why="不属曾都区，请向随县反映", channel="随县12345")
    assert not [run for run in matter.ticket.runs if run.running]
    assert matter.run(Clock.COMPLETE).ending is Ending.DROPPED


def test_a_dissatisfied_citizen_of_a_direct_answer_gets_a_department_and_is_asked_again() -> None:
    matter = accepted(kind="咨询")
    matter.do(Act.ANSWER, why="路灯报修请打城管值班电话")
    matter.do(Act.FOLLOW_UP, reached=True)
    matter.do(Act.RATE, level=1)
    matter.dispatched()
    ticket = matter.ticket
    assert (ticket.status, ticket.route, ticket.completed_at) == (Status.TO_SIGN, None, None)
    assert matter.run(Clock.COMPLETE).started_at == MONDAY + 4 * HOUR
    assert not ticket.judgement.reached and ticket.judgement.level == 1


def test_urging_and_supplements_change_no_status() -> None:
    matter = in_progress()
    matter.do(Act.URGE, why="怎么还没来修")
    matter.do(Act.SUPPLEMENT, why="第三盏在桥头")
    assert (matter.ticket.status, matter.ticket.urged, matter.ticket.version) == (Status.IN_PROGRESS, 1, 5)


def test_a_light_that_was_given_is_remembered_by_its_clock() -> None:
    matter = in_progress()
    run = matter.run(Clock.COMPLETE)
    fell_due = at(12, 3, "17:30")
    matter.do(Act.WARN, at=fell_due, clock="办结", run=run.no, step="黄灯", fell_due=fell_due.isoformat())
    assert [(one.no, one.given) for one in matter.ticket.runs if one.given] == [(run.no, (("黄灯", fell_due),))]


def test_a_city_ticket_keeps_its_own_number_and_deadline() -> None:
    city = accepted(city_number="SZ20261123-771", city_due=at(11, 30, "17:30").isoformat()).ticket.city
    assert (city.number, city.due) == ("SZ20261123-771", at(11, 30, "17:30"))
    assert accepted(city_number="SZ20261123-772").ticket.city.due is None
    assert accepted().ticket.city is None


def test_events_never_hold_the_contact() -> None:
    appeal = accepted(contact="13872880019", privacy="保密").ticket.appeal
    assert (appeal.contact, appeal.privacy) == ("", Privacy.CONFIDENTIAL)


def test_a_ticket_without_events_is_refused() -> None:
    with pytest.raises(ValueError, match="no events"):
        fold.replay(NUMBER, [])


def test_a_missing_or_doubled_event_is_refused() -> None:
    events = whole_life().events
    with pytest.raises(ActRefused):
        fold.replay(NUMBER, [events[0], *events[2:]])
    urged = in_progress()
    urged.do(Act.URGE)
    with pytest.raises(ValueError, match="event 4 does not follow 4"):
        fold.replay(NUMBER, [*urged.events, urged.events[-1]])
    with pytest.raises(ValueError, match="event 7 does not follow 3"):
        fold.replay(NUMBER, [*urged.events[:3], replace(urged.events[3], no=7)])


def test_a_life_that_does_not_begin_with_acceptance_is_refused() -> None:
    with pytest.raises(ActRefused, match="未受理"):
        fold.replay(NUMBER, whole_life().events[1:])


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("路灯坏了。晚上看不见路", "路灯坏了"),
        ("路灯坏了！！！快来修", "路灯坏了"),
        ("  路灯坏了\n第二行", "路灯坏了"),
        ("", "（无内容）"),
        ("灯" * 30, "灯" * 30),
        ("灯" * 31, "灯" * 29 + "…"),
    ],
)
def test_a_title_is_the_first_clause_and_at_most_thirty_characters(what: str, title: str) -> None:
    assert Appeal(what=what).title == title


def test_the_review_and_the_follow_up_have_clocks_of_the_centre() -> None:
    matter = in_progress()
    matter.each(Act.REPLY, Act.COMPLETE)
    assert [run.clock for run in matter.ticket.runs if run.running] == [Clock.REVIEW]
    matter.each(Act.APPROVE)
    assert [run.clock for run in matter.ticket.runs if run.running] == [Clock.FOLLOW_UP]


def test_work_that_was_sent_back_was_not_done_its_clock_goes_on_as_if_it_had_never_stopped() -> None:
    matter = in_progress()
    before = matter.run(Clock.COMPLETE)
    matter.each(Act.REPLY, Act.COMPLETE, Act.SEND_BACK)
    assert matter.run(Clock.COMPLETE) == before
    assert matter.ticket.completed_at is None and matter.ticket.lead.completed_at is None
    assert matter.run(Clock.REVIEW).ending is Ending.DONE
    assert matter.ticket.status is Status.IN_PROGRESS


def test_a_look_at_the_contact_is_on_record_and_changes_nothing() -> None:
    matter = in_progress()
    before = matter.ticket
    matter.do(Act.REVEAL, CITY_MANAGEMENT, "打电话约时间上门")
    assert replace(matter.ticket, version=before.version) == before


def test_the_facts_of_acceptance_may_be_few() -> None:
    bare = Matter()
    bare.happen(Act.ACCEPT, CITIZEN, at=MONDAY, what=LAMP["what"], kind="咨询", urgency="普通")
    assert (bare.ticket.category, bare.ticket.street, bare.ticket.appeal.channel) == ("", "", "网页")


def test_archiving_keeps_everything_that_was_known() -> None:
    closed = to_rate()
    closed.do(Act.CLOSE, at=MONDAY + timedelta(days=9), unrated="默认满意")
    before = closed.ticket
    closed.each(Act.ARCHIVE)
    assert replace(closed.ticket, status=before.status, version=before.version) == before
