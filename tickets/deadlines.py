"""Until when? A deadline is derived from a start, a limit, a calendar and the breaks of its history, and can show how."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from tickets.calendar import WorkingCalendar
from tickets.runs import Break
from tickets.service_levels import Clock, Limit, ServiceLevels, Unit, length_words

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """When a clock runs out, with all it was derived from. `plain_due` is what it would be without the extension.
    `provisional` 暂定: it crosses into a year whose holiday notice is not out yet. `paused`: a break lasts, so that
    `due` will move on when it ends; a break that began too late, or that must not move it, pauses nothing."""

    clock: Clock
    start: datetime
    due: datetime
    plain_due: datetime
    warn_at: datetime
    red_at: datetime
    provisional: bool
    paused: bool
    limit: Limit
    extension: int
    breaks: tuple[Break, ...]
    no_later: datetime | None
    levels_version: str
    levels_label: str
    calendar: WorkingCalendar = field(repr=False, compare=False)

    def left(self, amount: int) -> datetime:
        """The instant at which that much of the limit's unit is left; the start when it is more than all."""
        whole = self.limit.amount + self.extension
        return min(runs_out(self.limit, self.start, self.calendar, amount=whole - amount, breaks=self.breaks), self.due)

    @property
    def receipt(self) -> str:
        """The walk through the calendar, line by line, that anyone can check by hand."""
        levels = f"{self.levels_label}，版本 {self.levels_version}；日历版本 {self.calendar.version}"
        more = f"，另批准延期{length_words(self.extension, self.limit.unit)}" if self.extension else ""
        lines = [f"  {day:%Y-%m-%d} {note}" for day, note in steps(self)]
        mark = "（暂定：跨入的年份放假安排尚未公布，公布后重新计算）" if self.provisional else ""
        mark += (
            f"（不晚于市级期限前的 {self.calendar.local(self.no_later):%Y-%m-%d %H:%M}）"
            if self.no_later == self.due
            else ""
        )
        end = "  现在会商中，暂停计时，恢复后顺延" if self.paused else f"  到期 {self.due:%Y-%m-%d %H:%M}{mark}"
        head = f"{self.clock}时限 {self.limit.words}{more}（{levels}）"
        return "\n".join([head, f"  起算 {self.start:%Y-%m-%d %H:%M}", *lines, end])


def deadline(
    limit: Limit,
    start: datetime,
    levels: ServiceLevels,
    calendar: WorkingCalendar,
    *,
    breaks: Sequence[Break] = (),
    extension: int = 0,
    no_later: datetime | None = None,
) -> Deadline:
    """The deadline of a clock that starts at `start` (timezone-aware); `extension` is in the limit's unit, `no_later` an
    instant that it must not pass whatever the limit says. Errors: `EmptyCalendar`, `ValueError` when the limit is a window."""
    if not isinstance(limit.clock, Clock):
        raise ValueError(f"{limit.clock} does not run")
    start = calendar.local(start)
    latest = max(no_later, start) if no_later else datetime.max.replace(tzinfo=start.tzinfo)
    over = tuple(replace(one, start=max(one.start, start)) for one in breaks if one.end and one.end > start)

    def at(amount: int) -> datetime:
        return min(runs_out(limit, start, calendar, amount=amount, breaks=over), latest)

    whole = limit.amount + extension
    due = at(whole)
    return Deadline(
        clock=limit.clock,
        start=start,
        due=calendar.local(due),
        plain_due=at(limit.amount) if extension else due,
        warn_at=_minutes_before(due, limit.warn, start, limit.unit, calendar),
        red_at=_minutes_before(due, limit.red, start, limit.unit, calendar),
        provisional=limit.unit is not Unit.MINUTES and calendar.provisional(start.date(), due.date()),
        paused=due < latest and any(one.end is None and one.start < due for one in breaks),
        limit=limit,
        extension=extension,
        breaks=over,
        no_later=no_later,
        levels_version=levels.version,
        levels_label=levels.label,
        calendar=calendar,
    )


def _minutes_before(due: datetime, minutes: int, start: datetime, unit: Unit, calendar: WorkingCalendar) -> datetime:
    """The instant with that many minutes left, the start when there are not so many."""
    left = timedelta(minutes=minutes)
    if unit is Unit.MINUTES or not left:
        return max(start, due - left)
    used = calendar.between(start, due) - left
    return calendar.add(start, used) if used > timedelta(0) else start


def runs_out(
    limit: Limit,
    start: datetime,
    calendar: WorkingCalendar,
    *,
    amount: int | None = None,
    breaks: Sequence[Break] = (),
) -> datetime:
    """The instant at which `amount` of the limit's unit (the whole limit when None) is used up; `breaks` are over and do
    not begin before `start`."""
    amount = limit.amount if amount is None else amount
    start = calendar.local(start)
    return _DUE[limit.unit](start, amount, calendar, breaks) if amount > 0 else start


def _days_due(start: datetime, amount: int, calendar: WorkingCalendar, breaks: Sequence[Break]) -> datetime:
    """The day a break begins is not counted, the day it ends is: within a day a break changes nothing."""
    due = calendar.closing(calendar.day_after(start.date(), amount))
    for one in breaks:
        if one.start < due:
            first, end = _paused_days(one, start, calendar)
            amount += calendar.working_days_between(first - _DAY, max(end, first) - _DAY)
            due = calendar.closing(calendar.day_after(start.date(), amount))
    return due


def _paused_days(one: Break, start: datetime, calendar: WorkingCalendar) -> tuple[date, date]:
    """First day of a break that is not counted, and the first one that is again."""
    return max(calendar.local(one.start).date(), start.date() + _DAY), calendar.local(one.end).date()


def _working_minutes_due(start: datetime, amount: int, calendar: WorkingCalendar, breaks: Sequence[Break]) -> datetime:
    due = calendar.add(start, timedelta(minutes=amount))
    for one in breaks:
        pause = calendar.between(one.start, one.end) if one.start < due else timedelta(0)
        due = calendar.add(due, pause) if pause else due
    return due


def _minutes_due(start: datetime, amount: int, calendar: WorkingCalendar, breaks: Sequence[Break]) -> datetime:
    due = start + timedelta(minutes=amount)
    for one in breaks:
        due += one.end - one.start if one.start < due else timedelta(0)
    return due


_DUE = {Unit.WORKING_DAYS: _days_due, Unit.WORKING_MINUTES: _working_minutes_due, Unit.MINUTES: _minutes_due}


def steps(made: Deadline) -> list[tuple[date, str]]:
    """The walk day by day: what each day is and what was counted on it."""
    return _WALKS[made.limit.unit](made)


def _walk_days(made: Deadline) -> list[tuple[date, str]]:
    calendar, counted = made.calendar, 0
    day = made.start.date()
    walk = [(day, f"{calendar.why(day)}，起算当日不计")]
    while day < made.due.date():
        day += _DAY
        counts = calendar.works(day) and not _pausing(made, day)
        counted += counts
        why = f"{calendar.why(day)}，会商暂停" if calendar.works(day) and not counts else calendar.why(day)
        walk.append((day, f"{why}，计第{counted}个工作日" if counts else f"{why}，不计"))
    return walk


def _pausing(made: Deadline, day: date) -> bool:
    local = made.calendar.local
    return any(one.end and local(one.start).date() <= day < local(one.end).date() for one in made.breaks)


def _walk_working_minutes(made: Deadline) -> list[tuple[date, str]]:
    walk, day = [], made.start.date()
    while day <= made.due.date():
        counted = _counted(made, day)
        note = f"计{counted // timedelta(minutes=1)}分钟" if counted else "不计"
        walk.append((day, f"{made.calendar.why(day)}，{note}"))
        day += _DAY
    return walk


def _counted(made: Deadline, day: date) -> timedelta:
    """Working time of a day that counts: within the clock and outside every break."""
    calendar = made.calendar
    midnight = datetime.combine(day, datetime.min.time(), calendar.zone)
    begin, end = max(made.start, midnight), min(made.due, midnight + _DAY)
    paused = (calendar.between(max(one.start, begin), min(one.end, end)) for one in made.breaks if one.end is not None)
    return calendar.between(begin, end) - sum(paused, timedelta(0))


def _walk_minutes(made: Deadline) -> list[tuple[date, str]]:
    total = made.limit.amount + made.extension
    walk = [(made.start.date(), f"全天计时，连续计{total}分钟")]
    local = made.calendar.local
    ended = (one for one in made.breaks)
    paused = [
        (local(one.start).date(), f"会商暂停{(one.end - one.start) // timedelta(minutes=1)}分钟，不计") for one in ended
    ]
    return walk + paused


_WALKS = {Unit.WORKING_DAYS: _walk_days, Unit.WORKING_MINUTES: _walk_working_minutes, Unit.MINUTES: _walk_minutes}


def time_left(due: datetime, now: datetime) -> str:
    """What a countdown says: 剩 1 天 3 时, 剩 40 分, 超 2 时."""
    late = now > due
    minutes = abs(due - now) // timedelta(minutes=1)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    length = f"{days} 天 {hours} 时" if days else f"{hours} 时 {rest} 分" if hours else f"{rest} 分"
    return f"超 {length}" if late else f"剩 {length}"
