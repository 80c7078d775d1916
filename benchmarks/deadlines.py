"""How many deadlines a second can be computed, by our calendar, by `businesstimedelta` and by counting minutes?

Run from the project's root, with `businesstimedelta` installed beside the project for the run (it is no dependency):
`.venv/bin/python -m benchmarks.deadlines`. All three must give the same answers, or the run stops.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import businesstimedelta
import pytz

from hotline.rules.working_time import calendar
from tickets.calendar import CHINA, WorkingCalendar

Addition = Callable[[datetime, timedelta], datetime]

MINUTE = timedelta(minutes=1)
LENGTHS = {
    "2 hours": timedelta(hours=2),
    "1 working day": timedelta(hours=6.5),
    "10 working days": timedelta(hours=65),
    "60 working days": timedelta(hours=390),
}
STARTS = 100
ROUNDS = 5
FIRST, LAST = date(2019, 1, 1), date(2027, 12, 31)  # of the days off that businesstimedelta is told


def main() -> None:
    office = calendar()
    contestants = {
        "ours": office.add,
        "businesstimedelta": by_businesstimedelta(office),
        "by minutes": by_minutes(office),
    }
    starts = some_starts(random.Random(12345))
    print(f"first count of a year: {first_count_ms(office):.2f} ms\n")
    print(f"| additions a second | {' | '.join(contestants)} |\n|---|{'---|' * len(contestants)}")
    for name, work in LENGTHS.items():
        same_answers(contestants, starts, work)
        rates = [per_second(add, starts, work) for add in contestants.values()]
        print(f"| {name} | {' | '.join(f'{rate:,.0f}' for rate in rates)} |")
    print(f"\n{len(starts) * len(LENGTHS)} additions compared, all three equal; median of {ROUNDS} rounds")


def some_starts(chance: random.Random) -> list[datetime]:
    """Any minute of 2020 to 2026, night, lunch break and 国庆 included."""
    begin, end = datetime(2020, 1, 1, tzinfo=CHINA), datetime(2026, 12, 31, tzinfo=CHINA)
    return [begin + chance.randrange((end - begin) // MINUTE) * MINUTE for _ in range(STARTS)]


def first_count_ms(office: WorkingCalendar) -> float:
    """What the first addition in a year costs, before its working days are known."""
    fresh = WorkingCalendar(version="", days=office.days)
    begun = time.perf_counter()
    fresh.add(datetime(2026, 3, 2, 9, tzinfo=CHINA), MINUTE)
    return (time.perf_counter() - begun) * 1000


def by_businesstimedelta(office: WorkingCalendar) -> Addition:
    """Its rules know no make-up days, so every day is a working day and every day off, weekends too, is a holiday."""
    zone = pytz.FixedOffset(8 * 60)
    off = {day for past in range((LAST - FIRST).days + 1) if not office.works(day := FIRST + timedelta(days=past))}
    (opens, noon), (afternoon, closes) = office.periods
    rules = businesstimedelta.Rules(
        [
            businesstimedelta.WorkDayRule(start_time=opens, end_time=closes, working_days=range(7), tz=zone),
            businesstimedelta.LunchTimeRule(start_time=noon, end_time=afternoon, working_days=range(7), tz=zone),
            businesstimedelta.HolidayRule(off, tz=zone),
        ]
    )
    return lambda start, work: start + businesstimedelta.BusinessTimeDelta(rules, timedelta=work)


def by_minutes(office: WorkingCalendar) -> Addition:
    def add(start: datetime, work: timedelta) -> datetime:
        while work:
            clock = start.time()
            if any(opens <= clock < closes for opens, closes in office.periods) and office.works(start.date()):
                work -= MINUTE
            start += MINUTE
        return start

    return add


def same_answers(contestants: dict[str, Addition], starts: list[datetime], work: timedelta) -> None:
    for start in starts:
        ends = {name: add(start, work).astimezone(UTC) for name, add in contestants.items()}
        assert len(set(ends.values())) == 1, f"{start} + {work}: {ends}"


def per_second(add: Addition, starts: list[datetime], work: timedelta) -> float:
    return statistics.median(_round(add, starts, work) for _ in range(ROUNDS))


def _round(add: Addition, starts: list[datetime], work: timedelta) -> float:
    begun = time.perf_counter()
    for start in starts:
        add(start, work)
    return len(starts) / (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
