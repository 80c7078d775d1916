"""How are tickets kept? Events appended, the projection beside them, found by status, holder, citizen and time left."""

from datetime import date, datetime

from sqlalchemy import Connection, Select, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hotline.ports import AssignmentRow, RatedRow, TicketFilter, TicketRow, Trigger
from hotline.storage.tables import assignments, number_series, ticket_events, tickets, triggers
from hotline.storage.vault import Vault
from hotline.troubles import Collision, NoSuchTicket
from tickets.deadlines import Deadline
from tickets.events import Event
from tickets.lifecycle import Act, Status
from tickets.matter import Appeal, Kind, Privacy, Urgency
from tickets.people import Actor, Role
from tickets.service_levels import Clock
from tickets.ticket import Ticket


class SqlTickets:
    """`hotline.ports.Tickets` over one open transaction."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def next_number(self, day: date) -> str:
        maker = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        first = maker(number_series).values(day=f"{day:%Y%m%d}", last=1)
        again = first.on_conflict_do_update(index_elements=["day"], set_={"last": number_series.c.last + 1})
        last = self._connection.scalar(again.returning(number_series.c.last))
        return f"ZD{day:%Y%m%d}{last:05d}"

    def add(self, ticket: Ticket, event: Event, *, conversation: str, contact: str, filing: str) -> None:
        row = {
            "number": ticket.number,
            "title": ticket.appeal.title,
            "what": ticket.appeal.what,
            "place": ticket.appeal.where,
            "time_words": ticket.appeal.when,
            "contact": self._vault.seal(contact),
            "privacy": str(ticket.appeal.privacy),
            "channel": ticket.appeal.channel,
            "conversation": conversation,
            "filing": filing,
            "accepted_at": ticket.accepted_at,
            **_projected(ticket),
        }
        self._connection.execute(tickets.insert().values(row))
        self._write_event(ticket.number, event)

    def filed_before(self, filing: str) -> str | None:
        return self._connection.scalar(select(tickets.c.number).where(tickets.c.filing == filing))

    def append(self, before: Ticket, after: Ticket, event: Event, deadlines: tuple[Deadline, ...] = ()) -> None:
        self._advance(before, after, event)
        if deadlines:
            self._begin_assignment(after, deadlines)
        elif after.lead:
            self._follow_assignment(after)
        if after.lead:
            own = tickets.c.number == after.number
            self._connection.execute(update(tickets).where(own).values(self._clocks(after)))
        self._write_event(after.number, event)

    def events(self, number: str) -> list[Event]:
        wanted = select(ticket_events).where(ticket_events.c.ticket == number).order_by(ticket_events.c.no)
        events = [_event(row) for row in self._connection.execute(wanted)]
        if not events:
            raise NoSuchTicket(number)
        return events

    def row(self, number: str) -> TicketRow:
        found = self._connection.execute(_listed().where(tickets.c.number == number)).first()
        if found is None:
            raise NoSuchTicket(number)
        return _row(found)

    def appeal(self, number: str) -> Appeal:
        row = self._connection.execute(select(tickets).where(tickets.c.number == number)).first()
        if row is None:
            raise NoSuchTicket(number)
        return Appeal(
            what=row.what,
            where=row.place,
            when=row.time_words,
            contact=self._vault.unseal(row.contact),
            privacy=Privacy(row.privacy),
            channel=row.channel,
        )

    def conversation_of(self, number: str) -> str:
        found = self._connection.scalar(select(tickets.c.conversation).where(tickets.c.number == number))
        if found is None:
            raise NoSuchTicket(number)
        return str(found)

    def rows(self, wanted: TicketFilter) -> list[TicketRow]:
        nearest = (tickets.c.due_at.is_(None), tickets.c.due_at, tickets.c.accepted_at.desc())
        query = _narrowed(_listed(), wanted).order_by(*nearest).limit(wanted.limit)
        return [_row(row) for row in self._connection.execute(query)]

    def count(self, wanted: TicketFilter) -> int:
        return int(self._connection.scalar(_narrowed(select(func.count()).select_from(tickets), wanted)) or 0)

    def assignments(self, start: datetime, end: datetime) -> list[AssignmentRow]:
        moments = (
            assignments.c.sign_due,
            assignments.c.signed_at,
            assignments.c.complete_due,
            assignments.c.completed_at,
        )
        within = or_(*(and_(moment >= start, moment < end) for moment in moments))
        return [_assignment(row) for row in self._connection.execute(select(assignments).where(within))]

    def rated(self, start: datetime, end: datetime) -> list[RatedRow]:
        wanted = select(tickets).where(tickets.c.rated_at >= start, tickets.c.rated_at < end)
        return [
            RatedRow(number=row.number, department=row.holder, level=row.rating, rated_at=row.rated_at)
            for row in self._connection.execute(wanted)
        ]

    def due_triggers(self, now: datetime, limit: int) -> list[Trigger]:
        due = and_(triggers.c.fired_at.is_(None), triggers.c.at <= now)
        wanted = select(triggers).where(due).order_by(triggers.c.at, triggers.c.id).limit(limit)
        return [
            Trigger(id=row.id, number=row.ticket, clock=Clock(row.clock), step=row.step, at=row.at)
            for row in self._connection.execute(wanted)
        ]

    def fire(self, trigger: Trigger, now: datetime) -> bool:
        unfired = and_(triggers.c.id == trigger.id, triggers.c.fired_at.is_(None))
        return self._connection.execute(update(triggers).where(unfired).values(fired_at=now)).rowcount == 1

    def unrated_since(self, before: datetime, limit: int) -> list[str]:
        waiting = and_(tickets.c.status == str(Status.TO_RATE), tickets.c.completed_at <= before)
        return list(self._connection.scalars(select(tickets.c.number).where(waiting).limit(limit)))

    def _advance(self, before: Ticket, after: Ticket, event: Event) -> None:
        """Move the projection on. It comes before everything else of an act: whoever is second stops here."""
        same = and_(tickets.c.number == before.number, tickets.c.version == before.version)
        values = {**_projected(after), **({"rated_at": event.at} if event.act is Act.RATE else {})}
        if self._connection.execute(update(tickets).where(same).values(values)).rowcount != 1:
            raise Collision("这件工单刚刚被别人处理了，您这一步没有提交。请刷新页面看最新情况。")

    def _write_event(self, number: str, event: Event) -> None:
        row = {
            "ticket": number,
            "no": event.no,
            "act": str(event.act),
            "at": event.at,
            "role": str(event.actor.role),
            "name": event.actor.name,
            "department": event.actor.department,
            "why": event.why,
            "data": dict(event.data),
        }
        self._connection.execute(ticket_events.insert().values(row))

    def _begin_assignment(self, after: Ticket, deadlines: tuple[Deadline, ...]) -> None:
        due = {deadline.clock: deadline for deadline in deadlines}
        sign, complete, lead = due[Clock.SIGN], due[Clock.COMPLETE], after.lead
        row = {
            "ticket": after.number,
            "place": len(after.assignments),
            "department": lead.department,
            "lead": lead.lead,
            "dispatched_at": lead.dispatched_at,
            "sign_due": sign.due,
            "complete_due": complete.due,
            "provisional": sign.provisional or complete.provisional,
            "levels_version": complete.levels_version,
            "calendar_version": complete.calendar_version,
        }
        made = self._connection.execute(assignments.insert().values(row).returning(assignments.c.id)).scalar_one()
        for deadline in deadlines:
            for step, at in (("预警", deadline.warn_at), ("超期", deadline.due)):
                trigger = {
                    "assignment": made,
                    "ticket": after.number,
                    "clock": str(deadline.clock),
                    "step": step,
                    "at": at,
                }
                self._connection.execute(triggers.insert().values(trigger))

    def _follow_assignment(self, after: Ticket) -> None:
        """Keep the lead's own times in step and take away the triggers of clocks that have stopped."""
        lead = after.lead
        mine = and_(assignments.c.ticket == after.number, assignments.c.place == len(after.assignments))
        times = {"signed_at": lead.signed_at, "completed_at": lead.completed_at}
        self._connection.execute(update(assignments).where(mine).values(times))
        stopped = [str(Clock.SIGN)] * bool(lead.signed_at) + [str(Clock.COMPLETE)] * bool(lead.completed_at)
        unfired = and_(
            triggers.c.assignment.in_(select(assignments.c.id).where(mine)),
            triggers.c.clock.in_(stopped),
            triggers.c.fired_at.is_(None),
        )
        if stopped:
            self._connection.execute(triggers.delete().where(unfired))

    def _clocks(self, after: Ticket) -> dict[str, object]:
        """The lead assignment and its nearest running deadline, for the projection."""
        place = and_(assignments.c.ticket == after.number, assignments.c.place == len(after.assignments))
        row = self._connection.execute(select(assignments).where(place)).one()
        running = [row.sign_due] * (row.signed_at is None) + [row.complete_due] * (row.completed_at is None)
        return {"assignment": row.id, "due_at": min(running) if row.completed_at is None else None}


def _projected(ticket: Ticket) -> dict[str, object]:
    return {
        "version": ticket.version,
        "status": str(ticket.status),
        "kind": str(ticket.kind),
        "urgency": str(ticket.urgency),
        "category": ticket.category,
        "holder": ticket.holder,
        "rating": ticket.rating,
        "completed_at": ticket.lead.completed_at if ticket.lead else None,
        "closed_at": ticket.closed_at,
        "urged": ticket.urged,
    }


def _listed() -> Select:
    clocks = (
        assignments.c.dispatched_at,
        assignments.c.sign_due,
        assignments.c.signed_at,
        assignments.c.complete_due,
        assignments.c.provisional,
    )
    return select(tickets, *clocks).outerjoin(assignments, assignments.c.id == tickets.c.assignment)


def _narrowed(query: Select, wanted: TicketFilter) -> Select:
    conditions = (
        (wanted.statuses, lambda: tickets.c.status.in_([str(status) for status in wanted.statuses])),
        (wanted.holder, lambda: tickets.c.holder == wanted.holder),
        (wanted.conversation, lambda: tickets.c.conversation == wanted.conversation),
        (wanted.numbers, lambda: tickets.c.number.in_(wanted.numbers)),
        (wanted.late_at, lambda: tickets.c.due_at < wanted.late_at),
        (wanted.due_before, lambda: tickets.c.due_at < wanted.due_before),
        (wanted.accepted_from, lambda: tickets.c.accepted_at >= wanted.accepted_from),
        (wanted.accepted_to, lambda: tickets.c.accepted_at < wanted.accepted_to),
    )
    return query.where(*(made() for asked, made in conditions if asked))


def _row(row) -> TicketRow:
    return TicketRow(
        number=row.number,
        version=row.version,
        status=Status(row.status),
        title=row.title,
        where=row.place,
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
        provisional=bool(row.provisional),
        rating=row.rating,
        urged=row.urged,
    )


def _assignment(row) -> AssignmentRow:
    return AssignmentRow(
        number=row.ticket,
        department=row.department,
        dispatched_at=row.dispatched_at,
        sign_due=row.sign_due,
        signed_at=row.signed_at,
        complete_due=row.complete_due,
        completed_at=row.completed_at,
    )


def _event(row) -> Event:
    actor = Actor(role=Role(row.role), name=row.name, department=row.department)
    return Event(no=row.no, act=Act(row.act), at=row.at, actor=actor, why=row.why, data=row.data)
