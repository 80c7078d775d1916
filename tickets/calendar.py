"""When is working time? Periods of a working day, weekends, holidays and make-up days 调休, for any year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from tickets.errors import EmptyCalendar

CHINA = timezone(timedelta(hours=8), "CST")
"""China has kept one zone without summer time since 1991, so a fixed offset is exact."""

MORNING_AND_AFTERNOON = ((time(8, 30), time(12, 0)), (time(14, 30), time(17, 30)))
_WEEKDAYS = "一二三四五六日"
_LONGEST_BREAK = 60


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
    periods: tuple[tuple[time, time], ...] = MORNING_AND_AFTERNOON
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
        for _ in range(_LONGEST_BREAK):
            day += timedelta(days=1)
            if self.works(day):
                return day
        raise EmptyCalendar(f"从{day}往前{_LONGEST_BREAK}天没有一个工作日，请检查日历。")

    def add(self, start: datetime, work: timedelta) -> datetime:
        """The instant at which `work` of working time has passed since `start`; lands in working time."""
        if work <= timedelta(0):
            raise ValueError("working time to add must be positive")
        day = self.local(start).date()
        while True:
            for opens, closes in self.spans(day):
                begins = max(opens, start)
                if begins + work <= closes and begins < closes:
                    return begins + work
                work -= max(closes - begins, timedelta(0))
            day = day + timedelta(days=1) if self.works(day + timedelta(days=1)) else self.next_working_day(day)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; zero when end is not later."""
        total, day, last = timedelta(0), self.local(start).date(), self.local(end).date()
        while day <= last:
            for opens, closes in self.spans(day):
                total += max(min(closes, end) - max(opens, start), timedelta(0))
            day += timedelta(days=1)
        return total
