"""Does every minute of a ticket belong to exactly one holder?"""

from datetime import timedelta

from tests.tickets.golden_week import CALENDAR, at
from tests.tickets.one_ticket import CITIZEN_WORDS, HOUR, MONDAY, Matter, accepted, in_progress, rated, to_rate
from tickets.ledger import Held, Span, ledger, spans
from tickets.lifecycle import Act


def held(matter: Matter, now=None) -> list[tuple[str, float]]:
    """Holders in order, with calendar hours."""
    made = spans(matter.number, matter.events, now or matter.events[-1].at)
    return [(span.holder, (span.end - span.start) / HOUR) for span in made]


def test_the_centre_the_department_and_the_citizen_have_it_one_after_the_other() -> None:
    assert held(to_rate(), MONDAY + 10 * HOUR) == [("区热线", 1), ("城管", 3), ("区热线", 1), ("诉求人", 5)]


def test_after_the_rating_the_centre_has_it_until_it_is_closed() -> None:
    matter = rated(5)
    matter.each(Act.CLOSE)
    assert held(matter, MONDAY + 999 * HOUR)[-2:] == [("诉求人", 1), ("区热线", 1)]


def test_a_return_is_with_the_centre_until_it_is_ruled_on() -> None:
    matter = accepted().dispatched()
    matter.do(Act.RETURN, reason="诉求不清无法办理")
    matter.do(Act.REFUSE_RETURN, at=MONDAY + 5 * HOUR)
    assert held(matter, MONDAY + 6 * HOUR) == [("区热线", 1), ("城管", 1), ("区热线", 3), ("城管", 1)]


def test_talks_are_nobodys_alone() -> None:
    matter = in_progress()
    matter.each(Act.SUSPEND)
    matter.do(Act.RESUME, at=MONDAY + 8 * HOUR)
    assert held(matter, MONDAY + 9 * HOUR) == [("区热线", 1), ("城管", 2), ("会商", 5), ("城管", 1)]


def test_a_reassignment_passes_it_on_at_that_instant() -> None:
    matter = in_progress()
    matter.do(Act.REASSIGN, department="住建")
    assert held(matter, MONDAY + 5 * HOUR) == [("区热线", 1), ("城管", 2), ("住建", 2)]


def test_acts_that_change_no_holder_do_not_cut_a_span() -> None:
    matter = in_progress()
    matter.each(Act.CONTACT, Act.NOTE, Act.URGE, Act.REPLY)
    assert held(matter) == [("区热线", 1), ("城管", 5)]


def test_a_closed_ticket_is_nobodys_until_it_is_done_again() -> None:
    matter = rated(2)
    matter.each(Act.CLOSE)
    matter.do(Act.REWORK, at=MONDAY + 30 * HOUR)
    assert held(matter, MONDAY + 31 * HOUR)[-2:] == [("区热线", 1), ("城管", 1)]


def test_a_merged_ticket_is_with_the_centre_a_withdrawn_one_with_nobody() -> None:
    merged = in_progress()
    merged.do(Act.MERGE, into="ZD2026112300002")
    assert held(merged, MONDAY + 5 * HOUR)[-1] == ("区热线", 2)
    withdrawn = in_progress()
    withdrawn.do(Act.WITHDRAW, why=CITIZEN_WORDS)
    assert held(withdrawn, MONDAY + 99 * HOUR) == [("区热线", 1), ("城管", 2)]


def test_one_line_for_each_holder_with_calendar_and_working_time() -> None:
    matter = in_progress()
    matter.do(Act.REASSIGN, at=at(11, 23, "17:00"), department="住建")
    lines = ledger(matter.number, matter.events, at(11, 24, "09:00"), CALENDAR)
    assert lines == (
        Held(holder="区热线", calendar_time=HOUR, working_time=HOUR),
        Held(holder="城管", calendar_time=7 * HOUR, working_time=timedelta(hours=4, minutes=30)),
        Held(holder="住建", calendar_time=16 * HOUR, working_time=timedelta(minutes=60)),
    )


def test_before_anything_else_happens_it_is_the_centres() -> None:
    waiting = accepted()
    assert spans(waiting.number, waiting.events, MONDAY + HOUR) == (
        Span(holder="区热线", start=MONDAY, end=MONDAY + HOUR),
    )
