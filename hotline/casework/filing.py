"""How does an appeal become a ticket? Kind, urgency, category and number, once per filing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from hotline.casework.acts import deadlines_of
from hotline.casework.notices import ticket_card
from hotline.casework.office import Office
from hotline.casework.triage import street_of, triage
from hotline.ports import Reply, Work
from tickets import fold, lifecycle
from tickets.errors import ActRefused
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.matter import Appeal, Privacy
from tickets.people import CITIZEN, Actor
from tickets.routing import RoutingAdvice
from tickets.ticket import Ticket

SHORTEST = 4


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An appeal as the citizen filled it in. `contact` is a telephone number, empty when anonymous."""

    what: str
    where: str = ""
    when: str = ""
    contact: str = ""
    anonymous: bool = False
    confidential: bool = False

    @property
    def kept_contact(self) -> str:
        return "" if self.anonymous else self.contact.strip()

    @property
    def privacy(self) -> Privacy:
        if self.anonymous or not self.contact.strip():
            return Privacy.ANONYMOUS
        return Privacy.CONFIDENTIAL if self.confidential else Privacy.NAMED


@dataclass(frozen=True, kw_only=True)
class Filed:
    number: str
    reply: Reply


def file(
    office: Office,
    conversation: str,
    draft: Draft,
    now: datetime,
    actor: Actor = CITIZEN,
    decided: RoutingAdvice | None = None,
) -> Filed:
    """Store the appeal as an accepted ticket and return its number; filing the same draft again within the day returns
    the same number. Kind, urgency and category are read from the words unless an officer has `decided` them.
    Errors: `ActRefused` when nothing was said, `StorageBusy`."""
    if len(draft.what.strip()) < SHORTEST:
        raise ActRefused("请把要反映的事情说清楚一些，至少写明是什么事。")
    day = office.calendar.local(now).date()
    filing = _filing(conversation, draft, day.isoformat())
    advice = decided or triage(office, f"{draft.what}\n{draft.where}", now)
    with office.store.work() as work:
        fresh = work.tickets.next_number(day)  # first of all: filings of one day pass here one after the other
        number = work.tickets.filed_before(filing)
        if number is None:
            number = fresh
            appeal = _appeal(draft, work.conversations.address(conversation).channel)
            facts = {**_facts(appeal, advice), "street": street_of(office, f"{draft.where} {draft.what}")}
            event = Event(no=1, act=Act.ACCEPT, at=now, actor=actor, why=appeal.what, data=facts)
            accepted = accept_in(
                office, work, number, event, conversation=conversation, contact=draft.kept_contact, filing=filing
            )
        accepted = work.tickets.ticket(number)
    return Filed(number=number, reply=_receipt(office, accepted))


def accept_in(
    office: Office, work: Work, number: str, event: Event, *, conversation: str, contact: str, filing: str
) -> Ticket:
    """Store a ticket that begins with `event`. Errors: `ActRefused` when this person may not file."""
    lifecycle.permit(None, event.act, event.actor, ())
    accepted = fold.apply(number, None, event)
    deadlines = deadlines_of(office, work, accepted)
    work.tickets.add(accepted, event, deadlines, conversation=conversation, contact=contact, filing=filing)
    return accepted


def _receipt(office: Office, accepted: Ticket) -> Reply:
    text = (
        f"登记好了，您的工单号是 {accepted.number}。\n派单、签收、答复每一步都会告诉您，"
        "也可以随时说“查进度”或“催一下”。"
    )
    return Reply(text=text, card=ticket_card(office, accepted))


def _appeal(draft: Draft, channel: str) -> Appeal:
    return Appeal(
        what=draft.what.strip(),
        where=draft.where.strip(),
        when=draft.when.strip(),
        privacy=draft.privacy,
        channel=channel,
    )


def _facts(appeal: Appeal, advice: RoutingAdvice) -> dict[str, object]:
    return {
        "what": appeal.what,
        "where": appeal.where,
        "when": appeal.when,
        "privacy": str(appeal.privacy),
        "channel": appeal.channel,
        "kind": str(advice.kind),
        "urgency": str(advice.urgency),
        "category": advice.category,
    }


def _filing(conversation: str, draft: Draft, day: str) -> str:
    said = "\n".join(
        [conversation, day, draft.what.strip(), draft.where.strip(), draft.when.strip(), draft.contact.strip()]
    )
    return hashlib.sha256(said.encode()).hexdigest()
