"""One ticket in the hands of a test: every act passes the table, the conditions and the requirements, as in the office."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.tickets.golden_week import CALENDAR, at
from tests.tickets.limits import LEVELS
from tickets import clocks, fold, requirements
from tickets.clocks import Rulebook
from tickets.conditions import Case, allow, offers
from tickets.deadlines import Deadline
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.people import CITIZEN, SYSTEM, Actor, Role
from tickets.runs import Run
from tickets.service_levels import Clock
from tickets.ticket import Ticket
from tickets.timetable import Timetable

NUMBER = "ZD2026112300001"
MONDAY = at(11, 23, "09:00")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DEPARTMENTS = ("城管", "住建", "供电")
OPERATOR = Actor(role=Role.OPERATOR, name="小周")
DISPATCHER = Actor(role=Role.DISPATCHER, name="小刘")
SUPERVISOR = Actor(role=Role.SUPERVISOR, name="李主任")
CITY_MANAGEMENT, HOUSING, POWER = (
    Actor(role=Role.DEPARTMENT, name=f"{short}老张", department=short) for short in DEPARTMENTS
)
LAMP = {
    "what": "沿河大道路灯坏了三盏。晚上看不见路",
    "where": "西城街道沿河大道",
    "street": "西城街道",
    "kind": "投诉",
    "urgency": "普通",
    "category": "市政公用/路灯",
}
WORDS = "路灯归谁管的事已经当面说清"
CITIZEN_WORDS = "物业已经来修好了，不用再办"
FIXED = "三盏路灯都换好了，今晚亮灯。"
_BY = {
    Act.ACCEPT: CITIZEN,
    Act.RATE: CITIZEN,
    Act.SUPPLEMENT: CITIZEN,
    Act.URGE: CITIZEN,
    Act.WITHDRAW: CITIZEN,
    Act.FOLLOW_UP: OPERATOR,
    Act.SUPERVISE: SUPERVISOR,
    Act.INSTRUCT: SUPERVISOR,
    Act.GRANT_EXCLUSION: SUPERVISOR,
    Act.REFUSE_EXCLUSION: SUPERVISOR,
    **dict.fromkeys((Act.CLOSE, Act.ARCHIVE, Act.ESCALATE, Act.WARN, Act.BREACH, Act.ANSWER_MERGED), SYSTEM),
}
_BY_LEAD = (
    *(Act.SIGN, Act.RETURN, Act.CONTACT, Act.ASK_EXTENSION, Act.REPLY, Act.COMPLETE),
    *(Act.ANSWER_SUPERVISION, Act.ASK_EXCLUSION),
)


def rulebook(**changes) -> Rulebook:
    """A fresh one, since a rulebook remembers the deadlines of a ticket by its number."""
    return Rulebook(**{"levels": (LEVELS,), "timetable": Timetable(calendar=CALENDAR), "city_margin": DAY} | changes)


@dataclass
class Matter:
    """The ticket and how it came to be. Without an actor the one whose business the act is does it, without words some are
    said, without a time it is an hour after the last act."""

    number: str = NUMBER
    book: Rulebook = field(default_factory=rulebook)
    events: list[Event] = field(default_factory=list)
    ticket: Ticket | None = None

    def do(
        self, act: Act, actor: Actor | None = None, why: str = WORDS, *, at: datetime | None = None, **data
    ) -> Ticket:
        by, when = actor or self._usual(act), at or self.events[-1].at + HOUR
        allow(act, self.case(by, when))
        most = clocks.extension_limit(self.ticket, self.book)
        requirements.complete(act, self.ticket, why, data, DEPARTMENTS, most_extension=most)
        return self.happen(act, by, why, at=when, **data)

    def happen(self, act: Act, by: Actor, why: str = "", *, at: datetime, **data) -> Ticket:
        """Without asking whether this person may."""
        self.events.append(Event(no=len(self.events) + 1, act=act, at=at, actor=by, why=why, data=data))
        self.ticket = fold.apply(self.number, self.ticket, self.events[-1])
        return self.ticket

    def each(self, *acts: Act) -> Ticket:
        """Several acts that need no more than their names, an hour apart."""
        for act in acts:
            self.do(act, why=FIXED if act is Act.REPLY else WORDS)
        return self.ticket

    def dispatched(self, department: str = "城管", *helpers: str, at: datetime | None = None) -> "Matter":
        self.do(Act.DISPATCH, at=at, department=department, co=list(helpers))
        return self

    def _usual(self, act: Act) -> Actor:
        if act in _BY_LEAD:
            return Actor(role=Role.DEPARTMENT, name=f"{self.ticket.holder}老张", department=self.ticket.holder)
        return _BY.get(act, DISPATCHER)

    def case(self, actor: Actor, now: datetime) -> Case:
        return Case(
            ticket=self.ticket,
            actor=actor,
            now=now,
            return_until=clocks.return_until(self.ticket, self.book),
            extension_until=clocks.extension_until(self.ticket, self.book),
        )

    def can(self, actor: Actor, now: datetime | None = None) -> dict[Act, str]:
        """What a page would offer, each act with what holds it back."""
        made = offers(self.case(actor, now or self.events[-1].at + HOUR))
        return {offer.act: offer.why_not for offer in made}

    def run(self, clock: Clock, *, place: int = 0) -> Run | None:
        return self.ticket.run(clock, place=place)

    def deadline(self, clock: Clock, *, place: int = 0) -> Deadline | None:
        return clocks.deadline_of(self.ticket, self.run(clock, place=place), self.book)


def accepted(number: str = NUMBER, at: datetime = MONDAY, book: Rulebook | None = None, **facts) -> Matter:
    """The lamp, or what is said instead."""
    matter = Matter(number=number, book=book or rulebook())
    matter.happen(Act.ACCEPT, CITIZEN, at=at, **(LAMP | facts))
    return matter


def in_progress(*helpers: str, **facts) -> Matter:
    """Dispatched to 城管 at 10:00 and signed at 11:00 on Monday 23 November."""
    matter = accepted(**facts).dispatched("城管", *helpers)
    matter.each(Act.SIGN)
    return matter


def to_rate(**facts) -> Matter:
    """Replied at 12:00, completed at 13:00 and approved at 14:00."""
    matter = in_progress(**facts)
    matter.each(Act.REPLY, Act.COMPLETE, Act.APPROVE)
    return matter


def rated(level: int, **facts) -> Matter:
    """Rated at 15:00."""
    matter = to_rate(**facts)
    matter.do(Act.RATE, level=level)
    return matter
