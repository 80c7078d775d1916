"""Vivid rows for the tests of storage: one citizen, one dark street, one department."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from hotline.ports import Address, Work
from tickets import ticket
from tickets.calendar import CHINA
from tickets.deadlines import Deadline
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.people import CITIZEN, Actor, Role
from tickets.service_levels import Clock
from tickets.ticket import Ticket

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
WANG = Address(channel="微信", key="oZengDu-wang_dajie")
LI = Address(channel="网页", key="cookie-of-li_daye")
DISPATCHER = Actor(role=Role.DISPATCHER, name="派单员小刘")
OFFICER = Actor(role=Role.DEPARTMENT, name="城管老张", department="城管")
STREET_LAMP = {
    "what": "沿河大道的路灯坏了三盏，晚上看不见路。",
    "where": "西城街道沿河大道",
    "when": "11月20日晚上",
    "privacy": "保密",
    "channel": "微信",
    "kind": "投诉",
    "urgency": "普通",
    "category": "市政公用/路灯",
}


def accept(work: Work, filing: str = "王大姐-路灯", *, contact: str = "", at: datetime = MONDAY) -> Ticket:
    """A stored ticket with its first event, in the caller's transaction."""
    conversation = work.conversations.open(WANG, at)
    number = work.tickets.next_number(at.date())
    event = Event(no=1, act=Act.ACCEPT, at=at, actor=CITIZEN, why=STREET_LAMP["what"], data=STREET_LAMP)
    accepted = ticket.apply(number, None, event)
    work.tickets.add(accepted, event, conversation=conversation, contact=contact, filing=filing)
    return accepted


def perform(work: Work, before: Ticket, act: Act, actor: Actor, at: datetime, why: str = "", **data: object) -> Ticket:
    event = Event(no=before.version + 1, act=act, at=at, actor=actor, why=why, data=data)
    after = ticket.apply(before.number, before, event)
    work.tickets.append(before, after, event, both_deadlines(at) if act is Act.DISPATCH else ())
    return after


def dispatched(work: Work, filing: str = "王大姐-路灯", at: datetime = MONDAY) -> Ticket:
    return perform(work, accept(work, filing, at=at), Act.DISPATCH, DISPATCHER, at, department="城管")


def both_deadlines(start: datetime) -> tuple[Deadline, ...]:
    """Sign within a day, complete within five, each warned four hours before."""
    return tuple(_deadline(clock, start, days) for clock, days in ((Clock.SIGN, 1), (Clock.COMPLETE, 5)))


def _deadline(clock: Clock, start: datetime, days: int) -> Deadline:
    due = start + timedelta(days=days)
    return Deadline(
        clock=clock,
        start=start,
        due=due,
        warn_at=due - timedelta(hours=4),
        provisional=False,
        limit=f"{days}个工作日",
        levels_version="2026-01",
        levels_label="示范默认值",
        calendar_version="试验日历",
        steps=(),
    )


def at_once(act: Callable[[int], object], people: int = 2) -> list[object]:
    """What the same act gave each of several threads that started together: a result, or the error it ended in."""
    gate = Barrier(people)

    def together(who: int) -> object:
        gate.wait()
        try:
            return act(who)
        except Exception as refusal:
            return refusal

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(together, range(people)))
