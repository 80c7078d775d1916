"""When is working time? Periods of a working day, weekends, holidays and make-up days 调休, for any year.

All working days are equally long, so counting is one search in the list of a year's working days, however long the span.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime, time, timedelta, timezone
from functools import cached_property
from itertools import pairwise

from tickets.errors import EmptyCalendar

CHINA = timezone(timedelta(hours=8), "CST")
"""China has kept one zone without summer time since 1991, so a fixed offset is exact."""

Periods = tuple[tuple[time, time], ...]
"""The working periods of one day, each from its opening to its closing."""

MORNING_AND_AFTERNOON: Periods = ((time(8, 30), time(12, 0)), (time(14, 30), time(17, 30)))
_WEEKDAYS = "一二三四五六日"
_LONGEST_BREAK = 60  # days; a longer one is a mistake in the calendar, not a holiday
_LONGEST_COUNT = 100  # years
_NOTHING = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class DayRule:
    """What a notice says of one day: `working` False for a holiday, True for a make-up working day."""

    working: bool
    name: str


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """Working time of an office. `noticed` holds the years whose State Council notice is known; other years are provisional 暂定.

    All instants are timezone-aware; working time is counted in the calendar's own zone.
    """

    version: str
    days: Mapping[date, DayRule] = field(default_factory=dict)
    noticed: frozenset[int] = frozenset()
    periods: Periods = MORNING_AND_AFTERNOON
    weekdays: frozenset[int] = frozenset(range(5))
    zone: timezone = CHINA

    def __post_init__(self) -> None:
        if not self.periods or not self.weekdays:
            raise EmptyCalendar("日历里没有任何工作时间，无法计算期限。请先设置工作日和上下班时间。")
        ordered = [moment for period in self.periods for moment in period]
        if ordered != sorted(set(ordered)):
            raise ValueError("working periods must be in order, not empty and not overlap")

    def works(self, day: date) -> bool:
        rule = self.days.get(day)
        return rule.working if rule else day.weekday() in self.weekdays

    def why(self, day: date) -> str:
        """The day's kind in words: 工作日, 周六休息, 国庆节放假, 调休上班."""
        rule = self.days.get(day)
        if rule:
            return f"{rule.name}调休上班" if rule.working else f"{rule.name}放假"
        return "工作日" if self.works(day) else f"周{_WEEKDAYS[day.weekday()]}休息"

    def provisional(self, start: date, end: date) -> bool:
        """True when a year between the two days has no notice yet."""
        return any(year not in self.noticed for year in range(start.year, end.year + 1))

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The working periods of a day as instants, none on a day off."""
        if self.works(day):
            for opens, closes in self.periods:
                yield datetime.combine(day, opens, self.zone), datetime.combine(day, closes, self.zone)

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, self.periods[-1][1], self.zone)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.day_after(day, 1)

    def day_after(self, day: date, working_days: int) -> date:
        """The n-th working day after `day`; `day` itself never counts. `working_days` is at least one."""
        if working_days < 1:
            raise ValueError("the number of working days must be positive")
        return self._count_from(day.year, day.toordinal(), working_days)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days d there are with start < d <= end; none when end is not later."""
        if end <= start:
            return 0
        first, last = start.toordinal(), end.toordinal()
        years = map(self._working_days, range(start.year, end.year + 1))
        return sum(bisect_right(days, last) - bisect_right(days, first) for days in years)

    def add(self, start: datetime, work: timedelta) -> datetime:
        """The instant at which `work` of working time has passed since `start`; lands in working time, in the calendar's zone."""
        if work <= _NOTHING:
            raise ValueError("working time to add must be positive")
        today = self.local(start).date()
        days, rest = divmod(self._worked(self.local(start)) + work, self._length)
        if not rest:  # a full day ends when the office closes, not when it opens again
            days, rest = days - 1, self._length
        return self._moment(self._count_from(today.year, today.toordinal() - 1, days + 1), rest)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; zero when end is not later."""
        if end <= start:
            return _NOTHING
        begins, ends = self.local(start), self.local(end)
        first, last = begins.date(), ends.date()
        from_first_to_last = self.working_days_between(first, last) + self.works(first) - self.works(last)
        return from_first_to_last * self._length - self._worked(begins) + self._worked(ends)

    @cached_property
    def _years(self) -> dict[int, tuple[int, ...]]:
        """The years counted so far."""
        return {}

    def _working_days(self, year: int) -> tuple[int, ...]:
        """The working days of a year in order, as ordinals; made once."""
        if year not in self._years:
            self._years[year] = self._count(year)
        return self._years[year]

    def _count(self, year: int) -> tuple[int, ...]:
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        days = tuple(day for day in range(first, last + 1) if self.works(date.fromordinal(day)))
        longest = max(after - before - 1 for before, after in pairwise((first - 1, *days, last + 1)))
        if longest > _LONGEST_BREAK:
            raise EmptyCalendar(f"{year}年有连续{longest}天没有一个工作日，无法计算期限，请检查日历。")
        return days

    def _count_from(self, year: int, after: int, number: int) -> date:
        """The `number`-th working day whose ordinal is greater than `after`, which lies in `year` or just before it."""
        for searched in range(year, min(year + _LONGEST_COUNT, MAXYEAR) + 1):
            days = self._working_days(searched)
            passed = bisect_right(days, after)
            if number <= len(days) - passed:
                return date.fromordinal(days[passed + number - 1])
            number -= len(days) - passed
        raise EmptyCalendar(f"从{year}年起{_LONGEST_COUNT}年内没有这么多工作时间，请检查日历和时限。")

    @cached_property
    def _hours(self) -> tuple[tuple[timedelta, timedelta], ...]:
        """The periods as time since midnight."""
        return tuple((_since_midnight(opens), _since_midnight(closes)) for opens, closes in self.periods)

    @cached_property
    def _length(self) -> timedelta:
        """Working time of one working day."""
        return sum((closes - opens for opens, closes in self._hours), _NOTHING)

    def _worked(self, instant: datetime) -> timedelta:
        """Working time of the instant's own day that has passed by then; `instant` is local."""
        if not self.works(instant.date()):
            return _NOTHING
        now = _since_midnight(instant.time())
        return sum((max(min(closes, now) - opens, _NOTHING) for opens, closes in self._hours), _NOTHING)

    def _moment(self, day: date, worked: timedelta) -> datetime:
        """The instant at which `worked` of a working day's working time has passed."""
        for opens, closes in self._hours:
            if worked <= closes - opens:
                break
            worked -= closes - opens
        return datetime.combine(day, time.min, self.zone) + opens + worked


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)
