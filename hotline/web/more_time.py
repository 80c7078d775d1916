"""How much more time may be asked for, until when, and what would the deadline be then?"""

from dataclasses import dataclass, replace
from datetime import datetime

from hotline.casework.office import Office
from tickets import clocks
from tickets.clocks import Rulebook
from tickets.service_levels import Clock, Unit, length_words
from tickets.ticket import Extension, Ticket


@dataclass(frozen=True, kw_only=True)
class MoreTime:
    """`most` and `asked` (0: not asked) are in `unit`, the one of the completion limit. `until` is the last instant at which
    it may be asked for, `due` the deadline now, `due_then` the one with what was asked, or else with the most."""

    most: int
    asked: int
    unit: Unit
    until: datetime
    due: datetime
    due_then: datetime

    @property
    def most_words(self) -> str:
        return length_words(self.most, self.unit)

    @property
    def asked_words(self) -> str:
        return length_words(self.asked, self.unit)


def more_time(office: Office, ticket: Ticket) -> MoreTime | None:
    """None where the limits allow no extension of this ticket."""
    with office.store.look() as work:
        book = office.book(work)
    most, until, now = clocks.extension_limit(ticket, book), clocks.extension_until(ticket, book), _due(ticket, book)
    if most is None or until is None or now is None:
        return None
    asked = ticket.extension.amount if ticket.extension else 0
    supposed = Extension(asked_at=ticket.accepted_at, amount=asked or most, granted=True)
    then = _due(replace(ticket, extension=supposed), book)
    return MoreTime(most=most, asked=asked, unit=now.limit.unit, until=until, due=now.due, due_then=then.due)


def _due(ticket: Ticket, book: Rulebook) -> clocks.Deadline | None:
    run = ticket.run(Clock.COMPLETE)
    return clocks.deadline_of(ticket, run, book) if run else None
