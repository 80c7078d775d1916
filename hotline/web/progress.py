"""How is a ticket's story drawn for its citizen? Lengths that sum to the whole, and a deadline with the way it was counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from hotline.casework.story import Story
from hotline.records import TicketRow
from tickets.deadlines import Deadline, steps
from tickets.departments import Directory
from tickets.ledger import Holder
from tickets.lifecycle import OPEN, Status
from tickets.service_levels import Clock, length_words

_MINUTE = timedelta(minutes=1)
_DAY = 24 * 60
DONE = {Clock.COMPLETE: "办结", Clock.REWORK: "重新办结"}
_WAITING: dict[str, str] = {Holder.CENTRE: "区热线", Holder.TALKS: "会商", Holder.CITIZEN: "等您评价"}


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one holder used: calendar and working time in whole minutes, `percent` of the whole for the bar."""

    who: str
    minutes: int
    worked: int
    percent: float
    now: bool


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Every holder's share; minutes and worked minutes sum to those of the whole."""

    lines: tuple[Share, ...]
    minutes: int
    worked: int


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Until when it will be done. `extended` says how long was added, `plain_due` what it was before; `rule`, `days` and `end`
    are the walk from the start to the deadline; a pause that lasts ends the walk where it began. `clock` is what will be
    done, in plain words."""

    due: datetime
    clock: str
    provisional: bool
    paused: bool
    extended: str
    plain_due: datetime
    rule: str
    days: tuple[tuple[str, str], ...]
    end: str


def shares(told: Story, directory: Directory) -> Shares:
    minutes = whole_minutes(one.calendar_time for one in told.held)
    worked = whole_minutes(one.working_time for one in told.held)
    whole = sum(minutes)
    lines = tuple(
        Share(
            who=_WAITING.get(one.holder) or directory.named(one.holder).name,
            minutes=length,
            worked=working,
            percent=round(100 * length / whole, 2) if whole else 0,
            now=one.holder == told.with_whom,
        )
        for one, length, working in zip(told.held, minutes, worked, strict=True)
        if length or one.holder == told.with_whom
    )
    return Shares(lines=lines, minutes=whole, worked=sum(worked))


def whole_minutes(lengths: Iterable[timedelta]) -> list[int]:
    """Each length in whole minutes, rounded so that they sum to the rounded-down whole."""
    ends = [end // _MINUTE for end in accumulate(lengths)]
    return [end - start for start, end in pairwise([0, *ends])]


def length(minutes: int) -> str:
    """A length as one says it, a day being 24 hours: 3天2小时, 40分钟."""
    days, rest = divmod(minutes, _DAY)
    return f"{days}天{hours(rest) if rest else ''}" if days else hours(minutes)


def hours(minutes: int) -> str:
    """The same without days, since a working day is not one of 24 hours: 26小时30分钟."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}分钟"
    return f"{whole}小时{rest}分钟" if rest else f"{whole}小时"


def promise(told: Story) -> Promise | None:
    made = told.promised
    if made is None:
        return None
    head, _, *_, end = made.receipt.splitlines()
    return Promise(
        due=made.due,
        clock=DONE[made.clock],
        provisional=made.provisional,
        paused=made.paused,
        extended=length_words(made.extension, made.limit.unit) if made.extension else "",
        plain_due=made.plain_due,
        rule=head,
        days=tuple(_days(made, told.ticket.breaks[-1].start if made.paused else None)),
        end=end.strip(),
    )


def _days(made: Deadline, paused_at: datetime | None) -> Iterable[tuple[str, str]]:
    until = made.calendar.local(paused_at).date() if paused_at else None
    for place, (day, note) in enumerate(steps(made)):
        if until and day >= until:
            break
        yield f"{day:%m月%d日}", note if place else f"{made.start:%H:%M}起算，{note}"
    if until:
        yield f"{until:%m月%d日}", "会商开始，暂停计时"


def promised_until(row: TicketRow) -> datetime | None:
    """The deadline a list may show: None while none runs, or while a pause lasts."""
    if row.paused or row.status not in OPEN or row.status is Status.TO_REVIEW:
        return None
    if row.reworks:
        return row.due_at if row.due_clock is Clock.REWORK else None
    return row.complete_due
