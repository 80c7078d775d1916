"""What waits for me in the knowledge base, and which articles are there? Everybody sees what is theirs to see."""

from dataclasses import replace

import pytest
from library_house import (
    FOURTH,
    HE,
    ID_CARD,
    INSURANCE,
    LAMP,
    ZHAO,
    ZHENG,
    confirming,
    drafted,
    gap,
    reviewing,
    stepped,
)
from officer_house import CHEN, EDITOR, LIU, MA, WANG, ZHANG, House

from hotline.casework.knowledge import acts
from knowledge_base.life import Step
from tests.casework.knowledge.one_shelf import SNOW
from tickets.people import SYSTEM


def _todo(words: str) -> str:
    """What the page says above its list."""
    return words.split("全部条目")[0].split("本单位条目")[0]


@pytest.mark.parametrize("person", [EDITOR, ZHAO, WANG, CHEN], ids=lambda person: str(person.role))
def test_whoever_works_with_the_knowledge_base_sees_all_articles(library: House, seen, person):
    words = seen(library.signed_in(person).get("/knowledge"))
    assert "3 条，其中 3 条正在答复市民" in words
    assert all(title in words for title in ("路灯报修", "身份证补办", "医保异地就医备案"))


def test_a_department_sees_its_own_articles_whatever_the_address_says(library: House, seen):
    words = seen(library.signed_in(HE).get("/knowledge?department=城管"))
    assert "身份证补办" in words and "路灯报修" not in words


def test_a_dispatcher_has_no_business_there(library: House):
    assert library.signed_in(LIU).get("/knowledge").status_code == 403


def test_nobody_gets_in_without_signing_in(library: House):
    assert library.visitor().get("/knowledge").url.path == "/sign-in"


def test_an_editor_lands_on_the_knowledge_base_and_the_menu_leads_there(library: House):
    assert library.signed_in(EDITOR).get("/desk").url.path == "/knowledge"
    for person in (ZHANG, WANG, CHEN, ZHAO):
        assert '<a href="/knowledge">知识库</a>' in library.signed_in(person).get("/desk").text


def test_a_department_finds_what_it_is_asked_to_confirm(library: House, seen):
    confirming(library)
    words = _todo(seen(library.signed_in(ZHANG).get("/knowledge")))
    assert "要办的 1 件 待我确认 1" in words and "门前积雪谁来扫 KB-0004 · 城管 · 知识编辑小周起草" in words
    assert "没有等您办的" in seen(library.signed_in(MA).get("/knowledge"))


def test_the_second_editor_finds_what_to_review_and_the_author_does_not(library: House, seen):
    reviewing(library)
    assert "待我复核 1" in _todo(seen(library.signed_in(ZHENG).get("/knowledge")))
    assert "待我复核" not in _todo(seen(library.signed_in(EDITOR).get("/knowledge")))


def test_the_author_finds_what_came_back(library: House, seen):
    stepped(library, confirming(library), Step.SEND_BACK, why="第二段的电话不对")
    assert "退回给我改 1" in _todo(seen(library.signed_in(EDITOR).get("/knowledge")))


def test_an_expired_article_waits_for_its_department(library: House, seen):
    acts.take_step(library.office, LAMP, Step.EXPIRE, SYSTEM, library.clock.now)
    assert "已失效待处理 1" in _todo(seen(library.signed_in(ZHANG).get("/knowledge")))


def test_a_review_that_comes_near_says_how_many_days_are_left(library: House, seen):
    library.passes(days=20)  # 13 December, reviews are due on 1 January
    assert "30天内到期复审 1 内容没变就报“内容无误”，变了就修改。 路灯报修 KB-0001 · 城管 · 剩 19 天复审" in _todo(
        seen(library.signed_in(ZHANG).get("/knowledge"))
    )


def test_a_department_finds_the_gaps_it_is_asked_to_fill(library: House, seen):
    gap(library)
    words = seen(library.signed_in(ZHANG).get("/knowledge"))
    assert "我单位的缺口 1" in words and "小区充电桩怎么申请安装 问过 27 次 · 待处理" in words


@pytest.mark.parametrize("person", [WANG, CHEN], ids=lambda person: str(person.role))
def test_who_only_reads_has_no_to_do_list_and_no_new_article(library: House, seen, person):
    reviewing(library)
    answer = library.signed_in(person).get("/knowledge")
    assert "要办的" not in seen(answer) and "/knowledge/new" not in answer.text


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("state=草稿", {FOURTH}, {LAMP, ID_CARD, INSURANCE}),
        ("state=已发布", {LAMP, ID_CARD, INSURANCE}, {FOURTH}),
        ("category=城市管理与市政公用&department=医保", {INSURANCE}, {LAMP, ID_CARD, FOURTH}),
        ("q=路灯", {LAMP}, {ID_CARD, INSURANCE, FOURTH}),
        ("q=KB-0002", {ID_CARD}, {LAMP, INSURANCE, FOURTH}),
        ("state=没有这种状态", {LAMP, ID_CARD, INSURANCE, FOURTH}, set()),
        ("page=99", {LAMP, ID_CARD, INSURANCE, FOURTH}, set()),
    ],
)
def test_filters_stand_in_the_address(library: House, query, there, gone):
    drafted(library)
    text = library.signed_in(WANG).get(f"/knowledge?{query}").text
    assert all(f'href="/knowledge/{one}"' in text for one in there)
    assert not any(f'href="/knowledge/{one}"' in text for one in gone)


def test_every_state_says_how_many_it_holds_under_the_other_filters(library: House, seen):
    reviewing(library, replace(SNOW, id=LAMP))
    words = seen(library.signed_in(WANG).get("/knowledge?department=城管"))
    assert "全部 1 已发布 1 草稿 0 待部门确认 0 待复核 1 待更新 0 已失效 0 已下架 0 已归档 0" in words
    assert "已发布（新版待复核） 起草 知识编辑小周" in words


def test_a_list_without_a_hit_says_what_to_do(library: House, seen):
    assert "没有符合条件的条目" in seen(library.signed_in(EDITOR).get("/knowledge?q=火星"))


def test_a_department_without_articles_is_told_how_to_begin(library: House, seen):
    assert "贵单位还没有知识条目" in seen(library.signed_in(MA).get("/knowledge"))
