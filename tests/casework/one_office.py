"""A whole office for the tests of casework: real storage, shipped rules, three articles, doubles for the rest."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path

from hotline.casework import dispatching, filing
from hotline.casework.acts import perform
from hotline.casework.deeds import Deed
from hotline.casework.dispatching import Decision
from hotline.casework.filing import Draft
from hotline.casework.knowledge.live import LiveSearch, printed
from hotline.casework.knowledge.workbench import Workbench
from hotline.casework.lookout import Lookout
from hotline.casework.office import Office
from hotline.casework.rulebook import Rulebooks
from hotline.ports import Address, Reply, Store
from hotline.records import TicketRow
from hotline.rules import limits, load, working_time
from hotline.rules.handling import handling
from hotline.troubles import DialogueSilent
from knowledge_base.article import Article, Basis
from knowledge_base.calibration import Calibration
from knowledge_base.evidence import CERTAINTY, RANKING
from knowledge_base.vectors import Absent, Recent
from tickets.calendar import CHINA
from tickets.clocks import Rulebook
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.matter import Kind, Urgency
from tickets.people import Actor, Role
from tickets.ticket import Ticket

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
WANG = Address(channel="微信", key="oZengDu-wang_dajie")
LI = Address(channel="网页", key="cookie-of-li_daye")
DISPATCHER = Actor(role=Role.DISPATCHER, name="派单员小刘")
OPERATOR = Actor(role=Role.OPERATOR, name="话务员小周")
SUPERVISOR = Actor(role=Role.SUPERVISOR, name="督办老吴")
OFFICER = Actor(role=Role.DEPARTMENT, name="城管老张", department="城管")
STRANGER = Actor(role=Role.DEPARTMENT, name="住建小陈", department="住建")
LAMP = Draft(what="沿河大道的路灯坏了三盏，晚上看不见路。", where="西城街道沿河大道", contact="13872880019")
TO_CITY_MANAGEMENT = Decision(
    department="城管", kind=Kind.COMPLAINT, urgency=Urgency.ORDINARY, category="市政公用/路灯", reason="路灯归城管"
)
FIXED = "三盏路灯都换好了，今晚亮灯。"
ENOUGH = "经核实情况属实，按规定办理。"


@dataclass
class Talk:
    """A dialogue that says what it was told to say, and remembers what it heard; silent when it has nothing to say."""

    says: tuple[Reply, ...] = (Reply(text="您好，请问有什么可以帮您？"),)
    heard: list[str] = field(default_factory=list)

    def say(self, conversation: str, text: str) -> tuple[Reply, ...]:
        self.heard.append(text)
        if not self.says:
            raise DialogueSilent
        return self.says


@dataclass
class CountingBell:
    rings: int = 0

    def ring(self) -> None:
        self.rings += 1


class PlainPasswords:
    def hashed(self, password: str) -> str:
        return f"hash of {password}"

    def matches(self, password_hash: str, password: str) -> bool:
        return password_hash == self.hashed(password)


@dataclass
class Carrier:
    """A messenger that notes what it carried, or fails as often as told; a page ends at an empty line."""

    failures: list[Exception] = field(default_factory=list)
    carried: list[tuple[str, str]] = field(default_factory=list)

    def pages(self, reply: Reply) -> list[str]:
        return reply.text.split("\n\n")

    def send(self, key: str, page: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.carried.append((key, page))


def office_over(store: Store, talk: Talk | None = None) -> Office:
    return Office(
        store=store,
        bell=CountingBell(),
        dialogue=talk or Talk(),
        passwords=PlainPasswords(),
        search=three_articles(),
        bench=word_bench(),
        directory=load.directory(),
        catalogue=load.catalogue(),
        gazetteer=load.gazetteer(),
        lookout=Lookout(load.dangers()),
        rulebooks=Rulebooks(
            Rulebook(levels=limits.levels(), timetable=working_time.timetable(), city_margin=limits.city_margin())
        ),
        handling=handling(),
    )


@cache
def three_articles() -> LiveSearch:
    return LiveSearch(printed(ARTICLES), word_bench(), MONDAY.date())


def word_bench(golden: Path | None = None) -> Workbench:
    """Found by words alone: a phrasing of the article answers, a near one asks back, anything else is unknown."""
    calibration = Calibration(
        vectors="absent",
        ranking={name: 0.0 for name in RANKING} | {"characters": 1.0},
        bias=-6.0,
        certainty={name: 0.0 for name in CERTAINTY} | {"characters_share": 10.0},
        answer_from=0.8,
        clarify_from=0.3,
    )
    return Workbench(
        vectors=Recent(Absent()), categories=("城市管理与市政公用", "公安户政"), golden=golden, calibration=calibration
    )


def _article(number: int, title: str, department: str, short: str, *questions: str) -> Article:
    return Article(
        id=f"KB-{number:04d}",
        title=title,
        category="城市管理与市政公用/其他",
        kind="热点问答",
        questions=questions,
        keywords=(),
        department=department,
        scope="曾都区",
        audience="市民",
        effective=date(2026, 1, 1),
        expires=None,
        review_due=date(2027, 1, 1),
        basis=(Basis(law="城市道路照明设施管理规定", article="第十二条"),),
        sources=(),
        confirmed=date(2026, 11, 1),
        short=short,
        body=short,
    )


ARTICLES = (
    _article(1, "路灯报修", "城管", "路灯不亮请报路段和杆号，一般24小时内到场。", "路灯坏了找谁", "路灯不亮怎么报修"),
    _article(2, "身份证补办", "公安", "带户口簿到就近派出所户籍窗口办理。", "身份证丢了怎么补办", "补身份证要什么材料"),
    _article(3, "医保异地就医备案", "医保", "出发前在鄂汇办上备案。", "异地就医怎么备案", "外地住院怎么报销"),
)


def conversation_of(office: Office, address: Address = WANG) -> str:
    with office.store.work() as work:
        return work.conversations.open(address, MONDAY)


def filed(office: Office, draft: Draft = LAMP, now: datetime = MONDAY, address: Address = WANG) -> str:
    return filing.file(office, conversation_of(office, address), draft, now).number


def dispatched(office: Office, draft: Draft = LAMP, now: datetime = MONDAY) -> str:
    number = filed(office, draft, now)
    dispatching.dispatch(office, number, TO_CITY_MANAGEMENT, DISPATCHER, now)
    return number


def worked(office: Office, number: str, now: datetime, *acts: Act) -> Ticket:
    """The department's own acts, one after the other at one instant."""
    for act in acts:
        why = FIXED if act is Act.REPLY else ""
        held = perform(office, Deed(number=number, act=act, actor=OFFICER, at=now, why=why))
    return held


def act_on(
    office: Office, number: str, act: Act, actor: Actor, at: datetime = MONDAY, /, *, why: str = ENOUGH, **data: object
) -> Ticket:
    """One act with words that are enough for any of them."""
    return perform(office, Deed(number=number, act=act, actor=actor, at=at, why=why, data=data))


def signed(office: Office, draft: Draft = LAMP, now: datetime = MONDAY) -> str:
    number = dispatched(office, draft, now)
    worked(office, number, now, Act.SIGN)
    return number


def completed(office: Office, now: datetime = MONDAY) -> str:
    """Completed and approved: it waits for the citizen's rating."""
    number = signed(office, now=now)
    worked(office, number, now, Act.REPLY, Act.COMPLETE)
    act_on(office, number, Act.APPROVE, DISPATCHER, now)
    return number


def outbox_of(office: Office) -> list[str]:
    """The words that wait for citizens, taken out for reading only."""
    far = MONDAY.replace(year=2030)
    with office.store.work() as work:
        return [notice.reply.text for notice in work.outbox.claim(far, MONDAY, 1000)]


def ticket_of(office: Office, number: str) -> Ticket:
    with office.store.look() as work:
        return work.tickets.ticket(number)


def row_of(office: Office, number: str) -> TicketRow:
    with office.store.look() as work:
        return work.tickets.row(number)


def events_of(office: Office, number: str) -> list[Event]:
    with office.store.look() as work:
        return work.tickets.events(number)


def acts_of(office: Office, number: str) -> list[str]:
    return [str(event.act) for event in events_of(office, number)]


def alerts_of(office: Office) -> list[tuple[str, str]]:
    with office.store.look() as work:
        return [(alert.kind, alert.words) for alert in work.alerts.open()]
