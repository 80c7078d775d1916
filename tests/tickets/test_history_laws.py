"""What holds after every act of every lawful history, whatever people do in whatever order?"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from tests.tickets.golden_week import CALENDAR
from tests.tickets.histories import PEOPLE, histories
from tests.tickets.one_ticket import HOUR, Matter
from tickets import fold
from tickets.clocks import deadlines_of, touched
from tickets.conditions import allow
from tickets.errors import ActRefused
from tickets.facts import clock_facts, ticket_fact
from tickets.ledger import ledger, spans
from tickets.lifecycle import OPEN, TRANSITIONS, Act, Status
from tickets.service_levels import Clock
from tickets.ticket import Ticket

LAWFUL = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_ARROWS = {(row.before, row.act): row.after for row in TRANSITIONS}
_ALIVE = (*OPEN, Status.TO_RATE, Status.RATED)

_WITH_NOBODY = (Status.TO_DISPATCH, Status.MERGED, Status.WITHDRAWN, Status.DECLINED, Status.HANDED_OVER)


def states(matter: Matter) -> list[Ticket]:
    """The ticket after each of its acts."""
    made: list[Ticket] = []
    for event in matter.events:
        made.append(fold.apply(matter.number, made[-1] if made else None, event))
    return made


def matter_run(ticket: Ticket):
    return [run for run in ticket.runs if run.clock is Clock.COMPLETE and run.place == 0]


@LAWFUL
@given(histories())
def test_no_history_leaves_the_table(matter: Matter) -> None:
    statuses = [None, *(ticket.status for ticket in states(matter))]
    for event, (before, after) in zip(matter.events, pairwise(statuses), strict=True):
        assert _ARROWS[before, event.act] is after
    assert fold.replay(matter.number, matter.events) == matter.ticket
    assert matter.ticket.version == len(matter.events)


@LAWFUL
@given(histories())
def test_what_is_offered_is_allowed_and_what_is_not_is_refused(matter: Matter) -> None:
    now = matter.events[-1].at + HOUR
    for who in PEOPLE:
        free = {act for act, why_not in matter.can(who, now).items() if not why_not}
        for act in Act:
            if act in free:
                allow(act, matter.case(who, now))
                continue
            with pytest.raises(ActRefused):
                allow(act, matter.case(who, now))


@LAWFUL
@given(histories())
def test_the_matters_clock_starts_once_with_the_first_dispatch_and_never_again(matter: Matter) -> None:
    dispatched = [event.at for event in matter.events if event.act is Act.DISPATCH]
    for ticket in states(matter):
        runs = matter_run(ticket)
        assert [run.started_at for run in runs] == dispatched[:1] if ticket.assignments else not runs


@LAWFUL
@given(histories())
def test_no_act_makes_the_matter_due_earlier(matter: Matter) -> None:
    """The city's deadline is known from the first event on, so that it too moves nothing later."""
    dues = [
        deadlines_of(ticket, matter.book)[run.no].due
        for ticket in states(matter)
        for run in matter_run(ticket)
        if run.no in deadlines_of(ticket, matter.book)
    ]
    assert dues == sorted(dues)


@LAWFUL
@given(histories())
def test_no_pause_and_no_extension_shortens_a_clock(matter: Matter) -> None:
    bare = replace(matter.ticket, number=f"{matter.number}-平", breaks=(), extension=None)
    without = deadlines_of(bare, matter.book)
    for no, made in deadlines_of(matter.ticket, matter.book).items():
        assert without[no].due <= made.plain_due <= made.due
        assert made.start <= made.warn_at <= made.red_at <= made.due


@LAWFUL
@given(histories())
def test_the_runs_are_numbered_without_a_gap_and_only_one_of_a_kind_runs_in_one_place(matter: Matter) -> None:
    for ticket in states(matter):
        assert [run.no for run in ticket.runs] == list(range(1, len(ticket.runs) + 1))
        running = Counter((run.clock, run.place) for run in ticket.runs if run.running)
        assert set(running.values()) <= {1}
        assert all(run.stopped_at is None or run.stopped_at >= run.started_at for run in ticket.runs)
        assert all((run.stopped_at is None) is (run.ending is None) for run in ticket.runs)


@LAWFUL
@given(histories())
def test_every_run_of_which_anything_changed_was_touched(matter: Matter) -> None:
    for before, after in pairwise(states(matter)):
        was, now = (
            {fact.no: fact for fact in clock_facts(ticket, deadlines_of(ticket, matter.book))}
            for ticket in (before, after)
        )
        changed = {no for no in now if was.get(no) != now[no]}
        assert changed <= {run.no for run in touched(before, after)}


@LAWFUL
@given(histories())
def test_where_nobody_works_on_it_no_clock_runs(matter: Matter) -> None:
    for ticket in states(matter):
        running = {run.clock for run in ticket.runs if run.running}
        if ticket.status not in _ALIVE:
            assert not running
        if ticket.status in (Status.TO_RATE, Status.RATED):
            assert running <= {Clock.FOLLOW_UP, Clock.SUPERVISE}
        if ticket.status in (Status.TO_DISPATCH, *OPEN):
            assert (Clock.DISPATCH in running) is (ticket.status is Status.TO_DISPATCH)


@LAWFUL
@given(histories())
def test_one_lead_at_a_time_and_no_department_twice(matter: Matter) -> None:
    for ticket in states(matter):
        current = [one for one in ticket.assignments if one.current]
        assert len({one.department for one in current}) == len(current)
        leads = sum(one.lead for one in current)
        assert leads <= 1
        assert not (leads and ticket.status in _WITH_NOBODY)
        assert [one.place for one in ticket.assignments] == list(range(1, len(ticket.assignments) + 1))


@LAWFUL
@given(histories())
def test_a_ticket_is_finished_exactly_when_nobody_works_on_it(matter: Matter) -> None:
    for ticket in states(matter):
        waiting = ticket.status in OPEN and ticket.status is not Status.TO_REVIEW
        assert (ticket_fact(ticket).finished_at is None) is waiting


@LAWFUL
@given(histories())
def test_an_order_that_waits_for_an_answer_has_a_clock_wherever_a_department_has_the_ticket(matter: Matter) -> None:
    for ticket in states(matter):
        waits = ticket.open_supervision is not None and ticket.lead is not None
        assert any(run.clock is Clock.SUPERVISE and run.running for run in ticket.runs) is waits


@LAWFUL
@given(histories())
def test_a_pause_lasts_exactly_while_there_are_talks(matter: Matter) -> None:
    for ticket in states(matter):
        lasting = [one for one in ticket.breaks if one.end is None]
        assert len(lasting) == (ticket.status is Status.SUSPENDED)
        moments = [moment for one in ticket.breaks for moment in (one.start, one.end) if moment]
        assert moments == sorted(moments)


@LAWFUL
@given(histories())
def test_the_ledger_has_no_gap_and_sums_to_the_whole(matter: Matter) -> None:
    now = matter.events[-1].at + timedelta(days=3)
    made = spans(matter.number, matter.events, now)
    moments = [*(event.at for event in matter.events), now]
    alive = [ticket.status in (*_ALIVE, Status.MERGED) for ticket in states(matter)]
    lived = [span for span, lives in zip(pairwise(moments), alive, strict=True) if lives]
    assert made[0].start == matter.events[0].at
    for one, other in pairwise(made):
        assert one.end == other.start or (one.end, other.start) in _closed_times(matter)
        assert one.holder != other.holder
    lines = ledger(matter.number, matter.events, now, CALENDAR)
    assert sum((line.calendar_time for line in lines), timedelta(0)) == sum((b - a for a, b in lived), timedelta(0))
    assert sum((line.working_time for line in lines), timedelta(0)) == sum(
        (CALENDAR.between(a, b) for a, b in lived), timedelta(0)
    )


def _closed_times(matter: Matter) -> set:
    """From each closing to the rework that undid it."""
    ends = [event.at for event in matter.events if event.act is Act.CLOSE]
    return {(end, event.at) for event in matter.events if event.act is Act.REWORK for end in ends}
