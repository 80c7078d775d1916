"""What follows from an act by itself? Reviews that need no person, closings, merged tickets answered, orders from the rules.

Each consequence is an act of the system like any other: in the table, in the trail, and stored with what caused it."""

from collections.abc import Callable, Iterator, Mapping

from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from hotline.ports import Work
from tickets.escalation import escalations
from tickets.events import Event
from tickets.lifecycle import Act, acts_of
from tickets.people import SYSTEM
from tickets.ratings import SATISFIED_FROM, Level
from tickets.ticket import Ticket

DISSATISFIED = "不满意评价"
BREACHED = "超期"


def deeds_after(office: Office, work: Work, ticket: Ticket, event: Event) -> tuple[Deed, ...]:
    """What the system does next, in order; `ticket` is what `event` has made of it."""
    own = _OWN.get(event.act)
    return (*(own(office, work, ticket, event) if own else ()), *_escalated(office, ticket, event))


def call_a_person(work: Work, ticket: Ticket, event: Event) -> None:
    """Raise an alert where an act wants somebody's eyes now."""
    if event.act is Act.RATE and event.data["level"] < SATISFIED_FROM:
        words = f"{ticket.number}：{Level(event.data['level']).words} {event.why}".strip()
        work.alerts.raise_(DISSATISFIED, work.tickets.conversation_of(ticket.number), words, event.at)
    if event.act is Act.BREACH:
        work.alerts.raise_(BREACHED, "", f"{ticket.number} {event.why}", event.at)


def _deed(ticket: Ticket, act: Act, event: Event, why: str, **data: object) -> Deed:
    return Deed(number=ticket.number, act=act, actor=SYSTEM, at=event.at, why=why, data=data)


def _completed(office: Office, work: Work, ticket: Ticket, event: Event) -> Iterator[Deed]:
    if not office.handling.needs_review(ticket):
        yield _deed(ticket, Act.APPROVE, event, f"按规定不需人工审核（{office.handling.label}）")


def _rated(office: Office, work: Work, ticket: Ticket, event: Event) -> Iterator[Deed]:
    if event.data["level"] >= SATISFIED_FROM:
        yield _deed(ticket, Act.CLOSE, event, "诉求人已评价")


def _answered(office: Office, work: Work, ticket: Ticket, event: Event) -> Iterator[Deed]:
    """Every citizen whose ticket was merged gets the answer on the own ticket, and rates it."""
    for number in work.tickets.merged_into(ticket.number):
        yield Deed(number=number, act=Act.ANSWER_MERGED, actor=SYSTEM, at=event.at, why=ticket.reply)


def _gone(office: Office, work: Work, ticket: Ticket, event: Event) -> Iterator[Deed]:
    """The main ticket is not answered any more: those merged into it stand on their own again."""
    for number in work.tickets.merged_into(ticket.number):
        why = f"主单 {ticket.number} 已{event.act}，本件恢复单独办理"
        yield Deed(number=number, act=Act.UNMERGE, actor=SYSTEM, at=event.at, why=why)


def _escalated(office: Office, ticket: Ticket, event: Event) -> Iterator[Deed]:
    for rule in escalations(ticket, event, office.handling.escalations):
        waiting = ticket.elevated if rule.then is Act.ESCALATE else ticket.open_supervision
        if not waiting and rule.then in acts_of(ticket.status, SYSTEM, ()):
            yield _deed(ticket, rule.then, event, rule.words, rule=rule.name)


_OWN: Mapping[Act, Callable[[Office, Work, Ticket, Event], Iterator[Deed]]] = {
    Act.COMPLETE: _completed,
    Act.RATE: _rated,
    Act.APPROVE: _answered,
    Act.ANSWER: _answered,
    **dict.fromkeys((Act.WITHDRAW, Act.DECLINE, Act.EXPLAIN, Act.TRANSFER, Act.HAND_TO_POLICE), _gone),
}
