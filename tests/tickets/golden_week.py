"""The holidays of autumn 2026 as the State Council noticed them, small enough to check by eye; and any calendar."""

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from tickets.calendar import CHINA, DayRule, WorkingCalendar

MID_AUTUMN = {date(2026, 9, day): DayRule(working=False, name="中秋节") for day in (25, 26, 27)}
NATIONAL_DAY = {date(2026, 10, day): DayRule(working=False, name="国庆节") for day in range(1, 8)}
MADE_UP = {day: DayRule(working=True, name="国庆节") for day in (date(2026, 9, 20), date(2026, 10, 10))}

CALENDAR = WorkingCalendar(
    version="国办发明电〔2025〕7号", days={**MID_AUTUMN, **NATIONAL_DAY, **MADE_UP}, noticed=frozenset({2026})
)


def at(month: int, day: int, clock: str, year: int = 2026) -> datetime:
    return datetime.combine(date(year, month, day), time.fromisoformat(clock), CHINA)


instants = st.integers(0, 200 * 1440).map(lambda minutes: at(8, 15, "00:00") + timedelta(minutes=minutes))
lengths = st.integers(1, 12 * 390).map(lambda minutes: timedelta(minutes=minutes))
_minutes = st.integers(0, 23 * 60 + 59).map(lambda minute: time(minute // 60, minute % 60))
_days = st.dates(date(2026, 8, 15), date(2027, 3, 10))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Any office: odd hours, odd weeks, holidays and made-up days anywhere."""
    moments = sorted(draw(st.sets(_minutes, min_size=2, max_size=6)))
    periods = tuple(zip(moments[::2], moments[1::2], strict=False))
    rules = draw(st.dictionaries(_days, st.booleans(), max_size=25))
    return WorkingCalendar(
        version="随意",
        days={day: DayRule(working=working, name="某节") for day, working in rules.items()},
        periods=periods,
        weekdays=draw(st.frozensets(st.integers(0, 6), min_size=1)),
    )
