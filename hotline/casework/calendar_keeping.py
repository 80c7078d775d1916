"""What does a holiday notice change? The open deadlines that move, shown before it is applied and recorded after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hotline.casework.acts import perform_in
from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from hotline.casework.rulebook import holiday_notice
from hotline.ports import Work
from hotline.records import StoredNotice
from tickets.clocks import Rulebook, deadline_of
from tickets.holiday_notice import HolidayNotice
from tickets.lifecycle import Act
from tickets.people import SYSTEM, Actor
from tickets.service_levels import Clock
from tickets.ticket import Ticket

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Move:
    """One running clock of an open ticket whose deadline the notice moves."""

    number: str
    title: str
    clock: Clock
    department: str
    before: datetime
    after: datetime


@dataclass(frozen=True, kw_only=True)
class Preview:
    """`moves` in order of ticket numbers; `looked_at` open tickets were computed; `provisional_before` counts the running
    clocks marked 暂定 now, `provisional_after` those that stay so."""

    moves: tuple[Move, ...]
    looked_at: int
    provisional_before: int
    provisional_after: int


def preview(office: Office, notice: HolidayNotice) -> Preview:
    """What applying the notice would do; nothing is stored."""
    with office.store.look() as work:
        now_book, then_book = office.book(work), _book_with(office, work, notice)
        open_tickets = [work.tickets.ticket(number) for number in _numbers(work)]
    pairs = [pair for ticket in open_tickets for pair in _pairs(ticket, now_book, then_book)]
    return Preview(
        moves=tuple(
            _move(ticket, run, before.due, after.due) for ticket, run, before, after in pairs if before.due != after.due
        ),
        looked_at=len(open_tickets),
        provisional_before=sum(before.provisional for _, _, before, _ in pairs),
        provisional_after=sum(after.provisional for _, _, _, after in pairs),
    )


def apply(office: Office, notice: HolidayNotice, actor: Actor, now: datetime) -> int:
    """Keep the notice and recompute every running deadline, each ticket that is touched with its event, all or nothing.
    Returns how many tickets were recomputed. Errors: `EmptyCalendar`."""
    with office.store.work() as work:
        before = office.book(work)
        work.rulings.apply_notice(_stored(notice, actor, now))
        after = office.book(work)
        touched = 0
        for number in list(_numbers(work)):
            touched += _recompute(office, work, number, before, after, notice, now)
    office.bell.ring()
    return touched


def applied(office: Office) -> tuple[StoredNotice, ...]:
    with office.store.look() as work:
        return work.rulings.notices()


def _book_with(office: Office, work: Work, notice: HolidayNotice) -> Rulebook:
    kept = tuple(holiday_notice(stored) for stored in work.rulings.notices())
    return office.rulebooks.supposing((*kept, notice))


def _numbers(work: Work) -> Iterator[str]:
    last = ""
    while numbers := work.tickets.with_running_clocks(last, BATCH):
        yield from numbers
        last = numbers[-1]


def _pairs(ticket: Ticket, now_book: Rulebook, then_book: Rulebook):
    """Each running clock with its deadline now and then."""
    for run in ticket.runs:
        before, after = deadline_of(ticket, run, now_book), deadline_of(ticket, run, then_book)
        if run.running and before and after:
            yield ticket, run, before, after


def _move(ticket: Ticket, run, before: datetime, after: datetime) -> Move:
    return Move(
        number=ticket.number,
        title=ticket.appeal.title,
        clock=run.clock,
        department=run.department or ticket.holder,
        before=before,
        after=after,
    )


def _recompute(
    office: Office, work: Work, number: str, before: Rulebook, after: Rulebook, notice: HolidayNotice, now: datetime
) -> bool:
    """An event for a ticket whose deadlines move or lose their 暂定; what moved stands in it."""
    ticket = work.tickets.ticket(number)
    pairs = list(_pairs(ticket, before, after))
    if all((old.due, old.provisional) == (new.due, new.provisional) for _, _, old, new in pairs):
        return False
    moved = [
        {"run": run.no, "clock": str(run.clock), "from": old.due.isoformat(), "to": new.due.isoformat()}
        for _, run, old, new in pairs
        if old.due != new.due
    ]
    facts = {"calendar": after.timetable.calendar.version, "moved": moved}
    why = f"放假安排生效：{notice.name}" + (f"，{len(moved)}个时限变动" if moved else "，期限不变，不再是暂定")
    perform_in(office, work, Deed(number=number, act=Act.RECALCULATE, actor=SYSTEM, at=now, why=why, data=facts))
    return True


def _stored(notice: HolidayNotice, actor: Actor, now: datetime) -> StoredNotice:
    return StoredNotice(
        id=0,
        year=notice.year,
        title=notice.title,
        document=notice.document,
        days={day: (rule.working, rule.name) for day, rule in notice.days.items()},
        by=actor.name,
        applied_at=now,
    )
