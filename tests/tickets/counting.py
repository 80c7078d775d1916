"""The figures of a few tickets of the week of Monday 23 November 2026, small enough to count by hand."""

from datetime import datetime

from tests.tickets.golden_week import at
from tests.tickets.one_ticket import MONDAY, Matter, accepted, in_progress
from tickets.clocks import deadlines_of
from tickets.facts import assignment_facts, clock_facts, ticket_fact
from tickets.figures import Facts, Figures, Period, figures, gathered
from tickets.lifecycle import Act

TUESDAY_CLOSING = at(11, 24, "17:30")
"""When a sign-off of Monday is due."""
TEN_DAYS_ON = at(12, 7, "17:30")
"""When a complaint of Monday is due."""
NEXT_TUESDAY = at(12, 1, "09:00")
END = at(12, 31, "00:00")


def period(start: datetime = MONDAY, end: datetime = END, now: datetime | None = None) -> Period:
    return Period(start=start, end=end, now=now or end)


def facts_of(*matters: Matter) -> Facts:
    told = [(one.ticket, deadlines_of(one.ticket, one.book)) for one in matters]
    return gathered(
        (ticket_fact(ticket) for ticket, _ in told),
        (fact for ticket, deadlines in told for fact in clock_facts(ticket, deadlines)),
        (fact for ticket, _ in told for fact in assignment_facts(ticket)),
    )


def made(*matters: Matter, over: Period | None = None) -> Figures:
    return figures(facts_of(*matters), over or period())


def dispatched(number: str, *helpers: str, **facts) -> Matter:
    return accepted(number, **facts).dispatched("城管", *helpers)


def done(matter: Matter, act: Act, *, at: datetime | None = None, by=None, **data) -> Matter:
    matter.do(act, by, at=at, **data)
    return matter


def completed(number: str, when: datetime, **facts) -> Matter:
    matter = in_progress(number=number, **facts)
    matter.each(Act.REPLY)
    return done(matter, Act.COMPLETE, at=when)
