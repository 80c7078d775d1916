"""Until when? A deadline is derived from a start, a limit and a calendar, and can show how."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tickets.calendar import WorkingCalendar
from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock, Limit, ServiceLevels, Unit


@dataclass(frozen=True, kw_only=True)
class Step:
    """One day of the walk: what the day is and what was counted on it."""

    day: date
    note: str


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """When a clock runs out, with its receipt. `provisional` 暂定: it crosses into a year whose holiday notice is not out yet."""

    clock: Clock
    start: datetime
    due: datetime
    warn_at: datetime
    provisional: bool
    limit: str
    levels_version: str
    levels_label: str
    calendar_version: str
    steps: tuple[Step, ...]

    @property
    def receipt(self) -> str:
        """The walk through the calendar, line by line, that anyone can check by hand."""
        head = f"{self.clock}时限 {self.limit}（{self.levels_label}，版本 {self.levels_version}；日历版本 {self.calendar_version}）"
        lines = [f"  {step.day:%Y-%m-%d} {step.note}" for step in self.steps]
        mark = "（暂定：跨入的年份放假安排尚未公布，公布后重新计算）" if self.provisional else ""
        return "\n".join(
            [head, f"  起算 {self.start:%Y-%m-%d %H:%M}", *lines, f"  到期 {self.due:%Y-%m-%d %H:%M}{mark}"]
        )


def deadline(
    clock: Clock, kind: Kind, urgency: Urgency, start: datetime, levels: ServiceLevels, calendar: WorkingCalendar
) -> Deadline:
    """The deadline of one clock that starts at `start` (timezone-aware). Errors: `UnknownLimit`, `EmptyCalendar`."""
    limit = levels.limit(clock, kind, urgency)
    start = calendar.local(start)
    due, steps = _WALKS[limit.unit](start, limit, calendar)
    provisional = limit.unit is not Unit.MINUTES and calendar.provisional(start.date(), due.date())
    return Deadline(
        clock=clock,
        start=start,
        due=due,
        warn_at=max(start, due - limit.warn),
        provisional=provisional,
        limit=limit.words,
        levels_version=levels.version,
        levels_label=levels.label,
        calendar_version=calendar.version,
        steps=steps,
    )


def _walk_days(start: datetime, limit: Limit, calendar: WorkingCalendar) -> tuple[datetime, tuple[Step, ...]]:
    day, counted = start.date(), 0
    steps = [Step(day=day, note=f"{calendar.why(day)}，派单当日不计")]
    while counted < limit.amount:
        day += timedelta(days=1)
        counted += calendar.works(day)
        note = f"计第{counted}个工作日" if calendar.works(day) else "不计"
        steps.append(Step(day=day, note=f"{calendar.why(day)}，{note}"))
    return calendar.closing(day), tuple(steps)


def _walk_working_minutes(
    start: datetime, limit: Limit, calendar: WorkingCalendar
) -> tuple[datetime, tuple[Step, ...]]:
    due = calendar.add(start, timedelta(minutes=limit.amount))
    steps, day = [], start.date()
    while day <= due.date():
        midnight = datetime.combine(day, datetime.min.time(), calendar.zone)
        counted = calendar.between(max(start, midnight), min(due, midnight + timedelta(days=1)))
        note = f"计{counted // timedelta(minutes=1)}分钟" if counted else "不计"
        steps.append(Step(day=day, note=f"{calendar.why(day)}，{note}"))
        day += timedelta(days=1)
    return due, tuple(steps)


def _walk_minutes(start: datetime, limit: Limit, calendar: WorkingCalendar) -> tuple[datetime, tuple[Step, ...]]:
    due = start + timedelta(minutes=limit.amount)
    return due, (Step(day=start.date(), note=f"全天计时，连续计{limit.amount}分钟"),)


_WALKS = {Unit.WORKING_DAYS: _walk_days, Unit.WORKING_MINUTES: _walk_working_minutes, Unit.MINUTES: _walk_minutes}


def time_left(due: datetime, now: datetime) -> str:
    """What a countdown says: 剩 1 天 3 时, 今日到期 · 剩 40 分, 超 2 时."""
    late = now > due
    minutes = abs(due - now) // timedelta(minutes=1)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    length = f"{days} 天 {hours} 时" if days else f"{hours} 时 {rest} 分" if hours else f"{rest} 分"
    return f"超 {length}" if late else f"剩 {length}"
