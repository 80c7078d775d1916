"""What must happen by itself? Warnings and breaches once each, notices until delivered, forgotten messages answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from hotline.casework.acts import perform_in
from hotline.casework.conversation import answer_left_over
from hotline.casework.deeds import Deed
from hotline.casework.knowledge.expiry import expire
from hotline.casework.office import Office
from hotline.casework.tidying import archive_ended, close_unrated
from hotline.ports import Messenger, Notice, Work
from hotline.records import Trigger
from hotline.troubles import Collision, StorageBusy, Undelivered
from tickets.clocks import deadline_of
from tickets.errors import ActRefused
from tickets.lifecycle import Act
from tickets.lights import next_light
from tickets.people import SYSTEM

LEASE = timedelta(minutes=2)
TRIES = 6
BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round of the worker did, in numbers."""

    fired: int
    delivered: int
    answered: int
    closed: int
    archived: int
    expired: int


def round_of_work(office: Office, messengers: Mapping[str, Messenger], now: datetime) -> Round:
    return Round(
        fired=fire_triggers(office, now),
        answered=answer_left_over(office, now),
        delivered=deliver(office, messengers, now),
        closed=close_unrated(office, now),
        archived=archive_ended(office, now),
        expired=expire(office, now),
    )


def fire_triggers(office: Office, now: datetime) -> int:
    """Record every light and breach that fell due, in the order in which they did, also after days of standing still.
    Returns how many."""
    fired = 0
    while batch := _fire_batch(office, now):
        fired += batch
    return fired


def _fire_batch(office: Office, now: datetime) -> int:
    """The oldest ones, and in its turn what each clock gives next; returns how many."""
    with office.store.look() as work:
        due = work.tickets.due_triggers(now, BATCH)
    until = due[-1].at if len(due) == BATCH else now
    fired, waiting = 0, [_in_turn(trigger) for trigger in due]
    heapify(waiting)
    while waiting:
        *_, trigger = heappop(waiting)
        following = _fire(office, trigger, now)
        fired += following is not None
        for one in following or ():
            if one.at <= until:
                heappush(waiting, _in_turn(one))
    return fired


def _in_turn(trigger: Trigger) -> tuple[datetime, str, int, Trigger]:
    return trigger.at, trigger.number, trigger.run, trigger


def _fire(office: Office, trigger: Trigger, now: datetime) -> tuple[Trigger, ...] | None:
    """Record one light or breach and return what its clock gives next; None when it is not due any more, or when an officer
    or another worker acts at the same instant, so that it stays for the next round."""
    try:
        with office.store.work() as work:
            if _ahead(office, work, trigger) != (trigger,):
                return None
            perform_in(office, work, _deed(office, trigger, now))
            return _ahead(office, work, trigger)
    except (Collision, ActRefused):
        return None


def _ahead(office: Office, work: Work, trigger: Trigger) -> tuple[Trigger, ...]:
    """What the trigger's clock gives next by the history as it is now, nothing when it stands still."""
    ticket = work.tickets.ticket(trigger.number)
    run = ticket.runs[trigger.run - 1]
    made = deadline_of(ticket, run, office.book(work))
    light = next_light(run, made) if made else None
    return (replace(trigger, step=light.step, at=light.at, due=made.due),) if light else ()


def _deed(office: Office, trigger: Trigger, now: datetime) -> Deed:
    due = f"{office.calendar.local(trigger.due):%m-%d %H:%M}"
    breach = trigger.step == "超期"
    why = f"{trigger.clock}时限已过（{due}）" if breach else f"{trigger.step}：{trigger.clock}时限 {due} 到期"
    facts = {
        "clock": str(trigger.clock),
        "run": trigger.run,
        "step": trigger.step,
        "fell_due": trigger.at.isoformat(),
    }
    act = Act.BREACH if breach else Act.WARN
    return Deed(number=trigger.number, act=act, actor=SYSTEM, at=now, why=why, data=facts)


def deliver(office: Office, messengers: Mapping[str, Messenger], now: datetime) -> int:
    """Send what waits in the outbox; returns how many lines were delivered."""
    delivered = 0
    while True:
        with office.store.work() as work:
            notices = work.outbox.claim(now, now + LEASE, BATCH)
        if not notices:
            return delivered
        delivered += sum(_send(office, messengers, notice, now) for notice in notices)


def _send(office: Office, messengers: Mapping[str, Messenger], notice: Notice, now: datetime) -> bool:
    """Carry the line by the channel's messenger, then show it in the conversation; a web page needs only the latter."""
    try:
        if notice.unsure:
            raise Undelivered("发送途中中断，不知道对方是否收到，为免重复不再发送", final=True)
        if notice.address.channel in messengers:
            _carry(office, messengers[notice.address.channel], notice)
    except Undelivered as problem:
        _failed(office, notice, problem, now)
        return False
    except StorageBusy:
        raise
    except Exception as problem:  # a channel's unforeseen failure must not hold up the other notices
        _failed(office, notice, Undelivered(f"意外错误 {type(problem).__name__}"), now)
        return False
    with office.store.work() as work:
        _show(work, notice, now)
        work.outbox.sent(notice, now)
    return True


def _carry(office: Office, messenger: Messenger, notice: Notice) -> None:
    """Page by page, so that neither a retry nor a crash shows a page twice."""
    for place, page in enumerate(messenger.pages(notice.reply), start=1):
        if place <= notice.pages_sent:
            continue
        with office.store.work() as work:
            work.outbox.begin(notice)
        messenger.send(notice.address.key, page)
        with office.store.work() as work:
            work.outbox.page_sent(notice, place)


def _show(work: Work, notice: Notice, now: datetime) -> None:
    """The stored replies to a message are in the conversation already; other notices are added to it."""
    if not notice.key.startswith("reply:"):
        work.conversations.say(notice.conversation, notice.key, notice.reply, now)


def _failed(office: Office, notice: Notice, problem: Undelivered, now: datetime) -> None:
    """Try again later and later; give up aloud."""
    with office.store.work() as work:
        if problem.final or notice.attempts + 1 >= TRIES:
            _show(work, notice, now)
            work.outbox.give_up(notice, str(problem), now)
            work.alerts.raise_("通知失败", notice.conversation, f"通知没有送达（{problem}），请电话告知。", now)
        else:
            work.outbox.retry(notice, str(problem), now + timedelta(minutes=2**notice.attempts))
