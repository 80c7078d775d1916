"""How is the district doing? Today's figures, the rates with what they are made of, and what is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.casework.office import Office
from hotline.ports import AssignmentRow, RatedRow, TicketFilter, TicketRow, Work
from tickets.lifecycle import Status
from tickets.ratings import SATISFIED_FROM, Rate

SOON = timedelta(hours=24)
RUNNING = frozenset({Status.TO_SIGN, Status.IN_PROGRESS, Status.REPLIED})


@dataclass(frozen=True, kw_only=True)
class Rates:
    """On-time sign-off 按时签收率 and completion 按时办结率 over what fell due in the period, satisfaction 满意率 over what was rated."""

    sign: Rate
    complete: Rate
    satisfied: Rate


@dataclass(frozen=True, kw_only=True)
class Board:
    """All counts are tickets; `start` and `end` bound the period, end excluded."""

    start: datetime
    end: datetime
    received: int
    to_dispatch: int
    to_sign: int
    in_progress: int
    late: list[TicketRow]
    soon: list[TicketRow]
    rates: Rates
    departments: dict[str, Rates]


def board(office: Office, start: datetime, end: datetime, now: datetime) -> Board:
    """Figures of [start, end); what falls due after `now` is not counted yet."""
    with office.store.look() as work:
        assignments, rated = work.tickets.assignments(start, end), work.tickets.rated(start, end)
        return Board(
            start=start,
            end=end,
            received=work.tickets.count(TicketFilter(accepted_from=start, accepted_to=end)),
            to_dispatch=_count(work, Status.TO_DISPATCH),
            to_sign=_count(work, Status.TO_SIGN),
            in_progress=_count(work, Status.IN_PROGRESS) + _count(work, Status.REPLIED),
            late=work.tickets.rows(TicketFilter(statuses=RUNNING, late_at=now)),
            soon=_soon(work, now),
            rates=rates(assignments, rated, start, end, now),
            departments=_by_department(assignments, rated, start, end, now),
        )


def rates(
    assignments: Iterable[AssignmentRow], rated: Iterable[RatedRow], start: datetime, end: datetime, now: datetime
) -> Rates:
    """The three rates. Denominators follow the published practice: sign-off and completion count what was done or fell due
    in the period (应签收, 应办结), not what was received; see docs/figures.md."""
    rows = list(assignments)
    levels = [row.level for row in rated]
    return Rates(
        sign=_on_time(((row.signed_at, row.sign_due) for row in rows), start, end, now),
        complete=_on_time(((row.completed_at, row.complete_due) for row in rows), start, end, now),
        satisfied=Rate(hit=sum(level >= SATISFIED_FROM for level in levels), of=len(levels)),
    )


def _on_time(clocks: Iterable[tuple[datetime | None, datetime]], start: datetime, end: datetime, now: datetime) -> Rate:
    counted = [(done, due) for done, due in clocks if start <= _settled(done, due) < end and _settled(done, due) <= now]
    return Rate(hit=sum(done is not None and done <= due for done, due in counted), of=len(counted))


def _settled(done: datetime | None, due: datetime) -> datetime:
    """When a clock's fate is known: at the act when it is in time, else at the deadline."""
    return min(done, due) if done else due


def _by_department(
    assignments: list[AssignmentRow], rated: list[RatedRow], start: datetime, end: datetime, now: datetime
) -> dict[str, Rates]:
    names = sorted({row.department for row in (*assignments, *rated)})
    return {
        name: rates(
            [row for row in assignments if row.department == name],
            [row for row in rated if row.department == name],
            start,
            end,
            now,
        )
        for name in names
    }


def _count(work: Work, status: Status) -> int:
    return work.tickets.count(TicketFilter(statuses=frozenset({status})))


def _soon(work: Work, now: datetime) -> list[TicketRow]:
    near = work.tickets.rows(TicketFilter(statuses=RUNNING, due_before=now + SOON))
    late = {row.number for row in work.tickets.rows(TicketFilter(statuses=RUNNING, late_at=now))}
    return [row for row in near if row.number not in late]
