"""The story of one ticket as its citizen reads it: the promise and how it was counted, who held it how long, and why it moved."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.casework.merging import merge
from hotline.casework.story import standing
from hotline.storage.store import SqlStore
from hotline.web.progress import hours, length, whole_minutes
from tests.web.citizen_office import DISPATCHER, OFFICER, SUPERVISOR, Town, Visitor, town
from tickets.calendar import CHINA
from tickets.lifecycle import Act, Status

DAY = timedelta(days=1)


@pytest.fixture
def hotline(sqlite_store: SqlStore) -> Town:
    return town(sqlite_store)


@pytest.fixture
def wang(hotline: Town) -> Visitor:
    return hotline.visitor()


@pytest.fixture
def number(wang: Visitor) -> str:
    return wang.file()


def test_a_promise_shows_how_it_was_counted(hotline: Town, wang: Visitor, number: str) -> None:
    hotline.signed(number)
    page = wang.see(f"/my/{number}")
    assert "怎么算的" in page and "办结时限 5个工作日" in page and "示范默认值" in page
    assert '<th scope="row">11月23日</th><td>10:00起算，工作日，起算当日不计</td>' in page
    assert "周六休息，不计" in page and "计第5个工作日" in page and "到期 2026-11-30 17:30" in page


def test_while_offices_talk_it_over_no_deadline_is_shown_and_the_walk_ends_there(
    hotline: Town, wang: Visitor, number: str
) -> None:
    hotline.signed(number)
    hotline.clock.now += DAY
    hotline.paused(number)
    page = wang.see(f"/my/{number}")
    assert "正在会商，暂停计时" in page and "和住建商量灯杆归谁" in page and "前办结" not in page
    assert '<th scope="row">11月24日</th><td>会商开始，暂停计时</td>' in page and "11月25日" not in page
    assert "暂停计时，恢复后写明新的期限" in wang.see("/my")


def test_after_the_talks_the_walk_shows_the_days_that_did_not_count(hotline: Town, wang: Visitor, number: str) -> None:
    hotline.signed(number)
    hotline.paused(number)
    hotline.clock.now += 2 * DAY
    hotline.resumed(number)
    page = wang.see(f"/my/{number}")
    assert "会商暂停，不计" in page and "（剩 " in page and "会商结束，恢复办理" in page


def test_more_time_comes_with_the_departments_reason_and_the_date_it_was(
    hotline: Town, wang: Visitor, number: str
) -> None:
    hotline.signed(number)
    hotline.act(number, Act.ASK_EXTENSION, OFFICER, "灯具要从厂家定做，下周三到货", amount=3)
    before = wang.see(f"/my/{number}")
    assert "延期" not in before and "厂家" not in before
    hotline.act(number, Act.GRANT_EXTENSION, DISPATCHER, "同意，抓紧")
    page = wang.see(f"/my/{number}")
    assert "已批准延期3个工作日，原来是 11月30日 17:30" in page
    assert page.count("灯具要从厂家定做，下周三到货") == 2 and "抓紧" not in page
    assert "承诺 12月03日 17:30 前办结" in page
    assert "经批准延期。原因：灯具要从厂家定做，下周三到货。" in wang.see("/chat")


def test_a_promise_across_an_unannounced_new_year_is_marked_provisional(hotline: Town, wang: Visitor) -> None:
    hotline.clock.now = datetime(2026, 12, 30, 15, 0, tzinfo=CHINA)
    number = wang.file()
    assert "暂定" not in wang.see(f"/my/{number}")
    hotline.dispatched(number)
    assert "，暂定）" in wang.see(f"/my/{number}")


def test_every_holder_is_told_with_the_time_it_took(hotline: Town, wang: Visitor, number: str) -> None:
    hotline.signed(number)
    hotline.clock.now += timedelta(days=1, hours=-1)
    hotline.paused(number)
    hotline.clock.now += 2 * DAY
    page = wang.see(f"/my/{number}")
    rows = page.split('<table class="held">')[1].split("<tr")[2:]
    told = [
        "区热线|1小时|1小时",
        "曾都区城市管理执法局|1天1小时|7小时30分钟",
        "会商（现在）|2天|13小时",
        "合计|3天2小时|21小时30分钟",
    ]
    assert len(rows) == len(told)
    for row, expected in zip(rows, told, strict=True):
        assert all(part in row for part in expected.split("|")), row


def test_the_citizens_own_time_is_named_as_such(hotline: Town, wang: Visitor, number: str) -> None:
    hotline.completed(number)
    hotline.clock.now += DAY
    assert "等您评价（现在）" in wang.see(f"/my/{number}")


def test_a_matter_that_is_over_is_with_nobody_and_its_time_stands_still(
    hotline: Town, wang: Visitor, number: str
) -> None:
    hotline.completed(number)
    wang.post(f"/my/{number}/rate", level=5)
    hotline.clock.now += 5 * DAY
    page = wang.see(f"/my/{number}")
    assert "已结案" in page and "（现在）" not in page and "5天" not in page


def test_a_merged_ticket_follows_the_main_matter_without_the_others_words(hotline: Town, wang: Visitor) -> None:
    li = hotline.visitor()
    main = li.file(what="我家门口黑漆漆的，老人晚上不敢出门，路灯快修。", contact="13900001111")
    hotline.signed(main)
    li.post(f"/my/{main}/supplement", words="老人住在12栋301")
    own = wang.file()
    merge(hotline.office, own, main, DISPATCHER, hotline.clock.now)
    page = wang.see(f"/my/{own}")
    assert "已并单" in page and "合并办理的那件到哪一步了" in page
    assert "曾都区城市管理执法局正在办理" in page and "（剩 " in page
    for private in ("老人", "301", "补充</strong>"):
        assert private not in page
    hotline.act(main, Act.REPLY, OFFICER, "沿河大道路灯已全部修好。")
    hotline.act(main, Act.COMPLETE, OFFICER)
    done = wang.see(f"/my/{own}")
    assert "沿河大道路灯已全部修好。" in done and f"/my/{own}/rate" in done and "合并办理的那件" not in done


def test_a_declined_matter_names_the_lawful_way(hotline: Town, wang: Visitor, number: str) -> None:
    hotline.act(number, Act.DECLINE, DISPATCHER, "双方已经在法院打官司，热线不能受理", channel="诉讼")
    page = wang.see(f"/my/{number}")
    assert "不予受理" in page and "双方已经在法院打官司" in page and "依法应当通过“诉讼”解决" in page


def test_what_was_handed_to_an_emergency_line_says_which(hotline: Town, wang: Visitor, number: str) -> None:
    hotline.act(number, Act.TRANSFER, DISPATCHER, "配电箱冒火，已转消防", number="119")
    assert "属于119受理范围，已经转接" in wang.see(f"/my/{number}")


def test_a_return_that_was_granted_is_told_without_the_departments_quarrel(
    hotline: Town, wang: Visitor, number: str
) -> None:
    hotline.dispatched(number)
    hotline.act(number, Act.RETURN, OFFICER, "三定规定里没有路灯", reason="不属本单位职责", suggested="住建")
    assert "正在核定由谁办理" in wang.see(f"/my/{number}")
    hotline.act(number, Act.GRANT_RETURN, DISPATCHER, "理由成立")
    page = wang.see(f"/my/{number}")
    assert "核定由其他单位办理，重新派单" in page and "前办结" in page
    assert "三定" not in page and "理由成立" not in page


def test_rework_is_promised_anew_and_sent_back_work_is_not_told_as_finished(
    hotline: Town, wang: Visitor, number: str
) -> None:
    hotline.completed(number, kind="投诉")
    hotline.act(number, Act.SEND_BACK, DISPATCHER, "没有附照片")
    assert "审核后请承办单位继续办理" in wang.see(f"/my/{number}") and "没有附照片" not in wang.see(f"/my/{number}")
    hotline.act(number, Act.COMPLETE, OFFICER)
    hotline.act(number, Act.APPROVE, DISPATCHER)
    wang.post(f"/my/{number}/rate", level=1, solved="no", words="还是不亮")
    hotline.act(number, Act.REWORK, SUPERVISOR, "还有一盏不亮，请再修")
    page = wang.see(f"/my/{number}")
    assert "前重新办结" in page and "重办时限 5个工作日" in page and "还有一盏不亮，请再修" not in page
    assert "前重新办结" in wang.see("/my")


@pytest.mark.parametrize("status", Status)
def test_every_state_says_in_words_who_does_what_now(hotline: Town, status: Status) -> None:
    assert len(standing(hotline.office, status, "城管")) >= 4


LENGTHS = st.lists(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=90)), max_size=8)


@given(LENGTHS)
def test_the_minutes_of_all_holders_sum_to_the_whole(lengths: list[timedelta]) -> None:
    minutes = whole_minutes(lengths)
    assert sum(minutes) == sum(lengths, timedelta(0)) // timedelta(minutes=1)
    exact = [one / timedelta(minutes=1) for one in lengths]
    assert all(abs(shown - real) < 1 for shown, real in zip(minutes, exact, strict=True))


@pytest.mark.parametrize(
    ("minutes", "told", "in_hours"),
    [
        (0, "0分钟", "0分钟"),
        (45, "45分钟", "45分钟"),
        (120, "2小时", "2小时"),
        (1440, "1天", "24小时"),
        (3 * 1440 + 125, "3天2小时5分钟", "74小时5分钟"),
    ],
)
def test_a_length_reads_as_one_says_it(minutes: int, told: str, in_hours: str) -> None:
    assert (length(minutes), hours(minutes)) == (told, in_hours)
