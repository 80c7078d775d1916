"""How does a ticket pass from hand to hand? Assignments given and taken away, each with the clocks that belong to it."""

from datetime import datetime

from tickets.anew import anew
from tickets.assignments import Assignment
from tickets.matter import Privacy
from tickets.runs import Ending, Run, stopped
from tickets.service_levels import Clock
from tickets.ticket import Ticket

_OF_A_DEPARTMENT = (Clock.SIGN, Clock.CONTACT, Clock.SUPERVISE)


def start(ticket: Ticket, clock: Clock, at: datetime, *, place: int = 0, department: str = "") -> Ticket:
    run = Run(
        no=len(ticket.runs) + 1,
        clock=clock,
        place=place,
        kind=ticket.kind,
        urgency=ticket.urgency,
        department=department,
        started_at=at,
    )
    return anew(ticket, runs=(*ticket.runs, run))


def stop(ticket: Ticket, at: datetime, *clocks: Clock, place: int | None = 0, ending: Ending = Ending.DONE) -> Ticket:
    return anew(ticket, runs=stopped(ticket.runs, clocks, at, place=place, ending=ending))


def changed(ticket: Ticket, one: Assignment | None, **changes: object) -> Ticket:
    done = tuple(anew(each, **changes) if each is one else each for each in ticket.assignments)
    return anew(ticket, assignments=done)


def led_by(ticket: Ticket, department: str, at: datetime) -> Ticket:
    """A new lead with clocks of its own. Who helped until now helps no more, and an order that waits for an answer waits
    for the new lead's: passing a ticket on must not shake it off."""
    ticket = _assigned(taken_away(ticket, helper_of(ticket, department), at), department, at)
    place = len(ticket.assignments)
    if ticket.appeal.privacy is Privacy.NAMED:
        ticket = start(ticket, Clock.CONTACT, at, place=place, department=department)
    if ticket.open_supervision:
        ticket = start(ticket, Clock.SUPERVISE, at, place=place, department=department)
    return ticket


def helped_by(ticket: Ticket, department: str, at: datetime) -> Ticket:
    """One more co-handler with clocks of its own; who is one already stays it as before."""
    if helper_of(ticket, department):
        return ticket
    ticket = _assigned(ticket, department, at, lead=False)
    return start(ticket, Clock.COMPLETE, at, place=len(ticket.assignments), department=department)


def _assigned(ticket: Ticket, department: str, at: datetime, *, lead: bool = True) -> Ticket:
    place = len(ticket.assignments) + 1
    one = Assignment(place=place, department=department, lead=lead, dispatched_at=at)
    ticket = anew(ticket, assignments=(*ticket.assignments, one))
    return start(ticket, Clock.SIGN, at, place=place, department=department)


def helper_of(ticket: Ticket, department: str) -> Assignment | None:
    return next((one for one in ticket.helpers if one.department == department), None)


def taken_away(ticket: Ticket, one: Assignment | None, at: datetime) -> Ticket:
    """A department is no longer part of it: what it was asked for is dropped, what was late stays late."""
    if one is None:
        return ticket
    ours = _OF_A_DEPARTMENT if one.lead else (*_OF_A_DEPARTMENT, Clock.COMPLETE)
    return changed(stop(ticket, at, *ours, place=one.place, ending=Ending.DROPPED), one, ended_at=at)


def resumed_from_talks(ticket: Ticket, at: datetime) -> Ticket:
    ended = tuple(anew(one, end=at) if one.end is None else one for one in ticket.breaks)
    return anew(ticket, breaks=ended)


def dropped(ticket: Ticket, at: datetime) -> Ticket:
    """It ends here: what still ran or was still asked for falls, what was late stays late."""
    orders = tuple(anew(one, lapsed=one.answered_at is None) for one in ticket.supervisions)
    extension = None if ticket.pending_extension else ticket.extension
    ticket = anew(ticket, supervisions=orders, extension=extension, elevated=False)
    return stop(ticket, at, *Clock, place=None, ending=Ending.DROPPED)


def given_up(ticket: Ticket, at: datetime) -> Ticket:
    """`dropped`, and no department works on it any more."""
    ticket = resumed_from_talks(dropped(ticket, at), at)
    ended = tuple(anew(one, ended_at=one.ended_at or at) for one in ticket.assignments)
    return anew(ticket, assignments=ended)
