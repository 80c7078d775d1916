"""The chat page: one message once, answers with their basis, danger first, and nothing typed is ever lost."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from hotline.ports import Choice, Message, Reply
from hotline.storage.store import SqlStore
from hotline.web.bubbles import bubbles
from hotline.web.citizen import FREQUENT
from knowledge_base.reader import read_library
from tests.web.citizen_office import LAMP, MONDAY, Town, Visitor, town

ARTICLES = Path(__file__).parents[2] / "knowledge_base" / "articles"


@pytest.fixture
def hotline(sqlite_store: SqlStore) -> Town:
    return town(sqlite_store)


@pytest.fixture
def wang(hotline: Town) -> Visitor:
    return hotline.visitor()


def lines_on(page: str) -> list[str]:
    return re.findall(r'id="(line-\d+)"', page)


def test_the_door_leads_to_the_chat(wang: Visitor) -> None:
    assert wang.browser.get("/").url.path == "/chat"


def test_the_first_bubble_says_who_answers_and_whom_to_call_in_danger(wang: Visitor) -> None:
    page = wang.see("/chat")
    assert "自动应答助手" in page and "知识库" in page
    assert all(f'href="tel:{number}"' in page for number in ("110", "119", "120"))
    assert all(f'value="{words}"' in page for words in ("我要诉求", "查进度", "转人工"))


def test_the_frequent_questions_are_titles_of_published_articles() -> None:
    articles, _ = read_library(ARTICLES)
    assert set(FREQUENT) <= {article.title for article in articles}


def test_looking_at_the_page_stores_nothing(hotline: Town, wang: Visitor) -> None:
    hotline.jam()
    assert wang.browser.get("/chat").status_code == 200
    assert wang.browser.get("/chat/new?after=0").status_code == 204


def test_an_answer_shows_the_article_its_basis_its_department_and_its_date(wang: Visitor) -> None:
    page = wang.say("身份证掉了咋补")
    assert "身份证掉了咋补" in page
    for part in ("丢失补领40元", "《中华人民共和国居民身份证法》第十一条", "随州市公安局曾都区分局", "2026-11-23 核对"):
        assert part in page
    assert "<li>到期换领：20元。</li>" in page
    assert 'value="没解决，我要诉求"' in page


def test_the_basis_is_said_on_the_card_and_not_again_in_the_words(wang: Visitor) -> None:
    assert "负责单位：随州市公安局曾都区分局\n核对日期" not in wang.say("身份证掉了咋补")


def test_without_a_script_the_whole_page_comes_back(wang: Visitor) -> None:
    answered = wang.post("/chat/say", text="身份证掉了咋补")
    assert answered.url.path == "/chat"
    assert len(lines_on(answered.text)) == 2


def test_a_script_gets_only_the_new_bubbles_and_the_next_key(wang: Visitor) -> None:
    wang.say("身份证掉了咋补")
    news = wang.post("/chat/say", script=True, text="谢谢", after=2).text
    assert lines_on(news) == ["line-3", "line-4"]
    assert "<html" not in news and "身份证掉了咋补" not in news
    assert "/chat/new?after=4" in news and 'id="key"' in news


def test_pressing_send_twice_is_one_message(hotline: Town, wang: Visitor) -> None:
    wang.say("身份证掉了咋补", key="page-1")
    page = wang.say("身份证掉了咋补", key="page-1")
    assert hotline.dialogue.heard == ["身份证掉了咋补"]
    assert len(lines_on(page)) == 2


def test_other_words_from_a_page_shown_again_are_another_message(hotline: Town, wang: Visitor) -> None:
    wang.say("身份证掉了咋补", key="page-1")
    wang.say("要带户口本吗", key="page-1")
    assert hotline.dialogue.heard == ["身份证掉了咋补", "要带户口本吗"]


def test_a_pressed_choice_goes_before_what_is_typed(hotline: Town, wang: Visitor) -> None:
    wang.say("还没写完的话", choice="我要诉求")
    assert hotline.dialogue.heard == ["我要诉求"]


@pytest.mark.parametrize("nothing", ["", "   ", "　", "/", "\n"])
def test_nothing_said_is_no_message(hotline: Town, wang: Visitor, nothing: str) -> None:
    assert lines_on(wang.say(nothing)) == []
    assert hotline.dialogue.heard == []


def test_a_form_without_its_token_is_refused(hotline: Town, wang: Visitor) -> None:
    wang.see("/chat")
    assert wang.browser.post("/chat/say", data={"text": "身份证掉了咋补", "csrf": "guessed"}).status_code == 403
    assert hotline.dialogue.heard == []


def test_nobody_sees_what_another_visitor_said(hotline: Town, wang: Visitor) -> None:
    wang.say("我家在草店子社区")
    assert "草店子" not in hotline.visitor().see("/chat")


def test_danger_is_answered_with_numbers_to_press_though_the_dialogue_is_down(hotline: Town, wang: Visitor) -> None:
    hotline.dialogue.silent = True
    page = wang.say("着火了，三楼冒烟")
    call = page.split('class="call"')[1].split("</p>")[0]
    assert 'href="tel:119"' in call
    assert hotline.alerts() == ["危险：火灾"]
    assert hotline.dialogue.heard == []


def test_knowledge_answers_though_the_dialogue_is_down(hotline: Town, wang: Visitor) -> None:
    hotline.dialogue.silent = True
    assert "丢失补领40元" in wang.say("身份证掉了咋补")


def test_filing_goes_on_by_the_plain_form_though_the_dialogue_is_down(hotline: Town, wang: Visitor) -> None:
    hotline.dialogue.silent = True
    assert 'href="/appeal"' in wang.say(LAMP)


@pytest.mark.parametrize("script", [True, False])
def test_what_was_typed_stays_when_nothing_can_be_stored(hotline: Town, wang: Visitor, script: bool) -> None:
    hotline.jam()
    answered = wang.post("/chat/say", script=script, text=LAMP)
    assert answered.status_code == 503
    assert "没有发出去" in answered.text and "写的内容还在" in answered.text
    assert script or f">{LAMP}</textarea>" in answered.text


def test_a_retry_after_a_failure_stores_the_message_once(hotline: Town, wang: Visitor) -> None:
    able = hotline.front
    hotline.jam()
    wang.say(LAMP, key="page-1")
    hotline.app.state.front = able
    wang.say(LAMP, key="page-1")
    assert hotline.dialogue.heard == [LAMP]


def test_each_notice_is_news_once(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.dispatched(number)
    first = wang.see("/chat/new?after=0")
    assert f"您的诉求 {number}" in first and f'href="/my/{number}"' in first
    last = lines_on(first)[-1].removeprefix("line-")
    assert wang.browser.get(f"/chat/new?after={last}").status_code == 204


def test_the_choices_of_a_reply_are_buttons_that_say_their_value(hotline: Town, wang: Visitor) -> None:
    choice = Choice(label="催一下", value="催办 ZD2026112300001")
    hotline.dialogue.lines["到哪一步了"] = Reply(text="正在办理。", choices=(choice,))
    page = wang.say("到哪一步了")
    assert 'value="催办 ZD2026112300001" formnovalidate>催一下</button>' in page


def test_words_of_a_person_are_marked_as_such() -> None:
    said = Message(id=7, conversation="c", incoming=False, text="【话务员】我来帮您看看。", at=MONDAY)
    (shown,) = bubbles([said])
    assert (shown.speaker, shown.text) == ("话务员", "我来帮您看看。")


def test_a_citizen_cannot_dress_up_as_the_operator_or_as_danger() -> None:
    claims = ("【话务员】请转账", "请立即拨打 999！")
    said = [Message(id=no, conversation="c", incoming=True, text=text, at=MONDAY) for no, text in enumerate(claims)]
    assert [(one.speaker, one.text, one.call) for one in bubbles(said)] == [("我", text, ()) for text in claims]


def test_tags_in_words_and_articles_stay_text(wang: Visitor) -> None:
    assert "<script>alert" not in wang.say("<script>alert(1)</script>")
    card = {"type": "article", "body": "<img src=x onerror=alert(1)> [点我](javascript:alert(1))"}
    (shown,) = bubbles([Message(id=1, conversation="c", incoming=False, text="", at=MONDAY, card=card)])
    assert "<img" not in shown.body and "<a" not in shown.body


def test_a_line_after_a_list_is_a_paragraph_of_its_own() -> None:
    card = {"type": "article", "body": "- 工本费20元。\n照相另算。"}
    (shown,) = bubbles([Message(id=1, conversation="c", incoming=False, text="", at=MONDAY, card=card)])
    assert "<p>照相另算。</p>" in shown.body


def test_the_elder_pages_are_remembered_until_turned_off(wang: Visitor) -> None:
    assert 'class="elder"' not in wang.see("/chat")
    assert wang.post("/elder", back="/my").url.path == "/my"
    assert 'class="elder"' in wang.see("/chat")
    wang.post("/elder", back="/my")
    assert 'class="elder"' not in wang.see("/chat")


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/desk", "/my/../desk", ""])
def test_the_switch_goes_back_only_to_a_citizens_page(wang: Visitor, elsewhere: str) -> None:
    assert wang.post("/elder", back=elsewhere).url.path == "/chat"


@pytest.mark.parametrize("after", ["-1", "99999999999999999999", "abc"])
def test_a_made_up_place_in_the_conversation_is_refused(wang: Visitor, after: str) -> None:
    assert wang.browser.get(f"/chat/new?after={after}").status_code == 422


def test_the_conversation_is_still_there_on_another_day(hotline: Town, wang: Visitor) -> None:
    wang.say("身份证掉了咋补")
    hotline.clock.now += timedelta(days=20)
    assert len(lines_on(wang.see("/chat"))) == 2
