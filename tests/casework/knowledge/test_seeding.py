"""How do the shipped files become the living knowledge base, and how does that become files again?"""

from dataclasses import replace
from pathlib import Path

from hotline.casework.knowledge import acts, seeding
from hotline.casework.knowledge.seeding import Seeded
from hotline.casework.office import Office
from hotline.storage.store import SqlStore
from knowledge_base.life import Standing, Step
from knowledge_base.reader import read_library
from tests.casework.knowledge.one_shelf import (
    DAY,
    LAMP,
    QIAN,
    SNOW,
    WU,
    content_of,
    drafted,
    life_of,
    published,
    walked,
)
from tests.casework.one_office import ARTICLES, MONDAY
from tickets.people import SYSTEM

NEXT_RELEASE = MONDAY + DAY
NOTHING_NEW = Seeded(added=0, renewed=0, kept=0)


def test_an_empty_store_gets_every_file_published_by_the_system(store: SqlStore) -> None:
    assert seeding.seed(store, ARTICLES, MONDAY) == Seeded(added=3, renewed=0, kept=0)
    with store.look() as work:
        assert work.articles.live() == [(1, article) for article in ARTICLES]
        events = work.articles.events(LAMP)
    assert [event.step for event in events] == [Step.DRAFT, Step.SUBMIT, Step.CONFIRM, Step.PUBLISH]
    assert {(event.name, event.why) for event in events} == {(SYSTEM.name, "随版本发布的条目")}


def test_seeding_again_changes_nothing(office: Office) -> None:
    with office.store.look() as work:
        before = work.articles.edition()
    assert seeding.seed(office.store, ARTICLES, NEXT_RELEASE) == NOTHING_NEW
    with office.store.look() as work:
        assert work.articles.edition() == before


def test_a_file_that_changed_is_published_as_a_new_version(office: Office) -> None:
    brighter = replace(ARTICLES[0], short="路灯不亮请报杆号，12小时内到场。")
    assert seeding.seed(office.store, [brighter, *ARTICLES[1:]], NEXT_RELEASE) == Seeded(added=0, renewed=1, kept=0)
    assert (life_of(office, LAMP).published, content_of(office, LAMP, 2)) == (2, brighter)


def test_what_people_have_edited_is_left_alone(office: Office) -> None:
    acts.draft(office, replace(ARTICLES[0], short="路灯不亮请报路段。"), WU, MONDAY)
    brighter = replace(ARTICLES[0], short="路灯不亮请报杆号，12小时内到场。")
    assert seeding.seed(office.store, [brighter], NEXT_RELEASE) == Seeded(added=0, renewed=0, kept=1)
    assert life_of(office, LAMP).versions == 2


def test_what_people_took_down_stays_down(office: Office) -> None:
    acts.take_step(office, LAMP, Step.WITHDRAW, QIAN, MONDAY, why="路灯改由交通局管")
    brighter = replace(ARTICLES[0], short="路灯不亮请报杆号，12小时内到场。")
    assert seeding.seed(office.store, [brighter], NEXT_RELEASE).kept == 1
    assert life_of(office, LAMP).standing is Standing.WITHDRAWN


def test_the_next_new_article_comes_after_the_seeded_numbers(office: Office) -> None:
    assert drafted(office) == "KB-0004"


def test_what_is_exported_reads_back_as_what_is_published(office: Office, tmp_path: Path) -> None:
    shipped = replace(
        ARTICLES[0], id="KB-0099", title="雪堆在路边谁来运", keywords=("运雪",), file="城市管理与市政公用/snow.md"
    )
    seeding.seed(office.store, [shipped], MONDAY)
    new = published(office)
    drafted(office, replace(SNOW, title="还没有人确认的条目"))
    walked(office, LAMP, Step.WITHDRAW)
    assert seeding.export(office, tmp_path) == 4
    articles, problems = read_library(tmp_path)
    named = {article.id: article for article in articles}
    assert named["KB-0099"] == shipped
    assert named[new].file == f"城市管理与市政公用/{new}.md" and named[new].body == SNOW.body
    assert LAMP not in named and len(problems) == 2  # two seeded ones have no keywords, which the reader asks for
