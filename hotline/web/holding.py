"""Who had it how long, as a table shows it? Each holder's share of the whole; and what became of each assignment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.casework.reading import TicketView
from hotline.ports import Deadlines
from hotline.web.clock_faces import Face, face_of
from tickets.assignments import Assignment
from tickets.departments import Directory
from tickets.lifecycle import Status
from tickets.runs import Run
from tickets.service_levels import Clock
from tickets.ticket import Ticket


@dataclass(frozen=True, kw_only=True)
class Line:
    """One holder; `share` 0..1 is the part of the calendar time."""

    who: str
    working_time: timedelta
    calendar_time: timedelta
    share: float


@dataclass(frozen=True, kw_only=True)
class Table:
    """`whole` is the sum of the lines, shown below them."""

    lines: tuple[Line, ...]
    whole: Line


def table(view: TicketView, directory: Directory) -> Table:
    calendar = sum((one.calendar_time for one in view.held), timedelta(0))
    working = sum((one.working_time for one in view.held), timedelta(0))
    lines = tuple(
        Line(
            who=directory.named(one.holder).name if one.holder in directory else one.holder,
            working_time=one.working_time,
            calendar_time=one.calendar_time,
            share=one.calendar_time / calendar if calendar else 0.0,
        )
        for one in view.held
    )
    return Table(lines=lines, whole=Line(who="合计", working_time=working, calendar_time=calendar, share=1.0))


@dataclass(frozen=True, kw_only=True)
class Part:
    """One assignment with what it stands at; `face` is its clock that runs, if any."""

    assignment: Assignment
    state: str
    face: Face | None


def parts(ticket: Ticket, deadlines: Deadlines, now: datetime) -> tuple[Part, ...]:
    """Those of now first, the lead before the co-handlers; then those of the past."""
    ordered = sorted(ticket.assignments, key=lambda one: (not one.current, not one.lead, one.place))
    return tuple(
        Part(assignment=one, state=_state(one, ticket), face=face_of(ticket, deadlines, _clock(one, ticket), now))
        for one in ordered
    )


def _state(one: Assignment, ticket: Ticket) -> str:
    """In one word what this department has done or has to do."""
    if one.ended_at:
        return "已退回" if one.returned_at else "已撤下"
    if one.completed_at:
        return "已办结" if one.lead else "已提交意见"
    if one.lead and ticket.status in (Status.RETURN_ASKED, Status.SUSPENDED):
        return str(ticket.status)
    if one.signed_at is None:
        return "待签收"
    if not one.lead:
        return "待提交意见"
    return "已答复，待办结" if one.replied_at else "办理中"


def _clock(one: Assignment, ticket: Ticket) -> Run | None:
    """The clock that this department works against; the lead's last one is the matter's."""
    own = [ticket.run(Clock.SIGN, place=one.place)]
    own += (
        [ticket.run(Clock.REWORK), ticket.run(Clock.COMPLETE)]
        if one.lead
        else [ticket.run(Clock.COMPLETE, place=one.place)]
    )
    return next((run for run in own if run and run.running), None) if one.current else None
