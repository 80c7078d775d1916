"""What is asked of the database at every act? These statements are built once, since building one costs more than running it."""

from functools import cache

from sqlalchemy import Insert, Table, and_, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from hotline.storage.tables import clocks, conversations, number_series, ticket_events, tickets
from tickets.lifecycle import Status

NUMBER_OF_FILING = select(tickets.c.number).where(tickets.c.filing == bindparam("filing"))
NUMBER_OF_CITY = select(tickets.c.number).where(tickets.c.city_number == bindparam("city_number"))
CONVERSATION_OF = select(tickets.c.conversation).where(tickets.c.number == bindparam("number"))
CONVERSATION_AT = select(conversations.c.id).where(
    conversations.c.channel == bindparam("channel"), conversations.c.key == bindparam("key")
)
MERGED_INTO = select(tickets.c.number).where(
    and_(tickets.c.merged_into == bindparam("main"), tickets.c.status == str(Status.MERGED))
)
EVENTS_OF = select(ticket_events).where(ticket_events.c.ticket == bindparam("number")).order_by(ticket_events.c.no)
DUE_TRIGGERS = (
    select(clocks)
    .where(clocks.c.next_at <= bindparam("now"))
    .order_by(clocks.c.next_at, clocks.c.ticket, clocks.c.no)
    .limit(bindparam("most"))
)


@cache
def insert_once(table: Table, columns: tuple[str, ...], dialect: str) -> Insert:
    """Insert a row unless a unique value is taken already; returns its key when it was made."""
    values = {column: bindparam(column) for column in columns}
    return _insert(table, dialect).values(values).on_conflict_do_nothing().returning(*table.primary_key)


@cache
def next_in_series(dialect: str) -> Insert:
    """One more number of `day`, the first of the day included."""
    first = _insert(number_series, dialect).values(day=bindparam("day"), last=1)
    again = first.on_conflict_do_update(index_elements=["day"], set_={"last": number_series.c.last + 1})
    return again.returning(number_series.c.last)


def _insert(table: Table, dialect: str) -> Insert:
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
