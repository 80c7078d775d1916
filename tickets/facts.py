"""What do the figures count? Each ticket as flat facts, the same whether they come from its events or from an index of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tickets.assignments import holder_at
from tickets.deadlines import Deadline
from tickets.lifecycle import Act
from tickets.runs import Ending, Run
from tickets.service_levels import Clock
from tickets.ticket import Scope, Ticket, Unrated


@dataclass(frozen=True, kw_only=True)
class ClockFact:
    """One run of one clock with its deadline. `department` is who is charged with it: whoever held the ticket when it was
    done in time or ran out, empty for the centre; `plain_due` is the deadline without an extension."""

    number: str
    no: int
    clock: Clock
    place: int
    department: str
    started_at: datetime
    due: datetime
    plain_due: datetime
    stopped_at: datetime | None
    ending: Ending | None
    paused: bool

    @property
    def settled_at(self) -> datetime:
        """When its fate is known: at the end when that was in time, else when it ran out."""
        return self.stopped_at if self.stopped_at and self.stopped_at <= self.due else self.due

    @property
    def in_time(self) -> bool:
        return self.ending is Ending.DONE and self.stopped_at <= self.due

    @property
    def dropped(self) -> bool:
        """Taken away before it ran out: nobody's success and nobody's failure."""
        return self.ending is Ending.DROPPED and self.stopped_at <= self.due


@dataclass(frozen=True, kw_only=True)
class AssignmentFact:
    """`returned_at` is when it was given back by a ruling."""

    number: str
    place: int
    department: str
    lead: bool
    dispatched_at: datetime
    returned_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class TicketFact:
    """`finished_at`: when the matter left the office: answered and completed, declined, handed over, withdrawn or merged;
    None while it is open. `route` is the way it left at intake. `excluded` holds the scopes taken out by approval."""

    number: str
    accepted_at: datetime
    finished_at: datetime | None
    first_completed_at: datetime | None
    rated_at: datetime | None
    category: str
    street: str
    channel: str
    department: str
    route: Act | None
    merged: bool
    withdrawn: bool
    reworks: int
    level: int | None
    solved: bool | None
    unrated: Unrated
    unrated_at: datetime | None
    excluded: frozenset[Scope]


def charged(ticket: Ticket, run: Run, due: datetime) -> str:
    """The department that answers for a run: its own, or for the matter's clocks whoever held it when it was settled."""
    if run.place or run.clock not in (Clock.COMPLETE, Clock.REWORK):
        return run.department
    settled = run.stopped_at if run.stopped_at and run.stopped_at <= due else due
    return holder_at(ticket.assignments, settled)


def clock_fact(ticket: Ticket, run: Run, deadline: Deadline) -> ClockFact:
    return ClockFact(
        number=ticket.number,
        no=run.no,
        clock=run.clock,
        place=run.place,
        department=charged(ticket, run, deadline.due),
        started_at=run.started_at,
        due=deadline.due,
        plain_due=deadline.plain_due,
        stopped_at=run.stopped_at,
        ending=run.ending,
        paused=deadline.paused and run.running,
    )


def clock_facts(ticket: Ticket, deadlines: Mapping[int, Deadline]) -> tuple[ClockFact, ...]:
    return tuple(clock_fact(ticket, run, deadlines[run.no]) for run in ticket.runs if run.no in deadlines)


def assignment_facts(ticket: Ticket) -> tuple[AssignmentFact, ...]:
    return tuple(
        AssignmentFact(
            number=ticket.number,
            place=one.place,
            department=one.department,
            lead=one.lead,
            dispatched_at=one.dispatched_at,
            returned_at=one.returned_at,
        )
        for one in ticket.assignments
    )


def ticket_fact(ticket: Ticket) -> TicketFact:
    said = ticket.judgement
    return TicketFact(
        number=ticket.number,
        accepted_at=ticket.accepted_at,
        finished_at=ticket.finished_at,
        first_completed_at=ticket.first_completed_at,
        rated_at=said.rated_at,
        category=ticket.category,
        street=ticket.street,
        channel=ticket.appeal.channel,
        department=ticket.answerable,
        route=ticket.route,
        merged=bool(ticket.merged_into),
        withdrawn=ticket.withdrawn_at is not None,
        reworks=ticket.reworks,
        level=said.level,
        solved=said.solved,
        unrated=said.unrated,
        unrated_at=said.unrated_at,
        excluded=frozenset(one.scope for one in ticket.exclusions if one.granted),
    )
