"""Does the shipped calendar say of each day what the State Council's notices say, and what does it say of a year without one?"""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules import load, working_time
from hotline.rules.working_time import NAMES, calendar, timetable
from tickets.calendar import CHINA, DayRule
from tickets.holiday_notice import HolidayNotice
from tickets.timetable import with_notices

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


# As the notices of each year have it: weekdays off, make-up days on weekends 调休, working days of the year.
TOTALS = {
    2015: (17, 5, 249),  # with 9月3日、4日, the day of remembrance of that year
    2016: (17, 6, 250),
    2017: (16, 5, 249),
    2018: (18, 7, 250),
    2019: (17, 6, 250),
    2020: (19, 6, 249),  # 春节 was prolonged by two working days
    2021: (18, 7, 250),
    2022: (18, 7, 249),
    2023: (18, 7, 249),
    2024: (19, 8, 251),
    2025: (18, 5, 248),
    2026: (19, 6, 248),
}
# What the law grants above the make-up days: 11 statutory days, 13 since the revision of November 2024.
GRANTED = {**dict.fromkeys(TOTALS, 11), 2015: 12, 2020: 13, 2025: 13, 2026: 13}


@pytest.mark.parametrize("year", TOTALS)
def test_a_year_has_as_many_days_off_and_make_up_days_as_its_notice(year: int) -> None:
    rules = {day: rule.working for day, rule in CALENDAR.days.items() if day.year == year}
    off = sum(not working and day.weekday() < 5 for day, working in rules.items())
    made_up = sum(rules.values())
    working_days = CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))
    assert (off, made_up, working_days) == TOTALS[year]
    assert off - made_up == GRANTED[year]


def test_every_make_up_day_is_on_a_weekend() -> None:
    assert [day for day, rule in CALENDAR.days.items() if rule.working and day.weekday() < 5] == []


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


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31), timezones=st.just(CHINA)), st.integers(1, 60 * 390))
def test_no_year_between_1990_and_2100_fails(start: datetime, minutes: int) -> None:
    work = timedelta(minutes=minutes)
    due = CALENDAR.add(start, work)
    assert CALENDAR.between(start, due) == work
    assert CALENDAR.provisional(start.date(), due.date()) is not (2004 <= start.year and due.year <= 2026)


def test_years_far_ahead_are_weekends_and_no_error() -> None:
    assert CALENDAR.works(date(2050, 6, 1)) and CALENDAR.provisional(date(2050, 6, 1), date(2050, 6, 1))


def test_a_working_hour_before_golden_week_ends_after_it() -> None:
    """30 minutes are left on Wednesday, 30 September; the office opens again on Thursday, 8 October."""
    start = datetime(2026, 9, 30, 17, 0, tzinfo=CHINA)
    assert CALENDAR.add(start, timedelta(hours=1)) == datetime(2026, 10, 8, 9, 0, tzinfo=CHINA)


def test_two_festivals_on_one_day_are_both_named() -> None:
    assert CALENDAR.why(date(2028, 10, 3)) == "中秋节、国庆节放假"


SPRING_2027 = {date(2027, 2, day): DayRule(working=False, name="春节") for day in range(5, 13)}
NOTICE_2027 = HolidayNotice(year=2027, days=SPRING_2027, title="2027年放假日期表", document="国办发明电〔2026〕17号")


def test_a_notice_entered_later_makes_its_year_final() -> None:
    entered = with_notices(CALENDAR, [NOTICE_2027])
    assert not entered.provisional(date(2026, 1, 1), date(2027, 12, 31))
    assert {day: rule for day, rule in entered.days.items() if day.year == 2027} == SPRING_2027
    assert {day for day in entered.days if day.year != 2027} == {day for day in CALENDAR.days if day.year != 2027}


def test_the_longest_version_stays_a_label() -> None:
    """Two notices and the department with the longest name: short enough for a column and for one line of a receipt."""
    other = HolidayNotice(year=2028, days={}, title="2028年放假日期表", document="国办发明电〔2027〕117号")
    longest = max(len(department.short) for department in load.directory())
    assert len(f"{with_notices(CALENDAR, [NOTICE_2027, other]).version}·") + longest <= 64


def test_the_district_works_by_the_hours_of_the_file() -> None:
    assert [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in CALENDAR.periods] == ["08:30-12:00", "14:30-17:30"]
    assert CALENDAR.weekdays == frozenset(range(5))


def test_a_department_without_own_hours_works_by_the_district() -> None:
    assert timetable().of("城管") is CALENDAR


def test_every_department_with_own_hours_is_in_the_directory_and_has_working_time() -> None:
    shipped = timetable()
    for short in {*shipped.hours, *shipped.weekdays}:
        assert short in load.directory(), f"hours.yml：名录里没有 {short}"
        assert shipped.of(short).next_working_day(date(2026, 11, 23)) == date(2026, 11, 24)


def test_the_hours_say_that_they_are_a_default_to_be_confirmed() -> None:
    text = Path(working_time.__file__).with_name("hours.yml").read_text(encoding="utf-8")
    assert "label: 示范默认值" in text
