"""What may an officer see? Lists and one ticket, a department only its own, the reporter masked until asked for with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from hotline.casework.acts import case_of, perform_in
from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from hotline.records import TicketFilter, TicketRow
from hotline.troubles import NoSuchTicket
from tickets import clocks
from tickets.conditions import Offer, offers
from tickets.deadlines import Deadline
from tickets.errors import ActRefused
from tickets.events import Event
from tickets.ledger import Held, ledger
from tickets.lifecycle import Act
from tickets.matter import Appeal, Privacy
from tickets.people import Actor, Role
from tickets.privacy import masked
from tickets.ticket import Ticket


@dataclass(frozen=True, kw_only=True)
class TicketView:
    """One ticket as this officer may see it; `appeal.contact` is masked, `offers` are what the page may show, `deadlines` are
    by the number of the run, `held` says who had it how long, `merged` are the tickets that wait for this one's answer."""

    row: TicketRow
    ticket: Ticket
    appeal: Appeal
    events: list[Event]
    deadlines: Mapping[int, Deadline]
    offers: tuple[Offer, ...]
    held: tuple[Held, ...]
    merged: tuple[str, ...]

    @property
    def acts(self) -> tuple[Act, ...]:
        """What can be done now."""
        return tuple(offer.act for offer in self.offers if not offer.why_not)


def visible(actor: Actor, wanted: TicketFilter) -> TicketFilter:
    """The filter as this person may use it: a department officer's is always narrowed to the own department."""
    return replace(wanted, part=actor.department) if actor.role is Role.DEPARTMENT else wanted


def listing(office: Office, actor: Actor, wanted: TicketFilter) -> list[TicketRow]:
    """Tickets by filter, those that this person may see."""
    with office.store.look() as work:
        return work.tickets.rows(visible(actor, wanted))


def view(office: Office, number: str, actor: Actor, now: datetime) -> TicketView:
    """Errors: `NoSuchTicket` also for a ticket that is not this department's, so that numbers cannot be probed."""
    with office.store.look() as work:
        ticket = work.tickets.ticket(number)
        _may_see(ticket, actor)
        events, appeal, book = work.tickets.events(number), work.tickets.appeal(number), office.book(work)
        return TicketView(
            row=work.tickets.row(number),
            ticket=ticket,
            appeal=replace(appeal, contact=_shown(appeal, actor)),
            events=events,
            deadlines=clocks.deadlines_of(ticket, book),
            offers=offers(case_of(ticket, actor, now, book)),
            held=ledger(number, events, now, book.timetable.calendar),
            merged=tuple(work.tickets.merged_into(number)),
        )


def reveal(office: Office, number: str, actor: Actor, why: str, now: datetime) -> str:
    """The reporter's contact, once a reason is given; the look itself becomes an event. 保密 hides it from departments."""
    with office.store.work() as work:
        appeal = work.tickets.appeal(number)
        if appeal.privacy is Privacy.CONFIDENTIAL and actor.role is Role.DEPARTMENT:
            raise ActRefused("诉求人要求保密，承办单位不能查看联系方式；需要联系时请由热线转达。")
        if not appeal.contact:
            raise ActRefused("诉求人没有留联系方式（匿名），请在答复里写清楚，热线会在原渠道转给诉求人。")
        perform_in(office, work, Deed(number=number, act=Act.REVEAL, actor=actor, at=now, why=why))
    return appeal.contact


def _shown(appeal: Appeal, actor: Actor) -> str:
    if appeal.privacy is Privacy.CONFIDENTIAL and actor.role is Role.DEPARTMENT:
        return ""
    return masked(appeal.contact)


def _may_see(held: Ticket, actor: Actor) -> None:
    theirs = actor.department in {assignment.department for assignment in held.assignments}
    if actor.role is Role.DEPARTMENT and not theirs:
        raise NoSuchTicket(held.number)
