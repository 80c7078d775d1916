"""What do the figures count? The facts of a period, read from the indexes of the projection."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import CompoundSelect, Connection, Row, and_, func, or_, select, union

from hotline.storage.pen import Pen
from hotline.storage.tables import assignments, clocks, ticket_events, tickets
from hotline.storage.tickets import event_of
from tickets.events import Event
from tickets.facts import AssignmentFact, ClockFact, TicketFact
from tickets.lifecycle import Act
from tickets.runs import Ending
from tickets.service_levels import Clock

_STEP = 5_000
_NAMED = 1_000
_COUNTED = [str(clock) for clock in (Clock.SIGN, Clock.CONTACT, Clock.COMPLETE, Clock.REWORK, Clock.FOLLOW_UP)]
"""The clocks that a figure is made of; the centre's own are watched, not counted."""
_OF_A_TICKET = tuple(
    tickets.c[name]
    for name in (
        *("number", "accepted_at", "finished_at", "first_completed_at", "rated_at", "unrated_at"),
        *("category", "street", "channel", "department", "route", "merged_into", "withdrawn", "reworks"),
        *("rating", "solved", "unrated", "excluded"),
    )
)
_OF_A_CLOCK = tuple(
    clocks.c[name]
    for name in (
        *("ticket", "no", "clock", "place", "department"),
        *("started_at", "due", "plain_due", "stopped_at", "ending", "paused"),
    )
)


class SqlFigures:
    """`hotline.ports.Figures` over one open transaction."""

    def __init__(self, connection: Connection, pen: Pen) -> None:
        self._connection = connection
        self._pen = pen

    def tickets(self, start: datetime, end: datetime) -> list[TicketFact]:
        self._pen.put_down()
        numbers = list(self._connection.scalars(_of_period(start, end)))
        return [fact for asked in _batches(numbers) for fact in self._facts_of(asked)]

    def _facts_of(self, numbers: Sequence[str]) -> Iterator[TicketFact]:
        """By name: a planner that only guesses how many there are reads the whole table for them."""
        wanted = select(*_OF_A_TICKET).where(tickets.c.number.in_(numbers))
        return map(_ticket, self._connection.execute(wanted))

    def clocks(self, start: datetime, end: datetime) -> list[ClockFact]:
        self._pen.put_down()
        settled = (clocks.c.settled_at >= start, clocks.c.settled_at < end)
        wanted = select(*_OF_A_CLOCK).where(*settled, clocks.c.clock.in_(_COUNTED))
        return [_clock(row) for row in self._connection.execute(wanted)]

    def assignments(self, start: datetime, end: datetime) -> list[AssignmentFact]:
        self._pen.put_down()
        moments = (assignments.c.dispatched_at, assignments.c.returned_at)
        within = or_(*(and_(moment >= start, moment < end) for moment in moments))
        return [_assignment(row) for row in self._connection.execute(select(assignments).where(within))]

    def event_count(self) -> int:
        self._pen.put_down()
        return int(self._connection.scalar(select(func.count()).select_from(ticket_events)) or 0)

    def everything(self) -> Iterator[tuple[str, list[Event]]]:
        self._pen.put_down()
        ordered = select(ticket_events).order_by(ticket_events.c.ticket, ticket_events.c.no)
        rows = self._connection.execute(ordered.execution_options(yield_per=_STEP))
        for number, own in groupby(rows, key=lambda row: row.ticket):
            yield number, [event_of(row) for row in own]


def _batches(numbers: list[str]) -> Iterator[list[str]]:
    return (numbers[first : first + _NAMED] for first in range(0, len(numbers), _NAMED))


def _of_period(start: datetime, end: datetime) -> CompoundSelect:
    """Numbers of the tickets with anything to count, each way to be one of them from an index of its own."""
    moments = (tickets.c.accepted_at, tickets.c.finished_at, tickets.c.rated_at, tickets.c.unrated_at)
    still_open = (tickets.c.finished_at.is_(None), tickets.c.finished_at >= end)
    return union(
        *(select(tickets.c.number).where(moment >= start, moment < end) for moment in moments),
        *(select(tickets.c.number).where(tickets.c.accepted_at < end, unfinished) for unfinished in still_open),
        select(clocks.c.ticket).where(clocks.c.settled_at >= start, clocks.c.settled_at < end),
    )


def _ticket(row: Row) -> TicketFact:
    return TicketFact(
        number=row.number,
        accepted_at=row.accepted_at,
        finished_at=row.finished_at,
        first_completed_at=row.first_completed_at,
        rated_at=row.rated_at,
        category=row.category,
        street=row.street,
        channel=row.channel,
        department=row.department,
        route=Act(row.route) if row.route else None,
        merged=bool(row.merged_into),
        withdrawn=row.withdrawn,
        reworks=row.reworks,
        level=row.rating,
        solved=row.solved,
        unrated=row.unrated,
        unrated_at=row.unrated_at,
        excluded=frozenset(filter(None, row.excluded.split(","))),
    )


def _clock(row: Row) -> ClockFact:
    return ClockFact(
        number=row.ticket,
        no=row.no,
        clock=Clock(row.clock),
        place=row.place,
        department=row.department,
        started_at=row.started_at,
        due=row.due,
        plain_due=row.plain_due,
        stopped_at=row.stopped_at,
        ending=Ending(row.ending) if row.ending else None,
        paused=row.paused,
    )


def _assignment(row: Row) -> AssignmentFact:
    return AssignmentFact(
        number=row.ticket,
        place=row.place,
        department=row.department,
        lead=row.lead,
        dispatched_at=row.dispatched_at,
        returned_at=row.returned_at,
    )
