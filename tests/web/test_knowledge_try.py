"""What would a citizen be answered, and which articles say different things? Asked of today or of a past day."""

from dataclasses import replace

import pytest
from library_house import ID_CARD, reviewing, shipped, stepped
from officer_house import CHEN, EDITOR, LIU, WANG, ZHANG, House

from hotline.web.knowledge.contradictions import unmarked
from hotline.web.knowledge.trial import chance
from knowledge_base.life import Step
from tests.casework.knowledge.one_shelf import SNOW


def test_a_question_shows_its_outcome_and_what_spoke_for_each(library: House, seen):
    words = seen(library.signed_in(CHEN).get("/knowledge/try?q=路灯坏了找谁"))
    assert "现在：直接回答" in words and "1. KB-0001 路灯报修" in words
    assert "最像的问法：“路灯坏了找谁” · 对上的词：路灯" in words and "第 1 版" in words
    assert "自动应答助手 路灯报修" in words


def test_a_question_nobody_answers_says_so(library: House, seen):
    words = seen(library.signed_in(WANG).get("/knowledge/try?q=彗星什么时候来"))
    assert "现在：答不上，请市民登记诉求或转人工" in words


def test_a_cry_for_help_is_answered_with_the_numbers_to_call(library: House, seen):
    words = seen(library.signed_in(CHEN).get("/knowledge/try?q=我家着火了快来人"))
    assert "认出险情" in words and "119" in words


def test_a_past_day_is_answered_from_what_was_published_then(library: House, seen):
    stepped(library, reviewing(library), Step.PUBLISH)
    library.passes(days=1)
    browser = library.signed_in(EDITOR)
    library.office.search.refresh(library.clock.now.date())
    asked = "下雪了店门口要自己铲吗"
    assert "1. KB-0004 门前积雪谁来扫" in seen(browser.get(f"/knowledge/try?q={asked}"))
    assert "1. KB-0004 门前积雪谁来扫" in seen(browser.get(f"/knowledge/try?q={asked}&at=2026-11-23"))
    before = seen(browser.get(f"/knowledge/try?q={asked}&at=2026-11-22"))
    assert "2026年11月22日当天的知识库" in before and "门前积雪谁来扫" not in before
    assert "那天" in seen(browser.get(f"/knowledge/try?q={asked}&at=2026-01-01"))  # before the first publication


def test_a_day_to_come_or_nonsense_is_answered_as_of_today(library: House, seen):
    browser = library.signed_in(EDITOR)
    assert "现在：直接回答" in seen(browser.get("/knowledge/try?q=路灯坏了找谁&at=2030-01-01"))
    assert "日期看不懂" in seen(browser.get("/knowledge/try?q=路灯坏了找谁&at=昨天"))


def test_nothing_asked_says_how_to_ask(library: House, seen):
    assert "还没有问" in seen(library.signed_in(EDITOR).get("/knowledge/try?q=%20"))


def test_a_department_reads_other_departments_answers_without_a_link_to_their_page(library: House, seen):
    answer = library.signed_in(ZHANG).get("/knowledge/try?q=身份证丢了怎么补办")
    assert "KB-0002 身份证补办" in seen(answer) and f'href="/knowledge/{ID_CARD}' not in answer.text


LOST = replace(
    SNOW,
    id="KB-0901",
    title="身份证丢失补领",
    questions=("身份证掉了", "补一张身份证要钱吗"),
    keywords=("身份证",),
    short="补领身份证工本费40元，在派出所办。",
    body="**带什么**　户口簿。",
)
WORN = replace(
    LOST,
    id="KB-0902",
    title="身份证损坏换领",
    questions=("身份证刮花了", "换一张身份证要钱吗"),
    short="补领身份证工本费20元，在派出所办。",
)


def test_two_articles_that_differ_stand_side_by_side(library: House, seen):
    shipped(library, LOST, WORN)
    browser = library.signed_in(WANG)
    assert 'hx-get="/knowledge/contradictions/found"' in browser.get("/knowledge/contradictions").text
    words = seen(browser.get("/knowledge/contradictions/found"))
    assert "找到 1 处" in words and "费用或金额 第 1 处" in words
    assert "40元 补领身份证工本费40元，在派出所办 KB-0901 身份证丢失补领" in words
    assert "20元 补领身份证工本费20元，在派出所办 KB-0902 身份证损坏换领" in words


def test_pairs_are_found_without_scripts_and_again_after_a_publication(library: House, seen):
    browser = library.signed_in(WANG)
    assert "没有发现说法不一的条目" in seen(browser.get("/knowledge/contradictions?run=1"))
    assert "没有发现说法不一的条目" in seen(browser.get("/knowledge/contradictions"))  # compared already
    shipped(library, LOST, WORN)
    assert "hx-get" in browser.get("/knowledge/contradictions").text
    assert "第 1 处" in seen(browser.get("/knowledge/contradictions?run=1"))


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("**多久**　受理之日起3日内", "多久　受理之日起3日内"),
        ("- 只交户口簿", "只交户口簿"),
        ("2. 企业7日没处理", "企业7日没处理"),
        ("最长三个月 |", "最长三个月"),
        ("40元以下", "40元以下"),
    ],
)
def test_a_sentence_is_shown_without_its_marks(sentence, shown):
    assert unmarked(sentence) == shown


@pytest.mark.parametrize(
    ("probability", "said"), [(0.999, "99% 以上"), (0.99, "99%"), (0.5, "50%"), (0.001, "不到 1%"), (0.0, "不到 1%")]
)
def test_a_chance_is_never_said_to_be_certain(probability, said):
    assert chance(probability) == said


@pytest.mark.parametrize("path", ["/knowledge/contradictions", "/knowledge/contradictions/found"])
def test_a_department_and_an_operator_do_not_judge_contradictions(library: House, path):
    assert library.signed_in(ZHANG).get(path).status_code == 403
    assert library.signed_in(CHEN).get(path).status_code == 403


def test_a_dispatcher_does_not_try(library: House):
    assert library.signed_in(LIU).get("/knowledge/try").status_code == 403
