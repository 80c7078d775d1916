"""When is working time, and what would a notice change? The administrator sees it before anything moves."""

import re
from datetime import date, datetime
from html import unescape

import pytest
from httpx import Response
from officer_house import LIU, MONDAY, PASSWORD, WANG, ZHANG, Browser, House

from hotline.ports import Person
from hotline.web.calendar import COLUMNS, arranged, in_words, months
from tickets.calendar import CHINA, DayRule, WorkingCalendar
from tickets.lifecycle import Act
from tickets.people import Role

ZHAO = Person(login="zhao", name="系统管理员小赵", role=Role.ADMINISTRATOR, password_hash=PASSWORD)
MOVED = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕99号
现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日至23日放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、11月28日（周六）上班。
"""  # as it was, but for the make-up day of October that comes on the last Saturday of November
NEXT_YEAR = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日至11日放假调休，共7天。2月20日（周六）上班。
三、清明节：4月5日（周一）放假。
四、劳动节：5月1日至3日放假，共3天。
五、端午节：6月9日（周三）放假。
六、中秋节：9月15日（周三）放假。
七、国庆节：10月1日至7日放假调休，共7天。10月9日（周六）上班。
"""
EARLIER = datetime(2026, 12, 4, 17, 30, tzinfo=CHINA)


@pytest.fixture
def admin(house: House) -> Browser:
    with house.office.store.work() as work:
        work.people.add(ZHAO)
    return house.signed_in(ZHAO)


def _confirmed(admin: Browser, preview: str) -> dict[str, str]:
    """What the confirming form of a preview sends."""
    fields = re.findall(r'<input type="hidden" name="(rows|title|document|seen)" value="([^"]*)">', preview)
    return {name: unescape(value) for name, value in fields}


def _complete_due(house: House, number: str) -> datetime:
    with house.office.store.look() as work:
        return work.tickets.row(number).complete_due


def test_a_year_is_shown_month_by_month(admin: Browser, seen):
    words = seen(admin.get("/admin/calendar?year=2026"))
    assert "2026年工作日历 工作日 248 天 · 放假 33 天 · 调休上班 6 天" in words
    assert "春节 2月15日至23日 共 9 天 2月14日、2月28日" in words
    assert "08:30–12:00，14:30–17:30" in words


def test_every_day_stands_once_in_its_week():
    calendar = WorkingCalendar(version="空白", days={date(2026, 10, 10): DayRule(working=True, name="国庆节")})
    sheets = months(calendar, 2026)
    days = [cell.day for weeks in sheets for week in weeks for cell in week if cell.kind != "none"]
    assert days == [date.fromordinal(date(2026, 1, 1).toordinal() + past) for past in range(365)]
    assert all(cell.day.weekday() == place for weeks in sheets for week in weeks for place, cell in enumerate(week))
    kinds = {cell.day: cell.kind for weeks in sheets for week in weeks for cell in week if cell.kind != "none"}
    assert (kinds[date(2026, 10, 10)], kinds[date(2026, 10, 11)], kinds[date(2026, 10, 12)]) == (
        "makeup",
        "rest",
        "work",
    )


def test_a_year_without_a_notice_is_provisional(admin: Browser, seen):
    words = seen(admin.get("/admin/calendar?year=2027"))
    assert "2027年工作日历 暂定" in words and "这一年是暂定的" in words
    assert "暂定" not in seen(admin.get("/admin/calendar?year=2026"))


@pytest.mark.parametrize("year", ["1", "99999"])
def test_a_year_out_of_sight_shows_this_one(admin: Browser, seen, year):
    assert "2026年工作日历" in seen(admin.get(f"/admin/calendar?year={year}"))


def test_a_notice_is_previewed_with_every_deadline_it_moves(house: House, admin: Browser, seen):
    number = house.signed()
    words = seen(admin.post("/admin/calendar/preview", text=MOVED))
    assert "国办发明电〔2025〕99号 · 还没有生效" in words
    assert "2 天上班或休息有变" in words
    assert "2026年10月10日 周六 国庆节调休上班 周六休息" in words
    assert "2026年11月28日 周六 周六休息 国庆节调休上班" in words
    assert f"{number} 老街菜市场门口占道经营" in words
    assert "办结 曾都区城市管理执法局 2026-12-07 17:30 2026-12-04 17:30 提前" in words
    assert _complete_due(house, number) == datetime(2026, 12, 7, 17, 30, tzinfo=CHINA)


def test_confirming_applies_it_once_and_every_ticket_says_so(house: House, admin: Browser, seen):
    number = house.signed()
    fields = _confirmed(admin, admin.post("/admin/calendar/preview", text=MOVED).text)
    words = seen(admin.post("/admin/calendar/apply", **fields))
    assert "已应用 2026年的放假安排已经生效，1 件在办工单重新计算了期限" in words
    assert "国务院办公厅关于2026年部分节假日安排的通知 （国办发明电〔2025〕99号）" in words
    assert _complete_due(house, number) == EARLIER
    assert house.acts(number)[-1] == str(Act.RECALCULATE)


def test_the_same_confirmation_sent_twice_is_shown_again_not_applied(house: House, admin: Browser, seen):
    house.signed()
    fields = _confirmed(admin, admin.post("/admin/calendar/preview", text=MOVED).text)
    admin.post("/admin/calendar/apply", **fields)
    again = admin.post("/admin/calendar/apply", **fields)
    assert again.status_code == 409
    assert "刚才有人应用了另一份通知" in seen(again) and "0 天上班或休息有变" in seen(again)
    with house.office.store.look() as work:
        assert len(work.rulings.notices()) == 1


def test_a_year_that_gets_its_notice_is_provisional_no_longer(house: House, admin: Browser, seen):
    house.clock.now = MONDAY.replace(month=12, day=28)
    number = house.dispatched()
    browser = house.signed_in(ZHAO)
    preview = browser.post("/admin/calendar/preview", text=NEXT_YEAR)
    assert "应用后这一年不再是“暂定”" in seen(preview) and "应用后 0 个" in seen(preview)
    browser.post("/admin/calendar/apply", **_confirmed(browser, preview.text))
    assert "2027年工作日历 工作日" in seen(browser.get("/admin/calendar?year=2027"))
    with house.office.store.look() as work:
        assert not work.tickets.row(number).provisional


def test_everything_wrong_with_a_notice_is_told_at_once_and_nothing_typed_is_lost(house: House, admin: Browser, seen):
    wrong = MOVED.replace("共9天", "共8天").replace("11月28日（周六）", "11月27日（周六）")
    answer = admin.post("/admin/calendar/preview", text=wrong)
    assert answer.status_code == 400
    words = seen(answer)
    assert "“春节”一条：写的是8天，按日期数是9天。" in words and "2026年11月27日是周五，括号里写的是“周六”" in words
    assert wrong.strip() in unescape(answer.text).replace("\r\n", "\n")


def test_nothing_pasted_is_told(admin: Browser, seen):
    assert "请粘贴通知全文，或上传全年日期表。" in seen(admin.post("/admin/calendar/preview", text="  "))


def test_a_forged_confirmation_is_checked_like_any_notice(house: House, admin: Browser, seen):
    answer = admin.post("/admin/calendar/apply", rows="2026-11-25\t是\t国庆节", title="假的通知", seen=0)
    assert answer.status_code == 400 and "不是周末，用不着调休上班" in seen(answer)
    with house.office.store.look() as work:
        assert work.rulings.notices() == ()


@pytest.mark.parametrize("person", [LIU, WANG, ZHANG], ids=lambda person: str(person.role))
def test_only_the_administrator_changes_the_calendar(house: House, person):
    assert house.signed_in(person).get("/admin/calendar").status_code == 403
    assert house.signed_in(person).post("/admin/calendar/apply", rows="x", title="x").status_code == 403


def test_a_form_without_its_token_changes_nothing(house: House, admin: Browser):
    assert admin.client.post("/admin/calendar/apply", data={"rows": "x", "title": "x"}).status_code == 403


def test_festivals_stand_in_order_with_their_days_in_spans():
    days = {date(2027, 2, day): DayRule(working=False, name="春节") for day in (5, 6, 7)}
    days |= {
        date(2027, 1, 30): DayRule(working=True, name="春节"),
        date(2027, 1, 1): DayRule(working=False, name="元旦"),
    }
    assert [(one.name, in_words(one.off), in_words(one.makeup)) for one in arranged(days, 2027)] == [
        ("元旦", "1月1日", ""),
        ("春节", "2月5日至7日", "1月30日"),
    ]
    assert in_words([date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 3)]) == "1月31日至2月1日、2月3日"


def test_a_table_of_days_is_read_like_a_notice(house: House, admin: Browser, seen):
    """Wrong rows are told by the sheet's own numbers, the heading being row 1."""
    festivals = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
    rows = [
        dict(zip(COLUMNS, (f"2027-{month:02}-01", "否", name), strict=True)) for month, name in enumerate(festivals, 1)
    ]
    table = house.front.papers.write_table(COLUMNS, rows)
    assert "2027年，放假 7 天，调休上班 0 天" in seen(_uploaded(admin, table))
    rows[2]["是否上班"] = "也许"
    answer = _uploaded(admin, house.front.papers.write_table(COLUMNS, rows))
    assert answer.status_code == 400 and "第4行：是否上班“也许”读不懂" in seen(answer)


def test_a_file_that_is_no_table_is_told(admin: Browser, seen):
    answer = _uploaded(admin, b"%PDF-1.7")
    assert answer.status_code == 400 and "文件不是 Excel 工作簿" in seen(answer)


def _uploaded(admin: Browser, content: bytes) -> Response:
    files = {"table": ("全年日期.xlsx", content)}
    return admin.client.post("/admin/calendar/preview", data={"csrf": admin.token()}, files=files)
