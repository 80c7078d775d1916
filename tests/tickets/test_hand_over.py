"""Who has the ticket after a return, a reassignment, a merging, and which clocks went with it?"""

from tests.tickets.golden_week import at
from tests.tickets.one_ticket import (
    CITIZEN_WORDS,
    CITY_MANAGEMENT,
    FIXED,
    HOUR,
    HOUSING,
    MONDAY,
    POWER,
    SUPERVISOR,
    Matter,
    accepted,
    in_progress,
)
from tickets.lifecycle import Act, Share, Status
from tickets.runs import Break, Ending
from tickets.service_levels import Clock

NOT_OURS = {"reason": "不属本单位职责", "suggested": "住建"}


def return_asked(*helpers: str) -> Matter:
    """Dispatched at 10:00, given back at 11:00."""
    matter = accepted().dispatched("城管", *helpers)
    matter.do(Act.RETURN, **NOT_OURS)
    return matter


def running(matter: Matter) -> list[tuple[Clock, int]]:
    return [(run.clock, run.place) for run in matter.ticket.runs if run.running]


def test_asking_to_give_it_back_answers_the_sign_off_and_waits_for_the_centre() -> None:
    matter = return_asked()
    assert matter.ticket.status is Status.RETURN_ASKED and matter.ticket.holder == "城管"
    assert matter.run(Clock.SIGN, place=1).ending is Ending.DONE
    assert running(matter) == [(Clock.CONTACT, 1), (Clock.COMPLETE, 0), (Clock.RULE, 0)]
    assert (matter.ticket.returns, matter.ticket.lead.returned_at) == (1, None)


def test_a_granted_return_brings_it_back_to_the_centre_while_the_matters_clock_runs_on() -> None:
    matter = return_asked()
    matter.do(Act.GRANT_RETURN)
    ticket = matter.ticket
    assert (ticket.status, ticket.holder, ticket.answerable) == (Status.TO_DISPATCH, "", "")
    assert (ticket.returns_granted, ticket.assignments[0].returned_at) == (1, MONDAY + 3 * HOUR)
    assert running(matter) == [(Clock.COMPLETE, 0), (Clock.DISPATCH, 0)]
    assert matter.run(Clock.CONTACT, place=1).ending is Ending.DROPPED


def test_a_second_dispatch_does_not_start_the_matters_clock_again() -> None:
    matter = return_asked()
    matter.do(Act.GRANT_RETURN)
    matter.dispatched("住建", at=at(11, 26, "09:00"))
    runs = [run for run in matter.ticket.runs if run.clock is Clock.COMPLETE]
    assert [(run.started_at, run.running) for run in runs] == [(MONDAY + HOUR, True)]
    assert matter.run(Clock.SIGN, place=2).started_at == at(11, 26, "09:00")
    assert matter.ticket.hand_overs == 1


def test_a_refused_return_is_a_forced_sign_off() -> None:
    matter = return_asked()
    matter.do(Act.REFUSE_RETURN)
    lead = matter.ticket.lead
    assert (matter.ticket.status, lead.forced, lead.signed_at) == (Status.IN_PROGRESS, True, MONDAY + 3 * HOUR)
    assert matter.run(Clock.SIGN, place=1).stopped_at == MONDAY + 2 * HOUR  # when it was asked, not when it was ruled
    assert running(matter) == [(Clock.CONTACT, 1), (Clock.COMPLETE, 0)]
    assert lead.returned_at is None


def test_a_citizen_who_withdraws_while_a_return_waits_makes_no_return_of_it() -> None:
    matter = return_asked()
    matter.do(Act.WITHDRAW, why=CITIZEN_WORDS)
    assert matter.ticket.assignments[0].returned_at is None
    assert (matter.ticket.returns_granted, matter.ticket.answerable) == (0, "城管")


def test_a_reassignment_drops_what_the_first_was_asked_for_and_starts_anew_for_the_second() -> None:
    matter = in_progress()
    matter.do(Act.REASSIGN, department="住建")
    ticket = matter.ticket
    assert (ticket.status, ticket.holder, ticket.hand_overs) == (Status.TO_SIGN, "住建", 1)
    assert matter.run(Clock.CONTACT, place=1).ending is Ending.DROPPED
    assert running(matter) == [(Clock.COMPLETE, 0), (Clock.SIGN, 2), (Clock.CONTACT, 2)]
    assert ticket.assignments[0].ended_at == ticket.assignments[1].dispatched_at == MONDAY + 3 * HOUR


def test_the_department_that_lost_it_may_only_ask_for_an_exclusion() -> None:
    matter = in_progress()
    matter.do(Act.REASSIGN, department="住建")
    matter.each(Act.SIGN)
    assert matter.ticket.shares_of(CITY_MANAGEMENT) == {Share.EVER}
    assert set(matter.can(CITY_MANAGEMENT)) == {Act.ASK_EXCLUSION}


def test_a_reassignment_ends_the_talks_and_an_open_question_for_more_time() -> None:
    matter = in_progress()
    matter.do(Act.ASK_EXTENSION, amount=5)
    matter.each(Act.SUSPEND)
    matter.do(Act.REASSIGN, department="住建")
    assert matter.ticket.breaks == (Break(start=MONDAY + 4 * HOUR, end=MONDAY + 5 * HOUR),)
    assert matter.ticket.extension is None
    assert matter.run(Clock.RULE).ending is Ending.DROPPED


def test_passing_a_ticket_on_does_not_shake_off_an_order() -> None:
    matter = in_progress()
    matter.do(Act.SUPERVISE, SUPERVISOR)
    matter.do(Act.REASSIGN, department="住建")
    assert matter.run(Clock.SUPERVISE, place=1).ending is Ending.DROPPED
    assert matter.run(Clock.SUPERVISE, place=2).running
    matter.each(Act.SIGN, Act.ANSWER_SUPERVISION)
    assert matter.ticket.open_supervision is None
    assert matter.run(Clock.SUPERVISE, place=2).ending is Ending.DONE


def test_an_order_given_while_it_waited_for_dispatch_waits_for_the_first_lead() -> None:
    matter = accepted()
    matter.do(Act.SUPERVISE)
    assert matter.run(Clock.SUPERVISE) is None
    matter.dispatched()
    assert matter.run(Clock.SUPERVISE, place=1).department == "城管"


def test_each_co_handler_has_clocks_of_its_own_and_the_lead_those_of_the_matter() -> None:
    matter = accepted().dispatched("城管", "住建", "供电")
    assert [(one.department, one.lead) for one in matter.ticket.assignments] == [
        ("城管", True),
        ("住建", False),
        ("供电", False),
    ]
    own = {(run.clock, run.place): run.department for run in matter.ticket.runs if run.place > 1}
    assert own == {
        (Clock.SIGN, 2): "住建",
        (Clock.COMPLETE, 2): "住建",
        (Clock.SIGN, 3): "供电",
        (Clock.COMPLETE, 3): "供电",
    }


def test_a_co_handler_signs_and_replies_while_the_lead_goes_on() -> None:
    matter = in_progress("住建")
    matter.do(Act.CO_SIGN, HOUSING)
    matter.do(Act.CO_REPLY, HOUSING, "楼道灯归物业，路灯归城管。")
    helper = matter.ticket.assignments[1]
    assert (helper.signed_at, helper.replied_at) == (MONDAY + 3 * HOUR, MONDAY + 4 * HOUR)
    assert matter.run(Clock.SIGN, place=2).ending is matter.run(Clock.COMPLETE, place=2).ending is Ending.DONE
    assert matter.run(Clock.COMPLETE).running


def test_the_lead_completes_when_every_co_handler_has_replied_or_was_let_go() -> None:
    matter = in_progress("住建", "供电")
    matter.do(Act.CO_SIGN, HOUSING)
    matter.do(Act.CO_REPLY, HOUSING, "楼道灯归物业，路灯归城管。")
    matter.do(Act.DROP_CO, department="供电")
    matter.each(Act.REPLY, Act.COMPLETE)
    assert matter.ticket.status is Status.TO_REVIEW
    assert matter.run(Clock.COMPLETE, place=3).ending is Ending.DROPPED


def test_a_co_handler_added_later_starts_later() -> None:
    matter = in_progress()
    matter.do(Act.ADD_CO, at=at(11, 25, "09:00"), department="供电")
    assert matter.run(Clock.COMPLETE, place=2).started_at == at(11, 25, "09:00")
    assert matter.can(POWER)[Act.CO_SIGN] == ""


def test_co_handlers_stay_when_the_lead_gives_it_back() -> None:
    matter = return_asked("供电")
    matter.do(Act.CO_SIGN, POWER)
    matter.do(Act.GRANT_RETURN)
    matter.dispatched("住建", "供电")
    assert [one.place for one in matter.ticket.helpers] == [2]  # the same one, signed already
    assert matter.ticket.helpers[0].signed_at == MONDAY + 3 * HOUR


def test_a_co_handler_who_becomes_the_lead_helps_no_more() -> None:
    matter = in_progress("住建")
    matter.do(Act.REASSIGN, department="住建")
    assert (matter.ticket.holder, matter.ticket.helpers) == ("住建", ())
    matter.each(Act.SIGN, Act.REPLY, Act.COMPLETE)
    assert matter.ticket.status is Status.TO_REVIEW


def test_a_merged_ticket_is_nobodys_and_its_clocks_are_dropped() -> None:
    matter = in_progress("住建")
    matter.do(Act.MERGE, into="ZD2026112300002")
    ticket = matter.ticket
    assert (ticket.status, ticket.holder, ticket.merged_into) == (Status.MERGED, "", "ZD2026112300002")
    assert running(matter) == [] and ticket.helpers == ()
    assert ticket.finished_at == MONDAY + 3 * HOUR


def test_unmerging_lets_the_matters_clock_go_on_where_it_started() -> None:
    matter = in_progress()
    matter.do(Act.MERGE, into="ZD2026112300002")
    matter.do(Act.UNMERGE, at=at(11, 27, "09:00"))
    assert (matter.ticket.status, matter.ticket.merged_into, matter.ticket.finished_at) == (
        Status.TO_DISPATCH,
        "",
        None,
    )
    assert running(matter) == [(Clock.COMPLETE, 0), (Clock.DISPATCH, 0)]
    assert matter.run(Clock.COMPLETE).started_at == MONDAY + HOUR


def test_a_merged_citizen_gets_the_answer_of_the_main_ticket_and_rates_it() -> None:
    matter = accepted()
    matter.do(Act.MERGE, into="ZD2026112300002")
    matter.do(Act.ANSWER_MERGED, why=FIXED)
    assert (matter.ticket.status, matter.ticket.reply) == (Status.TO_RATE, FIXED)
    assert running(matter) == [(Clock.FOLLOW_UP, 0)]


def test_a_merged_citizen_who_is_not_content_gets_a_department_and_the_clock_of_a_rework() -> None:
    matter = in_progress()
    matter.do(Act.MERGE, into="ZD2026112300002")
    matter.do(Act.ANSWER_MERGED, why=FIXED)
    matter.do(Act.RATE, level=1)
    matter.dispatched("住建")
    ticket = matter.ticket
    assert (ticket.finished_at, ticket.merged_into, ticket.reworks) == (None, "", 1)
    assert running(matter) == [(Clock.SIGN, 2), (Clock.CONTACT, 2), (Clock.REWORK, 0)]
    assert [run.started_at for run in ticket.runs if run.clock is Clock.COMPLETE] == [MONDAY + HOUR]


def test_a_withdrawn_ticket_is_finished_and_nothing_runs() -> None:
    matter = in_progress("住建")
    matter.each(Act.SUSPEND)
    matter.do(Act.WITHDRAW, why=CITIZEN_WORDS)
    ticket = matter.ticket
    assert (ticket.status, ticket.finished_at) == (Status.WITHDRAWN, MONDAY + 4 * HOUR)
    assert running(matter) == [] and ticket.breaks[0].end == MONDAY + 4 * HOUR
    assert (ticket.holder, ticket.answerable) == ("", "城管")
