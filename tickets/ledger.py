"""Who had it, and for how long? Every minute from acceptance to the end belongs to exactly one holder; the time between an
end and a rework to nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tickets import fold
from tickets.calendar import WorkingCalendar
from tickets.events import Event
from tickets.lifecycle import OPEN, Status
from tickets.ticket import Ticket


class Holder(StrEnum):
    """Who is waited for when no department is."""

    CENTRE = "区热线"
    TALKS = "会商"
    CITIZEN = "诉求人"


_WITH_LEAD = (Status.TO_SIGN, Status.IN_PROGRESS)


@dataclass(frozen=True, kw_only=True)
class Span:
    """From `start` until `end` the ticket was with `holder`: a department's short name or a `Holder`."""

    holder: str
    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Held:
    """What one holder used in all. The working time is the district's, so that the lines sum to the whole."""

    holder: str
    calendar_time: timedelta
    working_time: timedelta


def spans(number: str, events: Sequence[Event], now: datetime) -> tuple[Span, ...]:
    """The holders one after the other, from acceptance until the end of the matter or `now`, without a gap while it is open."""
    made: list[Span] = []
    ticket: Ticket | None = None
    since = now
    for event in events:
        if ticket and not _over(ticket):
            _lengthen(made, _holder(ticket), since, event.at)
        ticket, since = fold.apply(number, ticket, event), event.at
    if ticket and not _over(ticket):
        _lengthen(made, _holder(ticket), since, now)
    return tuple(made)


def ledger(number: str, events: Sequence[Event], now: datetime, calendar: WorkingCalendar) -> tuple[Held, ...]:
    """One line per holder, in the order in which each first had it."""
    return total(spans(number, events, now), calendar)


def total(parts: Iterable[Span], calendar: WorkingCalendar) -> tuple[Held, ...]:
    sums: dict[str, tuple[timedelta, timedelta]] = {}
    for part in parts:
        passed, worked = sums.get(part.holder, (timedelta(0), timedelta(0)))
        sums[part.holder] = (passed + (part.end - part.start), worked + calendar.between(part.start, part.end))
    return tuple(
        Held(holder=holder, calendar_time=passed, working_time=worked) for holder, (passed, worked) in sums.items()
    )


def _lengthen(made: list[Span], holder: str, since: datetime, until: datetime) -> None:
    """Add a span, or make the last one longer when the holder is the same."""
    if made and made[-1].holder == holder:
        since = made.pop().start
    made.append(Span(holder=holder, start=since, end=until))


def _holder(ticket: Ticket) -> str:
    if ticket.status in _WITH_LEAD:
        return ticket.holder
    if ticket.status is Status.SUSPENDED:
        return Holder.TALKS
    return Holder.CENTRE if ticket.status in (*OPEN, Status.RATED, Status.MERGED) else Holder.CITIZEN


def _over(ticket: Ticket) -> bool:
    return ticket.status not in (*OPEN, Status.TO_RATE, Status.RATED, Status.MERGED)
