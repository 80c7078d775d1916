"""Where does an article stand, and what may I do with it? Its page offers what the law lets this person do, and no more."""

import re
from dataclasses import replace

import pytest
from library_house import (
    HE,
    INSURANCE,
    LAMP,
    ZHAO,
    ZHENG,
    confirming,
    drafted,
    life_of,
    newest,
    reviewing,
    stepped,
)
from officer_house import CHEN, EDITOR, LIU, MA, WANG, ZHANG, House

from hotline.casework.knowledge import acts
from knowledge_base.life import Stage, Standing, Step
from tests.casework.knowledge.one_shelf import SNOW


def _offers(text: str) -> list[str]:
    """The buttons of 下一步."""
    found = re.search(r'id="act".*?</section>', text, re.S)
    block = found[0] if found else ""
    return [word.removesuffix("……") for word in re.findall(r'class="btn[^"]*"[^>]*>([^<]+)</(?:a|button|summary)>', block) if not word.startswith("确认") or word == "确认属实"]  # fmt: skip


def test_the_page_shows_what_citizens_see_beside_the_facts(library: House, seen):
    article = reviewing(library)
    words = seen(library.signed_in(WANG).get(f"/knowledge/{article}"))
    assert "KB-0004 待复核 门前积雪谁来扫" in words
    assert "自动应答助手 门前积雪谁来扫 沿街单位和门店负责清自家门前的雪和冰" in words
    assert "《城市市容和环境卫生管理条例》第二十八条" in words and "2026-11-01 查阅" in words
    assert "下雪了店门口要自己铲吗" in words and "关键字：扫雪、积雪、门前三包" in words
    assert "下次复审 2027-11-01" in words and "失效 长期有效" in words


def test_the_page_tells_what_happened_and_by_whom(library: House, seen):
    article = stepped(library, confirming(library), Step.SEND_BACK, why="第二段的电话不对")
    words = seen(library.signed_in(WANG).get(f"/knowledge/{article}"))
    assert "2026年11月23日 周一" in words
    assert "退回修改 第 1 版 曾都区城市管理执法局 张建国 第二段的电话不对" in words
    assert "起草 第 1 版 知识编辑小周（知识库管理员）" in words


def test_a_published_article_with_a_new_version_leads_to_both(library: House, seen):
    article = reviewing(library, replace(SNOW, id=LAMP, title="路灯报修"))
    browser = library.signed_in(ZHENG)
    words = seen(browser.get(f"/knowledge/{article}"))
    assert "已发布（新版待复核）" in words and "这里看的是第 2 版（待复核）" in words
    assert "看正在答复市民的第 1 版" in words
    assert "这里看的是第 1 版（正在答复市民）" in seen(browser.get(f"/knowledge/{article}?version=1"))


@pytest.mark.parametrize(
    ("person", "offers"),
    [
        (EDITOR, ["送部门确认", "修改", "放弃草稿"]),
        (ZHANG, ["送部门确认", "修改", "放弃草稿"]),
        (WANG, []),
        (CHEN, []),
    ],
    ids=lambda one: one.name if hasattr(one, "name") else "",
)
def test_a_draft_offers(library: House, person, offers):
    text = library.signed_in(person).get(f"/knowledge/{drafted(library)}").text
    assert sorted(_offers(text)) == sorted(offers)


@pytest.mark.parametrize(
    ("person", "offers"),
    [
        (EDITOR, ["退回修改", "放弃草稿"]),  # the author is not the second person
        (ZHENG, ["复核发布", "退回修改", "放弃草稿"]),
        (ZHAO, ["复核发布", "退回修改", "放弃草稿"]),
        (ZHANG, ["退回修改", "放弃草稿"]),
    ],
    ids=lambda one: one.name if hasattr(one, "name") else "",
)
def test_what_waits_for_review_offers(library: House, person, offers):
    text = library.signed_in(person).get(f"/knowledge/{reviewing(library)}").text
    assert sorted(_offers(text)) == sorted(offers)


def test_another_departments_article_stays_closed(library: House, seen):
    for path in (f"/knowledge/{LAMP}", f"/knowledge/{LAMP}/edit", f"/knowledge/{LAMP}/difference?before=1&after=1"):
        closed = library.signed_in(HE).get(path)
        assert closed.status_code == 403 and "KB-0001 由城管负责" in seen(closed)
    refused = library.signed_in(HE).post(f"/knowledge/{LAMP}", step="送部门确认", seen=4)
    assert refused.status_code == 403


def test_an_article_that_does_not_exist_is_told(library: House, seen):
    missing = library.signed_in(EDITOR).get("/knowledge/KB-9999")
    assert missing.status_code == 404 and "没有知识条目 KB-9999" in seen(missing)


def test_the_department_confirms_by_one_press(library: House, seen):
    article = confirming(library)
    words = seen(library.signed_in(ZHANG).post(f"/knowledge/{article}", step="确认", seen=2))
    assert "确认成功 等另一位知识库管理员复核发布" in words
    assert life_of(library, article).stage is Stage.REVIEWING


def test_nobody_confirms_a_wording_that_changed_since_the_page_was_read(library: House):
    article = stepped(library, confirming(library), Step.SEND_BACK, why="电话不对")
    drafted(library, replace(SNOW, id=article, title="扫雪归谁管"))
    stepped(library, article, Step.SUBMIT)
    assert library.signed_in(ZHANG).post(f"/knowledge/{article}", step="确认", seen=2).status_code == 409
    assert life_of(library, article).stage is Stage.CONFIRMING


def test_an_administrator_who_confirms_for_a_department_says_by_what(library: House, seen):
    article = confirming(library)
    browser = library.signed_in(ZHAO)
    assert "代部门确认" in browser.get(f"/knowledge/{article}").text
    refused = browser.post(f"/knowledge/{article}", step="确认", seen=2, why=" ")
    assert refused.status_code == 400 and "代部门确认要写明依据" in seen(refused)
    browser.post(f"/knowledge/{article}", step="确认", seen=2, why="城管局张建国11月23日电话确认")
    assert life_of(library, article).stage is Stage.REVIEWING


def test_an_act_that_is_not_offered_is_refused_when_posted_all_the_same(library: House, seen):
    article = confirming(library)
    refused = library.signed_in(EDITOR).post(f"/knowledge/{article}", step="确认", seen=2)
    assert refused.status_code == 400 and "知识库管理员不能“确认”" in seen(refused)
    assert life_of(library, article).stage is Stage.CONFIRMING


@pytest.mark.parametrize("step", ["复核发布", "起草", "失效", "随便写"])
def test_steps_with_a_page_of_their_own_and_invented_ones_do_nothing_here(library: House, step):
    article = reviewing(library)
    assert library.signed_in(ZHENG).post(f"/knowledge/{article}", step=step, seen=3).status_code == 400
    assert life_of(library, article).revision == 3


@pytest.mark.parametrize("person", [WANG, CHEN, LIU], ids=lambda person: str(person.role))
def test_who_only_reads_takes_no_step(library: House, person):
    article = confirming(library)
    assert (
        library.signed_in(person).post(f"/knowledge/{article}", step="退回修改", seen=2, why="不对").status_code == 403
    )
    assert life_of(library, article).stage is Stage.CONFIRMING


def test_a_step_without_the_forms_token_is_refused(library: House):
    article = confirming(library)
    browser = library.signed_in(ZHANG)
    assert browser.client.post(f"/knowledge/{article}", data={"step": "确认", "seen": 2}).status_code == 403
    assert life_of(library, article).stage is Stage.CONFIRMING


def test_a_step_that_came_too_late_keeps_the_reason_that_was_typed(library: House, seen):
    article = confirming(library)
    stepped(library, article, Step.CONFIRM)
    late = library.signed_in(EDITOR).post(f"/knowledge/{article}", step="退回修改", seen=2, why="费用写错了，是40元")
    assert late.status_code == 409
    assert "没有提交" in seen(late) and "确认" in seen(late)
    assert "费用写错了，是40元</textarea>" in late.text


def test_taking_down_asks_why_and_offers_a_rehearsal(library: House, seen):
    browser = library.signed_in(ZHENG)
    text = browser.get(f"/knowledge/{INSURANCE}").text
    assert "先看下架后哪些问题会答不上" in text and "几秒钟内就不再用它答复市民" in text
    refused = browser.post(f"/knowledge/{INSURANCE}", step="下架", seen=4)
    assert refused.status_code == 400 and "要写明理由" in seen(refused)
    browser.post(f"/knowledge/{INSURANCE}", step="下架", seen=4, why="政策已改")
    assert life_of(library, INSURANCE).standing is Standing.WITHDRAWN


def test_a_department_renews_an_article_that_is_still_true(library: House, seen):
    fit = replace(SNOW, id="", title="门前积雪谁来扫")
    article = stepped(library, reviewing(library, fit), Step.PUBLISH)
    browser = library.signed_in(ZHANG)
    assert "内容无误" in browser.get(f"/knowledge/{article}").text
    words = seen(browser.post(f"/knowledge/{article}", step="内容无误", seen=4, day="2027-05-31"))
    assert "内容无误成功 等知识库管理员复核后生效" in words
    assert str(newest(library, article).review_due) == "2027-05-31"
    assert life_of(library, article).stage is Stage.REVIEWING


def test_only_the_department_itself_is_offered_to_renew(library: House):
    assert "内容无误" not in library.signed_in(EDITOR).get(f"/knowledge/{LAMP}").text


def test_two_versions_show_what_came_and_what_went(library: House, seen):
    changed = replace(
        SNOW, id=drafted(library), short=SNOW.short.replace("打12345", "拨打12345"), keywords=("扫雪", "除冰")
    )
    drafted(library, changed)
    answer = library.signed_in(WANG).get("/knowledge/KB-0004/difference?before=1&after=2")
    assert "<ins>拨</ins>" in answer.text
    assert "<del>积雪</del>" in answer.text and "<ins>除冰</ins>" in answer.text
    assert "两版一样" in seen(library.signed_in(WANG).get("/knowledge/KB-0004/difference?before=1&after=1"))
    assert library.signed_in(WANG).get("/knowledge/KB-0004/difference?before=1&after=7").status_code == 404


def test_an_old_version_is_restored_as_a_new_draft(library: House, seen):
    article = drafted(library)
    drafted(library, replace(SNOW, id=article, title="扫雪"))
    browser = library.signed_in(ZHENG)
    assert "恢复成草稿" in browser.get(f"/knowledge/{article}").text
    words = seen(browser.post(f"/knowledge/{article}/restore", version=1, seen=2))
    assert "门前积雪谁来扫" in words and "恢复第 1 版" in words
    assert life_of(library, article).versions == 3


def test_an_old_version_is_not_restored_over_somebody_elses_act(library: House):
    article = drafted(library)
    acts.draft(library.office, replace(SNOW, id=article, title="扫雪"), ZHENG.actor, library.clock.now)
    assert library.signed_in(EDITOR).post(f"/knowledge/{article}/restore", version=1, seen=1).status_code == 409


def test_a_draft_says_what_it_still_lacks(library: House, seen):
    article = drafted(library, replace(SNOW, short="太短", questions=SNOW.questions[:3]))
    words = seen(library.signed_in(EDITOR).get(f"/knowledge/{article}"))
    assert "送出之前还要补齐" in words and "相似问法只有 3 条" in words


def test_sending_on_what_is_not_finished_names_every_problem(library: House, seen):
    article = drafted(library, replace(SNOW, short="太短", questions=SNOW.questions[:3]))
    refused = library.signed_in(EDITOR).post(f"/knowledge/{article}", step="送部门确认", seen=1)
    assert refused.status_code == 400
    assert "短答 2 字" in seen(refused) and "相似问法只有 3 条" in seen(refused)


def test_a_department_that_no_article_page_belongs_to_is_sent_away(library: House):
    assert library.signed_in(MA).get(f"/knowledge/{LAMP}").status_code == 403
