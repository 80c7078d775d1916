"""Does every clock of a ticket run by the limit, the hours and the version that hold for it?"""

from dataclasses import replace
from datetime import date, time, timedelta

from tests.tickets.golden_week import CALENDAR, at
from tests.tickets.limits import LEVELS, day_limit
from tests.tickets.one_ticket import DAY, HOUR, MONDAY, SUPERVISOR, Matter, accepted, in_progress, rated, rulebook
from tickets.clocks import deadlines_of, extension_limit, extension_until, return_until, touched
from tickets.lifecycle import Act
from tickets.service_levels import Clock, Window
from tickets.timetable import Timetable


def test_every_run_with_a_limit_has_its_deadline() -> None:
    matter = accepted().dispatched("城管", "住建")
    dues = {no: made.due for no, made in deadlines_of(matter.ticket, matter.book).items()}
    tomorrow, in_ten_days = at(11, 24, "17:30"), at(12, 7, "17:30")
    assert dues == {
        1: at(11, 23, "15:30"),  # dispatch: four working hours from nine, lunch left out
        2: tomorrow,
        3: tomorrow,
        4: in_ten_days,
        5: tomorrow,
        6: in_ten_days,
    }


def test_a_clock_without_a_limit_is_never_late() -> None:
    matter = accepted(urgency="特急").dispatched()
    assert matter.run(Clock.COMPLETE).running
    assert matter.deadline(Clock.COMPLETE) is None
    assert set(deadlines_of(matter.ticket, matter.book)) == {
        2
    }  # only the sign-off of a critical ticket is limited here


def test_a_clock_keeps_the_version_it_was_started_under() -> None:
    shorter = replace(LEVELS, version="2026-12", effective=date(2026, 12, 1), limits=(day_limit(Clock.COMPLETE, 2),))
    book = rulebook(levels=(LEVELS, shorter))
    old, new = (accepted(number, at=start, book=book) for number, start in (("A", MONDAY), ("B", at(12, 1, "09:00"))))
    for matter in (old, new):
        matter.dispatched()
    old.do(Act.NOTE, at=at(12, 2, "09:00"))
    assert (old.deadline(Clock.COMPLETE).due, old.deadline(Clock.COMPLETE).levels_version) == (
        at(12, 7, "17:30"),
        "2026-01",
    )
    assert (new.deadline(Clock.COMPLETE).due, new.deadline(Clock.COMPLETE).levels_version) == (
        at(12, 3, "17:30"),
        "2026-12",
    )


def test_a_departments_own_hours_and_limits_hold_for_its_clocks() -> None:
    hall = replace(day_limit(Clock.SIGN, 2), departments=frozenset({"住建"}))
    early = Timetable(calendar=CALENDAR, hours={"住建": ((time(9), time(16)),)})
    book = rulebook(levels=(replace(LEVELS, limits=(hall, *LEVELS.limits)),), timetable=early)
    assert accepted("A", book=book).dispatched("住建").deadline(Clock.SIGN, place=1).due == at(11, 25, "16:00")
    assert accepted("B", book=book).dispatched("城管").deadline(Clock.SIGN, place=1).due == at(11, 24, "17:30")


def test_ours_is_due_the_margin_before_the_citys() -> None:
    matter = accepted(city_number="SZ-771", city_due=at(11, 30, "17:30").isoformat()).dispatched("城管", "住建")
    assert matter.deadline(Clock.COMPLETE).due == at(11, 29, "17:30")
    assert matter.deadline(Clock.COMPLETE, place=2).due == at(12, 7, "17:30")  # a co-handler's is between us
    assert matter.deadline(Clock.SIGN, place=1).due == at(11, 24, "17:30")


def test_an_extension_moves_the_matters_clock_alone() -> None:
    matter = in_progress("住建")
    before = {no: made.due for no, made in deadlines_of(matter.ticket, matter.book).items()}
    matter.do(Act.ASK_EXTENSION, amount=10)
    assert matter.deadline(Clock.COMPLETE).due == at(12, 7, "17:30")
    matter.do(Act.GRANT_EXTENSION)
    after = {no: made.due for no, made in deadlines_of(matter.ticket, matter.book).items()}
    assert matter.deadline(Clock.COMPLETE).due == at(12, 21, "17:30")
    assert {no for no in before if before[no] != after[no]} == {matter.run(Clock.COMPLETE).no}


def test_talks_pause_the_completion_clocks_and_no_others() -> None:
    matter = in_progress("住建")
    matter.do(Act.SUPERVISE, SUPERVISOR)
    matter.do(Act.SUSPEND, at=at(11, 24, "09:00"))
    paused = {
        run.clock
        for run in matter.ticket.runs
        if run.running and deadlines_of(matter.ticket, matter.book)[run.no].paused
    }
    assert paused == {Clock.COMPLETE}
    matter.do(Act.RESUME, at=at(11, 26, "09:00"))
    assert matter.deadline(Clock.COMPLETE).due == matter.deadline(Clock.COMPLETE, place=2).due == at(12, 9, "17:30")
    assert matter.deadline(Clock.SUPERVISE, place=1).due == at(11, 25, "17:30")


def test_a_rework_is_paused_by_talks_too_and_never_extended() -> None:
    matter = in_progress()
    matter.do(Act.ASK_EXTENSION, amount=5)
    matter.each(Act.GRANT_EXTENSION, Act.REPLY, Act.COMPLETE, Act.APPROVE)
    matter.do(Act.RATE, level=1)
    matter.do(Act.REWORK, at=at(11, 25, "09:00"))
    assert matter.deadline(Clock.REWORK).due == at(12, 2, "17:30")  # five working days
    matter.do(Act.SUSPEND, at=at(11, 26, "09:00"))
    matter.do(Act.RESUME, at=at(11, 27, "09:00"))
    assert matter.deadline(Clock.REWORK).due == at(12, 3, "17:30")


def test_a_return_may_be_asked_for_within_its_window_from_the_leads_own_dispatch() -> None:
    matter = accepted().dispatched()
    assert return_until(matter.ticket, matter.book) == at(11, 24, "17:30")
    matter.do(Act.REASSIGN, at=at(11, 26, "09:00"), department="住建")
    assert return_until(matter.ticket, matter.book) == at(11, 27, "17:30")
    assert return_until(accepted(urgency="特急").dispatched().ticket, matter.book) is None
    assert return_until(accepted().ticket, matter.book) is None


def test_more_time_may_be_asked_for_until_a_working_day_is_left() -> None:
    matter = in_progress()
    assert extension_until(matter.ticket, matter.book) == at(12, 4, "17:30")
    assert extension_limit(matter.ticket, matter.book) == 10
    without_lead = tuple(limit for limit in LEVELS.limits if limit.clock is not Window.EXTENSION_LEAD)
    until_the_end = rulebook(levels=(replace(LEVELS, limits=without_lead),))
    assert extension_until(matter.ticket, until_the_end) == at(12, 7, "17:30")


def test_no_time_can_be_added_where_the_limits_have_none() -> None:
    urgent = in_progress(urgency="紧急")
    assert extension_limit(urgent.ticket, urgent.book) is extension_until(urgent.ticket, urgent.book) is None
    waiting = accepted()
    assert extension_limit(waiting.ticket, waiting.book) is extension_until(waiting.ticket, waiting.book) is None


def moved_by(matter: Matter, act: Act, **data) -> set[tuple[Clock, int]]:
    before = matter.ticket
    matter.do(act, **data)
    return {(run.clock, run.place) for run in touched(before, matter.ticket)}


def test_an_act_touches_what_it_starts_stops_or_moves_and_nothing_else() -> None:
    matter = accepted().dispatched()
    assert moved_by(matter, Act.SIGN) == {(Clock.SIGN, 1)}
    assert moved_by(matter, Act.NOTE) == set()
    everything = {(run.clock, run.place) for run in matter.ticket.runs}
    assert moved_by(matter, Act.SUSPEND) == everything
    assert moved_by(matter, Act.RESUME) == everything
    assert moved_by(matter, Act.ASK_EXTENSION, amount=5) == {(Clock.RULE, 0)}
    assert moved_by(matter, Act.GRANT_EXTENSION) == everything | {(Clock.RULE, 0)}


def test_passing_a_ticket_on_touches_the_matters_clock_since_another_department_is_charged_with_it() -> None:
    matter = in_progress()
    assert moved_by(matter, Act.REASSIGN, department="住建") == {
        (Clock.COMPLETE, 0),
        (Clock.CONTACT, 1),
        (Clock.SIGN, 2),
        (Clock.CONTACT, 2),
    }
    reworked = rated(1)
    reworked.each(Act.REWORK)
    assert (Clock.REWORK, 0) in moved_by(reworked, Act.REASSIGN, department="住建")


def test_the_first_event_touches_every_run() -> None:
    ticket = accepted().ticket
    assert touched(None, ticket) == ticket.runs


def test_a_rulebook_gives_the_levels_of_the_districts_own_day() -> None:
    new_year = replace(LEVELS, version="2027-01", effective=date(2027, 1, 1))
    book = rulebook(levels=(LEVELS, new_year))
    midnight = at(1, 1, "00:00", year=2027)
    assert book.levels_at(midnight).version == "2027-01"
    assert book.levels_at(midnight - timedelta(seconds=1)).version == "2026-01"


def test_the_dispatch_clock_starts_again_when_a_return_is_granted() -> None:
    matter = accepted().dispatched()
    matter.do(Act.RETURN, reason="诉求不清无法办理")
    matter.do(Act.GRANT_RETURN)
    assert matter.deadline(Clock.DISPATCH).start == MONDAY + 3 * HOUR
    assert matter.deadline(Clock.DISPATCH).due == MONDAY + DAY + timedelta(minutes=30)  # four working hours over lunch
