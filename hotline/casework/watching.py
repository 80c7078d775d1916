"""What must happen by itself? Warnings and breaches once each, notices until delivered, forgotten messages answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.casework.acts import perform_in
from hotline.casework.conversation import answer_left_over
from hotline.casework.office import Office
from hotline.casework.tracking import close_unrated
from hotline.ports import Messenger, Notice, Trigger, Work
from hotline.troubles import Collision, StorageBusy, Undelivered
from tickets.errors import ActRefused
from tickets.lifecycle import Act
from tickets.people import SYSTEM

LEASE = timedelta(minutes=2)
TRIES = 6
UNRATED_AFTER = timedelta(days=7)
BATCH = 200
_ACTS = {"预警": Act.WARN, "超期": Act.BREACH}


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round of the worker did, in numbers."""

    fired: int
    delivered: int
    answered: int
    closed: int


def round_of_work(office: Office, messengers: Mapping[str, Messenger], now: datetime) -> Round:
    return Round(
        fired=fire_triggers(office, now),
        answered=answer_left_over(office, now),
        delivered=deliver(office, messengers, now),
        closed=close_unrated(office, now, now - UNRATED_AFTER),
    )


def fire_triggers(office: Office, now: datetime) -> int:
    """Record every warning and breach that fell due, oldest first, also after days of standing still. Returns how many."""
    fired, batch = 0, BATCH
    while batch:
        with office.store.look() as work:
            due = work.tickets.due_triggers(now, BATCH)
        batch = sum(_fire(office, trigger, now) for trigger in due)
        fired += batch
    return fired


def _fire(office: Office, trigger: Trigger, now: datetime) -> bool:
    """Mark and record in one transaction. When an officer acts at the same instant the trigger stays for the next round."""
    try:
        with office.store.work() as work:
            if not work.tickets.fire(trigger, now):
                return False
            why = f"{trigger.clock}时限{'将到' if trigger.step == '预警' else '已过'}（{office.calendar.local(trigger.at):%m-%d %H:%M}）"
            data = {"clock": str(trigger.clock), "fell_due": trigger.at.isoformat()}
            perform_in(office, work, trigger.number, _ACTS[trigger.step], SYSTEM, now, why=why, data=data)
            if trigger.step == "超期":
                work.alerts.raise_("超期", "", f"{trigger.number} {why}", now)
            return True
    except Collision:
        return False
    except ActRefused:
        _void(office, trigger, now)
        return False


def _void(office: Office, trigger: Trigger, now: datetime) -> None:
    """The law does not let this clock run any more: the trigger must not come up for ever."""
    with office.store.work() as work:
        work.tickets.fire(trigger, now)


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
