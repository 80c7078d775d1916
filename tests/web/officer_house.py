"""Who works in the tests, and what has happened before a page is looked at? People, their browsers, their acts."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from citizen_office import Clock
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from rasa_sdk.executor import ActionExecutor

from hotline.casework import filing
from hotline.casework.acts import perform
from hotline.casework.city import import_orders
from hotline.casework.deeds import Deed
from hotline.casework.filing import Draft
from hotline.casework.office import Office
from hotline.ports import Address, Person
from hotline.web.app import create_app
from hotline.web.front import Front
from tickets.calendar import CHINA
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.people import Role
from tickets.ticket import Ticket

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
PASSWORD = "曾都-随便一个"
LIU = Person(login="liu", name="派单员小刘", role=Role.DISPATCHER, password_hash=PASSWORD)
ZHANG = Person(login="zhang", name="张建国", role=Role.DEPARTMENT, department="城管", password_hash=PASSWORD)
MA = Person(login="ma", name="马工", role=Role.DEPARTMENT, department="住建", password_hash=PASSWORD)
LI = Person(login="li", name="李老师", role=Role.DEPARTMENT, department="教育", password_hash=PASSWORD)
WANG = Person(login="wang", name="王主任", role=Role.SUPERVISOR, password_hash=PASSWORD)
CHEN = Person(login="chen", name="话务员小陈", role=Role.OPERATOR, password_hash=PASSWORD)
EDITOR = Person(login="kb", name="知识编辑小周", role=Role.EDITOR, password_hash=PASSWORD)
PEOPLE = (LIU, ZHANG, MA, LI, WANG, CHEN, EDITOR)
REPLY = "占道的菜摊今天下午已经清走，我们会每天巡查。"
STALLS = "老街菜市场门口占道经营，菜摊把人行道都摆满了。我的电话13886881234。"


@dataclass
class Browser:
    """One officer's browser: it sends the page's own form token back, as a form would."""

    client: TestClient

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def post(self, path: str, **fields: object) -> Response:
        return self.client.post(path, data={"csrf": self.token(), **fields})

    def token(self) -> str:
        return re.search(r'name="csrf" value="([^"]+)"', self.client.get("/sign-in").text)[1]


@dataclass
class House:
    """The service and the acts that happened before a test looks at a page."""

    office: Office
    clock: Clock
    front: Front

    def visitor(self, *, demo: tuple[tuple[str, str, str], ...] = ()) -> Browser:
        return Browser(TestClient(self._app(demo) if demo else self.app))

    @cached_property
    def app(self) -> FastAPI:
        return self._app(())

    def _app(self, demo: tuple[tuple[str, str, str], ...]) -> FastAPI:
        return create_app(
            replace(self.front, demo_accounts=demo),
            executor=ActionExecutor(),
            action_secret="s",
            session_key="k" * 32,
            wechat=None,
        )

    def signed_in(self, person: Person) -> Browser:
        browser = self.visitor()
        browser.post("/sign-in", login=person.login, password=PASSWORD)
        return browser

    def conversation(self, key: str = "王大姐") -> str:
        with self.office.store.work() as work:
            return work.conversations.open(Address(channel="微信", key=key), self.clock.now)

    def filed(self, what: str = STALLS, *, contact: str = "13886881234", confidential: bool = False) -> str:
        draft = Draft(what=what, where="北郊街道老街", when="昨晚", contact=contact, confidential=confidential)
        return filing.file(self.office, self.conversation(), draft, self.clock.now).number

    def dispatched(
        self, department: str = "城管", *, co: tuple[str, ...] = (), kind: str = "投诉", **matter: object
    ) -> str:
        number = self.filed(**matter)
        about = {"department": department, "co": list(co), "kind": kind, "urgency": "普通"}
        self.act(number, Act.DISPATCH, LIU, "占道经营由城管查处", **about)
        return number

    def returned(self, **matter: object) -> str:
        """Given back by the first department, which names another."""
        number = self.dispatched(**matter)
        self.act(number, Act.RETURN, ZHANG, "三定方案没有这项职责", reason="不属本单位职责", suggested="住建")
        return number

    def signed(self, **matter: object) -> str:
        number = self.dispatched(**matter)
        self.act(number, Act.SIGN, ZHANG)
        return number

    def asked_for_time(self, **matter: object) -> str:
        number = self.signed(**matter)
        self.act(number, Act.ASK_EXTENSION, ZHANG, "新的划线要等交警批复", amount=5)
        return number

    def completed(self, **matter: object) -> str:
        """A complaint waits for a person's review then, a question or a request for help goes on at once."""
        number = self.signed(**matter)
        self.act(number, Act.REPLY, ZHANG, REPLY)
        self.act(number, Act.COMPLETE, ZHANG)
        return number

    def reviewed(self, **matter: object) -> str:
        """Waits for the citizen's rating."""
        number = self.completed(**matter)
        self.act(number, Act.APPROVE, LIU)
        return number

    def dissatisfied(self, **matter: object) -> str:
        number = self.reviewed(**matter)
        self.act(number, Act.RATE, CHEN, "第二天又摆出来了", level=2, solved=False)
        return number

    def from_the_city(self, number: str = "SZ2026112300077") -> str:
        """Our number for a ticket of the city platform, due there on 2 December."""
        row = {
            "市级工单号": number,
            "诉求内容": "解放路夜市油烟直排，住户不敢开窗",
            "诉求类型": "投诉",
            "受理时间": "2026-11-23 08:00",
            "市级办结期限": "2026-12-02 17:30",
        }
        [ours] = import_orders(self.office, [(2, row)], self.clock.now).new
        return ours

    def act(self, number: str, act: Act, person: Person, why: str = "", **data: object) -> None:
        perform(self.office, Deed(number=number, act=act, actor=person.actor, at=self.clock.now, why=why, data=data))

    def version(self, number: str) -> int:
        with self.office.store.look() as work:
            return work.tickets.row(number).version

    def status(self, number: str) -> str:
        with self.office.store.look() as work:
            return str(work.tickets.row(number).status)

    def ticket(self, number: str) -> Ticket:
        with self.office.store.look() as work:
            return work.tickets.ticket(number)

    def last(self, number: str) -> Event:
        with self.office.store.look() as work:
            return work.tickets.events(number)[-1]

    def acts(self, number: str) -> list[str]:
        with self.office.store.look() as work:
            return [str(event.act) for event in work.tickets.events(number)]

    def passes(self, **time: float) -> None:
        self.clock.now += timedelta(**time)
