"""What came in, what went out, and whose is each figure: of which department, street, category, channel?"""

import pytest

from tests.tickets.counting import TEN_DAYS_ON, completed, dispatched, done, facts_of, made, period
from tests.tickets.golden_week import at
from tests.tickets.one_ticket import CITY_MANAGEMENT, SUPERVISOR, accepted, in_progress, rated
from tickets.figures import CENTRE, UNKNOWN_STREET, Measure, grouped
from tickets.lifecycle import Act


def test_carried_in_and_received_are_finished_and_carried_out() -> None:
    december = period(start=at(12, 1, "00:00"), end=at(1, 1, "00:00", year=2027))
    old_open, old_done = in_progress(number="A"), completed("B", at(12, 3, "09:00"))
    gone_before = completed("C", at(11, 30, "09:00"))
    new_open = accepted("D", at=at(12, 5, "09:00"))
    new_done = done(accepted("E", at=at(12, 5, "09:00")), Act.WITHDRAW)
    flow = made(old_open, old_done, gone_before, new_open, new_done, over=december).flow
    assert (flow.carried_in, flow.received) == (("A", "B"), ("D", "E"))
    assert (flow.finished, flow.carried_out) == (("B", "E"), ("A", "D"))


def test_a_rework_brings_a_ticket_back_into_the_stock() -> None:
    matter = rated(1, number="A")
    assert made(matter).flow.finished == ("A",)
    matter.each(Act.REWORK)
    assert made(matter).flow.carried_out == ("A",)


def test_the_department_that_held_it_when_it_ran_out_is_charged_with_it() -> None:
    passed_on = in_progress(number="A")
    done(passed_on, Act.REASSIGN, at=at(12, 9, "09:00"), department="住建")  # two days late already
    passed_on.each(Act.SIGN, Act.REPLY, Act.COMPLETE)
    groups = grouped(facts_of(passed_on), period(), "department")
    assert groups["城管"].measures[Measure.COMPLETE].missed == ("A",)
    assert groups["住建"].rate(Measure.COMPLETE).of == 0
    assert groups["住建"].flow.finished == ("A",)


def test_what_ran_out_while_the_centre_had_it_is_the_centres() -> None:
    matter = dispatched("A")
    matter.do(Act.RETURN, reason="诉求不清无法办理")
    done(matter, Act.GRANT_RETURN)
    done(matter, Act.DISPATCH, at=at(12, 9, "09:00"), department="住建")
    groups = grouped(facts_of(matter), period(), "department")
    assert groups[CENTRE].measures[Measure.COMPLETE].missed == ("A",)
    assert groups["住建"].rate(Measure.COMPLETE).of == 0


def test_an_exclusion_holds_in_every_group_that_the_ticket_touches() -> None:
    matter = done(dispatched("A"), Act.REASSIGN, at=at(11, 26, "09:00"), department="住建")
    done(matter, Act.SIGN, at=at(12, 1, "09:00"))
    done(matter, Act.ASK_EXCLUSION, by=CITY_MANAGEMENT, scope="签收")
    done(matter, Act.GRANT_EXCLUSION, by=SUPERVISOR, scope="签收")
    groups = grouped(facts_of(matter), period(), "department")
    assert groups["城管"].rate(Measure.SIGN).of == groups["住建"].rate(Measure.SIGN).of == 0


@pytest.mark.parametrize(
    ("by", "facts", "name"),
    [
        ("street", {"street": "何店镇"}, "何店镇"),
        ("street", {"street": ""}, UNKNOWN_STREET),
        ("category", {"category": "市政公用/路灯"}, "市政公用"),
        ("category", {"category": ""}, "未分类"),
        ("channel", {"channel": "微信"}, "微信"),
        ("department", {}, "城管"),
    ],
)
def test_tickets_are_grouped_by_what_they_are_about_and_whose_they_are(by: str, facts: dict, name: str) -> None:
    groups = grouped(facts_of(completed("A", TEN_DAYS_ON, **facts)), period(), by)
    assert groups[name].measures[Measure.COMPLETE].hit == ("A",)


def test_what_was_returned_is_the_centres_until_it_is_dispatched_again() -> None:
    matter = dispatched("A")
    matter.do(Act.RETURN, reason="诉求不清无法办理")
    done(matter, Act.GRANT_RETURN)
    groups = grouped(facts_of(matter), period(), "department")
    assert groups[CENTRE].flow.carried_out == ("A",)
    assert groups["城管"].measures[Measure.RETURNED].hit == ("A",)
