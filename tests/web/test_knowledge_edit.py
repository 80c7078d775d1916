"""How is an article written? Every problem stands at its field, and nothing that was typed is ever lost."""

import re
from dataclasses import replace
from html import unescape

import pytest
from library_house import FOURTH, HE, LAMP, ZHAO, ZHENG, confirming, drafted, gap, life_of, newest
from officer_house import CHEN, EDITOR, LIU, WANG, ZHANG, Browser, House

from hotline.web.knowledge.fields import FIELDS, length, of_article
from knowledge_base.life import Stage
from tests.casework.knowledge.one_shelf import SNOW

WRITTEN = of_article(SNOW)


def _at(text: str, field: str) -> str:
    """What stands at a field of the form."""
    return unescape(re.search(rf'id="d-{field}">(.*?)</div>', text, re.S)[1])


def _problems(text: str) -> set[str]:
    return {one.name for one in FIELDS if 'class="wrong"' in _at(text, one.name)}


def _typed(text: str, field: str) -> str:
    area = re.search(rf'<textarea[^>]* name="{field}"[^>]*>\n(.*?)</textarea>', text, re.S)
    return unescape(area[1] if area else re.search(rf'name="{field}" value="([^"]*)"', text)[1])


def _save(browser: Browser, path: str, **fields: object):
    return browser.post(path, **{**WRITTEN, "seen": 0, **fields})


def test_a_new_article_begins_with_sensible_days_and_becomes_a_draft(library: House, seen):
    browser = library.signed_in(EDITOR)
    blank = browser.get("/knowledge/new").text
    assert _typed(blank, "effective") == "2026-11-23" and _typed(blank, "review_due") == "2027-11-23"
    kept = _save(browser, "/knowledge/new", why="今冬第一场雪")
    assert kept.url.path == f"/knowledge/{FOURTH}" and "起草成功" in seen(kept) and "今冬第一场雪" in seen(kept)
    assert newest(library, FOURTH) == replace(SNOW, id=FOURTH)
    assert life_of(library, FOURTH).stage is Stage.DRAFT


def test_saving_and_sending_on_is_one_press(library: House, seen):
    kept = _save(library.signed_in(EDITOR), "/knowledge/new", then="送部门确认")
    assert "送部门确认成功" in seen(kept) and life_of(library, FOURTH).stage is Stage.CONFIRMING


def test_what_cannot_be_read_is_told_at_once_each_at_its_field_and_stays_as_typed(library: House, seen):
    wrong = {
        "title": "",
        "expires": "明年年底",
        "keywords": "一二三四五六七八九十一二三四五六七八九十多，积雪",
        "basis": "城市市容条例第二十八条",
        "sources": "只有标题",
    }
    refused = _save(library.signed_in(EDITOR), "/knowledge/new", **wrong)
    assert refused.status_code == 400 and "有 5 处要改" in seen(refused)
    assert _problems(refused.text) == set(wrong)
    assert all(_typed(refused.text, field) == text for field, text in wrong.items())
    assert _typed(refused.text, "body") == SNOW.body
    with library.office.store.look() as work:
        assert len(work.articles.newest()) == 3


def test_a_category_that_does_not_exist_is_told_at_its_field(library: House):
    refused = _save(library.signed_in(EDITOR), "/knowledge/new", category="天文/彗星")
    assert refused.status_code == 400 and "“天文”不在类目表里" in _at(refused.text, "category")


def test_an_unfinished_draft_is_kept_but_not_sent_on(library: House, seen):
    stopped = _save(library.signed_in(EDITOR), "/knowledge/new", short="太短", questions="就一条", then="送部门确认")
    assert stopped.url.path == f"/knowledge/{FOURTH}/edit"
    assert "草稿已经保存，只是还不能送部门确认" in seen(stopped)
    assert {"short", "questions"} <= _problems(stopped.text)
    assert newest(library, FOURTH).short == "太短" and life_of(library, FOURTH).stage is Stage.DRAFT


def test_a_change_makes_another_version(library: House):
    article = drafted(library)
    _save(library.signed_in(ZHENG), f"/knowledge/{article}/edit", seen=1, title="扫雪归谁管")
    assert newest(library, article).title == "扫雪归谁管" and life_of(library, article).versions == 2


def test_whoever_saves_second_keeps_the_words_and_decides_anew(library: House, seen):
    article = drafted(library)
    _save(library.signed_in(ZHENG), f"/knowledge/{article}/edit", seen=1, title="老郑写的标题")
    browser = library.signed_in(EDITOR)
    late = _save(browser, f"/knowledge/{article}/edit", seen=1, title="小周写的标题", why="口语一些")
    assert late.status_code == 409 and "看最新的内容" in seen(late)
    assert _typed(late.text, "title") == "小周写的标题" and _typed(late.text, "why") == "口语一些"
    assert newest(library, article).title == "老郑写的标题"
    _save(browser, f"/knowledge/{article}/edit", seen=_typed(late.text, "seen"), title="小周写的标题")
    assert newest(library, article).title == "小周写的标题"


def test_an_article_that_waits_for_somebody_is_not_edited(library: House, seen):
    article = confirming(library)
    closed = library.signed_in(EDITOR).get(f"/knowledge/{article}/edit")
    assert closed.status_code == 409 and "现在是待部门确认，不能修改" in seen(closed)
    late = _save(library.signed_in(EDITOR), f"/knowledge/{article}/edit", seen=2, title="硬要改的标题")
    assert late.status_code == 400 and _typed(late.text, "title") == "硬要改的标题"


def test_a_department_writes_for_itself_whatever_the_form_says(library: House):
    _save(library.signed_in(HE), "/knowledge/new", department="城管", category="公安户政/其他")
    assert newest(library, FOURTH).department == "公安"


@pytest.mark.parametrize("person", [WANG, CHEN, LIU], ids=lambda person: str(person.role))
def test_who_only_reads_writes_nothing(library: House, person):
    browser = library.signed_in(person)
    assert browser.get("/knowledge/new").status_code == 403
    assert browser.get(f"/knowledge/{LAMP}/edit").status_code == 403
    assert _save(browser, "/knowledge/new").status_code == 403
    assert _save(browser, f"/knowledge/{LAMP}/edit", seen=4).status_code == 403


def test_a_form_without_the_token_is_refused(library: House):
    browser = library.signed_in(EDITOR)
    assert browser.client.post("/knowledge/new", data=WRITTEN).status_code == 403
    assert browser.client.post("/knowledge/preview", data=WRITTEN).status_code == 403


def test_the_preview_shows_what_is_typed_and_stores_nothing(library: House, seen):
    browser = library.signed_in(ZHAO)
    shown = seen(browser.post("/knowledge/preview", **{**WRITTEN, "title": "还没定的标题", "department": ""}))
    assert "还没定的标题 沿街单位和门店负责清自家门前的雪和冰" in shown and "还没有选单位" in shown
    assert "依据：《城市市容和环境卫生管理条例》第二十八条" in shown
    without_script = _save(browser, "/knowledge/new", title="还没定的标题", then="预览")
    assert "自动应答助手 还没定的标题" in seen(without_script)
    with library.office.store.look() as work:
        assert len(work.articles.newest()) == 3


def test_markup_typed_into_a_form_stays_text(library: House):
    answer = library.signed_in(EDITOR).post("/knowledge/preview", **{**WRITTEN, "body": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in answer.text and "&lt;script&gt;" in answer.text


def test_articles_that_answer_to_the_title_are_named_to_avoid_doubles(library: House, seen):
    browser = library.signed_in(ZHANG)
    assert "KB-0001 路灯报修" in seen(browser.get("/knowledge/near?title=路灯坏了找谁"))
    assert "KB-0001" not in seen(browser.get("/knowledge/near?title=路灯坏了找谁&but=KB-0001"))
    assert "写好标题" in seen(browser.get("/knowledge/near?title="))


def test_the_questions_of_a_gap_begin_an_article(library: House):
    blank = library.signed_in(EDITOR).get(f"/knowledge/new?gap={gap(library, department='')}").text
    assert _typed(blank, "title") == "小区充电桩怎么申请安装"
    assert _typed(blank, "questions") == "小区充电桩怎么申请安装\n我家楼下想装充电桩找谁"


@pytest.mark.parametrize(
    ("field", "text", "count"),
    [
        ("title", " 扫雪 ", 2),
        ("body", "一 二\n\n三", 3),  # blanks are no content
        ("questions", "谁扫雪\n\n 不扫呢 \n", 2),
    ],
)
def test_a_counter_counts_what_the_rule_counts(field, text, count):
    assert length(next(one for one in FIELDS if one.name == field), text) == count
