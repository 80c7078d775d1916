"""A living knowledge base for the tests: three seeded articles, people who work on them, and one article fit to print."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hotline.casework.knowledge import acts, seeding
from hotline.casework.knowledge.live import LiveSearch, Stored
from hotline.casework.office import Office
from hotline.ports import Person, Store
from knowledge_base.article import Article, Basis, Source
from knowledge_base.life import Life, Step
from tests.casework.one_office import ARTICLES, MONDAY, office_over, word_bench
from tickets.people import Actor, Role

TODAY = MONDAY.date()
YESTERDAY = TODAY - timedelta(days=1)
DAY = timedelta(days=1)
WU = Actor(role=Role.EDITOR, name="知识库管理员小吴")
QIAN = Actor(role=Role.EDITOR, name="知识库管理员老钱")
ADMINISTRATOR = Actor(role=Role.ADMINISTRATOR, name="系统管理员")
LAMPS = Actor(role=Role.DEPARTMENT, name="城管老张", department="城管")
POLICE = Actor(role=Role.DEPARTMENT, name="公安小何", department="公安")
LAMP, ID_CARD, INSURANCE = "KB-0001", "KB-0002", "KB-0003"

SNOW = Article(
    id="",
    title="门前积雪谁来扫",
    category="城市管理与市政公用/环境卫生",
    kind="办事指南",
    questions=(
        "下雪了店门口要自己铲吗",
        "人行道结冰滑倒人找谁",
        "小区里的雪物业不管怎么说",
        "不扫雪会罚款吗",
        "雪堆到马路边行不行",
        "哪里能领融雪的盐",
    ),
    keywords=("扫雪", "积雪", "门前三包"),
    department="城管",
    scope="曾都区",
    audience="市民",
    effective=date(2026, 1, 1),
    expires=None,
    review_due=date(2027, 11, 1),
    basis=(Basis(law="城市市容和环境卫生管理条例", article="第二十八条"),),
    sources=(
        Source(
            title="城市市容和环境卫生管理条例",
            url="https://www.gov.cn/zhengce/content/tiaoli.htm",
            looked_up=date(2026, 11, 1),
        ),
    ),
    confirmed=date(2026, 11, 1),
    short="沿街单位和门店负责清自家门前的雪和冰，小区由物业清，主干道由环卫清；没人清的打12345，由城管派人。",
    body=(
        "## 谁来清\n沿街的机关、学校、企业和商户，清自己门前到路沿石之间的雪和薄冰。住宅小区的道路由物业公司清；没有物业的老旧小区，"
        "由社区组织居民清。主次干道、桥面和公交站台由环卫作业单位清，夜里下雪的，天亮前先清出通道。\n"
        "## 怎么清\n雪停后先铲出一条能走人的路，再清其余部分。铲下的雪堆在行道树坑和绿化带旁，不要堆到机动车道上，不要埋住消火栓和窨井盖。"
        "店铺不要往人行道上泼水，夜里一冻就成冰面。需要融雪剂的，向所在街道的城管中队领取，用量听现场人员的安排，不要撒在树根上。\n"
        "## 没人清怎么办\n先找物业或门店当面说；说不通的，报清楚路段、门牌和积雪的样子，由12345转给城管。已经有人滑倒受伤的，先送医，"
        "留好照片和就诊单据，责任由双方协商，协商不成可以向法院起诉。"
    ),
)


def shelf_over(store: Store, golden: Path | None = None) -> Office:
    """An office whose search follows the store, seeded with the three articles."""
    seeding.seed(store, ARTICLES, MONDAY)
    bench = word_bench(golden)
    return replace(office_over(store), search=LiveSearch(Stored(store), bench, TODAY), bench=bench)


def walked(office: Office, article: str, *steps: Step, by: Mapping[Step, Actor] | None = None) -> Life:
    """Steps one after the other, each by who usually takes it."""
    usual = {Step.SUBMIT: WU, Step.CONFIRM: LAMPS, Step.PUBLISH: QIAN, Step.WITHDRAW: QIAN} | dict(by or {})
    for step in steps:
        why = "不再适用" if step is Step.WITHDRAW else ""
        life = acts.take_step(office, article, step, usual[step], MONDAY, why=why)
    return life


def drafted(office: Office, content: Article = SNOW) -> str:
    return acts.draft(office, content, WU, MONDAY).article


def reviewing(office: Office, content: Article = SNOW) -> str:
    """A draft that its department has confirmed."""
    article = drafted(office, content)
    walked(office, article, Step.SUBMIT, Step.CONFIRM)
    return article


def published(office: Office, content: Article = SNOW) -> str:
    article = reviewing(office, content)
    walked(office, article, Step.PUBLISH)
    return article


def person(actor: Actor) -> Person:
    return Person(login=actor.name, name=actor.name, role=actor.role, department=actor.department)


def content_of(office: Office, article: str, version: int) -> Article:
    with office.store.look() as work:
        return work.articles.version(article, version).content


def life_of(office: Office, article: str) -> Life:
    with office.store.look() as work:
        return work.articles.life(article)


def answering(office: Office, text: str, day: date = TODAY) -> str:
    """The id of the article that answers, empty when none does."""
    found = office.search.ask(text, day)
    return found.candidates[0].article.id if found.outcome == "answer" else ""
