"""What do talks, extensions and the city's own deadline do to ours?"""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.golden_week import CALENDAR, at, calendars, instants
from tests.tickets.limits import LEVELS
from tickets.calendar import WorkingCalendar
from tickets.deadlines import Deadline, deadline
from tickets.matter import Kind, Urgency
from tickets.runs import Break
from tickets.service_levels import Clock, Limit, Window

LAWFUL = settings(max_examples=100, deadline=None)
COMPLAINT = LEVELS.limit(Clock.COMPLETE, Kind.COMPLAINT, Urgency.ORDINARY)
CONSULT = LEVELS.limit(Clock.COMPLETE, Kind.CONSULT, Urgency.ORDINARY)
WHOLE_DAY = LEVELS.limit(Clock.COMPLETE, Kind.HELP, Urgency.URGENT)
MINUTES = LEVELS.limit(Clock.SIGN, Kind.HELP, Urgency.URGENT)
START = at(9, 8, "09:00")  # a Tuesday


def made(limit: Limit, start: datetime = START, calendar: WorkingCalendar = CALENDAR, **more) -> Deadline:
    return deadline(limit, start, LEVELS, calendar, **more)


def talks(start: datetime, end: datetime | None = None) -> Break:
    return Break(start=start, end=end)


@pytest.mark.parametrize(
    ("limit", "pause", "due"),
    [
        # the day the talks begin is not counted, the day they end is: Wednesday and Thursday fall out
        (CONSULT, talks(at(9, 9, "10:00"), at(9, 11, "10:00")), at(9, 15, "17:30")),
        (CONSULT, talks(at(9, 9, "10:00"), at(9, 9, "16:00")), at(9, 11, "17:30")),  # within one day nothing changes
        (CONSULT, talks(at(9, 8, "10:00"), at(9, 9, "10:00")), at(9, 11, "17:30")),  # the day of the start never counts
        (CONSULT, talks(at(9, 11, "16:00"), at(9, 14, "09:00")), at(9, 14, "17:30")),  # over the weekend: Friday only
        (CONSULT, talks(at(9, 12, "09:00"), at(9, 14, "09:00")), at(9, 11, "17:30")),  # after it had run out
        (MINUTES, talks(at(9, 8, "10:00"), at(9, 8, "11:30")), at(9, 8, "15:00")),  # 90 working minutes later
        (MINUTES, talks(at(9, 8, "10:00"), at(9, 8, "14:00")), at(9, 8, "15:30")),  # lunch was no working time anyway
        (WHOLE_DAY, talks(at(9, 8, "20:00"), at(9, 9, "08:00")), at(9, 9, "21:00")),  # round the clock: 12 hours
    ],
)
def test_the_time_of_talks_does_not_count(limit: Limit, pause: Break, due: datetime) -> None:
    assert made(limit, breaks=[pause]).due == due


def test_two_breaks_are_both_left_out() -> None:
    pauses = [talks(at(9, 9, "10:00"), at(9, 10, "10:00")), talks(at(9, 11, "10:00"), at(9, 14, "10:00"))]
    assert made(CONSULT, breaks=pauses).due == at(9, 15, "17:30")


def test_a_break_that_lasts_pauses_the_clock_and_the_receipt_says_so() -> None:
    told = made(CONSULT, breaks=[talks(at(9, 9, "10:00"))])
    assert told.paused and "现在会商中，暂停计时，恢复后顺延" in told.receipt and "到期" not in told.receipt


def test_what_was_late_when_the_talks_began_is_late_and_not_paused() -> None:
    told = made(CONSULT, breaks=[talks(at(9, 14, "09:00"))])
    assert (told.due, told.paused) == (at(9, 11, "17:30"), False)


def test_talks_do_not_pause_what_the_city_waits_for() -> None:
    told = made(CONSULT, breaks=[talks(at(9, 9, "10:00"))], no_later=at(9, 10, "17:30"))
    assert (told.due, told.paused) == (at(9, 10, "17:30"), False)


def test_the_receipt_shows_the_days_of_talks_as_not_counted() -> None:
    receipt = made(CONSULT, breaks=[talks(at(9, 9, "10:00"), at(9, 11, "10:00"))]).receipt.splitlines()
    assert receipt[3:6] == [
        "  2026-09-09 工作日，会商暂停，不计",
        "  2026-09-10 工作日，会商暂停，不计",
        "  2026-09-11 工作日，计第1个工作日",
    ]


def test_the_receipt_of_a_clock_round_the_clock_shows_the_minutes_of_talks() -> None:
    receipt = made(WHOLE_DAY, breaks=[talks(at(9, 8, "20:00"), at(9, 9, "08:00"))]).receipt
    assert "2026-09-08 会商暂停720分钟，不计" in receipt


def test_an_extension_adds_to_the_limit_and_both_ends_are_known() -> None:
    told = made(CONSULT, extension=5)
    assert (told.due, told.plain_due) == (at(9, 18, "17:30"), at(9, 11, "17:30"))
    assert "办结时限 3个工作日，另批准延期5个工作日" in told.receipt
    assert made(CONSULT).plain_due == made(CONSULT).due


def test_ours_stays_earlier_than_the_citys() -> None:
    told = made(COMPLAINT, no_later=at(9, 14, "17:30"))
    assert told.due == at(9, 14, "17:30")
    assert "不晚于市级期限前的 2026-09-14 17:30" in told.receipt
    assert told.warn_at <= told.red_at <= told.due


def test_an_extension_does_not_pass_the_citys_deadline() -> None:
    assert made(CONSULT, extension=5, no_later=at(9, 14, "17:30")).due == at(9, 14, "17:30")


def test_a_late_city_deadline_changes_nothing() -> None:
    told = made(CONSULT, no_later=at(10, 30, "17:30"))
    assert told.due == at(9, 11, "17:30") and "市级" not in told.receipt


def test_a_city_deadline_that_had_passed_before_we_got_it_is_due_at_once() -> None:
    assert made(CONSULT, no_later=at(9, 1, "17:30")).due == START


def test_a_window_does_not_run() -> None:
    with pytest.raises(ValueError, match="does not run"):
        made(LEVELS.limit(Window.RETURN, Kind.CONSULT, Urgency.ORDINARY))


@pytest.mark.parametrize(
    ("amount", "instant"),
    [(1, at(9, 10, "17:30")), (2, at(9, 9, "17:30")), (3, START), (9, START)],
)
def test_so_much_is_left_at_that_instant(amount: int, instant: datetime) -> None:
    assert made(CONSULT).left(amount) == instant


def test_what_is_left_counts_by_the_extended_limit() -> None:
    assert made(CONSULT, extension=5).left(1) == at(9, 17, "17:30")


limits = st.sampled_from([CONSULT, COMPLAINT, WHOLE_DAY, MINUTES])
pauses = st.lists(instants, min_size=2, max_size=6, unique=True).map(
    lambda moments: [talks(*pair) for pair in zip(sorted(moments)[::2], sorted(moments)[1::2], strict=False)]
)


@LAWFUL
@given(calendars(), instants, limits, pauses)
def test_a_pause_never_shortens_a_clock(
    calendar: WorkingCalendar, start: datetime, limit: Limit, breaks: list[Break]
) -> None:
    dues = [made(limit, start, calendar, breaks=breaks[:count]).due for count in range(len(breaks) + 1)]
    assert dues == sorted(dues)


@LAWFUL
@given(calendars(), instants, limits, pauses, st.integers(1, 10))
def test_an_extension_never_shortens_a_clock(
    calendar: WorkingCalendar, start: datetime, limit: Limit, breaks: list[Break], amount: int
) -> None:
    longer = made(limit, start, calendar, breaks=breaks, extension=amount)
    assert longer.plain_due == made(limit, start, calendar, breaks=breaks).due < longer.due


@LAWFUL
@given(calendars(), instants, limits, pauses, instants)
def test_the_citys_deadline_never_lengthens_a_clock(
    calendar: WorkingCalendar, start: datetime, limit: Limit, breaks: list[Break], city: datetime
) -> None:
    capped = made(limit, start, calendar, breaks=breaks, no_later=city)
    free = made(limit, start, calendar, breaks=breaks)
    assert capped.due == min(free.due, max(city, start))
    assert capped.start <= capped.warn_at <= capped.red_at <= capped.due


@LAWFUL
@given(calendars(), instants, pauses)
def test_a_break_moves_the_end_by_the_working_time_it_took(
    calendar: WorkingCalendar, start: datetime, breaks: list[Break]
) -> None:
    told = made(MINUTES, start, calendar, breaks=breaks)
    paused = sum(
        (calendar.between(max(one.start, start), min(one.end, told.due)) for one in breaks if one.start < told.due),
        timedelta(0),
    )
    assert calendar.between(start, told.due) == timedelta(minutes=120) + paused
