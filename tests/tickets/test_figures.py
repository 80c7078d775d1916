"""Does each figure count what its formula says, by cases small enough to count by hand?"""

from datetime import datetime

import pytest

from tests.tickets.counting import (
    NEXT_TUESDAY,
    TEN_DAYS_ON,
    TUESDAY_CLOSING,
    completed,
    dispatched,
    done,
    made,
    period,
)
from tests.tickets.golden_week import at
from tests.tickets.one_ticket import (
    HOUSING,
    MONDAY,
    OPERATOR,
    Matter,
    accepted,
    in_progress,
    rated,
    to_rate,
)
from tickets.figures import LOW_IS_GOOD, Measure, Period
from tickets.lifecycle import Act
from tickets.people import SYSTEM


def split(measure: Measure, *matters: Matter, over: Period | None = None) -> tuple[str, str]:
    """The numbers of the hits and of the misses, one letter each."""
    measured = made(*matters, over=over).measures[measure]
    return "".join(measured.hit), "".join(measured.missed)


def test_a_sign_off_counts_in_time_until_the_last_minute_and_late_from_then_on() -> None:
    in_time = done(dispatched("A"), Act.SIGN, at=TUESDAY_CLOSING)
    late = done(dispatched("B"), Act.SIGN, at=at(11, 24, "17:31"))
    never = dispatched("C")
    assert split(Measure.SIGN, in_time, late, never) == ("A", "BC")


def test_asking_for_a_return_in_time_is_a_sign_off_in_time() -> None:
    asked = done(dispatched("A"), Act.RETURN, reason="诉求不清无法办理")
    assert split(Measure.SIGN, asked) == ("A", "")


def test_what_is_not_due_yet_is_not_counted_yet() -> None:
    waiting = dispatched("A")
    assert split(Measure.SIGN, waiting, over=period(now=at(11, 24, "17:29"))) == ("", "")
    assert split(Measure.SIGN, waiting, over=period(now=TUESDAY_CLOSING)) == ("", "A")


def test_a_sign_off_taken_away_in_time_is_nobodys_one_taken_away_late_stays_late() -> None:
    in_time = done(dispatched("A"), Act.REASSIGN, at=at(11, 24, "09:00"), department="住建")
    done(in_time, Act.SIGN, at=at(11, 24, "10:00"))
    late = done(dispatched("B"), Act.REASSIGN, at=at(11, 26, "09:00"), department="住建")
    done(late, Act.SIGN, at=at(11, 26, "10:00"))
    assert split(Measure.SIGN, in_time, late) == ("AB", "B")  # 住建 twice in time, 城管 once late


def test_a_breach_stays_in_its_own_period_whenever_the_sign_off_comes() -> None:
    late = done(dispatched("A"), Act.SIGN, at=at(12, 2, "09:00"))
    november, december = period(end=at(12, 1, "00:00")), period(start=at(12, 1, "00:00"))
    assert split(Measure.SIGN, late, over=november) == ("", "A")
    assert split(Measure.SIGN, late, over=december) == ("", "")


def test_a_completion_counts_in_time_by_its_own_deadline() -> None:
    in_time, late = completed("A", TEN_DAYS_ON), completed("B", at(12, 8, "08:30"))
    assert split(Measure.COMPLETE, in_time, late, in_progress(number="C")) == ("A", "BC")


def test_what_was_sent_back_was_not_completed() -> None:
    matter = completed("A", at(11, 25, "09:00"))
    done(matter, Act.SEND_BACK, at=at(11, 25, "10:00"))
    assert split(Measure.COMPLETE, matter) == ("", "A")
    done(matter, Act.COMPLETE, at=at(12, 7, "09:00"))
    assert split(Measure.COMPLETE, matter) == ("A", "")


def extended(number: str, when: datetime) -> Matter:
    matter = done(in_progress(number=number), Act.ASK_EXTENSION, amount=10)
    matter.each(Act.GRANT_EXTENSION, Act.REPLY)
    return done(matter, Act.COMPLETE, at=when)


def test_with_an_extension_it_is_in_time_without_it_it_is_not() -> None:
    within, after, early = (
        extended("A", at(12, 21, "17:30")),
        extended("B", at(12, 22, "09:00")),
        extended("C", MONDAY.replace(hour=17)),
    )
    assert split(Measure.COMPLETE, within, after, early) == ("AC", "B")
    assert split(Measure.COMPLETE_PLAIN, within, after, early) == ("C", "AB")


def test_both_rates_of_completion_have_the_same_denominator() -> None:
    counted = made(extended("A", at(12, 21, "17:30")), extended("B", at(12, 22, "09:00")), completed("C", TEN_DAYS_ON))
    assert counted.rate(Measure.COMPLETE).of == counted.rate(Measure.COMPLETE_PLAIN).of == 3


def test_while_there_are_talks_nothing_is_due_and_nothing_is_counted() -> None:
    matter = done(in_progress(number="A"), Act.SUSPEND, at=at(11, 25, "09:00"))
    assert split(Measure.COMPLETE, matter) == ("", "")
    done(matter, Act.RESUME, at=at(12, 3, "09:00"))  # six working days later
    assert split(Measure.COMPLETE, matter, over=period(now=at(12, 15, "17:29"))) == ("", "")
    assert split(Measure.COMPLETE, matter, over=period(now=at(12, 15, "17:30"))) == ("", "A")


def test_talks_do_not_hide_what_was_late_before_they_began() -> None:
    assert split(Measure.COMPLETE, done(in_progress(number="A"), Act.SUSPEND, at=at(12, 8, "09:00"))) == ("", "A")


@pytest.mark.parametrize(("act", "data"), [(Act.WITHDRAW, {}), (Act.MERGE, {"into": "Z"})])
def test_what_left_in_time_is_nobodys_what_left_late_stays_late(act: Act, data: dict) -> None:
    in_time = done(in_progress(number="A"), act, at=at(12, 4, "09:00"), by=OPERATOR, **data)
    late = done(in_progress(number="B"), act, at=at(12, 8, "09:00"), by=OPERATOR, **data)
    assert split(Measure.COMPLETE, in_time, late) == ("", "B")


def test_completed_late_is_finished_all_the_same_and_what_is_open_is_not() -> None:
    late, open_still = completed("A", at(12, 10, "09:00")), in_progress(number="B")
    assert split(Measure.FINISHED, late, open_still) == ("A", "B")
    assert split(Measure.FINISHED, late, over=period(end=at(12, 9, "00:00"))) == ("", "A")


def reworked(number: str) -> Matter:
    matter = rated(2, number=number)
    matter.each(Act.REWORK, Act.REPLY)
    return done(matter, Act.COMPLETE, at=at(11, 26, "09:00"))


def test_done_at_once_or_done_again() -> None:
    once, again = rated(5, number="A"), reworked("B")
    assert split(Measure.FIRST_TIME, once, again) == ("A", "B")
    assert split(Measure.REWORKED, once, again) == ("B", "A")


def test_a_direct_answer_of_the_centre_is_no_completion_of_a_department() -> None:
    matter = accepted("A", kind="咨询")
    matter.do(Act.ANSWER, why="路灯报修请打城管值班电话")
    counted = made(matter)
    assert {measure for measure in Measure if counted.rate(measure).of} == {Measure.FOLLOWED_UP}
    assert counted.flow.finished == ("A",)


def test_a_rework_in_time_is_measured_by_its_own_clock() -> None:
    in_time = reworked("A")
    late = rated(2, number="B")
    late.each(Act.REWORK, Act.REPLY)
    done(late, Act.COMPLETE, at=at(12, 1, "09:00"))  # five working days from Monday end on 11-30
    assert split(Measure.REWORK_IN_TIME, in_time, late) == ("A", "B")
    assert split(Measure.COMPLETE, in_time, late) == ("AB", "")


def test_co_handlers_are_measured_apart_from_the_lead() -> None:
    in_time, late = in_progress("住建", number="A"), in_progress("住建", number="B")
    for matter, when in ((in_time, at(11, 25, "09:00")), (late, at(12, 9, "09:00"))):
        matter.do(Act.CO_SIGN, HOUSING)
        done(matter, Act.CO_REPLY, at=when, by=HOUSING)
    assert split(Measure.CO_COMPLETE, in_time, late) == ("A", "B")
    assert split(Measure.COMPLETE, in_time, late) == ("", "AB")
    assert split(Measure.SIGN, in_time, late) == ("AABB", "")  # lead and co-handler both sign


def test_only_a_granted_return_is_a_return_and_it_counts_where_it_was_dispatched() -> None:
    granted, refused, kept = dispatched("A"), dispatched("B"), dispatched("C")
    for matter in (granted, refused):
        matter.do(Act.RETURN, reason="不属本单位职责", suggested="住建")
    done(refused, Act.REFUSE_RETURN)
    done(granted, Act.GRANT_RETURN, at=at(12, 1, "09:00")).dispatched("住建")
    assert split(Measure.RETURNED, granted, refused, kept) == ("A", "ABC")  # 住建 has A now, as a second dispatch
    assert split(Measure.RETURNED, granted, refused, kept, over=period(end=at(12, 1, "00:00"))) == ("A", "BC")


def test_a_first_contact_counts_for_named_citizens_only() -> None:
    called = done(in_progress(number="A"), Act.CONTACT, at=TUESDAY_CLOSING)
    not_called, nameless = in_progress(number="B"), in_progress(number="C", privacy="匿名")
    assert split(Measure.CONTACT, called, not_called, nameless) == ("A", "B")


def test_who_was_reached_or_rated_was_followed_up() -> None:
    reached = done(to_rate(number="A"), Act.FOLLOW_UP, reached=True)
    rated_online, silent = rated(5, number="B"), to_rate(number="C")
    assert split(Measure.FOLLOWED_UP, reached, rated_online, silent) == ("AB", "C")


def test_three_quick_calls_that_reach_nobody_are_no_follow_up() -> None:
    matter = to_rate(number="A")
    for _ in range(3):
        matter.do(Act.FOLLOW_UP, reached=False)
    done(matter, Act.CLOSE, by=OPERATOR)
    assert split(Measure.FOLLOWED_UP, matter) == ("", "A")


def test_solved_counts_only_those_who_answered_that() -> None:
    solved, unsolved, unasked = (to_rate(number=number) for number in "ABC")
    done(solved, Act.RATE, level=2, solved=True)
    done(unsolved, Act.RATE, level=5, solved=False)
    done(unasked, Act.RATE, level=5)
    assert split(Measure.SOLVED, solved, unsolved, unasked) == ("A", "B")


def silent(number: str, counts_as: str, when: datetime = NEXT_TUESDAY) -> Matter:
    return done(to_rate(number=number), Act.CLOSE, at=when, by=SYSTEM, unrated=counts_as)


def test_satisfaction_starts_at_the_third_level_and_silence_is_no_rating() -> None:
    ratings = [rated(level, number=str(level)) for level in (1, 2, 3, 4, 5)]
    quiet = [silent("Q", "未评价"), silent("D", "默认满意")]
    assert split(Measure.SATISFIED, *ratings, *quiet) == ("345", "12")


def test_the_overall_rate_adds_the_default_satisfied_and_never_the_unrated() -> None:
    ratings = [rated(5, number="A"), rated(1, number="B")]
    quiet = [silent("Q", "未评价"), silent("D", "默认满意")]
    assert split(Measure.OVERALL, *ratings, *quiet) == ("AD", "B")
    counted = made(*ratings, *quiet)
    assert (counted.default_satisfied, counted.unrated) == (("D",), ("Q",))


def test_who_was_dissatisfied_once_is_not_satisfied_by_saying_nothing_later() -> None:
    matter = reworked("A")
    matter.each(Act.APPROVE)
    done(matter, Act.CLOSE, by=SYSTEM, unrated="默认满意")
    counted = made(matter)
    assert split(Measure.OVERALL, matter) == ("", "A")
    assert counted.default_satisfied == ()


def test_the_last_rating_counts_in_the_period_it_was_given() -> None:
    matter = reworked("A")
    matter.each(Act.APPROVE)
    done(matter, Act.RATE, at=at(12, 2, "09:00"), level=4)
    assert split(Measure.SATISFIED, matter, over=period(end=at(12, 1, "00:00"))) == ("", "")
    assert split(Measure.SATISFIED, matter) == ("A", "")


def test_the_five_levels_are_counted_apart() -> None:
    counted = made(*(rated(level, number=number) for number, level in (("A", 5), ("B", 5), ("C", 3))))
    assert counted.levels == {5: ("A", "B"), 4: (), 3: ("C",), 2: (), 1: ()}


@pytest.mark.parametrize("measure", Measure)
def test_of_nothing_there_is_no_rate(measure: Measure) -> None:
    assert made().rate(measure).text == "—"
    assert made().rate(measure).share is None


def test_returns_and_reworks_are_the_figures_that_should_be_low() -> None:
    assert {Measure.RETURNED, Measure.REWORKED} == LOW_IS_GOOD


@pytest.mark.parametrize(
    ("scope", "gone"),
    [
        ("签收", {Measure.SIGN}),
        ("办结", {Measure.COMPLETE, Measure.COMPLETE_PLAIN, Measure.FINISHED}),
        ("满意", {Measure.SATISFIED, Measure.OVERALL, Measure.SOLVED}),
    ],
)
def test_a_granted_exclusion_takes_the_ticket_out_of_its_figure_and_is_printed(scope: str, gone: set[Measure]) -> None:
    matter = done(to_rate(number="A"), Act.RATE, level=1, solved=False)
    before = made(matter)
    done(matter, Act.ASK_EXCLUSION, scope=scope)
    assert made(matter).measures == before.measures  # asking changes nothing
    done(matter, Act.GRANT_EXCLUSION, scope=scope)
    after = made(matter)
    assert {measure for measure in Measure if before.rate(measure).of and not after.rate(measure).of} == gone
    assert after.left_out[f"剔除（{scope}）"] == ("A",)


def test_what_is_in_no_rate_is_printed_with_its_reason() -> None:
    declined = done(accepted("A"), Act.DECLINE, channel="劳动仲裁")
    explained = done(accepted("B"), Act.EXPLAIN)
    passed_on = done(accepted("C"), Act.TRANSFER, number="119")
    police = done(accepted("D"), Act.HAND_TO_POLICE)
    withdrawn = done(accepted("E"), Act.WITHDRAW)
    merged = done(accepted("F"), Act.MERGE, into="Z")
    left_out = made(declined, explained, passed_on, police, withdrawn, merged).left_out
    assert {name: "".join(numbers) for name, numbers in left_out.items() if numbers} == {
        "不予受理": "AB",
        "已移交": "CD",
        "已撤回": "E",
        "已并单": "F",
    }
