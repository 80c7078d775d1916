"""How is a return ruled on so that nothing is lost between two desks? Granting it and sending the ticket on are one step."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casework import dispatch_rules
from hotline.casework.acts import perform_in
from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from tickets.lifecycle import Act, Status, acts_of, after
from tickets.people import Actor
from tickets.ticket import Ticket


@dataclass(frozen=True, kw_only=True)
class NextLead:
    """Who gets the ticket instead, and why; both departments read `why`. `kept`: the ruling becomes a dispatch rule for the
    ticket's category."""

    department: str
    why: str
    kept: bool = False


def may_send_on(actor: Actor) -> bool:
    """Whether who grants a return may also dispatch: a supervisor leaves that to the dispatcher."""
    return Act.DISPATCH in acts_of(after(Status.RETURN_ASKED, Act.GRANT_RETURN), actor, ())


def grant_and_dispatch(
    office: Office, number: str, following: NextLead, actor: Actor, now: datetime, *, seen: int | None = None
) -> Ticket:
    """Grant the return and dispatch to the next lead, stored together or not at all. Errors: those of `acts.perform` and of
    `dispatch_rules.save`."""
    with office.store.together():
        with office.store.work() as work:
            granted = Deed(number=number, act=Act.GRANT_RETURN, actor=actor, at=now, why=following.why, seen=seen)
            perform_in(office, work, granted)
            data = {"department": following.department}
            sent_on = Deed(number=number, act=Act.DISPATCH, actor=actor, at=now, why=following.why, data=data)
            done = perform_in(office, work, sent_on)
        if following.kept:
            _keep(office, done, following, actor, now)
    office.bell.ring()
    return done


def _keep(office: Office, ticket: Ticket, following: NextLead, actor: Actor, now: datetime) -> None:
    dispatch_rules.save(
        office,
        category=ticket.category,
        department=following.department,
        why=following.why,
        ticket=ticket.number,
        actor=actor,
        now=now,
    )
