"""What comes from the city platform, and what goes back? Orders taken once each, and the answers for the way back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from hotline.casework.filing import accept_in
from hotline.casework.office import Office
from hotline.casework.triage import street_of, triage
from hotline.ports import Address, Work
from hotline.records import TicketFilter
from tickets.city_order import BadOrder, CityDraft, read_order
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.people import Actor, Role
from tickets.ratings import Level
from tickets.ticket import Ticket

CITY = Actor(role=Role.SYSTEM, name="市平台")
CHANNEL = "市平台"
REPLY_COLUMNS = (
    "市级工单号",
    "本级工单号",
    "状态",
    "主办单位",
    "派单时间",
    "签收时间",
    "办结时间",
    "答复内容",
    "评价",
    "办结期限",
)
MOST_REPLIES = 10_000


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of a batch: our numbers of the new tickets, those that we had already, and every row that was refused
    as (row number in the table, sentence)."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    bad: tuple[tuple[int, str], ...]


def import_orders(office: Office, rows: Iterable[tuple[int, Mapping[str, str]]], now: datetime) -> Imported:
    """Take every readable row once, whatever was imported before; refused rows keep nobody else out. Each ticket keeps the
    city's number, deadline and time of acceptance. Errors: `StorageBusy`; then nothing of the batch is stored."""
    new, known, bad = [], [], []
    with office.store.work() as work:
        for row, values in rows:
            try:
                draft = read_order(values, office.calendar.zone, now)
            except BadOrder as problem:
                bad.append((row, str(problem)))
                continue
            ours = work.tickets.of_city(draft.number)
            if ours:
                known.append(ours)
            else:
                new.append(_take(office, work, draft, now))
    return Imported(new=tuple(new), known=tuple(known), bad=tuple(bad))


def _take(office: Office, work: Work, draft: CityDraft, now: datetime) -> str:
    """Our clocks start when the order reached us; the city's own times stay with it."""
    number = work.tickets.next_number(office.calendar.local(now).date())
    conversation = work.conversations.open(Address(channel=CHANNEL, key=draft.number), now)
    event = Event(no=1, act=Act.ACCEPT, at=now, actor=CITY, why=draft.what, data=_facts(office, draft, now))
    accept_in(
        office,
        work,
        number,
        event,
        conversation=conversation,
        contact=draft.contact,
        filing=sha256(f"city {draft.number}".encode()).hexdigest(),
    )
    return number


def _facts(office: Office, draft: CityDraft, now: datetime) -> dict[str, object]:
    text = f"{draft.what}\n{draft.where}"
    facts = {
        "what": draft.what,
        "where": draft.where,
        "when": draft.when,
        "privacy": str(draft.privacy),
        "channel": draft.channel,
        "kind": str(draft.kind),
        "urgency": str(draft.urgency),
        "category": triage(office, text, now).category,
        "street": street_of(office, text),
        "city_number": draft.number,
        "city_accepted_at": draft.accepted_at.isoformat(),
    }
    return facts | ({"city_due": draft.due.isoformat()} if draft.due else {})


def replies(office: Office, start: datetime, end: datetime) -> list[tuple[str, ...]]:
    """A row of `REPLY_COLUMNS` for every city ticket that we took within [start, end), for the way back."""
    wanted = TicketFilter(of_city=True, accepted_from=start, accepted_to=end, limit=MOST_REPLIES)
    with office.store.look() as work:
        rows = work.tickets.rows(wanted)
        return [_reply(office, work.tickets.ticket(row.number), row.complete_due) for row in rows]


def _reply(office: Office, ticket: Ticket, due: datetime | None) -> tuple[str, ...]:
    return (*_identity(office, ticket), *_times(office, ticket), *_result(office, ticket, due))


def _identity(office: Office, ticket: Ticket) -> Iterator[str]:
    department = office.directory.named(ticket.answerable).name if ticket.answerable else "区热线"
    yield from (ticket.city.number, ticket.number, str(ticket.status), department)


def _times(office: Office, ticket: Ticket) -> Iterator[str]:
    lead = ticket.lead
    for instant in (lead and lead.dispatched_at, lead and lead.signed_at, ticket.completed_at):
        yield _written(office, instant)


def _result(office: Office, ticket: Ticket, due: datetime | None) -> Iterator[str]:
    level = ticket.judgement.level
    yield from (ticket.reply, Level(level).words if level else ticket.judgement.unrated, _written(office, due))


def _written(office: Office, instant: datetime | None) -> str:
    return f"{office.calendar.local(instant):%Y-%m-%d %H:%M}" if instant else ""
