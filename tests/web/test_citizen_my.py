"""My appeals: only my own, who has them and until when, urging while open, rating once."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.storage.store import SqlStore
from hotline.web.my import holdings
from tests.web.citizen_office import LAMP, MONDAY, OFFICER, Town, Visitor, town
from tickets.calendar import CHINA
from tickets.lifecycle import Act, Status
from tickets.matter import Appeal, Kind, Urgency
from tickets.ticket import Assignment, Ticket


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
    for part in (number, "沿河大道三盏路灯不亮", "待签收", "曾都区城市管理执法局", "前办结（剩 "):
        assert part in page


def test_a_broken_promise_says_by_how_much(hotline: Town, wang: Visitor) -> None:
    hotline.dispatched(wang.file())
    hotline.clock.now += timedelta(days=40)
    assert "前办结（超 " in wang.see("/my")


@pytest.mark.parametrize("path", ["/my/{}", "/my/{}/urge", "/my/{}/rate"])
def test_somebody_elses_ticket_is_not_found(hotline: Town, wang: Visitor, path: str) -> None:
    number = wang.file()
    hotline.completed(number)
    stranger = hotline.visitor()
    address = path.format(number)
    seen = stranger.browser.get(address) if address.endswith(number) else stranger.post(address, level=1)
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
    assert "三盏路灯已于今天下午修好" in page
    assert OFFICER.name not in page and "小刘" not in page


def test_a_promise_across_an_unannounced_new_year_is_marked_provisional(hotline: Town, wang: Visitor) -> None:
    hotline.clock.now = datetime(2026, 12, 30, 15, 0, tzinfo=CHINA)
    number = wang.file()
    assert "暂定" not in wang.see(f"/my/{number}")
    hotline.dispatched(number)
    assert "，暂定）" in wang.see(f"/my/{number}")


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
    again = wang.post(f"/my/{number}/rate", words="还是不亮")
    assert again.status_code == 409
    assert "五档里选一档" in again.text and ">还是不亮</textarea>" in again.text


def test_nobody_rates_twice(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.completed(number)
    wang.post(f"/my/{number}/rate", level=5)
    assert "不能“评价”" in wang.post(f"/my/{number}/rate", level=1).text
    assert hotline.alerts() == []


@pytest.mark.parametrize("act", ["urge", "rate"])
def test_a_form_without_its_token_does_nothing(hotline: Town, wang: Visitor, act: str) -> None:
    number = wang.file()
    hotline.completed(number)
    assert wang.browser.post(f"/my/{number}/{act}", data={"level": 5}).status_code == 403
    assert "待评价" in wang.see(f"/my/{number}")


def test_the_holder_is_told_with_the_time_it_held_the_ticket(hotline: Town, wang: Visitor) -> None:
    number = wang.file()
    hotline.dispatched(number)
    hotline.act(number, Act.SIGN, OFFICER)
    hotline.clock.now += timedelta(days=1, hours=2)
    page = wang.see(f"/my/{number}")
    assert '区热线</span> <span class="figure">1 时 0 分' in page
    assert '曾都区城市管理执法局（现在）</span> <span class="figure">1 天 3 时' in page


@given(st.lists(st.integers(min_value=0, max_value=50_000), min_size=1, max_size=4))
def test_the_lengths_join_from_acceptance_to_now(minutes: list[int]) -> None:
    moments = [MONDAY + timedelta(minutes=sum(minutes[: place + 1])) for place in range(len(minutes))]
    held = Ticket(
        number="ZD2026112300001",
        version=1,
        status=Status.TO_SIGN,
        appeal=Appeal(what=LAMP),
        kind=Kind.HELP,
        urgency=Urgency.ORDINARY,
        category="",
        accepted_at=MONDAY,
        assignments=tuple(Assignment(department="城管", dispatched_at=moment) for moment in moments[:-1]),
    )
    told = list(holdings(held, moments[-1]))
    assert [one.now for one in told] == [False] * (len(told) - 1) + [True]
    assert abs(sum(_minutes(one.length) for one in told) - sum(minutes)) < 60 * len(told)


def _minutes(length: str) -> int:
    figures = dict(zip(length.split()[1::2], map(int, length.split()[::2]), strict=True))
    return figures.get("天", 0) * 1440 + figures.get("时", 0) * 60 + figures.get("分", 0)
