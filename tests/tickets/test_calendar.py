"""Does working time add up, through lunch breaks, weekends, 国庆 and 调休?"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.golden_week import CALENDAR, at, calendars, instants, lengths
from tickets.calendar import CHINA, DayRule, WorkingCalendar
from tickets.errors import EmptyCalendar

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LAWFUL = settings(max_examples=150, deadline=None)

any_instant = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31), timezones=st.just(CHINA))
any_day = st.dates(date(1990, 1, 1), date(2100, 12, 31))
decades = st.integers(1, 30 * 250 * 390).map(lambda minutes: minutes * MINUTE)  # up to thirty years of work


@LAWFUL
@given(calendars(), instants, lengths)
def test_time_added_is_the_time_between(calendar: WorkingCalendar, start: datetime, work: timedelta) -> None:
    assert calendar.between(start, calendar.add(start, work)) == work


@LAWFUL
@given(any_instant, decades)
def test_time_added_is_the_time_between_over_decades(start: datetime, work: timedelta) -> None:
    assert CALENDAR.between(start, CALENDAR.add(start, work)) == work


def minute_by_minute(calendar: WorkingCalendar, start: datetime, work: timedelta) -> datetime:
    """What a patient person with a stopwatch finds."""
    while work > timedelta(0):
        if any(opens <= start < closes for opens, closes in calendar.spans(start.date())):
            work -= MINUTE
        start += MINUTE
    return start


@settings(max_examples=40, deadline=None)
@given(calendars(), instants, st.integers(1, 400).map(lambda minutes: minutes * MINUTE))
def test_a_stopwatch_finds_the_same(calendar: WorkingCalendar, start: datetime, work: timedelta) -> None:
    assert calendar.add(start, work) == minute_by_minute(calendar, start, work)


@LAWFUL
@given(calendars(), any_day, st.integers(1, 400))
def test_working_days_counted_are_the_working_days_between(
    calendar: WorkingCalendar, day: date, working_days: int
) -> None:
    lands = calendar.day_after(day, working_days)
    assert calendar.works(lands) and calendar.working_days_between(day, lands) == working_days


@LAWFUL
@given(calendars(), st.dates(date(2026, 8, 15), date(2027, 3, 10)), st.integers(0, 120))
def test_working_days_are_those_one_counts_on_a_wall_calendar(
    calendar: WorkingCalendar, start: date, past: int
) -> None:
    counted = sum(calendar.works(start + DAY * after) for after in range(1, past + 1))
    assert calendar.working_days_between(start, start + DAY * past) == counted
    assert calendar.working_days_between(start + DAY * past, start) == 0


@LAWFUL
@given(any_day, any_day, any_day)
def test_working_days_of_a_stretch_are_the_sum_of_its_parts(one: date, two: date, three: date) -> None:
    start, middle, end = sorted((one, two, three))
    parts = CALENDAR.working_days_between(start, middle) + CALENDAR.working_days_between(middle, end)
    assert parts == CALENDAR.working_days_between(start, end)


@LAWFUL
@given(calendars(), instants, lengths)
def test_adding_lands_in_working_time(calendar: WorkingCalendar, start: datetime, work: timedelta) -> None:
    lands = calendar.add(start, work)
    assert any(opens < lands <= closes for opens, closes in calendar.spans(calendar.local(lands).date()))


@LAWFUL
@given(calendars(), instants, instants, lengths, lengths)
def test_later_and_longer_never_end_earlier(
    calendar: WorkingCalendar, one: datetime, other: datetime, short: timedelta, long: timedelta
) -> None:
    first, last = sorted((one, other))
    less, more = sorted((short, long))
    assert calendar.add(first, less) <= calendar.add(last, less)
    assert calendar.add(first, less) <= calendar.add(first, more)


@LAWFUL
@given(calendars(), instants, lengths, lengths)
def test_two_stretches_are_one_long_stretch(
    calendar: WorkingCalendar, start: datetime, first: timedelta, then: timedelta
) -> None:
    assert calendar.add(calendar.add(start, first), then) == calendar.add(start, first + then)


@LAWFUL
@given(instants, instants, instants)
def test_working_time_of_a_stretch_is_the_sum_of_its_parts(one: datetime, two: datetime, three: datetime) -> None:
    start, middle, end = sorted((one, two, three))
    parts = CALENDAR.between(start, middle) + CALENDAR.between(middle, end)
    assert parts == CALENDAR.between(start, end)
    assert CALENDAR.between(end, start) == timedelta(0)


@LAWFUL
@given(calendars(), instants, lengths)
def test_whole_minutes_stay_whole_minutes(calendar: WorkingCalendar, start: datetime, work: timedelta) -> None:
    ends = calendar.add(start, work)
    assert (ends.second, ends.microsecond) == (0, 0)


@LAWFUL
@given(instants, lengths)
def test_the_zone_an_instant_is_told_in_does_not_matter(start: datetime, work: timedelta) -> None:
    assert CALENDAR.add(start.astimezone(UTC), work) == CALENDAR.add(start, work)


@pytest.mark.parametrize(
    ("start", "minutes", "ends"),
    [
        (at(9, 30, "09:00"), 60, at(9, 30, "10:00")),  # within a morning
        (at(9, 30, "06:00"), 60, at(9, 30, "09:30")),  # before the office opens
        (at(9, 30, "11:50"), 20, at(9, 30, "14:40")),  # the lunch break does not count
        (at(9, 30, "11:00"), 60, at(9, 30, "12:00")),  # ends with the morning, not at 14:30
        (at(9, 30, "12:30"), 60, at(9, 30, "15:30")),  # begins in the lunch break
        (at(9, 18, "17:20"), 20, at(9, 20, "08:40")),  # Friday evening to the made-up Sunday 9月20日
        (at(9, 30, "17:00"), 60, at(10, 8, "09:00")),  # over the whole of 国庆
        (at(10, 3, "10:00"), 60, at(10, 8, "09:30")),  # asked in the middle of 国庆
        (at(10, 9, "17:00"), 60, at(10, 10, "09:00")),  # the made-up Saturday 10月10日 is a day like any other
        (at(10, 10, "17:00"), 60, at(10, 12, "09:00")),  # and the Sunday after it is not
    ],
)
def test_a_stretch_ends_when_the_office_has_worked_it(start: datetime, minutes: int, ends: datetime) -> None:
    assert CALENDAR.add(start, minutes * MINUTE) == ends


@pytest.mark.parametrize(
    ("day", "working_days", "lands"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the whole of 国庆
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # the made-up Saturday counts
        (date(2026, 10, 3), 1, date(2026, 10, 8)),  # from the middle of 国庆
        (date(2026, 12, 31), 1, date(2027, 1, 1)),  # 2027 has no notice here: a Friday like any other
        (date(2026, 9, 30), 10, date(2026, 10, 20)),
    ],
)
def test_the_nth_working_day_after_a_day(day: date, working_days: int, lands: date) -> None:
    assert CALENDAR.day_after(day, working_days) == lands
    assert CALENDAR.working_days_between(day, lands) == working_days


def test_the_next_working_day_is_the_first_after() -> None:
    assert CALENDAR.next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)


@pytest.mark.parametrize("working_days", [0, -3])
def test_the_zeroth_working_day_is_refused(working_days: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        CALENDAR.day_after(date(2026, 9, 30), working_days)


def test_the_week_of_national_day_holds_four_working_days() -> None:
    """9月30日, 10月8日, 9日 and the made-up Saturday 10日: 6.5 hours each."""
    worked = CALENDAR.between(at(9, 30, "00:00"), at(10, 10, "23:59"))
    assert worked == timedelta(hours=4 * 6.5)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 30), "工作日"),
        (date(2026, 10, 1), "国庆节放假"),
        (date(2026, 10, 10), "国庆节调休上班"),
        (date(2026, 10, 11), "周日休息"),
    ],
)
def test_a_day_says_what_it_is(day: date, words: str) -> None:
    assert CALENDAR.why(day) == words


def test_a_year_without_a_notice_is_provisional() -> None:
    assert not CALENDAR.provisional(date(2026, 1, 1), date(2026, 12, 31))
    assert CALENDAR.provisional(date(2026, 12, 31), date(2027, 1, 1))
    assert CALENDAR.provisional(date(2027, 1, 1), date(2027, 1, 2))
    assert CALENDAR.provisional(date(2025, 12, 31), date(2026, 1, 1))


@pytest.mark.parametrize("nothing", [{"periods": ()}, {"weekdays": frozenset()}])
def test_a_calendar_without_working_time_is_refused(nothing: dict[str, object]) -> None:
    with pytest.raises(EmptyCalendar, match="请先设置工作日和上下班时间"):
        WorkingCalendar(version="空", **nothing)


@pytest.mark.parametrize(
    "periods",
    [
        ((time(14, 30), time(17, 30)), (time(8, 30), time(12, 0))),  # afternoon before morning
        ((time(8, 30), time(14, 40)), (time(14, 30), time(17, 30))),  # overlapping
        ((time(8, 30), time(8, 30)),),  # no time at all
    ],
)
def test_disorderly_working_hours_are_refused(periods: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="working periods"):
        WorkingCalendar(version="乱", periods=periods)


def test_a_calendar_that_only_rests_is_told_instead_of_searched_forever() -> None:
    rests = {date(2026, 9, 30) + timedelta(days=day): DayRule(working=False, name="停业") for day in range(80)}
    calendar = WorkingCalendar(version="停业", days=rests)
    with pytest.raises(EmptyCalendar, match="请检查日历"):
        calendar.add(at(9, 30, "09:00"), MINUTE)


def test_a_limit_that_outlasts_a_century_is_told_instead_of_counted_forever() -> None:
    with pytest.raises(EmptyCalendar, match="请检查日历和时限"):
        CALENDAR.day_after(date(2026, 9, 30), 10_000_000)
    with pytest.raises(EmptyCalendar, match="请检查日历和时限"):
        CALENDAR.next_working_day(date.max)


def test_a_calendar_counted_once_compares_and_prints_like_a_fresh_one() -> None:
    fresh = WorkingCalendar(version="新", days=CALENDAR.days)
    counted = WorkingCalendar(version="新", days=CALENDAR.days)
    counted.add(at(9, 30, "09:00"), MINUTE)
    assert counted == fresh and repr(counted) == repr(fresh)


@pytest.mark.parametrize("nothing", [timedelta(0), -MINUTE])
def test_nothing_to_add_is_refused(nothing: timedelta) -> None:
    with pytest.raises(ValueError, match="positive"):
        CALENDAR.add(at(9, 30, "09:00"), nothing)
