"""What do the figures really say? Every rate with the tickets that make it up, from facts alone.

A period is [start, end). A clock is counted in the period in which its fate is settled: at the act when it was in time, else
when it ran out; what runs out later than `now` is not counted yet. Formulas and their sources stand in docs/figures.md."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeVar

from tickets.facts import AssignmentFact, ClockFact, TicketFact
from tickets.lifecycle import Act
from tickets.ratings import SATISFIED_FROM, Rate
from tickets.runs import Ending
from tickets.service_levels import Clock
from tickets.ticket import Scope, Unrated

Row = TypeVar("Row", TicketFact, ClockFact, AssignmentFact)
Dimension = Literal["department", "street", "category", "channel"]
CENTRE = "区热线"
UNKNOWN_STREET = "地点未定"


class Measure(StrEnum):
    SIGN = "按时签收率"
    COMPLETE = "按时办结率"
    COMPLETE_PLAIN = "按时办结率（不含延期）"
    FINISHED = "办结率"
    FIRST_TIME = "一次办结率"
    CO_COMPLETE = "按时协办率"
    REWORK_IN_TIME = "按时重办率"
    RETURNED = "退单率"
    REWORKED = "重办率"
    CONTACT = "先行联系率"
    FOLLOWED_UP = "回访率"
    SOLVED = "解决率"
    SATISFIED = "满意率"
    OVERALL = "满意总率"


LOW_IS_GOOD = frozenset({Measure.RETURNED, Measure.REWORKED})


@dataclass(frozen=True, kw_only=True)
class Period:
    """[start, end), seen at `now`: nothing that is settled after it is counted."""

    start: datetime
    end: datetime
    now: datetime

    def holds(self, instant: datetime | None) -> bool:
        return instant is not None and self.start <= instant < self.end and instant <= self.now


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A rate as the tickets that make it up; a ticket may stand in it more than once (two departments, two sign-offs)."""

    hit: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def rate(self) -> Rate:
        return Rate(hit=len(self.hit), of=len(self.hit) + len(self.missed))


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Stock and flow: `carried_in` + `received` = `finished` + `carried_out`, each the numbers of tickets."""

    carried_in: tuple[str, ...]
    received: tuple[str, ...]
    finished: tuple[str, ...]
    carried_out: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Facts of a period or of one group of it; `excluded` says of any ticket which figures must not count it."""

    tickets: Sequence[TicketFact]
    clocks: Sequence[ClockFact]
    assignments: Sequence[AssignmentFact]
    excluded: Mapping[str, frozenset[Scope]]


def gathered(
    tickets: Iterable[TicketFact], clocks: Iterable[ClockFact], assignments: Iterable[AssignmentFact]
) -> Facts:
    """All facts of a period; see `hotline.ports.Figures` for what belongs to one."""
    known = list(tickets)
    excluded = {one.number: one.excluded for one in known if one.excluded}
    return Facts(tickets=known, clocks=list(clocks), assignments=list(assignments), excluded=excluded)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Everything that is said of a period or of one group within it. `levels` counts ratings 1 to 5; `default_satisfied`
    and `unrated` were asked and never rated; `left_out` says which tickets are missing from some rate, and why."""

    period: Period
    flow: Flow
    measures: Mapping[Measure, Measured]
    levels: Mapping[int, tuple[str, ...]]
    default_satisfied: tuple[str, ...]
    unrated: tuple[str, ...]
    left_out: Mapping[str, tuple[str, ...]]

    def rate(self, measure: Measure) -> Rate:
        return self.measures[measure].rate


def figures(facts: Facts, period: Period) -> Figures:
    counted = _Counted(facts, period)
    return Figures(
        period=period,
        flow=_flow(facts.tickets, period),
        measures={measure: made(counted) for measure, made in _MEASURES.items()},
        levels={level: _numbers(one for one in counted.rated if one.level == level) for level in range(5, 0, -1)},
        default_satisfied=_numbers(counted.silent("默认满意")),
        unrated=_numbers(counted.silent("未评价")),
        left_out=_left_out(facts, period),
    )


def grouped(facts: Facts, period: Period, by: Dimension) -> dict[str, Figures]:
    """The figures of each department, street, category or channel that has any, by name. By department a clock belongs to
    whoever is charged with it; otherwise to its ticket's group."""
    group = {one.number: _group(one, by) for one in facts.tickets}
    own = by == "department"
    tickets = _split(facts.tickets, lambda one: group[one.number])
    clocks = _split(facts.clocks, lambda one: one.department or CENTRE if own else group.get(one.number, ""))
    parts = _split(facts.assignments, lambda one: one.department if own else group.get(one.number, ""))
    return {
        name: figures(
            Facts(
                tickets=tickets.get(name, []),
                clocks=clocks.get(name, []),
                assignments=parts.get(name, []),
                excluded=facts.excluded,
            ),
            period,
        )
        for name in sorted({*tickets, *clocks, *parts} - {""})
    }


def _split(rows: Iterable[Row], name: Callable[[Row], str]) -> dict[str, list[Row]]:
    split: dict[str, list[Row]] = {}
    for row in rows:
        split.setdefault(name(row), []).append(row)
    return split


def _group(one: TicketFact, by: Dimension) -> str:
    match by:
        case "department":
            return one.department or CENTRE
        case "street":
            return one.street or UNKNOWN_STREET
        case "category":
            return one.category.split("/")[0] or "未分类"
        case "channel":
            return one.channel


class _Counted:
    """What of the facts counts in a period, each sort looked through once."""

    def __init__(self, facts: Facts, period: Period) -> None:
        self._facts = facts
        self._period = period

    @cached_property
    def rated(self) -> list[TicketFact]:
        mine = (one for one in self._facts.tickets if one.level is not None and self._period.holds(one.rated_at))
        return [one for one in mine if "满意" not in one.excluded]

    def silent(self, counts_as: Unrated) -> list[TicketFact]:
        """Never rated; who rated once and said nothing after a rework is counted by what was said."""
        asked = (one for one in self._facts.tickets if one.unrated == counts_as and one.level is None)
        return [one for one in asked if self._period.holds(one.unrated_at) and "满意" not in one.excluded]

    @cached_property
    def completed(self) -> list[TicketFact]:
        """Completed by a department for the first time in the period, also when it is being worked on again by now."""
        return [one for one in self._facts.tickets if one.department and self._period.holds(one.first_completed_at)]

    @cached_property
    def dispatched(self) -> list[AssignmentFact]:
        return [one for one in self._facts.assignments if one.lead and self._period.holds(one.dispatched_at)]

    def settled(self, clock: Clock, *, helpers: bool = False) -> list[ClockFact]:
        """Runs of a clock whose fate was settled in the period; those of co-handlers, or of lead and centre."""
        scope = _SCOPES.get(clock)
        return [
            one
            for one in self._by_clock.get(clock, ())
            if (clock is Clock.SIGN or bool(one.place) is (helpers or clock is Clock.CONTACT))
            and scope not in self._facts.excluded.get(one.number, ())
        ]

    @cached_property
    def _by_clock(self) -> dict[Clock, list[ClockFact]]:
        period = self._period
        alive = (one for one in self._facts.clocks if not (one.paused or _nobodys(one)))
        return _split((one for one in alive if period.holds(one.settled_at)), lambda one: one.clock)

    def finished_by_now(self, one: ClockFact) -> bool:
        period = self._period
        return one.ending is Ending.DONE and one.stopped_at <= period.now and one.stopped_at < period.end


def _nobodys(one: ClockFact) -> bool:
    """Dropped in time, except a follow-up: a ticket closed early was not followed up all the same."""
    return one.dropped and one.clock is not Clock.FOLLOW_UP


_SCOPES: Mapping[Clock, Scope] = {Clock.SIGN: "签收", Clock.COMPLETE: "办结"}


def _judged(rows: Iterable[Row], hits: Callable[[Row], bool]) -> Measured:
    hit, missed = [], []
    for row in rows:
        (hit if hits(row) else missed).append(row.number)
    return Measured(hit=tuple(hit), missed=tuple(missed))


def _in_time(one: ClockFact) -> bool:
    return one.in_time


def _in_time_plainly(one: ClockFact) -> bool:
    return one.in_time and one.stopped_at <= one.plain_due


def _satisfied(one: TicketFact) -> bool:
    return one.level is not None and one.level >= SATISFIED_FROM


_MEASURES: Mapping[Measure, Callable[[_Counted], Measured]] = {
    Measure.SIGN: lambda of: _judged(of.settled(Clock.SIGN), _in_time),
    Measure.COMPLETE: lambda of: _judged(of.settled(Clock.COMPLETE), _in_time),
    Measure.COMPLETE_PLAIN: lambda of: _judged(of.settled(Clock.COMPLETE), _in_time_plainly),
    Measure.FINISHED: lambda of: _judged(of.settled(Clock.COMPLETE), of.finished_by_now),
    Measure.FIRST_TIME: lambda of: _judged(of.completed, lambda one: not one.reworks),
    Measure.CO_COMPLETE: lambda of: _judged(of.settled(Clock.COMPLETE, helpers=True), _in_time),
    Measure.REWORK_IN_TIME: lambda of: _judged(of.settled(Clock.REWORK), _in_time),
    Measure.RETURNED: lambda of: _judged(of.dispatched, lambda one: one.returned_at is not None),
    Measure.REWORKED: lambda of: _judged(of.completed, lambda one: one.reworks > 0),
    Measure.CONTACT: lambda of: _judged(of.settled(Clock.CONTACT), _in_time),
    Measure.FOLLOWED_UP: lambda of: _judged(of.settled(Clock.FOLLOW_UP), lambda one: one.ending is Ending.DONE),
    Measure.SOLVED: lambda of: _judged((one for one in of.rated if one.solved is not None), lambda one: one.solved),
    Measure.SATISFIED: lambda of: _judged(of.rated, _satisfied),
    Measure.OVERALL: lambda of: _judged(
        [*of.rated, *of.silent("默认满意")], lambda one: one.level is None or _satisfied(one)
    ),
}


def _flow(tickets: Iterable[TicketFact], period: Period) -> Flow:
    """By what is known now: a ticket sent back for rework is not finished any more."""
    known = [one for one in tickets if one.accepted_at < period.end and not _finished_before(one, period.start)]
    return Flow(
        carried_in=_numbers(one for one in known if one.accepted_at < period.start),
        received=_numbers(one for one in known if one.accepted_at >= period.start),
        finished=_numbers(one for one in known if _finished_before(one, period.end)),
        carried_out=_numbers(one for one in known if not _finished_before(one, period.end)),
    )


def _finished_before(one: TicketFact, instant: datetime) -> bool:
    return one.finished_at is not None and one.finished_at < instant


def _left_out(facts: Facts, period: Period) -> dict[str, tuple[str, ...]]:
    ended = [one for one in facts.tickets if period.holds(one.finished_at)]
    scopes = {f"剔除（{scope}）": scope for scope in ("签收", "办结", "满意")}
    return {
        "不予受理": _numbers(one for one in ended if one.route in (Act.DECLINE, Act.EXPLAIN)),
        "已移交": _numbers(one for one in ended if one.route in (Act.TRANSFER, Act.HAND_TO_POLICE)),
        "已撤回": _numbers(one for one in ended if one.withdrawn),
        "已并单": _numbers(one for one in ended if one.merged),
        **{name: _numbers(one for one in ended if scope in one.excluded) for name, scope in scopes.items()},
    }


def _numbers(rows: Iterable[TicketFact]) -> tuple[str, ...]:
    return tuple(row.number for row in rows)
