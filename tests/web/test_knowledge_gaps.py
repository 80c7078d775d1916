"""What do citizens ask that no article answers? Gaps are taken, filled or declined with a reason, and never lost."""

from datetime import timedelta

import pytest
from library_house import FOURTH, HE, LAMP, ZHAO, gap, life_of, newest
from officer_house import CHEN, EDITOR, LIU, WANG, ZHANG, House

from hotline.records import Gap, Question
from knowledge_base.life import Stage


def _gap(house: House, number: int) -> Gap:
    with house.office.store.look() as work:
        return work.questions.gap(number)


def test_a_gap_says_what_was_asked_how_often_and_who_should_write(library: House, seen):
    gap(library)
    words = seen(library.signed_in(WANG).get("/knowledge/gaps"))
    assert "小区充电桩怎么申请安装 待处理 答不上 21 换着问 6 共 27 次 · 11-14 至 11-23" in words
    assert "我家楼下想装充电桩找谁" in words
    assert "最近的条目 KB-0001 路灯报修 建议由谁写 曾都区城市管理执法局 经手人 还没有人接" in words


def test_the_tab_says_how_many_are_open(library: House, seen):
    gap(library)
    gap(library, "社区食堂在哪里", department="民政")
    assert "缺口 2" in seen(library.signed_in(EDITOR).get("/knowledge"))
    assert "缺口 1" in seen(library.signed_in(ZHANG).get("/knowledge"))


def test_somebody_takes_a_gap(library: House, seen):
    number = gap(library)
    words = seen(library.signed_in(EDITOR).post(f"/knowledge/gaps/{number}", act="take"))
    assert "由您处理了" in words and _gap(library, number).owner == "知识编辑小周"


def test_a_gap_begins_an_article_with_its_questions(library: House):
    number = gap(library)
    form = library.signed_in(ZHANG).post(f"/knowledge/gaps/{number}", act="begin")
    assert form.url.path == f"/knowledge/{FOURTH}/edit" and life_of(library, FOURTH).stage is Stage.DRAFT
    assert newest(library, FOURTH).questions == ("小区充电桩怎么申请安装", "我家楼下想装充电桩找谁")
    assert "接着写" in library.signed_in(ZHANG).get("/knowledge/gaps").text


def test_a_gap_whose_department_nobody_knows_asks_for_one_first(library: House):
    number = gap(library, department="")
    text = library.signed_in(EDITOR).get("/knowledge/gaps").text
    assert f'href="/knowledge/new?gap={number}"' in text and "还不清楚" in text


def test_a_gap_is_closed_by_a_published_article(library: House, seen):
    number = gap(library)
    browser = library.signed_in(EDITOR)
    refused = browser.post(f"/knowledge/gaps/{number}", act="fill", article="kb-9999")
    assert refused.status_code == 400 and "没有知识条目 KB-9999" in seen(refused)
    assert 'value="kb-9999"' in refused.text
    words = seen(browser.post(f"/knowledge/gaps/{number}", act="fill", article="kb-0001 "))
    assert "补上的占比 100.0% 1 / 1" in words and "已补上： KB-0001 路灯报修" in words
    assert _gap(library, number).status == "已补上"


def test_declining_needs_a_reason_and_keeps_it(library: House, seen):
    number = gap(library)
    browser = library.signed_in(ZHAO)
    refused = browser.post(f"/knowledge/gaps/{number}", act="decline", why=" ")
    assert refused.status_code == 400 and "“不补”要写明理由" in seen(refused)
    words = seen(browser.post(f"/knowledge/gaps/{number}", act="decline", why="属于市级平台的业务"))
    assert "已经了结的 1 件" in words and "不补：属于市级平台的业务" in words
    assert "补上的占比 0.0% 0 / 1" in words


def test_with_no_gap_at_all_there_is_no_rate(library: House, seen):
    words = seen(library.signed_in(EDITOR).get("/knowledge/gaps"))
    assert "没有待补的缺口" in words and "补上的占比 —" in words


def test_a_gap_closed_by_somebody_else_is_told(library: House, seen):
    number = gap(library)
    library.signed_in(ZHAO).post(f"/knowledge/gaps/{number}", act="decline", why="市级业务")
    late = library.signed_in(EDITOR).post(f"/knowledge/gaps/{number}", act="take")
    assert late.status_code == 400 and "已经是“不补”" in seen(late)


def test_gathering_now_finds_what_was_asked_in_vain(library: House, seen):
    with library.office.store.work() as work:
        for hours in range(1, 4):
            asked = library.clock.now - timedelta(hours=hours)
            work.questions.note(Question(conversation=f"c{hours}", text="社区食堂在哪里", at=asked, outcome="unknown"))
    words = seen(library.signed_in(EDITOR).post("/knowledge/gaps"))
    assert "重新汇总" in words and "社区食堂在哪里" in words and "答不上 3" in words


def test_a_department_works_on_its_own_gaps_only(library: House, seen):
    number = gap(library)
    assert "小区充电桩" not in seen(library.signed_in(HE).get("/knowledge/gaps"))
    assert library.signed_in(HE).post(f"/knowledge/gaps/{number}", act="take").status_code == 403
    assert _gap(library, number).owner == ""


@pytest.mark.parametrize(("person", "status"), [(WANG, 200), (CHEN, 403), (LIU, 403)])
def test_a_supervisor_reads_gaps_and_others_have_none(library: House, person, status):
    number = gap(library)
    answer = library.signed_in(person).get("/knowledge/gaps")
    assert answer.status_code == status and "我来处理" not in answer.text
    assert library.signed_in(person).post(f"/knowledge/gaps/{number}", act="take").status_code == 403


def test_only_those_who_keep_the_library_gather(library: House):
    for person in (ZHANG, WANG, CHEN):
        assert library.signed_in(person).post("/knowledge/gaps").status_code == 403


def test_an_act_that_does_not_exist_or_lacks_the_token_does_nothing(library: House):
    number = gap(library)
    browser = library.signed_in(EDITOR)
    assert browser.post(f"/knowledge/gaps/{number}", act="explode").status_code == 400
    assert browser.client.post(f"/knowledge/gaps/{number}", data={"act": "take"}).status_code == 403
    assert browser.post("/knowledge/gaps/999", act="take").status_code == 404
    assert _gap(library, number).owner == "" and life_of(library, LAMP).revision == 4
