"""Is every deadline right, and can anyone check it by hand from its receipt?"""

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.golden_week import CALENDAR, at, calendars, instants
from tests.tickets.limits import LEVELS
from tickets.calendar import WorkingCalendar
from tickets.deadlines import Deadline, deadline, steps, time_left
from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock, Limit

LAWFUL = settings(max_examples=100, deadline=None)
CONSULT = LEVELS.limit(Clock.COMPLETE, Kind.CONSULT, Urgency.ORDINARY)
COMPLAINT = LEVELS.limit(Clock.COMPLETE, Kind.COMPLAINT, Urgency.ORDINARY)
WHOLE_DAY = LEVELS.limit(Clock.COMPLETE, Kind.HELP, Urgency.URGENT)
SIGN = {urgency: LEVELS.limit(Clock.SIGN, Kind.HELP, urgency) for urgency in Urgency}
LIMITS = [CONSULT, COMPLAINT, WHOLE_DAY, *SIGN.values()]
IN_DAYS = [CONSULT, COMPLAINT, SIGN[Urgency.ORDINARY]]


def made(limit: Limit, start: datetime, calendar: WorkingCalendar = CALENDAR, **more) -> Deadline:
    return deadline(limit, start, LEVELS, calendar, **more)


def consult(start: datetime, **more) -> Deadline:
    """Three working days."""
    return made(CONSULT, start, **more)


def complaint(start: datetime, **more) -> Deadline:
    """Ten working days."""
    return made(COMPLAINT, start, **more)


def sign(start: datetime, urgency: Urgency) -> Deadline:
    return made(SIGN[urgency], start)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (at(9, 8, "09:00"), at(9, 11, "17:30")),  # Tuesday to Friday
        (at(9, 30, "16:00"), at(10, 10, "17:30")),  # 8th, 9th and the made-up Saturday after 国庆
        (at(10, 3, "10:00"), at(10, 10, "17:30")),  # dispatched in the middle of 国庆
        (at(9, 18, "09:00"), at(9, 22, "17:30")),  # the made-up Sunday 9月20日 counts as the first
        (at(9, 24, "09:00"), at(9, 30, "17:30")),  # 中秋 and its weekend do not
    ],
)
def test_three_working_days_end_when_the_office_closes_on_the_third(start: datetime, due: datetime) -> None:
    assert consult(start).due == due


@pytest.mark.parametrize("clock", ["00:00", "08:29", "12:15", "17:31", "23:59"])
def test_the_day_of_dispatch_is_day_zero_whatever_the_hour(clock: str) -> None:
    assert consult(at(9, 8, clock)).due == at(9, 11, "17:30")


def test_an_urgent_sign_off_counts_working_minutes_over_the_lunch_break() -> None:
    assert sign(at(9, 8, "11:00"), Urgency.URGENT).due == at(9, 8, "15:30")


def test_a_critical_sign_off_counts_through_the_night_and_the_holiday() -> None:
    assert sign(at(10, 1, "23:50"), Urgency.CRITICAL).due == at(10, 2, "00:20")


def test_the_yellow_light_shows_with_so_much_working_time_left_and_the_red_one_later() -> None:
    told = complaint(at(9, 8, "09:00"))
    assert told.due == at(9, 21, "17:30")  # the made-up Sunday 9月20日 is the ninth day
    assert (told.warn_at, told.red_at) == (at(9, 18, "17:30"), at(9, 20, "17:30"))  # two and one working days


def test_without_a_red_light_of_its_own_red_is_the_expiry() -> None:
    told = consult(at(9, 8, "09:00"))
    assert told.red_at == told.due


def test_the_warning_comes_before_the_deadline_and_never_before_the_start() -> None:
    assert consult(at(9, 8, "09:00")).warn_at == at(9, 10, "17:30")
    assert sign(at(9, 8, "11:00"), Urgency.CRITICAL).warn_at == at(9, 8, "11:00")  # 40 minutes before would be 10:50


def test_a_deadline_that_crosses_new_year_is_provisional_and_says_so() -> None:
    crossing = complaint(at(12, 30, "16:00"))
    assert crossing.provisional and crossing.due == at(1, 13, "17:30", year=2027)
    assert "暂定" in crossing.receipt and "公布后重新计算" in crossing.receipt


def test_a_deadline_inside_a_noticed_year_is_not_provisional() -> None:
    inside = sign(at(12, 30, "16:00"), Urgency.ORDINARY)
    assert inside.due == at(12, 31, "17:30") and not inside.provisional and "暂定" not in inside.receipt


def test_a_round_the_clock_deadline_needs_no_notice() -> None:
    assert not sign(at(12, 31, "23:50"), Urgency.CRITICAL).provisional


def test_the_receipt_can_be_read_aloud() -> None:
    assert consult(at(9, 30, "16:00")).receipt.splitlines() == [
        "办结时限 3个工作日（示范默认值，版本 2026-01；日历版本 国办发明电〔2025〕7号）",
        "  起算 2026-09-30 16:00",
        "  2026-09-30 工作日，起算当日不计",
        "  2026-10-01 国庆节放假，不计",
        "  2026-10-02 国庆节放假，不计",
        "  2026-10-03 国庆节放假，不计",
        "  2026-10-04 国庆节放假，不计",
        "  2026-10-05 国庆节放假，不计",
        "  2026-10-06 国庆节放假，不计",
        "  2026-10-07 国庆节放假，不计",
        "  2026-10-08 工作日，计第1个工作日",
        "  2026-10-09 工作日，计第2个工作日",
        "  2026-10-10 国庆节调休上班，计第3个工作日",
        "  到期 2026-10-10 17:30",
    ]


@LAWFUL
@given(calendars(), instants, st.sampled_from([*IN_DAYS, SIGN[Urgency.URGENT]]))
def test_a_receipt_names_every_day_from_start_to_due(calendar: WorkingCalendar, start: datetime, limit: Limit) -> None:
    told = made(limit, start, calendar)
    days = (told.due.date() - told.start.date()).days
    assert [day for day, _ in steps(told)] == [told.start.date() + timedelta(days=day) for day in range(days + 1)]
    assert all(f"{day:%Y-%m-%d} {calendar.why(day)}" in told.receipt for day, _ in steps(told))


@LAWFUL
@given(calendars(), instants)
def test_as_many_working_days_lie_after_the_start_as_the_limit_says(calendar: WorkingCalendar, start: datetime) -> None:
    told = made(COMPLAINT, start, calendar)
    counted = [day for day, _ in steps(told)[1:] if calendar.works(day)]
    assert len(counted) == 10 and told.due == calendar.closing(counted[-1])


@LAWFUL
@given(calendars(), instants)
def test_the_minutes_of_a_receipt_add_up_to_the_limit(calendar: WorkingCalendar, start: datetime) -> None:
    told = made(SIGN[Urgency.URGENT], start, calendar)
    minutes = [int(found) for _, note in steps(told) for found in re.findall(r"计(\d+)分钟", note)]
    assert sum(minutes) == 120 == calendar.between(start, told.due) // timedelta(minutes=1)


@LAWFUL
@given(calendars(), instants, instants, st.sampled_from(LIMITS))
def test_who_is_dispatched_later_is_never_due_earlier(
    calendar: WorkingCalendar, one: datetime, other: datetime, limit: Limit
) -> None:
    first, last = sorted((one, other))
    early, late = (made(limit, start, calendar) for start in (first, last))
    assert early.due <= late.due and early.start < early.due
    assert early.start <= early.warn_at <= early.red_at <= early.due


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(9, 8, "14:00"), "剩 2 天 3 时"),
        (at(9, 10, "14:00"), "剩 3 时 30 分"),
        (at(9, 10, "16:50"), "剩 40 分"),
        (at(9, 10, "17:30"), "剩 0 分"),  # exactly in time is in time
        (at(9, 10, "19:31"), "超 2 时 1 分"),
        (at(9, 13, "17:31"), "超 3 天 0 时"),
    ],
)
def test_the_countdown_says_what_is_left_or_how_late_it_is(now: datetime, words: str) -> None:
    assert time_left(at(9, 10, "17:30"), now) == words
