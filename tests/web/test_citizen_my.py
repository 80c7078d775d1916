"""My appeals: only my own, who has them and until when, and what I may do: add, urge, withdraw while open, rate once."""

from datetime import timedelta

import pytest

from hotline.storage.store import SqlStore
from tests.web.citizen_office import DISPATCHER, OFFICER, Town, Visitor, town
from tickets.lifecycle import Act


@pytest.fixture
def hotline(sqlite_store: SqlStore) -> Town:
    return town(sqlite_store)


@pytest.fixture
def wang(hotline: Town) -> Visitor:
    return hotline.visitor()


def test_an_empty_list_says_what_would_be_there(wang: Visitor) -> None:
    page = wang.see("/my")
    assert "还没有您的诉求" in page and 'href="/appeal"' in page


def test_the_list_tells_number_title_state_holder_and_promise(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.dispatched(number)
    page = wang.see("/my")
    for part in (number, "沿河大道三盏路灯不亮", "待签收", "曾都区城市管理执法局", "（剩 "):
        assert part in page


def test_what_waits_for_my_rating_stands_first(hotline: Town, wang: Visitor) -> None:
    first, second = wang.file(), wang.file(what="小区门口垃圾三天没人清运")
    hotline.dispatched(first)
    hotline.completed(second)
    page = wang.see("/my")
    assert page.index(second) < page.index(first)


def test_a_broken_promise_says_by_how_much(hotline: Town, wang: Visitor) -> None:
    hotline.dispatched(wang.file())
    hotline.clock.now += timedelta(days=40)
    assert "（超 " in wang.see("/my")


@pytest.mark.parametrize("act", ["", "/urge", "/rate", "/supplement", "/withdraw"])
@pytest.mark.parametrize("known", [True, False], ids=["with_a_conversation", "who_never_said_anything"])
def test_somebody_elses_ticket_is_not_found(hotline: Town, wang: Visitor, act: str, known: bool) -> None:
    number = wang.file()
    hotline.completed(number)
    stranger = hotline.visitor()
    if known:
        stranger.say("您好")
    address = f"/my/{number}{act}"
    seen = stranger.post(address, level=1, words="有人要跳楼") if act else stranger.browser.get(address)
    assert seen.status_code == 404
    assert "没有查到" in seen.text and "沿河大道" not in seen.text
    assert "待评价" in wang.see(f"/my/{number}")


def test_a_number_that_never_was_reads_like_somebody_elses(wang: Visitor) -> None:
    assert wang.browser.get("/my/ZD2026112399999").status_code == 404


def test_each_step_has_its_office_and_never_an_officers_name(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.completed(number)
    page = wang.see(f"/my/{number}")
    for act in ("受理", "派单", "签收", "答复", "办结"):
        assert f"<strong>{act}</strong>" in page
    assert page.count("三盏路灯已于今天下午修好") == 1
    assert "区热线 → 曾都区城市管理执法局" in page
    assert OFFICER.name not in page and "小刘" not in page


def test_urging_is_counted_and_told(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.dispatched(number)
    page = wang.post(f"/my/{number}/urge").text
    assert "已经帮您催办（第1次）" in page and "催办（已催 1 次）" in page
    assert "已经帮您催办" not in wang.see(f"/my/{number}")


def test_a_finished_ticket_is_not_urged_but_rated(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    assert f"/my/{number}/rate" not in wang.see(f"/my/{number}")
    hotline.completed(number)
    page = wang.see(f"/my/{number}")
    assert f'action="/my/{number}/rate"' in page and f'action="/my/{number}/urge"' not in page
    assert all(level in page for level in ("非常满意", "满意", "基本满意", "不满意", "非常不满意"))


def test_urging_too_late_says_why(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.completed(number)
    assert "不能“催办”" in wang.post(f"/my/{number}/urge").text


def test_a_rating_with_words_closes_the_ticket(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.completed(number)
    page = wang.post(f"/my/{number}/rate", level=5, words="修得快，谢谢").text
    assert "谢谢您的评价" in page and "已结案" in page and "修得快，谢谢" in page


def test_a_dissatisfied_rating_calls_the_supervisor(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.completed(number)
    assert "督办人员会核查" in wang.post(f"/my/{number}/rate", level=1, words="还是不亮").text
    assert hotline.alerts() == ["不满意评价"]


def test_words_without_a_level_come_back_with_the_sentence(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.completed(number)
    again = wang.post(f"/my/{number}/rate", words="还是不亮", solved="no")
    assert again.status_code == 409
    assert "五档里选一档" in again.text and ">还是不亮</textarea>" in again.text
    assert 'value="no" checked' in again.text


@pytest.mark.parametrize(
    ("solved", "told", "kept"), [("yes", "问题已解决", True), ("no", "问题没有解决", False), ("", "满意", None)]
)
def test_the_rating_says_whether_it_is_solved(
    hotline: Town, wang: Visitor, solved: str, told: str, kept: bool | None
) -> None:
    number = wang.file()
    assert told in wang.post(f"/my/{hotline.completed(number).number}/rate", level=4, solved=solved).text
    with hotline.office.store.look() as work:
        assert work.tickets.ticket(number).judgement.solved is kept


def test_nobody_rates_twice(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.completed(number)
    wang.post(f"/my/{number}/rate", level=5)
    assert "不能“评价”" in wang.post(f"/my/{number}/rate", level=1).text
    assert hotline.alerts() == []


@pytest.mark.parametrize("act", ["urge", "rate", "supplement", "withdraw"])
def test_a_form_without_its_token_does_nothing(hotline: Town, wang: Visitor, act: str) -> None:
    number = wang.file()
    hotline.completed(number)
    assert wang.browser.post(f"/my/{number}/{act}", data={"level": 5}).status_code == 403
    assert "待评价" in wang.see(f"/my/{number}")


def test_what_is_added_is_kept_and_told_whom_it_reaches(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.signed(number)
    page = wang.post(f"/my/{number}/supplement", words="灯杆是15号\r\n和16号").text
    assert "曾都区城市管理执法局会看到" in page and "灯杆是15号\n和16号" in page


def test_adding_nothing_is_refused_and_the_form_stays_open(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    again = wang.post(f"/my/{number}/supplement", words="灯")
    assert again.status_code == 409
    assert "请写明要补充的内容" in again.text and ">灯</textarea>" in again.text
    assert '<details class="panel ask" open>' in again.text


def test_danger_in_what_is_added_is_answered_first_and_calls_a_person(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    page = wang.post(f"/my/{number}/supplement", words="路边楼上有人要跳楼").text
    assert 'href="tel:110"' in page and "路边楼上有人要跳楼" in page
    assert any(kind.startswith("危险") for kind in hotline.alerts())


def test_withdrawing_names_the_ticket_and_wants_a_reason(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.signed(number)
    assert f"确认撤回 {number}" in wang.see(f"/my/{number}")
    assert "请写明为什么撤回" in wang.post(f"/my/{number}/withdraw").text
    page = wang.post(f"/my/{number}/withdraw", words="邻居已经修好了").text
    assert "已撤回" in page and "邻居已经修好了" in page
    assert "/urge" not in page and "/withdraw" not in page


def test_what_was_typed_comes_back_when_the_act_is_gone(hotline: Town, wang: Visitor) -> None:
    """The department finished while the citizen was still writing."""
    number = wang.file()
    hotline.completed(number)
    again = wang.post(f"/my/{number}/supplement", words="灯杆是15号")
    assert again.status_code == 409
    assert "不能“补充”" in again.text and "您刚才写的" in again.text and "灯杆是15号" in again.text


@pytest.mark.parametrize("act", ["supplement", "withdraw"])
def test_a_busy_database_loses_nothing_that_was_typed(hotline: Town, wang: Visitor, act: str) -> None:
    number = wang.file()
    page = wang.see(f"/my/{number}")
    hotline.jam()
    again = wang.post(f"/my/{number}/{act}", words="灯杆是15号")
    assert again.status_code == 503
    assert "没有保存" in again.text and ">灯杆是15号</textarea>" in again.text
    assert page.count("<strong>") <= again.text.count("<strong>")


def test_a_ticket_at_the_centre_for_review_can_be_urged_but_not_withdrawn(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.completed(number, kind="投诉")
    page = wang.see(f"/my/{number}")
    assert "待审核" in page and f"/my/{number}/urge" in page and f"/my/{number}/withdraw" not in page


def test_a_ticket_without_a_citizens_act_offers_none(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.act(number, Act.DECLINE, DISPATCHER, "已经进入诉讼程序，热线不能受理", channel="诉讼")
    assert f'action="/my/{number}/' not in wang.see(f"/my/{number}")
