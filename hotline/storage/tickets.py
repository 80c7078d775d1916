"""How are tickets kept? Events appended, the projection beside them, found by status, holder, citizen and time left."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, Row, and_, func, select

from hotline.records import TicketFilter, TicketRow, Trigger
from hotline.storage import statements
from hotline.storage.narrowing import narrowed
from hotline.storage.pen import Pen
from hotline.storage.projection import assignment_row, clock_row, deadline_columns, event_row, ticket_columns
from hotline.storage.tables import clocks, tickets
from hotline.storage.vault import Vault
from hotline.troubles import NoSuchTicket
from tickets import fold
from tickets.assignments import Assignment
from tickets.clocks import touched
from tickets.deadlines import Deadline
from tickets.events import Event
from tickets.lifecycle import Act, Status
from tickets.matter import Appeal, Kind, Privacy, Urgency
from tickets.people import Actor, Role
from tickets.runs import Run
from tickets.service_levels import Clock
from tickets.ticket import Ticket

ENDED = tuple(str(status) for status in (Status.CLOSED, Status.DECLINED, Status.HANDED_OVER, Status.WITHDRAWN))


class SqlTickets:
    """`hotline.ports.Tickets` over one open transaction."""

    def __init__(self, connection: Connection, vault: Vault, pen: Pen) -> None:
        self._connection = connection
        self._vault = vault
        self._pen = pen
        self._folded: dict[str, Ticket] = {}
        self._conversations: dict[str, str] = {}
        self._filings: dict[str, str] = {}
        self._city_numbers: dict[str, str] = {}
        self._merged: dict[str, str] = {}

    def next_number(self, day: date) -> str:
        series = statements.next_in_series(self._connection.dialect.name)
        last = self._connection.scalar(series, {"day": f"{day:%Y%m%d}"})
        return f"ZD{day:%Y%m%d}{last:05d}"

    def add(
        self,
        ticket: Ticket,
        event: Event,
        deadlines: Mapping[int, Deadline],
        *,
        conversation: str,
        contact: str,
        filing: str,
    ) -> None:
        row = {
            "number": ticket.number,
            "title": ticket.appeal.title,
            "what": ticket.appeal.what,
            "place": ticket.appeal.where,
            "street": ticket.street,
            "time_words": ticket.appeal.when,
            "contact": self._vault.seal(contact),
            "privacy": str(ticket.appeal.privacy),
            "channel": ticket.appeal.channel,
            "conversation": conversation,
            "filing": filing,
            "city_number": ticket.city.number if ticket.city else None,
            "accepted_at": ticket.accepted_at,
            **ticket_columns(ticket),
            **deadline_columns(ticket, deadlines),
        }
        self._pen.begin_ticket(row)
        self._conversations[ticket.number] = conversation
        self._filings[filing] = ticket.number
        if ticket.city:
            self._city_numbers[ticket.city.number] = ticket.number
        self._write(None, ticket, event, deadlines)

    def filed_before(self, filing: str) -> str | None:
        known = self._filings.get(filing)
        return known or self._connection.scalar(statements.NUMBER_OF_FILING, {"filing": filing})

    def of_city(self, city_number: str) -> str | None:
        known = self._city_numbers.get(city_number)
        return known or self._connection.scalar(statements.NUMBER_OF_CITY, {"city_number": city_number})

    def append(self, before: Ticket, after: Ticket, event: Event, deadlines: Mapping[int, Deadline]) -> None:
        values = {**ticket_columns(after), **deadline_columns(after, deadlines)}
        self._pen.change_ticket(after.number, before.version, values)
        self._write(before, after, event, deadlines)

    def ticket(self, number: str) -> Ticket:
        if number not in self._folded:
            self._folded[number] = fold.replay(number, self.events(number))
        return self._folded[number]

    def events(self, number: str) -> list[Event]:
        if number in self._folded:
            self._pen.put_down()
        events = [event_of(row) for row in self._connection.execute(statements.EVENTS_OF, {"number": number})]
        if not events:
            raise NoSuchTicket(number)
        return events

    def row(self, number: str) -> TicketRow:
        return _row(self._stored(number))

    def appeal(self, number: str) -> Appeal:
        row = self._stored(number)
        return Appeal(
            what=row.what,
            where=row.place,
            when=row.time_words,
            contact=self._vault.unseal(row.contact),
            privacy=Privacy(row.privacy),
            channel=row.channel,
        )

    def matters(self, numbers: Collection[str]) -> Mapping[str, str]:
        self._pen.put_down()
        stated = select(tickets.c.number, tickets.c.what).where(tickets.c.number.in_(numbers))
        return {row.number: row.what for row in self._connection.execute(stated)}

    def conversation_of(self, number: str) -> str:
        if number not in self._conversations:
            stored = self._connection.scalar(statements.CONVERSATION_OF, {"number": number})
            if stored is None:
                raise NoSuchTicket(number)
            self._conversations[number] = str(stored)
        return self._conversations[number]

    def merged_into(self, number: str) -> list[str]:
        stored = dict.fromkeys(self._connection.scalars(statements.MERGED_INTO, {"main": number}), number)
        return sorted(own for own, main in (stored | self._merged).items() if main == number)

    def rows(self, wanted: TicketFilter) -> list[TicketRow]:
        self._pen.put_down()
        nearest = (tickets.c.due_at.is_(None), tickets.c.due_at, tickets.c.accepted_at.desc())
        query = narrowed(select(tickets), wanted).order_by(*nearest).limit(wanted.limit).offset(wanted.skip)
        return [_row(row) for row in self._connection.execute(query)]

    def count(self, wanted: TicketFilter) -> int:
        return int(self._scalar(narrowed(select(func.count()).select_from(tickets), wanted)) or 0)

    def due_triggers(self, now: datetime, limit: int) -> list[Trigger]:
        self._pen.put_down()
        due = self._connection.execute(statements.DUE_TRIGGERS, {"now": now, "most": limit})
        return [_trigger(row) for row in due]

    def unrated_since(self, before: datetime, limit: int) -> list[str]:
        waiting = and_(tickets.c.status == str(Status.TO_RATE), tickets.c.reviewed_at <= before)
        return self._numbers(select(tickets.c.number).where(waiting).limit(limit))

    def ended_before(self, before: datetime, limit: int) -> list[str]:
        ended = and_(tickets.c.status.in_(ENDED), tickets.c.closed_at <= before)
        return self._numbers(select(tickets.c.number).where(ended).limit(limit))

    def with_running_clocks(self, after: str, limit: int) -> list[str]:
        running = select(clocks.c.ticket).where(clocks.c.stopped_at.is_(None), clocks.c.ticket > after)
        return self._numbers(running.distinct().order_by(clocks.c.ticket).limit(limit))

    def stale(self, limit: int) -> list[str]:
        return self._numbers(select(tickets.c.number).where(tickets.c.stale).order_by(tickets.c.number).limit(limit))

    def rebuild(self, ticket: Ticket, deadlines: Mapping[int, Deadline]) -> None:
        values = {**ticket_columns(ticket), **deadline_columns(ticket, deadlines), "stale": False}
        self._pen.change_ticket(ticket.number, ticket.version, values)
        self._index(ticket, ticket.assignments, ticket.runs, deadlines)

    def _write(self, before: Ticket | None, after: Ticket, event: Event, deadlines: Mapping[int, Deadline]) -> None:
        self._pen.add_event(event_row(after.number, event))
        if event.act in (Act.MERGE, Act.UNMERGE, Act.ANSWER_MERGED):
            self._merged[after.number] = after.merged_into if after.status is Status.MERGED else ""
        known = set(before.assignments) if before else set()
        changed = [one for one in after.assignments if one not in known]
        moved = after.runs if event.act is Act.RECALCULATE else touched(before, after)
        self._index(after, changed, moved, deadlines)

    def _index(
        self, ticket: Ticket, parts: Iterable[Assignment], runs: Iterable[Run], deadlines: Mapping[int, Deadline]
    ) -> None:
        for one in parts:
            self._pen.set_assignment(assignment_row(ticket.number, one))
        for run in runs:
            if run.no in deadlines:
                self._pen.set_clock(clock_row(ticket, run, deadlines[run.no]))
        self._folded[ticket.number] = ticket

    def _stored(self, number: str) -> Row:
        self._pen.put_down()
        row = self._connection.execute(select(tickets).where(tickets.c.number == number)).first()
        if row is None:
            raise NoSuchTicket(number)
        return row

    def _scalar(self, query):
        self._pen.put_down()
        return self._connection.scalar(query)

    def _numbers(self, query) -> list[str]:
        self._pen.put_down()
        return list(self._connection.scalars(query))


def _row(row: Row) -> TicketRow:
    return TicketRow(
        number=row.number,
        version=row.version,
        status=Status(row.status),
        title=row.title,
        where=row.place,
        street=row.street,
        kind=Kind(row.kind),
        urgency=Urgency(row.urgency),
        category=row.category,
        privacy=Privacy(row.privacy),
        channel=row.channel,
        holder=row.holder,
        accepted_at=row.accepted_at,
        dispatched_at=row.dispatched_at,
        sign_due=row.sign_due,
        signed_at=row.signed_at,
        complete_due=row.complete_due,
        completed_at=row.completed_at,
        due_at=row.due_at,
        due_clock=Clock(row.due_clock) if row.due_clock else None,
        provisional=row.provisional,
        paused=row.paused,
        pending=row.pending,
        supervised=row.supervised,
        elevated=row.elevated,
        rating=row.rating,
        urged=row.urged,
        reworks=row.reworks,
        merged_into=row.merged_into,
        city_number=row.city_number or "",
    )


def _trigger(row: Row) -> Trigger:
    return Trigger(
        number=row.ticket, run=row.no, clock=Clock(row.clock), step=row.next_step, at=row.next_at, due=row.due
    )


def event_of(row: Row) -> Event:
    actor = Actor(role=Role(row.role), name=row.name, department=row.department)
    return Event(no=row.no, act=Act(row.act), at=row.at, actor=actor, why=row.why, data=row.data)
