"""Do a department's clocks run by its own hours, everybody else's by the district's, and all by the notice entered last?"""

from datetime import date, time, timedelta

import pytest

from tests.tickets.golden_week import CALENDAR, at
from tickets.calendar import DayRule, WorkingCalendar
from tickets.errors import EmptyCalendar
from tickets.holiday_notice import HolidayNotice
from tickets.timetable import Timetable, with_notices

HALL = ((time(9, 0), time(16, 0)),)  # a service hall without a lunch break
TIMETABLE = Timetable(
    calendar=CALENDAR,
    hours={"政数": HALL},
    weekdays={"供水": frozenset(range(6))},  # the waterworks also work on Saturdays
)
HOUR = timedelta(hours=1)


def test_a_department_without_own_hours_has_the_calendar_of_the_district() -> None:
    assert TIMETABLE.of("城管") is CALENDAR


def test_a_department_with_own_hours_works_through_the_lunch_break_of_the_others() -> None:
    start = at(9, 30, "11:00")
    assert TIMETABLE.of("城管").add(start, 2 * HOUR) == at(9, 30, "15:30")
    assert TIMETABLE.of("政数").add(start, 2 * HOUR) == at(9, 30, "13:00")


def test_its_working_day_ends_when_its_own_office_closes() -> None:
    assert TIMETABLE.of("政数").closing(date(2026, 9, 30)) == at(9, 30, "16:00")


def test_own_weekdays_leave_the_hours_as_they_are() -> None:
    waterworks = TIMETABLE.of("供水")
    assert waterworks.periods == CALENDAR.periods
    assert waterworks.day_after(date(2026, 9, 18), 1) == date(2026, 9, 19)  # a Saturday
    assert CALENDAR.day_after(date(2026, 9, 18), 1) == date(2026, 9, 20)  # the made-up Sunday


@pytest.mark.parametrize("department", ["政数", "供水", "城管"])
def test_holidays_and_made_up_days_are_the_same_for_all(department: str) -> None:
    calendar = TIMETABLE.of(department)
    assert not calendar.works(date(2026, 10, 1)) and calendar.works(date(2026, 9, 20))
    assert calendar.noticed == CALENDAR.noticed


def test_a_receipt_can_tell_whose_hours_it_used() -> None:
    assert TIMETABLE.of("政数").version == f"{CALENDAR.version}·政数"


def test_a_department_is_counted_once() -> None:
    assert TIMETABLE.of("政数") is TIMETABLE.of("政数")


def test_a_department_without_working_time_is_refused() -> None:
    with pytest.raises(EmptyCalendar, match="请先设置工作日和上下班时间"):
        Timetable(calendar=CALENDAR, hours={"政数": ()}).of("政数")


def off(*days: date) -> dict[date, DayRule]:
    return {day: DayRule(working=False, name="元旦") for day in days}


def notice(year: int, *days: date, document: str = "") -> HolidayNotice:
    return HolidayNotice(year=year, days=off(*days), title=f"{year}年放假日期表", document=document)


BASE = WorkingCalendar(
    version="内置",
    days=off(date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 3)),
    noticed=frozenset({2026}),
)


def test_no_notice_changes_nothing() -> None:
    assert with_notices(BASE, ()) is BASE


def test_a_notice_replaces_all_days_of_its_year_and_only_those() -> None:
    calendar = with_notices(BASE, [notice(2027, date(2027, 2, 8))])
    assert calendar.days == off(date(2026, 1, 1), date(2027, 2, 8), date(2028, 1, 3))  # 元旦 of 31.12.2026 was 2027's


def test_its_year_is_no_longer_provisional() -> None:
    calendar = with_notices(BASE, [notice(2027, date(2027, 1, 1))])
    assert not calendar.provisional(date(2026, 12, 1), date(2027, 12, 31))
    assert calendar.provisional(date(2027, 12, 31), date(2028, 1, 1))


def test_the_notice_entered_last_holds() -> None:
    first, corrected = notice(2027, date(2027, 2, 8)), notice(2027, date(2027, 2, 9))
    assert with_notices(BASE, [first, corrected]).days == with_notices(BASE, [corrected]).days


def test_a_year_entered_again_keeps_the_december_days_of_the_next_years_notice() -> None:
    next_year = notice(2027, date(2026, 12, 31), date(2027, 1, 1))
    calendar = with_notices(BASE, [next_year, notice(2026, date(2026, 1, 2))])
    assert not calendar.works(date(2026, 12, 31))
    assert not with_notices(BASE, [notice(2026, date(2026, 1, 2))]).works(date(2026, 12, 31))


def test_the_version_names_the_last_notice_and_changes_with_every_day() -> None:
    seventh = "国办发明电〔2026〕7号"
    one, other = (
        with_notices(BASE, [notice(2027, day, document=seventh)]) for day in (date(2027, 2, 8), date(2027, 2, 9))
    )
    both = with_notices(BASE, [notice(2028, date(2028, 1, 1)), notice(2027, date(2027, 2, 8), document=seventh)])
    assert one.version.startswith(f"内置＋{seventh}·") and one.version != other.version
    assert both.version.startswith(f"内置＋{seventh}等2件·")
    assert with_notices(BASE, [notice(2027, date(2027, 1, 1))]).version.startswith("内置＋2027年放假安排·")


def test_a_deadline_moves_when_the_notice_is_entered() -> None:
    """10 working days from Monday, 1 February 2027: over 春节 once its notice is known."""
    spring = {date(2027, 2, 5) + timedelta(days=past): DayRule(working=False, name="春节") for past in range(8)}
    calendar = with_notices(BASE, [HolidayNotice(year=2027, days=spring, title="2027年放假日期表")])
    assert BASE.day_after(date(2027, 2, 1), 10) == date(2027, 2, 15)
    assert calendar.day_after(date(2027, 2, 1), 10) == date(2027, 2, 23)
