"""How does an appeal become a ticket? Kind, urgency, category and number, once per filing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from hotline.casework.notices import ticket_card
from hotline.casework.office import Office
from hotline.casework.triage import triage
from hotline.ports import Reply
from tickets import lifecycle, ticket
from tickets.errors import ActRefused
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.matter import Appeal, Privacy
from tickets.people import CITIZEN, Actor
from tickets.routing import RoutingAdvice

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
    def privacy(self) -> Privacy:
        if self.anonymous or not self.contact.strip():
            return Privacy.ANONYMOUS
        return Privacy.CONFIDENTIAL if self.confidential else Privacy.NAMED


@dataclass(frozen=True, kw_only=True)
class Filed:
    number: str
    reply: Reply


def file(office: Office, conversation: str, draft: Draft, now: datetime, actor: Actor = CITIZEN) -> Filed:
    """Store the appeal as an accepted ticket and return its number; filing the same draft again within the day returns
    the same number. Errors: `ActRefused` when nothing was said, `StorageBusy`."""
    if len(draft.what.strip()) < SHORTEST:
        raise ActRefused("请把要反映的事情说清楚一些，至少写明是什么事。")
    day = office.calendar.local(now).date()
    filing = _filing(conversation, draft, day.isoformat())
    advice = triage(office, f"{draft.what}\n{draft.where}", now)
    with office.store.work() as work:
        fresh = work.tickets.next_number(day)  # first of all: filings of one day pass here one after the other
        number = work.tickets.filed_before(filing)
        if number is None:
            number = fresh
            appeal = _appeal(draft, work.conversations.address(conversation).channel)
            event = Event(no=1, act=Act.ACCEPT, at=now, actor=actor, why=appeal.what, data=_facts(appeal, advice))
            lifecycle.permit(None, Act.ACCEPT, actor, holder="")
            accepted = ticket.apply(number, None, event)
            work.tickets.add(
                accepted,
                event,
                conversation=conversation,
                contact="" if draft.anonymous else draft.contact,
                filing=filing,
            )
        accepted = ticket.replay(number, work.tickets.events(number))
    return Filed(number=number, reply=_receipt(office, accepted))


def _receipt(office: Office, accepted: ticket.Ticket) -> Reply:
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
