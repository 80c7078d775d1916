"""Which limit is in force for this kind, urgency, clock and day?"""

from dataclasses import replace
from datetime import date

import pytest

from tests.tickets.limits import LEVELS, day_limit, minute_limit
from tickets.errors import UnknownLimit
from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock, Limit, ServiceLevels, Unit, Window, in_force

NEWER = replace(LEVELS, version="2027-01", effective=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("clock", "kind", "urgency", "words"),
    [
        (Clock.SIGN, Kind.CONSULT, Urgency.ORDINARY, "1个工作日"),
        (Clock.COMPLETE, Kind.CONSULT, Urgency.ORDINARY, "3个工作日"),
        (Clock.COMPLETE, Kind.COMPLAINT, Urgency.ORDINARY, "10个工作日"),
        (Clock.SIGN, Kind.HELP, Urgency.URGENT, "2小时（工作时间）"),
        (Clock.SIGN, Kind.HELP, Urgency.CRITICAL, "30分钟（全天计时）"),
    ],
)
def test_kind_urgency_and_clock_give_the_limit(clock: Clock, kind: Kind, urgency: Urgency, words: str) -> None:
    assert LEVELS.limit(clock, kind, urgency).words == words


def test_a_limit_without_kinds_is_for_every_kind() -> None:
    assert {LEVELS.limit(Clock.SIGN, kind, Urgency.ORDINARY).amount for kind in Kind} == {1}


def test_a_missing_limit_is_told_with_what_is_missing() -> None:
    with pytest.raises(UnknownLimit, match="没有建议／特急的办结时限，请在时限表里补上"):
        LEVELS.limit(Clock.COMPLETE, Kind.SUGGESTION, Urgency.CRITICAL)


@pytest.mark.parametrize("amount", [0, -3])
def test_a_limit_of_no_time_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="时限必须大于零"):
        Limit(clock=Clock.SIGN, urgency=Urgency.ORDINARY, amount=amount, unit=Unit.MINUTES)


@pytest.mark.parametrize(("warn", "red"), [(60, 120), (0, 30), (-30, -60)])
def test_a_red_light_before_the_yellow_one_is_refused(warn: int, red: int) -> None:
    with pytest.raises(ValueError, match="红灯须晚于黄灯"):
        Limit(clock=Clock.SIGN, urgency=Urgency.ORDINARY, amount=1, unit=Unit.WORKING_DAYS, warn=warn, red=red)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2026, 1, 1), "2026-01"),  # the day it takes effect
        (date(2026, 12, 31), "2026-01"),
        (date(2027, 1, 1), "2027-01"),
    ],
)
def test_the_newest_version_in_effect_on_the_day_holds(day: date, version: str) -> None:
    assert in_force([NEWER, LEVELS], day).version == version


def test_before_the_first_version_there_is_no_limit() -> None:
    with pytest.raises(UnknownLimit, match="2025-12-31没有生效的时限表"):
        in_force([LEVELS, NEWER], date(2025, 12, 31))


def test_the_first_row_that_fits_decides() -> None:
    narrow = day_limit(Clock.COMPLETE, 2, Kind.CONSULT)
    levels = ServiceLevels(
        version="试", label="试", effective=date(2026, 1, 1), limits=(narrow, day_limit(Clock.COMPLETE, 5))
    )
    assert levels.limit(Clock.COMPLETE, Kind.CONSULT, Urgency.ORDINARY).amount == 2
    assert levels.limit(Clock.COMPLETE, Kind.HELP, Urgency.ORDINARY).amount == 5


def test_a_limit_for_one_department_stands_before_that_for_all() -> None:
    hall = replace(day_limit(Clock.SIGN, 2), departments=frozenset({"政数"}))
    levels = replace(LEVELS, limits=(hall, *LEVELS.limits))
    assert levels.limit(Clock.SIGN, Kind.CONSULT, Urgency.ORDINARY, "政数").amount == 2
    assert levels.limit(Clock.SIGN, Kind.CONSULT, Urgency.ORDINARY, "城管").amount == 1


def test_where_no_limit_is_set_none_is_found_and_the_window_stays_shut() -> None:
    assert LEVELS.optional(Window.EXTENSION, Kind.CONSULT, Urgency.URGENT) is None
    assert LEVELS.optional(Window.RETURN, Kind.CONSULT, Urgency.CRITICAL) is None


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (day_limit(Clock.COMPLETE, 10), "10个工作日"),
        (minute_limit(Clock.SIGN, Urgency.URGENT, 90, Unit.WORKING_MINUTES), "90分钟（工作时间）"),
        (minute_limit(Clock.COMPLETE, Urgency.URGENT, 1440, Unit.MINUTES), "24小时（全天计时）"),
    ],
)
def test_a_limit_reads_as_one_says_it(limit: Limit, words: str) -> None:
    assert limit.words == words
