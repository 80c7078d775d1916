"""Which department gets the ticket? The dispatcher sees a suggestion with its reasons and decides."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casework.acts import perform
from hotline.casework.deeds import Deed
from hotline.casework.dispatch_rules import rulings
from hotline.casework.office import Office
from hotline.casework.triage import triage
from hotline.records import TicketFilter, TicketRow
from tickets.lifecycle import Act, Status
from tickets.matter import Kind, Urgency
from tickets.people import Actor
from tickets.routing import RoutingAdvice
from tickets.ticket import Ticket


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the dispatcher decided; `reason` is the receipt the department will see."""

    department: str
    helpers: tuple[str, ...] = ()
    kind: Kind
    urgency: Urgency
    category: str
    reason: str


def queue(office: Office, limit: int = 200) -> list[TicketRow]:
    """Tickets that wait for a dispatcher."""
    with office.store.look() as work:
        return work.tickets.rows(TicketFilter(statuses=frozenset({Status.TO_DISPATCH}), limit=limit))


def advice(office: Office, number: str, now: datetime) -> RoutingAdvice:
    """The suggestion for one waiting ticket, made afresh so that it follows the catalogue in force."""
    with office.store.look() as work:
        appeal, ruled = work.tickets.ticket(number).appeal, rulings(office, work)
    return triage(office, f"{appeal.what}\n{appeal.where}", now, ruled)


def dispatch(
    office: Office, number: str, decision: Decision, actor: Actor, now: datetime, *, seen: int | None = None
) -> Ticket:
    """Give the ticket to a department; both its clocks start now."""
    data = {
        "department": decision.department,
        "co": list(decision.helpers),
        "kind": str(decision.kind),
        "urgency": str(decision.urgency),
        "category": decision.category,
    }
    deed = Deed(number=number, act=Act.DISPATCH, actor=actor, at=now, why=decision.reason, data=data, seen=seen)
    return perform(office, deed)
