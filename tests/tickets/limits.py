"""A small table of limits, one row per way of counting."""

from datetime import date, timedelta

from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock, Limit, ServiceLevels, Unit


def day_limit(clock: Clock, days: int, *kinds: Kind) -> Limit:
    return Limit(
        clock=clock,
        urgency=Urgency.ORDINARY,
        kinds=frozenset(kinds),
        amount=days,
        unit=Unit.WORKING_DAYS,
        warn=timedelta(days=1),
    )


def _sign_within(urgency: Urgency, minutes: int, unit: Unit) -> Limit:
    return Limit(clock=Clock.SIGN, urgency=urgency, amount=minutes, unit=unit, warn=timedelta(minutes=40))


LEVELS = ServiceLevels(
    version="2026-01",
    label="示范默认值",
    effective=date(2026, 1, 1),
    limits=(
        day_limit(Clock.SIGN, 1),
        day_limit(Clock.COMPLETE, 3, Kind.CONSULT),
        day_limit(Clock.COMPLETE, 10, Kind.COMPLAINT, Kind.REPORT),
        _sign_within(Urgency.URGENT, 120, Unit.WORKING_MINUTES),
        _sign_within(Urgency.CRITICAL, 30, Unit.MINUTES),
    ),
)
