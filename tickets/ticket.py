"""What is the state of a ticket? A fold over its events: nothing about it is known that did not happen to it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tickets import lifecycle
from tickets.events import Event
from tickets.lifecycle import Act, Status
from tickets.matter import Appeal, Kind, Privacy, Urgency


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One department's share of the work 承办任务, with its own clocks; `lead` is 主办, else 协办."""

    department: str
    lead: bool = True
    dispatched_at: datetime
    signed_at: datetime | None = None
    replied_at: datetime | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """The projection of a ticket's events; `version` is the number of its last event (optimistic lock)."""

    number: str
    version: int
    status: Status
    appeal: Appeal
    kind: Kind
    urgency: Urgency
    category: str
    accepted_at: datetime
    assignments: tuple[Assignment, ...] = ()
    reply: str = ""
    rating: int | None = None
    rating_words: str = ""
    urged: int = 0
    closed_at: datetime | None = None

    @property
    def lead(self) -> Assignment | None:
        """The assignment whose department holds the ticket now."""
        return next((one for one in reversed(self.assignments) if one.lead), None)

    @property
    def holder(self) -> str:
        """Short name of the department that holds the ticket, empty while it is at the centre."""
        return self.lead.department if self.lead else ""


def replay(number: str, events: Iterable[Event]) -> Ticket:
    """The ticket that these events make; they start with 受理 and none is missing."""
    ticket: Ticket | None = None
    for event in events:
        ticket = apply(number, ticket, event)
    if ticket is None:
        raise ValueError(f"ticket {number} has no events")
    return ticket


def apply(number: str, ticket: Ticket | None, event: Event) -> Ticket:
    """The ticket after one more event; `ActRefused` where the law forbids it."""
    before = ticket.status if ticket else None
    status = lifecycle.after(before, event.act)
    if ticket is None:
        return _accepted(number, status, event)
    if event.no != ticket.version + 1:
        raise ValueError(f"ticket {number}: event {event.no} does not follow {ticket.version}")
    changed = _CHANGES.get(event.act, _unchanged)(ticket, event)
    return replace(changed, status=status, version=event.no)


def _accepted(number: str, status: Status, event: Event) -> Ticket:
    data = event.data
    appeal = Appeal(
        what=str(data["what"]),
        where=str(data.get("where", "")),
        when=str(data.get("when", "")),
        privacy=Privacy(data.get("privacy", Privacy.NAMED)),
        channel=str(data.get("channel", "网页")),
    )
    return Ticket(
        number=number,
        version=event.no,
        status=status,
        appeal=appeal,
        kind=Kind(data["kind"]),
        urgency=Urgency(data["urgency"]),
        category=str(data.get("category", "")),
        accepted_at=event.at,
    )


def _dispatched(ticket: Ticket, event: Event) -> Ticket:
    assignment = Assignment(department=str(event.data["department"]), dispatched_at=event.at)
    kind, urgency = event.data.get("kind", ticket.kind), event.data.get("urgency", ticket.urgency)
    return replace(
        ticket,
        assignments=(*ticket.assignments, assignment),
        kind=Kind(kind),
        urgency=Urgency(urgency),
        category=str(event.data.get("category", ticket.category)),
    )


def _lead_changed(ticket: Ticket, **changes: object) -> Ticket:
    done = tuple(replace(one, **changes) if one is ticket.lead else one for one in ticket.assignments)
    return replace(ticket, assignments=done)


def _replied(ticket: Ticket, event: Event) -> Ticket:
    first = ticket.lead.replied_at if ticket.lead else None
    return replace(_lead_changed(ticket, replied_at=first or event.at), reply=event.why)


def _unchanged(ticket: Ticket, event: Event) -> Ticket:
    return ticket


_CHANGES = {
    Act.DISPATCH: _dispatched,
    Act.SIGN: lambda ticket, event: _lead_changed(ticket, signed_at=event.at),
    Act.REPLY: _replied,
    Act.COMPLETE: lambda ticket, event: _lead_changed(ticket, completed_at=event.at),
    Act.RATE: lambda ticket, event: replace(ticket, rating=int(event.data["level"]), rating_words=event.why),
    Act.URGE: lambda ticket, event: replace(ticket, urged=ticket.urged + 1),
    Act.CLOSE: lambda ticket, event: replace(ticket, closed_at=event.at),
}
