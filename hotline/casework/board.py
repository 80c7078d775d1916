"""How is the district doing? What waits and what is late now, and the figures of a period with the tickets behind them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.casework.office import Office
from hotline.ports import Work
from hotline.records import TicketFilter, TicketRow
from tickets import fold
from tickets.clocks import deadlines_of
from tickets.facts import assignment_facts, clock_facts, ticket_fact
from tickets.figures import Dimension, Facts, Figures, Period, figures, gathered, grouped
from tickets.lifecycle import OPEN, Status

SOON = timedelta(hours=24)
SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Board:
    """All counts are tickets; `waiting` counts the open ones by status, `groups` are those of the dimension `by`."""

    by: Dimension
    figures: Figures
    before: Figures
    groups: dict[str, Figures]
    waiting: dict[Status, int]
    late: list[TicketRow]
    late_count: int
    soon: list[TicketRow]


def board(office: Office, start: datetime, end: datetime, now: datetime, by: Dimension = "department") -> Board:
    """The figures of [start, end), those of the period of equal length before it, and what is late at `now`."""
    earlier = Period(start=start - (end - start), end=start, now=now)
    period = Period(start=start, end=end, now=now)
    with office.store.look() as work:
        facts = facts_of(work, period)
        late = TicketFilter(statuses=frozenset(OPEN), late_at=now, limit=SHOWN)
        late_count = work.tickets.count(late)
        return Board(
            by=by,
            figures=figures(facts, period),
            before=figures(facts_of(work, earlier), earlier),
            groups=grouped(facts, period, by),
            waiting={status: work.tickets.count(TicketFilter(statuses=frozenset({status}))) for status in OPEN},
            late=work.tickets.rows(late),
            late_count=late_count,
            soon=_soon(work, now, late_count),
        )


def facts_of(work: Work, period: Period) -> Facts:
    """The facts of a period from the indexes."""
    found, start, end = work.figures, period.start, period.end
    return gathered(found.tickets(start, end), found.clocks(start, end), found.assignments(start, end))


def recounted(office: Office) -> Facts:
    """All facts there are, folded anew from every event: the truth that the indexes are held against."""
    with office.store.look() as work:
        book = office.book(work)
        folded = (fold.replay(number, events) for number, events in work.figures.everything())
        told = [(ticket_fact(one), clock_facts(one, deadlines_of(one, book)), assignment_facts(one)) for one in folded]
    return gathered(
        (ticket for ticket, _, _ in told),
        (clock for _, clocks, _ in told for clock in clocks),
        (part for _, _, parts in told for part in parts),
    )


def _soon(work: Work, now: datetime, late: int) -> list[TicketRow]:
    """What falls due next; the late ones, which stand before it, are passed over."""
    return work.tickets.rows(TicketFilter(statuses=frozenset(OPEN), due_before=now + SOON, limit=SHOWN, skip=late))
