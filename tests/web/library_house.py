"""Who works on articles in the tests of the pages, and what has happened to them? The house with a living knowledge base."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from officer_house import EDITOR, PASSWORD, ZHANG, House

from hotline.casework.knowledge import acts, seeding
from hotline.casework.knowledge.live import LiveSearch, Stored
from hotline.ports import Person
from hotline.records import Gap
from knowledge_base.article import Article
from knowledge_base.life import Life, Step
from tests.casework.knowledge.one_shelf import SNOW
from tests.casework.one_office import ARTICLES, word_bench
from tickets.people import Role

ZHENG = Person(login="zheng", name="知识编辑老郑", role=Role.EDITOR, password_hash=PASSWORD)
ZHAO = Person(login="zhao", name="系统管理员小赵", role=Role.ADMINISTRATOR, password_hash=PASSWORD)
HE = Person(login="he", name="公安小何", role=Role.DEPARTMENT, department="公安", password_hash=PASSWORD)
LAMP, ID_CARD, INSURANCE, FOURTH = "KB-0001", "KB-0002", "KB-0003", "KB-0004"
LAMP_OUT = "路灯不亮怎么报修"
_USUAL = {Step.SUBMIT: EDITOR, Step.CONFIRM: ZHANG, Step.PUBLISH: ZHENG, Step.SEND_BACK: ZHANG, Step.WITHDRAW: ZHENG}


def library_over(house: House, folder: Path) -> House:
    """Three articles published last month, one golden question, and everybody who works on articles."""
    store = house.office.store
    seeding.seed(store, ARTICLES, house.clock.now - timedelta(days=30))
    with store.work() as work:
        for person in (ZHENG, ZHAO, HE):
            work.people.add(person)
    golden = folder / "golden.jsonl"
    golden.write_text(json.dumps({"id": "Q1", "text": LAMP_OUT, "articles": [LAMP], "noisy": False}), encoding="utf-8")
    bench = word_bench(golden)
    search = LiveSearch(Stored(store), bench, house.clock.now.date())
    office = replace(house.office, search=search, bench=bench)
    return House(office=office, clock=house.clock, front=replace(house.front, office=office))


def drafted(house: House, content: Article = SNOW, by: Person = EDITOR) -> str:
    return acts.draft(house.office, content, by.actor, house.clock.now).article


def stepped(house: House, article: str, *steps: Step, why: str = "") -> str:
    """Steps one after the other, each by who usually takes it."""
    for step in steps:
        house.passes(minutes=1)
        acts.take_step(house.office, article, step, _USUAL[step].actor, house.clock.now, why=why)
    return article


def confirming(house: House, content: Article = SNOW) -> str:
    return stepped(house, drafted(house, content), Step.SUBMIT)


def reviewing(house: House, content: Article = SNOW) -> str:
    return stepped(house, drafted(house, content), Step.SUBMIT, Step.CONFIRM)


def shipped(house: House, *articles: Article) -> None:
    """Published as a release publishes its files, with nobody looking at them."""
    seeding.seed(house.office.store, articles, house.clock.now)
    house.office.search.refresh(house.clock.now.date())


def life_of(house: House, article: str) -> Life:
    with house.office.store.look() as work:
        return work.articles.life(article)


def newest(house: House, article: str) -> Article:
    with house.office.store.look() as work:
        return work.articles.version(article, work.articles.life(article).versions).content


def rival(text: str) -> Article:
    """An article that says these words more often than any other."""
    said = tuple(f"{text}{end}" for end in ("呀", "呢", "啊", "吧", "哦", "嘛"))
    return replace(
        SNOW, title=text, questions=(*SNOW.questions[1:3], *said), keywords=said, short=f"{text}。{SNOW.short}"
    )


def gap(house: House, title: str = "小区充电桩怎么申请安装", **fields: object) -> int:
    """A gap found last night."""
    found = Gap(
        title=title,
        questions=(title, "我家楼下想装充电桩找谁"),
        kinds={"答不上": 21, "换着问": 6},
        total=27,
        nearest=LAMP,
        centre=(0.1,),
        first_at=house.clock.now - timedelta(days=9),
        last_at=house.clock.now - timedelta(hours=9),
        **{"department": "城管", **fields},
    )
    with house.office.store.work() as work:
        return work.questions.keep_gap(found)
