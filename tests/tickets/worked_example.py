"""The worked example of docs/figures.md: six tickets of November 2026 by their events, and the figures that follow from them."""

from datetime import datetime

from tests.tickets.counting import facts_of
from tests.tickets.golden_week import at
from tests.tickets.one_ticket import OPERATOR, Matter, accepted
from tickets.clocks import deadlines_of
from tickets.figures import Figures, Period, figures
from tickets.lifecycle import Act
from tickets.people import SYSTEM
from tickets.service_levels import Clock

NOVEMBER = Period(start=at(11, 1, "00:00"), end=at(12, 1, "00:00"), now=at(12, 1, "00:00"))


def example() -> tuple[Matter, ...]:
    return (_well_done(), _signed_late(), _extended(), _returned(), _withdrawn(), _still_open())


def _dispatched(number: str, day: datetime, department: str = "城管", **facts) -> Matter:
    return accepted(number, at=day, **facts).dispatched(department, at=day)


def _work(matter: Matter, signed: datetime, completed: datetime) -> Matter:
    matter.do(Act.SIGN, at=signed)
    matter.do(Act.REPLY, at=completed)
    matter.do(Act.COMPLETE, at=completed)
    matter.do(Act.APPROVE, at=completed)
    return matter


def _well_done() -> Matter:
    """A question, answered and rated 非常满意."""
    matter = _dispatched("A", at(11, 2, "09:00"), kind="咨询")
    matter.do(Act.CONTACT, at=at(11, 2, "09:30"))
    _work(matter, at(11, 2, "10:00"), at(11, 4, "16:00"))
    matter.do(Act.RATE, at=at(11, 5, "09:00"), level=5, solved=True)
    return matter


def _signed_late() -> Matter:
    """A complaint, signed a day late, rated 不满意 and done again."""
    matter = _work(_dispatched("B", at(11, 2, "09:00")), at(11, 4, "10:00"), at(11, 12, "16:00"))
    matter.do(Act.RATE, at=at(11, 13, "09:00"), level=2, solved=False)
    matter.do(Act.REWORK, at=at(11, 16, "09:00"))
    matter.do(Act.REPLY, at=at(11, 20, "16:00"))
    matter.do(Act.COMPLETE, at=at(11, 20, "16:00"))
    matter.do(Act.APPROVE, at=at(11, 20, "16:00"))
    matter.do(Act.CLOSE, SYSTEM, at=at(11, 27, "16:00"), unrated="默认满意")
    return matter


def _extended() -> Matter:
    """A question that took three working days more than its three, granted in time; nobody rated it."""
    matter = _dispatched("C", at(11, 3, "09:00"), kind="咨询")
    matter.do(Act.SIGN, at=at(11, 3, "11:00"))
    matter.do(Act.ASK_EXTENSION, at=at(11, 4, "09:00"), amount=3)
    matter.do(Act.GRANT_EXTENSION, at=at(11, 4, "10:00"))
    for act in (Act.REPLY, Act.COMPLETE, Act.APPROVE):
        matter.do(act, at=at(11, 10, "15:00"))
    matter.do(Act.CLOSE, SYSTEM, at=at(11, 17, "15:00"), unrated="默认满意")
    return matter


def _returned() -> Matter:
    """Returned by 城管, dispatched to 住建, never completed."""
    matter = _dispatched("D", at(11, 5, "09:00"))
    matter.do(Act.RETURN, at=at(11, 5, "15:00"), reason="不属本单位职责", suggested="住建")
    matter.do(Act.GRANT_RETURN, at=at(11, 6, "09:00"))
    matter.dispatched("住建", at=at(11, 6, "10:00"))
    matter.do(Act.SIGN, at=at(11, 6, "11:00"))
    return matter


def _withdrawn() -> Matter:
    """Withdrawn by the citizen before it was due."""
    matter = _dispatched("E", at(11, 9, "09:00"))
    matter.do(Act.SIGN, at=at(11, 9, "10:00"))
    matter.do(Act.WITHDRAW, OPERATOR, at=at(11, 11, "09:00"))
    return matter


def _still_open() -> Matter:
    """Dispatched late in the month: signed in time, not due yet."""
    matter = _dispatched("F", at(11, 24, "09:00"))
    matter.do(Act.SIGN, at=at(11, 25, "17:30"))
    return matter


def example_tables() -> str:
    """Events, deadlines and figures as docs/figures.md shows them."""
    tickets = example()
    made = figures(facts_of(*tickets), NOVEMBER)
    return "\n".join([*_events(tickets), "", *_rates(made), "", *_rest(made)])


def _events(tickets: tuple[Matter, ...]) -> list[str]:
    head = ["| 工单 | 类型 | 经过（2026年11月） | 签收期限 | 办结期限 |", "|---|---|---|---|---|"]
    return head + [
        f"| {one.number} | {one.ticket.kind} | {_life(one)} | {_dues(one, Clock.SIGN)} | {_dues(one, Clock.COMPLETE)} |"
        for one in tickets
    ]


def _life(one: Matter) -> str:
    return "，".join(f"{event.at:%d日%H:%M} {event.act}{_detail(event)}" for event in one.events[1:])


def _detail(event) -> str:
    told = (
        event.data.get("department") or event.data.get("level") or event.data.get("unrated") or event.data.get("amount")
    )
    return f"（{told}）" if told else ""


def _dues(one: Matter, clock: Clock) -> str:
    deadlines = deadlines_of(one.ticket, one.book)
    return "、".join(f"{deadlines[run.no].due:%m-%d %H:%M}" for run in one.ticket.runs if run.clock is clock)


def _rates(made: Figures) -> list[str]:
    head = ["| 指标 | 计入分子 | 只计入分母 | 结果 |", "|---|---|---|---|"]
    return head + [
        f"| {measure} | {' '.join(told.hit) or '无'} | {' '.join(told.missed) or '无'} | "
        f"{told.rate.hit}/{told.rate.of} = {told.rate.text} |"
        for measure, told in made.measures.items()
    ]


def _rest(made: Figures) -> list[str]:
    flow = made.flow
    left_out = "；".join(f"{name} {' '.join(numbers)}" for name, numbers in made.left_out.items() if numbers)
    return [
        f"上期结转 {len(flow.carried_in)} + 本期受理 {len(flow.received)} = "
        f"本期办结 {len(flow.finished)}（{' '.join(flow.finished)}）+ 期末在办 {len(flow.carried_out)}（{' '.join(flow.carried_out)}）",
        "",
        f"默认满意 {' '.join(made.default_satisfied)}；未评价 {' '.join(made.unrated) or '无'}；不计入部分指标：{left_out}",
    ]
