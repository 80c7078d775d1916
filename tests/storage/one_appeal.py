"""Vivid rows for the tests of storage: one citizen, one dark street, one department, under the shipped rules."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from hotline.ports import Address, Work
from hotline.rules import limits, working_time
from tickets import clocks, fold
from tickets.calendar import CHINA
from tickets.clocks import Rulebook
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.people import CITIZEN, Actor, Role
from tickets.ticket import Ticket

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
SIGN_LIGHT = datetime(2026, 11, 24, 15, 30, tzinfo=CHINA)
SIGN_DUE = datetime(2026, 11, 24, 17, 30, tzinfo=CHINA)
YELLOW_LIGHT = datetime(2026, 12, 3, 17, 30, tzinfo=CHINA)
RED_LIGHT = datetime(2026, 12, 4, 17, 30, tzinfo=CHINA)
COMPLETE_DUE = datetime(2026, 12, 7, 17, 30, tzinfo=CHINA)
WANG = Address(channel="微信", key="oZengDu-wang_dajie")
LI = Address(channel="网页", key="cookie-of-li_daye")
DISPATCHER = Actor(role=Role.DISPATCHER, name="派单员小刘")
SUPERVISOR = Actor(role=Role.SUPERVISOR, name="督办老吴")
OFFICER = Actor(role=Role.DEPARTMENT, name="城管老张", department="城管")
HELPER = Actor(role=Role.DEPARTMENT, name="住建小陈", department="住建")
STREET_LAMP = {
    "what": "沿河大道的路灯坏了三盏，晚上看不见路。",
    "where": "西城街道沿河大道",
    "when": "11月20日晚上",
    "privacy": "保密",
    "channel": "微信",
    "kind": "投诉",
    "urgency": "普通",
    "category": "市政公用/路灯",
    "street": "西城街道",
}


def rulebook() -> Rulebook:
    return Rulebook(levels=limits.levels(), timetable=working_time.timetable(), city_margin=limits.city_margin())


def accept(
    work: Work, filing: str = "王大姐-路灯", *, contact: str = "", at: datetime = MONDAY, **facts: object
) -> Ticket:
    """A stored ticket with its first event, in the caller's transaction; `facts` differ from the street lamp's."""
    conversation = work.conversations.open(WANG, at)
    number = work.tickets.next_number(at.date())
    event = Event(no=1, act=Act.ACCEPT, at=at, actor=CITIZEN, why=STREET_LAMP["what"], data={**STREET_LAMP, **facts})
    accepted = fold.apply(number, None, event)
    deadlines = clocks.deadlines_of(accepted, rulebook())
    work.tickets.add(accepted, event, deadlines, conversation=conversation, contact=contact, filing=filing)
    return accepted


def perform(work: Work, before: Ticket, act: Act, actor: Actor, at: datetime, why: str = "", **data: object) -> Ticket:
    event = Event(no=before.version + 1, act=act, at=at, actor=actor, why=why, data=data)
    after = fold.apply(before.number, before, event)
    work.tickets.append(before, after, event, clocks.deadlines_of(after, rulebook()))
    return after


def dispatched(work: Work, filing: str = "王大姐-路灯", at: datetime = MONDAY, **facts: object) -> Ticket:
    return perform(work, accept(work, filing, at=at, **facts), Act.DISPATCH, DISPATCHER, at, department="城管")


def done(work: Work, held: Ticket, at: datetime) -> Ticket:
    """Signed, answered, completed and approved at one instant."""
    for act in (Act.SIGN, Act.REPLY, Act.COMPLETE):
        held = perform(work, held, act, OFFICER, at, "三盏路灯已换好，今晚亮灯。")
    return perform(work, held, Act.APPROVE, DISPATCHER, at)


def next_trigger(work: Work) -> datetime | None:
    """The instant of the next light or breach of all, None when nothing runs."""
    return next((one.at for one in work.tickets.due_triggers(MONDAY.replace(year=9000), 1)), None)


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
