"""A small table of limits: every clock and every window, and one row per way of counting."""

from datetime import date

from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock, Limit, ServiceLevels, Unit, Window


def day_limit(clock: Clock | Window, days: int, *kinds: Kind, warn: int = 0, red: int = 0) -> Limit:
    return Limit(
        clock=clock,
        urgency=Urgency.ORDINARY,
        kinds=frozenset(kinds),
        amount=days,
        unit=Unit.WORKING_DAYS,
        warn=warn,
        red=red,
    )


def minute_limit(clock: Clock | Window, urgency: Urgency, minutes: int, unit: Unit, warn: int = 0) -> Limit:
    return Limit(clock=clock, urgency=urgency, amount=minutes, unit=unit, warn=warn)


SERIOUS = (Kind.COMPLAINT, Kind.REPORT)
LEVELS = ServiceLevels(
    version="2026-01",
    label="示范默认值",
    effective=date(2026, 1, 1),
    limits=(
        minute_limit(Clock.DISPATCH, Urgency.ORDINARY, 240, Unit.WORKING_MINUTES, warn=60),
        day_limit(Clock.SIGN, 1, warn=120),
        minute_limit(Clock.SIGN, Urgency.URGENT, 120, Unit.WORKING_MINUTES, warn=40),
        minute_limit(Clock.SIGN, Urgency.CRITICAL, 30, Unit.MINUTES, warn=40),
        day_limit(Clock.CONTACT, 1),
        day_limit(Clock.COMPLETE, 3, Kind.CONSULT, warn=390),
        day_limit(Clock.COMPLETE, 5, Kind.HELP, Kind.SUGGESTION, warn=390),
        day_limit(Clock.COMPLETE, 10, *SERIOUS, warn=780, red=390),
        minute_limit(Clock.COMPLETE, Urgency.URGENT, 1440, Unit.MINUTES, warn=240),
        minute_limit(Clock.RULE, Urgency.ORDINARY, 240, Unit.WORKING_MINUTES),
        day_limit(Clock.REVIEW, 1),
        day_limit(Clock.FOLLOW_UP, 3),
        day_limit(Clock.REWORK, 5),
        day_limit(Clock.SUPERVISE, 2),
        day_limit(Window.RETURN, 1),
        minute_limit(Window.RETURN, Urgency.URGENT, 60, Unit.MINUTES),
        day_limit(Window.EXTENSION, 5, Kind.CONSULT, Kind.HELP, Kind.SUGGESTION),
        day_limit(Window.EXTENSION, 10, *SERIOUS),
        day_limit(Window.EXTENSION_LEAD, 1),
    ),
)
