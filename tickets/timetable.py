"""Whose working time counts, and by which notices? Each department's own hours where it has any, the district's everywhere
else; the calendar as shipped, with the holiday notices entered since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256

from tickets.calendar import DayRule, Periods, WorkingCalendar
from tickets.holiday_notice import HolidayNotice


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """The district's calendar and what departments, by short name, do differently: `hours` of a working day, `weekdays` (Monday 0).

    Holidays and make-up days 调休 are the same for all.
    """

    calendar: WorkingCalendar
    hours: Mapping[str, Periods] = field(default_factory=dict)
    weekdays: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def of(self, department: str) -> WorkingCalendar:
        """The calendar a department's clocks run by; its version names the department when the hours are its own."""
        return self._own.get(department, self.calendar)

    @cached_property
    def _own(self) -> dict[str, WorkingCalendar]:
        return {department: self._calendar_of(department) for department in {*self.hours, *self.weekdays}}

    def _calendar_of(self, department: str) -> WorkingCalendar:
        return replace(
            self.calendar,
            version=f"{self.calendar.version}·{department}",
            periods=self.hours.get(department, self.calendar.periods),
            weekdays=self.weekdays.get(department, self.calendar.weekdays),
        )


def with_notices(base: WorkingCalendar, notices: Iterable[HolidayNotice]) -> WorkingCalendar:
    """`base` with notices entered later, in the order of entry: the last one of a year replaces all days of that year.

    The year is `noticed` from then on. The version names the last notice and closes with a sign that changes whenever a day does.
    """
    entered = tuple(notices)
    if not entered:
        return base
    latest = {notice.year: notice for notice in entered}
    days = {day: rule for day, rule in base.days.items() if _year_of_notice(day, rule) not in latest}
    for year in sorted(latest):
        days |= latest[year].days
    several = f"等{len(latest)}件" if len(latest) > 1 else ""
    return replace(
        base,
        version=f"{base.version}＋{entered[-1].name}{several}·{_sign(days)}",
        days=days,
        noticed=base.noticed.union(latest),
    )


def _year_of_notice(day: date, rule: DayRule) -> int:
    """元旦 in December belongs to the notice of the year that follows."""
    return day.year + 1 if day.month == 12 and "元旦" in rule.name else day.year


def _sign(days: Mapping[date, DayRule]) -> str:
    told = "".join(f"{day}{rule.working}{rule.name}" for day, rule in sorted(days.items(), key=lambda item: item[0]))
    return sha256(told.encode()).hexdigest()[:4]
