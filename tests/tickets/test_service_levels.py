"""Which limit is in force for this kind, urgency, clock and day?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.tickets.limits import LEVELS, day_limit
from tickets.errors import UnknownLimit
from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock, Limit, ServiceLevels, Unit, in_force

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
        Limit(clock=Clock.SIGN, urgency=Urgency.ORDINARY, amount=amount, unit=Unit.MINUTES, warn=timedelta(0))


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
