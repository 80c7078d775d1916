"""What does a citizen find in the tests? A real office over SQLite, a scripted dialogue, one article."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from rasa_sdk.executor import ActionExecutor

from hotline.casework.acts import perform
from hotline.casework.answering import answer
from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from hotline.casework.watching import deliver
from hotline.papers import OfficePapers
from hotline.ports import Reply, Store
from hotline.troubles import DialogueSilent, StorageBusy
from hotline.web.app import create_app
from hotline.web.front import Front
from knowledge_base.article import Article, Basis, Source
from knowledge_base.search import Candidate, Found
from tests.casework.one_office import office_over
from tickets.calendar import CHINA
from tickets.lifecycle import Act
from tickets.people import Actor, Role
from tickets.ticket import Ticket

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
DISPATCHER = Actor(role=Role.DISPATCHER, name="派单员小刘")
OFFICER = Actor(role=Role.DEPARTMENT, name="城管老张", department="城管")
SUPERVISOR = Actor(role=Role.SUPERVISOR, name="督办王主任")
LAMP = "沿河大道三盏路灯不亮，晚上看不见路。"
PHONE = "13812345678"
ID_CARD = Article(
    id="KB-0001",
    title="身份证到期换领、丢失补办怎么办",
    category="公安户政/居民身份证",
    kind="办事指南",
    questions=("身份证掉了咋补",),
    keywords=("身份证",),
    department="公安",
    scope="全国",
    audience="个人",
    effective=date(2018, 4, 1),
    expires=None,
    review_due=date(2027, 6, 30),
    basis=(Basis(law="中华人民共和国居民身份证法", article="第十一条"),),
    sources=(Source(title="居民身份证法", url="https://example.org/law", looked_up=date(2026, 11, 23)),),
    confirmed=date(2026, 11, 23),
    short="本人到派出所户籍窗口办。丢失补领40元。",
    body="**多少钱**\n- 到期换领：20元。\n- 丢失补领：40元。\n照相是自愿服务，不含在工本费里。",
)


@dataclass
class Clock:
    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


class Shelf:
    """A search that knows one article and recognises it by 身份证."""

    def ask(self, text: str, today: date) -> Found:
        known = "身份证" in text
        candidates = (Candidate(article=ID_CARD, probability=0.97),) if known else ()
        return Found(outcome="answer" if known else "unknown", probability=0.97 * known, candidates=candidates)

    def version_of(self, article: Article) -> int:
        return 1


@dataclass
class Script:
    """A dialogue that says what it was given, else asks the knowledge base; `silent` plays an engine that is down."""

    office: Office | None = None
    lines: dict[str, Reply] = field(default_factory=dict)
    silent: bool = False
    heard: list[str] = field(default_factory=list)

    def say(self, conversation: str, text: str) -> tuple[Reply, ...]:
        self.heard.append(text)
        if self.silent:
            raise DialogueSilent("对话引擎没有应答")
        return (self.lines.get(text) or answer(self.office, text, MONDAY).reply,)


class Visitor:
    """A citizen's browser with cookies of its own; every form sends back the token of the page it came from."""

    def __init__(self, app: FastAPI) -> None:
        self.browser = TestClient(app)

    def see(self, path: str) -> str:
        return self.browser.get(path).text

    def post(self, path: str, *, script: bool = False, **fields: object) -> Response:
        token = re.search(r'name="csrf" value="([^"]+)"', self.see("/chat"))[1]
        headers = {"hx-request": "true"} if script else {}
        return self.browser.post(path, data={"csrf": token, **fields}, headers=headers)

    def say(self, text: str, **fields: object) -> str:
        return self.post("/chat/say", text=text, **fields).text

    def file(self, **fields: object) -> str:
        """The number of an appeal filed by the plain form."""
        done = self.post("/appeal", **{"what": LAMP, "where": "西城街道沿河大道", "contact": PHONE, **fields})
        return done.url.path.rsplit("/", 1)[1]


class Jammed:
    """A database that can be read but not written, as when it is locked or full."""

    def __init__(self, store: Store) -> None:
        self.look = store.look

    def work(self) -> None:
        raise StorageBusy("系统正忙，这一步没有保存，请稍后再试。")


class StillBell:
    def ring(self) -> None: ...


class OpenDoor:
    def hashed(self, password: str) -> str:
        return password

    def matches(self, password_hash: str, password: str) -> bool:
        return password_hash == password


@dataclass
class Town:
    """The service as a citizen meets it, and the hands of the officers behind it."""

    office: Office
    dialogue: Script
    clock: Clock
    front: Front

    @cached_property
    def app(self) -> FastAPI:
        return create_app(self.front, executor=ActionExecutor(), action_secret="s", session_key="k" * 32, wechat=None)

    def visitor(self) -> "Visitor":
        return Visitor(self.app)

    def alerts(self) -> list[str]:
        with self.office.store.look() as work:
            return [alert.kind for alert in work.alerts.open()]

    def jam(self) -> None:
        """From now on nothing can be stored."""
        self.front = self.app.state.front = replace(
            self.front, office=replace(self.office, store=Jammed(self.office.store))
        )

    def act(self, number: str, act: Act, actor: Actor, why: str = "", /, **data: object) -> Ticket:
        self.clock.now += timedelta(hours=1)
        done = perform(self.office, Deed(number=number, act=act, actor=actor, at=self.clock.now, why=why, data=data))
        deliver(self.office, {}, self.clock.now)
        return done

    def dispatched(self, number: str, kind: str = "求助") -> Ticket:
        return self.act(number, Act.DISPATCH, DISPATCHER, "路灯属城管", department="城管", kind=kind)

    def signed(self, number: str, kind: str = "求助") -> Ticket:
        self.dispatched(number, kind)
        return self.act(number, Act.SIGN, OFFICER)

    def paused(self, number: str) -> Ticket:
        return self.act(number, Act.SUSPEND, DISPATCHER, "和住建商量灯杆归谁")

    def resumed(self, number: str) -> Ticket:
        return self.act(number, Act.RESUME, DISPATCHER)

    def completed(self, number: str, kind: str = "求助") -> Ticket:
        """Finished by the department; what is no complaint waits for the rating at once."""
        self.signed(number, kind)
        return self.finished(number)

    def finished(self, number: str) -> Ticket:
        self.act(number, Act.REPLY, OFFICER, "三盏路灯已于今天下午修好，请您晚上看一看。")
        return self.act(number, Act.COMPLETE, OFFICER)


def town(store: Store) -> Town:
    dialogue, clock = Script(), Clock()
    office = replace(office_over(store), bell=StillBell(), dialogue=dialogue, passwords=OpenDoor(), search=Shelf())
    dialogue.office = office
    return Town(
        office=office,
        dialogue=dialogue,
        clock=clock,
        front=Front(office=office, clock=clock, papers=OfficePapers(office.directory)),
    )
