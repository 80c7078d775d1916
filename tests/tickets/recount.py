"""The figures counted once more, slowly and by hand over the events: what the product's figures are held against.

Nothing of the product's clocks, deadlines and figures is used, only the calendar's answer whether a day is a working day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.tickets.golden_week import CALENDAR
from tickets.events import Event

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SIGN = {"普通": ("工作日", 1), "紧急": ("工作分钟", 120), "特急": ("分钟", 30)}
COMPLETE = {"咨询": 3, "求助": 5, "建议": 5, "投诉": 10, "举报": 10}
"""As in tests/tickets/limits.py, for ordinary tickets in working days; an urgent one has 24 hours, a critical one no limit."""
_ENDING_AT_INTAKE = ("转接紧急热线", "不予受理", "解释说明", "移送公安")

Counts = tuple[int, int]


@dataclass
class Task:
    """Something that had to be done by a time. `how` is 完成 or 终止 once it stopped."""

    who: str
    start: datetime
    urgency: str
    kind: str = ""
    stop: datetime | None = None
    how: str = ""

    def end(self, at: datetime, how: str) -> None:
        if self.stop is None:
            self.stop, self.how = at, how

    def go_on(self) -> None:
        self.stop, self.how = None, ""


@dataclass
class Told:
    """What the events of one ticket tell, read once from the first to the last."""

    accepted_at: datetime
    kind: str
    urgency: str
    city_due: datetime | None = None
    signs: list[Task] = field(default_factory=list)
    matter: Task | None = None
    lead: Task | None = None
    helpers: dict[str, Task] = field(default_factory=dict)
    given: list[list] = field(default_factory=list)  # [instant, returned]
    holds: list[list] = field(default_factory=list)  # [from, until, department]
    talks: list[list] = field(default_factory=list)  # [from, until]
    asked_days: int = 0
    added_days: int = 0
    reworks: int = 0
    was_rated: bool = False
    waits_for_rating: bool = False
    level: int | None = None
    rated_at: datetime | None = None
    silent: str = ""
    silent_at: datetime | None = None
    excluded: set[str] = field(default_factory=set)
    finished_at: datetime | None = None


def read(events: Sequence[Event]) -> Told:
    first = events[0]
    due = first.data.get("city_due")
    told = Told(
        accepted_at=first.at,
        kind=str(first.data["kind"]),
        urgency=str(first.data["urgency"]),
        city_due=datetime.fromisoformat(due) if due else None,
    )
    for event in events[1:]:
        _assigning(told, event)
        _working(told, event)
        _judging(told, event)
    return told


def _assigning(told: Told, event: Event) -> None:
    act, at, data = str(event.act), event.at, event.data
    if act == "派单":
        told.kind, told.urgency = data.get("kind", told.kind), data.get("urgency", told.urgency)
        if told.was_rated and told.matter:
            told.reworks += 1
        _lead(told, data["department"], at)
        if told.matter is None:
            told.matter = Task(who="", start=at, urgency=told.urgency, kind=told.kind)
        for helper in data.get("co", ()):
            _help(told, helper, at)
    elif act == "改派":
        _lead(told, data["department"], at)
    elif act == "增派协办":
        _help(told, data["department"], at)
    elif act == "取消协办":
        told.helpers.pop(data["department"]).end(at, "终止")
    elif act in ("签收", "退单"):
        told.lead.end(at, "完成")
    elif act == "协办签收":
        told.helpers[event.actor.department].end(at, "完成")
    elif act == "同意退单":
        told.given[-1][1] = True
        told.lead = None
        told.holds[-1][1] = at
    elif act in ("并单", "撤回", "直接答复", *_ENDING_AT_INTAKE):
        _nobody(told, at)


def _lead(told: Told, department: str, at: datetime) -> None:
    if told.lead:
        told.lead.end(at, "终止")
        told.holds[-1][1] = at
    if department in told.helpers:
        told.helpers.pop(department).end(at, "终止")
    told.lead = Task(who=department, start=at, urgency=told.urgency)
    told.signs.append(told.lead)
    told.given.append([at, False])
    told.holds.append([at, None, department])


def _help(told: Told, department: str, at: datetime) -> None:
    if department not in told.helpers:
        told.helpers[department] = Task(who=department, start=at, urgency=told.urgency)
        told.signs.append(told.helpers[department])


def _nobody(told: Told, at: datetime) -> None:
    if told.lead:
        told.holds[-1][1] = at
    for task in (told.lead, *told.helpers.values()):
        if task:
            task.end(at, "终止")
    told.lead, told.helpers = None, {}


def _working(told: Told, event: Event) -> None:
    act, at = str(event.act), event.at
    if act == "会商":
        told.talks.append([at, None])
    elif act in ("恢复办理", "改派", "撤回") and told.talks and told.talks[-1][1] is None:
        told.talks[-1][1] = at
    if act == "申请延期":
        told.asked_days = event.data["amount"]
    elif act == "同意延期":
        told.added_days = event.data.get("amount", told.asked_days)
    if told.matter is None:
        return
    if act in ("办结", "直接答复"):
        told.matter.end(at, "完成")
    elif act in ("并单", "撤回", "结案", *_ENDING_AT_INTAKE):
        told.matter.end(at, "终止")
    elif act == "解除并单" or (act == "审核退回" and not told.reworks):
        told.matter.go_on()


def _judging(told: Told, event: Event) -> None:
    act, at, data = str(event.act), event.at, event.data
    if act in ("办结", "直接答复", "并单答复", "撤回", "并单", *_ENDING_AT_INTAKE):
        told.finished_at = at
    elif act in ("审核退回", "重办", "解除并单", "派单"):
        told.finished_at = None
    if act in ("审核通过", "直接答复", "并单答复"):
        told.waits_for_rating = True
    elif act == "评价":
        told.level, told.rated_at, told.was_rated, told.waits_for_rating = data["level"], at, True, False
    elif act == "结案":
        if told.waits_for_rating:
            told.silent, told.silent_at = data.get("unrated", "未评价"), at
        told.waits_for_rating = told.was_rated = False
    elif act in ("重办", "派单"):
        told.silent, told.silent_at, told.was_rated = "", None, False
        told.reworks += act == "重办"
    elif act == "同意剔除":
        told.excluded.add(data["scope"])


def _runs_out(unit: str, amount: int, start: datetime, talks: Sequence[Sequence[datetime]]) -> datetime:
    return _last_day(start, amount, talks) if unit == "工作日" else _last_minute(unit, start, amount, talks)


def _last_day(start: datetime, amount: int, talks: Sequence[Sequence[datetime]]) -> datetime:
    day = start.date()
    while amount:
        day += DAY
        closing = _at(day, 17, 30)
        over = [(begin, end) for begin, end in talks if end and begin.date() <= day < end.date()]
        if amount == 1:  # talks that begin after the last day has closed come too late
            over = [(begin, end) for begin, end in over if begin < closing]
        if CALENDAR.works(day) and not over:
            amount -= 1
    return _at(day, 17, 30)


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CALENDAR.zone)


def _last_minute(unit: str, start: datetime, amount: int, talks: Sequence[Sequence[datetime]]) -> datetime:
    now = start
    while amount:
        talked = any(end and begin <= now < end for begin, end in talks)
        amount -= not talked and (unit == "分钟" or _working_minute(now))
        now += MINUTE
    return now


def _working_minute(now: datetime) -> bool:
    minute = now.hour * 60 + now.minute
    return CALENDAR.works(now.date()) and (510 <= minute < 720 or 870 <= minute < 1050)


def sign_due(task: Task) -> datetime:
    unit, amount = SIGN[task.urgency]
    return _runs_out(unit, amount, task.start, ())


def complete_due(told: Told, added: int) -> datetime | None:
    matter = told.matter
    if matter is None or matter.urgency == "特急":
        return None
    unit, amount = ("工作日", COMPLETE[matter.kind]) if matter.urgency == "普通" else ("分钟", 1440)
    due = _runs_out(unit, amount + added, matter.start, told.talks)
    cap = max(told.city_due - DAY, matter.start) if told.city_due else due
    return min(due, cap)


def _still_paused(told: Told, due: datetime) -> bool:
    """Talks go on, they began before it was late, and the city does not wait for it earlier."""
    lasting = [begin for begin, end in told.talks if end is None]
    at_the_cap = told.city_due is not None and due >= max(told.city_due - DAY, told.matter.start)
    return bool(lasting) and told.matter.stop is None and lasting[0] < due and not at_the_cap


def within(instant: datetime | None, period) -> bool:
    return instant is not None and period.start <= instant < period.end and instant <= period.now


def _settled(task: Task, due: datetime, period) -> bool:
    in_time = task.stop is not None and task.stop <= due
    if in_time and task.how == "终止":
        return False
    return within(task.stop if in_time else due, period)


def on_time_sign_off(tickets: Iterable[Told], period) -> Counts:
    tasks = [(task, sign_due(task)) for told in tickets if "签收" not in told.excluded for task in told.signs]
    of = [(task, due) for task, due in tasks if _settled(task, due, period)]
    return sum(task.how == "完成" and task.stop <= due for task, due in of), len(of)


def on_time_completion(
    tickets: Iterable[Told], period, department: str | None = None, *, plain: bool = False
) -> Counts:
    """`plain`: without the extension; `department`: only those it is charged with, empty for the centre."""
    hit = of = 0
    for told in tickets:
        due, plain_due = complete_due(told, told.added_days), complete_due(told, 0)
        if due is None or "办结" in told.excluded or _still_paused(told, due) or not _settled(told.matter, due, period):
            continue
        in_time = told.matter.how == "完成" and told.matter.stop <= due
        if department is not None and _holder(told, told.matter.stop if in_time else due) != department:
            continue
        of += 1
        hit += in_time and (not plain or told.matter.stop <= plain_due)
    return hit, of


def _holder(told: Told, instant: datetime) -> str:
    for begin, until, department in told.holds:
        if begin <= instant and (until is None or instant < until):
            return department
    return ""


def returned(tickets: Iterable[Told], period) -> Counts:
    given = [back for told in tickets for at, back in told.given if within(at, period)]
    return sum(given), len(given)


def satisfied(tickets: Iterable[Told], period) -> Counts:
    levels = [told.level for told in tickets if within(told.rated_at, period) and "满意" not in told.excluded]
    return sum(level >= 3 for level in levels), len(levels)


def overall(tickets: Iterable[Told], period) -> Counts:
    tickets = list(tickets)
    hit, of = satisfied(tickets, period)
    silent = [
        told for told in tickets if told.level is None and told.silent == "默认满意" and within(told.silent_at, period)
    ]
    more = sum("满意" not in told.excluded for told in silent)
    return hit + more, of + more


def flow(tickets: Iterable[Told], period) -> tuple[int, int, int, int]:
    """Carried in, received, finished, carried out."""
    counts = [0, 0, 0, 0]
    for told in tickets:
        if told.accepted_at >= period.end or (told.finished_at and told.finished_at < period.start):
            continue
        counts[0 if told.accepted_at < period.start else 1] += 1
        counts[2 if told.finished_at and told.finished_at < period.end else 3] += 1
    return tuple(counts)
