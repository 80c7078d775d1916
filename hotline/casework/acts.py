"""How is an act on a ticket carried out? One door: permission, event, projection, deadlines and the citizen's notice, stored together."""

from collections.abc import Mapping
from datetime import datetime

from hotline.casework.consequences import call_a_person, deeds_after
from hotline.casework.deeds import Deed
from hotline.casework.main_tickets import refuse_unfit
from hotline.casework.notices import notice_of, reaches
from hotline.casework.office import Office
from hotline.ports import Work
from hotline.troubles import Collision
from tickets import clocks, fold, requirements
from tickets.clocks import Rulebook
from tickets.conditions import Case, allow
from tickets.deadlines import Deadline
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.people import Actor
from tickets.ticket import Ticket


def perform(office: Office, deed: Deed) -> Ticket:
    """Do one act and everything that follows from it, and tell the citizen. When somebody acted since `seen`, `Collision`
    says what happened and nothing is stored. Errors: `ActRefused`, `NoSuchTicket`, `Collision`, `StorageBusy`."""
    with office.store.work() as work:
        done = perform_in(office, work, deed)
    office.bell.ring()
    return done


def perform_in(office: Office, work: Work, deed: Deed) -> Ticket:
    """`perform` inside a transaction that is already open. Returns the ticket after all that followed."""
    before = work.tickets.ticket(deed.number)
    _unchanged_since(deed.seen, before, work)
    book = office.book(work)
    why = deed.why.strip()
    allow(deed.act, case_of(before, deed.actor, deed.at, book, about=deed.act))
    most = clocks.extension_limit(before, book) if deed.act in requirements.ABOUT_TIME else None
    requirements.complete(deed.act, before, why, deed.data, office.directory, most_extension=most)
    if deed.act is Act.MERGE:
        refuse_unfit(office, work, deed.number, str(deed.data["into"]))
    event = Event(no=before.version + 1, act=deed.act, at=deed.at, actor=deed.actor, why=why, data=dict(deed.data))
    after = fold.apply(deed.number, before, event)
    work.tickets.append(before, after, event, clocks.deadlines_of(after, book))
    _tell(office, work, after, event)
    call_a_person(work, after, event)
    for next_deed in deeds_after(office, work, after, event):
        perform_in(office, work, next_deed)
    return work.tickets.ticket(deed.number)


def case_of(ticket: Ticket, actor: Actor, now: datetime, book: Rulebook, *, about: Act | None = None) -> Case:
    """What the conditions look at; `about` one act only what that act's condition needs is derived."""
    asks_return, asks_more = about in (None, Act.RETURN), about in (None, Act.ASK_EXTENSION)
    return Case(
        ticket=ticket,
        actor=actor,
        now=now,
        return_until=clocks.return_until(ticket, book) if asks_return else None,
        extension_until=clocks.extension_until(ticket, book) if asks_more else None,
    )


def deadlines_of(office: Office, work: Work, ticket: Ticket) -> Mapping[int, Deadline]:
    """The deadlines of all runs that have one, derived anew, by the run's number."""
    return clocks.deadlines_of(ticket, office.book(work))


def _tell(office: Office, work: Work, ticket: Ticket, event: Event) -> None:
    notice = notice_of(office, ticket, event) if reaches(ticket) else None
    if notice:
        conversation = work.tickets.conversation_of(ticket.number)
        work.outbox.put(f"{ticket.number}:{event.no}", conversation, notice, event.at)


def _unchanged_since(seen: int | None, ticket: Ticket, work: Work) -> None:
    if seen is None or seen == ticket.version:
        return
    last = work.tickets.events(ticket.number)[-1]
    who = last.actor.department or last.actor.name
    raise Collision(f"这件工单刚刚由{who}“{last.act}”了，您这一步没有提交。您写的内容还在，请看过最新情况再决定。")
