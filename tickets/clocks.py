"""When does each clock of a ticket run out? Its runs, with the limits and the working hours that hold for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from tickets.deadlines import Deadline, deadline, runs_out
from tickets.runs import Break, Run
from tickets.service_levels import Clock, ServiceLevels, Window, in_force
from tickets.ticket import Ticket
from tickets.timetable import Timetable

_REMEMBERED = 50_000
_PAUSED_BY_TALKS = (Clock.COMPLETE, Clock.REWORK)
_PASSED_ON = (Clock.COMPLETE, Clock.REWORK)
"""Whoever holds the ticket is charged with these."""


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """Everything that turns history into deadlines: versioned limits and the calendar in force. `city_margin`: how much
    earlier than the city's deadline ours stays."""

    levels: Sequence[ServiceLevels]
    timetable: Timetable
    city_margin: timedelta = timedelta(0)

    @cached_property
    def _made(self) -> dict[tuple[object, ...], Deadline | None]:
        """Deadlines derived before: an act changes one clock, the others are asked for again and again."""
        return {}

    def levels_at(self, instant: datetime) -> ServiceLevels:
        return in_force(self.levels, self.timetable.calendar.local(instant).date())


def deadline_of(ticket: Ticket, run: Run, book: Rulebook) -> Deadline | None:
    """The deadline of one run; None where no limit is set for it, so that it can never be late."""
    case = (ticket.number, run.no, run.started_at, ticket.breaks, ticket.granted)
    if case not in book._made:
        if len(book._made) >= _REMEMBERED:
            book._made.clear()
        book._made[case] = _derived(ticket, run, book)
    return book._made[case]


def _derived(ticket: Ticket, run: Run, book: Rulebook) -> Deadline | None:
    levels = book.levels_at(run.started_at)
    limit = levels.optional(run.clock, run.kind, run.urgency, run.department)
    if limit is None:
        return None
    matter = run.clock is Clock.COMPLETE and run.place == 0
    return deadline(
        limit,
        run.started_at,
        levels,
        book.timetable.of(run.department),
        breaks=_breaks_of(ticket, run),
        extension=ticket.granted if matter else 0,
        no_later=_city_cap(ticket, book) if matter else None,
    )


def _breaks_of(ticket: Ticket, run: Run) -> tuple[Break, ...]:
    return ticket.breaks if run.clock in _PAUSED_BY_TALKS else ()


def _city_cap(ticket: Ticket, book: Rulebook) -> datetime | None:
    """Ours must be answered before the city's is due, whatever our own limits and extensions say."""
    return ticket.city.due - book.city_margin if ticket.city and ticket.city.due else None


def deadlines_of(ticket: Ticket, book: Rulebook) -> Mapping[int, Deadline]:
    """The deadline of every run that has a limit, by the run's number."""
    made = ((run.no, deadline_of(ticket, run, book)) for run in ticket.runs)
    return {no: deadline for no, deadline in made if deadline}


def touched(before: Ticket | None, after: Ticket) -> tuple[Run, ...]:
    """The runs an act started, stopped or moved, and the matter's own when another department is charged with them now:
    the only ones of which anything can be different."""
    if before is None or (before.breaks, before.granted) != (after.breaks, after.granted):
        return after.runs
    known, passed_on = before.runs, _place(before) != _place(after)
    return tuple(
        run
        for run in after.runs
        if run.no > len(known) or run is not known[run.no - 1] or (passed_on and run.clock in _PASSED_ON)
    )


def _place(ticket: Ticket) -> int:
    return ticket.lead.place if ticket.lead else 0


def return_until(ticket: Ticket, book: Rulebook) -> datetime | None:
    """The last instant at which the lead may ask to give it back; None where the limits allow no return."""
    lead = ticket.lead
    if lead is None:
        return None
    return _window(Window.RETURN, ticket, lead.department, lead.dispatched_at, book)


def _window(window: Window, ticket: Ticket, department: str, start: datetime, book: Rulebook) -> datetime | None:
    limit = book.levels_at(start).optional(window, ticket.kind, ticket.urgency, department)
    return runs_out(limit, start, book.timetable.of(department)) if limit else None


def extension_limit(ticket: Ticket, book: Rulebook) -> int | None:
    """The most that may be granted, in the unit of the completion limit; None where none is allowed."""
    run = ticket.run(Clock.COMPLETE)
    if run is None:
        return None
    limit = book.levels_at(run.started_at).optional(Window.EXTENSION, run.kind, run.urgency, run.department)
    return limit.amount if limit else None


def extension_until(ticket: Ticket, book: Rulebook) -> datetime | None:
    """The last instant at which more time may be asked for; None where none is allowed or nothing runs."""
    run = ticket.run(Clock.COMPLETE)
    if run is None or extension_limit(ticket, book) is None:
        return None
    made = deadline_of(ticket, run, book)
    lead = book.levels_at(run.started_at).optional(Window.EXTENSION_LEAD, run.kind, run.urgency, run.department)
    return made.left(lead.amount if lead else 0) if made else None
