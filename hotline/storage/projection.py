"""What of a ticket is indexed? The columns that lists, triggers and figures are found by, all derived from the fold."""

from collections.abc import Mapping
from datetime import datetime

from tickets.assignments import Assignment
from tickets.deadlines import Deadline
from tickets.events import Event
from tickets.facts import clock_fact, ticket_fact
from tickets.lights import next_light
from tickets.runs import Run
from tickets.service_levels import Clock
from tickets.ticket import Ticket

Row = dict[str, object]
_SHOWN = (Clock.SIGN, Clock.COMPLETE, Clock.REWORK, Clock.SUPERVISE, Clock.DISPATCH, Clock.RULE, Clock.REVIEW)
"""Clocks whose end makes a ticket urgent in a list; a follow-up or a first contact does not."""


def ticket_columns(ticket: Ticket) -> Row:
    """Everything but the deadlines and what never changes."""
    fact, lead = ticket_fact(ticket), ticket.lead
    return {
        "version": ticket.version,
        "status": str(ticket.status),
        "kind": str(ticket.kind),
        "urgency": str(ticket.urgency),
        "category": ticket.category,
        "holder": ticket.holder,
        "department": fact.department,
        "dispatched_at": lead.dispatched_at if lead else None,
        "signed_at": lead.signed_at if lead else None,
        "completed_at": ticket.completed_at,
        "first_completed_at": fact.first_completed_at,
        "finished_at": fact.finished_at,
        "reviewed_at": ticket.reviewed_at,
        "rated_at": fact.rated_at,
        "unrated_at": fact.unrated_at,
        "closed_at": ticket.closed_at,
        "route": str(ticket.route) if ticket.route else None,
        "rating": fact.level,
        "solved": fact.solved,
        "unrated": fact.unrated,
        "withdrawn": fact.withdrawn,
        "merged_into": ticket.merged_into,
        "pending": _pending(ticket),
        "supervised": ticket.open_supervision is not None,
        "elevated": ticket.elevated,
        "excluded": ",".join(sorted(fact.excluded)),
        "urged": ticket.urged,
        "reworks": ticket.reworks,
    }


def _pending(ticket: Ticket) -> str:
    if ticket.pending_extension:
        return "延期"
    return "剔除" if any(one.granted is None for one in ticket.exclusions) else ""


def deadline_columns(ticket: Ticket, deadlines: Mapping[int, Deadline]) -> Row:
    """The deadlines a list shows, from those of all runs that have one."""
    running = [(deadlines[run.no].due, run) for run in ticket.runs if run.running and run.no in deadlines]
    urgent = [(due, run) for due, run in running if run.clock in _SHOWN]
    nearest = min(urgent, key=lambda one: one[0], default=None)
    lead = ticket.lead
    return {
        "sign_due": _due(ticket.run(Clock.SIGN, place=lead.place), deadlines) if lead else None,
        "complete_due": _due(ticket.run(Clock.COMPLETE), deadlines),
        "due_at": nearest[0] if nearest else None,
        "due_clock": str(nearest[1].clock) if nearest else None,
        "provisional": any(deadlines[run.no].provisional for _, run in running),
        "paused": nearest is not None and deadlines[nearest[1].no].paused,
    }


def _due(run: Run | None, deadlines: Mapping[int, Deadline]) -> datetime | None:
    return deadlines[run.no].due if run and run.no in deadlines else None


def event_row(number: str, event: Event) -> Row:
    return {
        "ticket": number,
        "no": event.no,
        "act": str(event.act),
        "at": event.at,
        "role": str(event.actor.role),
        "name": event.actor.name,
        "department": event.actor.department,
        "why": event.why,
        "data": dict(event.data),
    }


def assignment_row(number: str, one: Assignment) -> Row:
    return {
        "ticket": number,
        "place": one.place,
        "department": one.department,
        "lead": one.lead,
        "dispatched_at": one.dispatched_at,
        "signed_at": one.signed_at,
        "replied_at": one.replied_at,
        "ended_at": one.ended_at,
        "returned_at": one.returned_at,
    }


def clock_row(ticket: Ticket, run: Run, made: Deadline) -> Row:
    fact = clock_fact(ticket, run, made)
    light = next_light(run, made)
    return {
        "ticket": ticket.number,
        "no": run.no,
        "clock": str(run.clock),
        "place": run.place,
        "department": fact.department,
        "started_at": run.started_at,
        "due": made.due,
        "plain_due": made.plain_due,
        "stopped_at": run.stopped_at,
        "ending": str(run.ending) if run.ending else None,
        "settled_at": fact.settled_at,
        "paused": fact.paused,
        "provisional": made.provisional,
        "levels_version": made.levels_version,
        "calendar_version": made.calendar.version,
        "next_at": light.at if light else None,
        "next_step": light.step if light else None,
    }
