"""How is an act on a ticket carried out? One door: permission, event, projection, deadlines and the citizen's notice, stored together."""

from collections.abc import Mapping
from datetime import datetime

from hotline.casework.notices import notice_of
from hotline.casework.office import Office
from hotline.ports import Work
from hotline.troubles import Collision
from tickets import lifecycle, ticket
from tickets.deadlines import Deadline, deadline
from tickets.errors import ActRefused
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.people import Actor
from tickets.service_levels import Clock, in_force
from tickets.ticket import Ticket


def perform(
    office: Office,
    number: str,
    act: Act,
    actor: Actor,
    now: datetime,
    *,
    why: str = "",
    data: Mapping[str, object] | None = None,
    seen: int | None = None,
) -> Ticket:
    """Do one act and tell the citizen. `seen` is the version the officer looked at: when somebody acted since, `Collision`
    says what happened and nothing is stored. Errors: `ActRefused`, `NoSuchTicket`, `Collision`, `StorageBusy`."""
    with office.store.work() as work:
        done = perform_in(office, work, number, act, actor, now, why=why, data=data, seen=seen)
    office.bell.ring()
    return done


def perform_in(
    office: Office,
    work: Work,
    number: str,
    act: Act,
    actor: Actor,
    now: datetime,
    *,
    why: str = "",
    data: Mapping[str, object] | None = None,
    seen: int | None = None,
) -> Ticket:
    """`perform` inside a transaction that is already open."""
    history = work.tickets.events(number)
    before = ticket.replay(number, history)
    _unchanged_since(seen, history)
    lifecycle.permit(before.status, act, actor, holder=before.holder)
    event = Event(no=before.version + 1, act=act, at=now, actor=actor, why=why.strip(), data=dict(data or {}))
    _complete(office, event)
    after = ticket.apply(number, before, event)
    work.tickets.append(before, after, event, _deadlines(office, after, event))
    notice = notice_of(office, after, event)
    if notice:
        work.outbox.put(f"{number}:{event.no}", work.tickets.conversation_of(number), notice, now)
    return after


def deadlines_of(office: Office, held: Ticket) -> tuple[Deadline, ...]:
    """Both deadlines of the assignment that holds the ticket, derived anew; none before dispatch."""
    if held.lead is None:
        return ()
    start = held.lead.dispatched_at
    levels = in_force(office.levels, office.calendar.local(start).date())
    return tuple(deadline(clock, held.kind, held.urgency, start, levels, office.calendar) for clock in Clock)


def _deadlines(office: Office, after: Ticket, event: Event) -> tuple[Deadline, ...]:
    return deadlines_of(office, after) if event.act is Act.DISPATCH else ()


def _unchanged_since(seen: int | None, history: list[Event]) -> None:
    if seen is None or seen == history[-1].no:
        return
    last = history[-1]
    who = last.actor.department or last.actor.name
    raise Collision(f"这件工单刚刚由{who}“{last.act}”了，您这一步没有提交。您写的内容还在，请看过最新情况再决定。")


def _complete(office: Office, event: Event) -> None:
    """Refuse an act that lacks what it is about."""
    if event.act is Act.DISPATCH:
        office.directory.named(str(event.data.get("department", "")))
    if event.act is Act.REPLY and len(event.why) < 5:
        raise ActRefused("请写明答复内容（不少于5个字），诉求人会原样看到。")
    if event.act is Act.REVEAL and len(event.why) < 2:
        raise ActRefused("请写明查阅联系方式的原因，查阅会记录在工单里。")
    if event.act is Act.RATE and event.data.get("level") not in range(1, 6):
        raise ActRefused("请在“非常满意”到“非常不满意”五档里选一档。")
