"""Are these one matter? Likely duplicates for the dispatcher, and the merging 并单 of a ticket into the one that goes on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.casework.acts import perform
from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from hotline.records import TicketFilter, TicketRow
from tickets.duplicates import ALIKE, likeness
from tickets.lifecycle import OPEN, Act
from tickets.people import Actor
from tickets.ticket import Ticket

LOOK_BACK = timedelta(days=30)
LOOKED_AT = 200
SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Likely:
    """Another open ticket that may be the same matter; `share` 0..1 is how much the two say the same."""

    row: TicketRow
    share: float


def likely_same(office: Office, number: str) -> list[Likely]:
    """Open tickets of the same street and category of the last 30 days that say much the same, the likest first."""
    with office.store.look() as work:
        ticket = work.tickets.ticket(number)
        wanted = TicketFilter(
            statuses=frozenset(OPEN),
            street=ticket.street,
            category=ticket.category,
            accepted_from=ticket.accepted_at - LOOK_BACK,
            limit=LOOKED_AT,
        )
        others = {row.number: row for row in work.tickets.rows(wanted) if row.number != number}
        stated = work.tickets.matters(others)
    shares = {other: likeness(ticket.appeal.what, what) for other, what in stated.items()}
    likely = [Likely(row=others[other], share=share) for other, share in shares.items() if share >= ALIKE]
    return sorted(likely, key=lambda one: -one.share)[:SHOWN]


def merge(
    office: Office, number: str, into: str, actor: Actor, now: datetime, why: str = "", *, seen: int | None = None
) -> Ticket:
    """Merge `number` into the main ticket `into`. Its citizen is told, gets the main ticket's answer on the own ticket and
    rates it. Errors: those of `acts.perform`; `ActRefused` where the main ticket cannot answer for this one."""
    words = why or f"与 {into} 反映的是同一件事"
    deed = Deed(number=number, act=Act.MERGE, actor=actor, at=now, why=words, data={"into": into}, seen=seen)
    return perform(office, deed)
