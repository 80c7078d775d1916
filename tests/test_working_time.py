"""Does the shipped calendar say of each day what the State Council's notices say, and what does it say of a year without one?"""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from hotline.rules.working_time import NAMES, calendar
from tickets.calendar import CHINA

NOTICES = Path(__file__).parent.parent / "../shared/data/chinesecalendar_2004_2026.csv"
CALENDAR = calendar()

# 全国年节及纪念日放假办法（2024年修订）：元旦1天、春节4天（除夕到初三）、清明1天、劳动节2天、端午1天、中秋1天、国庆3天；
# 落在周末的，在其后的工作日补假。
STATUTORY_2027 = {
    "元旦": ["2027-01-01"],
    "农历除夕": ["2027-02-05"],
    "春节": ["2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10"],  # 初一周六、初二周日，补两天
    "清明节": ["2027-04-05"],
    "劳动节": ["2027-05-01", "2027-05-02", "2027-05-03", "2027-05-04"],  # 周六、周日，补两天
    "端午节": ["2027-06-09"],
    "中秋节": ["2027-09-15"],
    "国庆节": ["2027-10-01", "2027-10-02", "2027-10-03", "2027-10-04", "2027-10-05"],
}


def days(first: int, last: int) -> list[date]:
    start, end = date(first, 1, 1), date(last, 12, 31)
    return [start + timedelta(days=past) for past in range((end - start).days + 1)]


@pytest.fixture(scope="module")
def noticed() -> dict[date, bool]:
    """Whether one works, for every day that a notice names."""
    if not NOTICES.exists():
        pytest.skip("没有放假通知的对照表 shared/data/chinesecalendar_2004_2026.csv：逐日核对没有跑。")
    with NOTICES.open(encoding="utf-8") as rows:
        return {date.fromisoformat(row["date"]): row["kind"] == "makeup_workday" for row in csv.DictReader(rows)}


def test_every_day_from_2015_to_2026_is_what_the_notices_say(noticed: dict[date, bool]) -> None:
    wrong = [day for day in days(2015, 2026) if CALENDAR.works(day) is not noticed.get(day, day.weekday() < 5)]
    assert wrong == []


def test_every_year_of_the_table_is_final(noticed: dict[date, bool]) -> None:
    assert {day.year for day in noticed} <= CALENDAR.noticed
    assert not CALENDAR.provisional(date(2015, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        ("2026-02-14", True, "春节调休上班"),  # 周六
        ("2026-02-17", False, "春节放假"),  # 周二
        ("2026-10-07", False, "国庆节放假"),  # 周三
        ("2026-10-10", True, "国庆节调休上班"),  # 周六
        ("2026-11-21", False, "周六休息"),
        ("2026-11-23", True, "工作日"),
        ("2015-09-03", False, "抗战胜利70周年纪念日放假"),  # 那一年独有
    ],
)
def test_a_day_says_why_in_the_words_of_the_notice(day: str, works: bool, why: str) -> None:
    assert (CALENDAR.works(date.fromisoformat(day)), CALENDAR.why(date.fromisoformat(day))) == (works, why)


def test_every_festival_has_a_chinese_name() -> None:
    named = {rule.name for rule in CALENDAR.days.values()}
    assert set(NAMES.values()) <= named and not [name for name in named if name.isascii()]


def test_2027_has_its_statutory_holidays_and_nothing_else() -> None:
    said = {name: [str(day) for day in days(2027, 2027) if _name_of(day) == name] for name in STATUTORY_2027}
    off = {date.fromisoformat(day) for row in STATUTORY_2027.values() for day in row}
    assert said == STATUTORY_2027
    assert [day for day in days(2027, 2027) if CALENDAR.works(day) is not (day.weekday() < 5 and day not in off)] == []


def _name_of(day: date) -> str:
    return CALENDAR.days[day].name if day in CALENDAR.days else ""


def test_a_stretch_that_touches_2027_is_provisional() -> None:
    assert CALENDAR.provisional(date(2026, 12, 30), date(2027, 1, 4))
    assert not CALENDAR.provisional(date(2026, 12, 30), date(2026, 12, 31))


def test_years_far_ahead_are_weekends_and_no_error() -> None:
    assert CALENDAR.works(date(2050, 6, 1)) and CALENDAR.provisional(date(2050, 6, 1), date(2050, 6, 1))


def test_a_working_hour_before_golden_week_ends_after_it() -> None:
    """30 minutes are left on Wednesday, 30 September; the office opens again on Thursday, 8 October."""
    start = datetime(2026, 9, 30, 17, 0, tzinfo=CHINA)
    assert CALENDAR.add(start, timedelta(hours=1)) == datetime(2026, 10, 8, 9, 0, tzinfo=CHINA)
