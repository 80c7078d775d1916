"""Which tickets does an address ask for? Filters as they stand in the address, and in words for the page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hotline.casework import reading
from hotline.casework.board import RUNNING, SOON, rates
from hotline.casework.office import Office
from hotline.ports import AssignmentRow, RatedRow, TicketFilter, TicketRow
from tickets.calendar import CHINA
from tickets.lifecycle import Status
from tickets.people import Actor

RATES = {"签收": "应签收", "办结": "应办结", "满意": "已评价"}
MISSED = {"签收": "没有按时签收", "办结": "没有按时办结", "满意": "评价不满意"}
LONGEST = 500


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The address read: `rate` names the rate whose tickets are wanted, `missed` narrows to those that spoil it."""

    statuses: frozenset[Status] = frozenset()
    holder: str = ""
    late: bool = False
    soon: bool = False
    first: date | None = None
    last: date | None = None
    rate: str = ""
    missed: bool = False


@dataclass(frozen=True, kw_only=True)
class Found:
    """The rows and what was asked, as words; `cut` when there are more than the page shows."""

    asked: Asked
    words: tuple[str, ...]
    rows: list[TicketRow]
    cut: bool


def listed(office: Office, actor: Actor, query: Iterable[tuple[str, str]], now: datetime) -> Found:
    """The list an address asks for; what the address says wrongly is left out."""
    asked = read(query)
    rows = _rows(office, actor, asked, now)
    return Found(asked=asked, words=_words(office, asked), rows=rows[:LONGEST], cut=len(rows) > LONGEST)


def read(query: Iterable[tuple[str, str]]) -> Asked:
    pairs = list(query)
    said = dict(pairs)
    known = {str(status) for status in Status}
    return Asked(
        statuses=frozenset(Status(value) for name, value in pairs if name == "status" and value in known),
        holder=said.get("holder", ""),
        late=said.get("late") == "1",
        soon=said.get("soon") == "1",
        first=day(said.get("from", "")),
        last=day(said.get("to", "")),
        rate=said.get("rate", "") if said.get("rate") in RATES else "",
        missed=said.get("missed") == "1",
    )


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def midnight(of: date) -> datetime:
    return datetime.combine(of, time.min, CHINA)


def _rows(office: Office, actor: Actor, asked: Asked, now: datetime) -> list[TicketRow]:
    start = midnight(asked.first) if asked.first else None
    end = midnight(asked.last + timedelta(days=1)) if asked.last else None
    wanted = TicketFilter(statuses=asked.statuses, holder=asked.holder, limit=LONGEST + 1)
    if asked.rate:
        numbers = _behind(office, asked, start or now, end or now, now)
        return reading.listing(office, actor, replace(wanted, numbers=numbers)) if numbers else []
    wanted = replace(wanted, accepted_from=start, accepted_to=end)
    if asked.late or asked.soon:
        running = (asked.statuses & RUNNING) or RUNNING
        limits = {"late_at": now} if asked.late else {"due_before": now + SOON}
        wanted = replace(wanted, statuses=running, **limits)
    rows = reading.listing(office, actor, wanted)
    return [row for row in rows if not (asked.soon and is_late(row, now))]


def is_late(row: TicketRow, now: datetime) -> bool:
    """Whether a running clock of the ticket is past due."""
    clocks = ((row.signed_at or row.completed_at, row.sign_due), (row.completed_at, row.complete_due))
    return any(done is None and due is not None and due < now for done, due in clocks)


def _behind(office: Office, asked: Asked, start: datetime, end: datetime, now: datetime) -> frozenset[str]:
    """Numbers of the tickets a rate of the period is made of, counted by the very rule that makes the rate."""
    with office.store.look() as work:
        assignments, rated = work.tickets.assignments(start, end), work.tickets.rated(start, end)
    rows: list[AssignmentRow | RatedRow] = [*rated] if asked.rate == "满意" else [*assignments]
    theirs = [row for row in rows if not asked.holder or row.department == asked.holder]
    return frozenset(row.number for row in theirs if _counts(asked, row, start, end, now))


def _counts(asked: Asked, row: AssignmentRow | RatedRow, start: datetime, end: datetime, now: datetime) -> bool:
    if isinstance(row, RatedRow):
        rate = rates([], [row], start, end, now).satisfied
    else:
        alone = rates([row], [], start, end, now)
        rate = alone.sign if asked.rate == "签收" else alone.complete
    return rate.of > 0 and not (asked.missed and rate.hit)


def _words(office: Office, asked: Asked) -> tuple[str, ...]:
    said = [str(status) for status in Status if status in asked.statuses]
    said += [office.directory.named(asked.holder).name] if asked.holder else []
    said += ["已超期"] * asked.late + ["24小时内到期"] * asked.soon
    said += [(MISSED if asked.missed else RATES)[asked.rate]] if asked.rate else []
    if asked.first or asked.last:
        said.append(f"{asked.first or '最早'} 至 {asked.last or '今天'}")
    return tuple(said)
