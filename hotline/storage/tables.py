"""What is stored where? All tables but those of the knowledge base, which are in `shelf_tables`; the truth about a ticket is
`ticket_events`, the rest of it is an index."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)


class Instant(TypeDecorator[datetime]):
    """A timezone-aware instant: stored in UTC, comes back in UTC, refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


people = Table(
    "people",
    metadata,
    _id(),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("department", String(32), nullable=False, server_default=""),
    Column("password_hash", String(255), nullable=False),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("locked_until", Instant),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    Column("opened_at", Instant, nullable=False),
    UniqueConstraint("channel", "key"),
)

messages = Table(
    "messages",
    metadata,
    _id(),
    Column("conversation", ForeignKey("conversations.id"), nullable=False),
    Column("key", String(160)),
    Column("incoming", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("card", JSON),
    Column("at", Instant, nullable=False),
    Column("reply_to", Integer),
    Column("answered", Boolean, nullable=False, server_default=text("false")),
    Column("claimed_until", Instant),
    Column("delivery", String(8)),
    UniqueConstraint("conversation", "key"),
    Index("ix_messages_conversation_id", "conversation", "id"),
    Index("ix_messages_reply_to", "reply_to"),
    Index(
        "ix_messages_unanswered",
        "at",
        sqlite_where=text("incoming = 1 AND answered = 0"),
        postgresql_where=text("incoming AND NOT answered"),
    ),
    sqlite_autoincrement=True,
)

tickets = Table(
    "tickets",
    metadata,
    Column("number", String(24), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("title", String(64), nullable=False),
    Column("what", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("street", String(32), nullable=False, server_default=""),
    Column("time_words", Text, nullable=False),
    Column("contact", LargeBinary),
    Column("privacy", String(8), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("conversation", ForeignKey("conversations.id"), nullable=False),
    Column("filing", String(64), nullable=False, unique=True),
    Column("city_number", String(64)),
    Column("kind", String(8), nullable=False),
    Column("urgency", String(8), nullable=False),
    Column("category", String(64), nullable=False),
    Column("holder", String(32), nullable=False, server_default=""),
    Column("department", String(32), nullable=False, server_default=""),
    Column("accepted_at", Instant, nullable=False),
    Column("dispatched_at", Instant),
    Column("signed_at", Instant),
    Column("sign_due", Instant),
    Column("complete_due", Instant),
    Column("due_at", Instant),
    Column("due_clock", String(8)),
    Column("provisional", Boolean, nullable=False, server_default=text("false")),
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    Column("completed_at", Instant),
    Column("first_completed_at", Instant),
    Column("finished_at", Instant),
    Column("reviewed_at", Instant),
    Column("rated_at", Instant),
    Column("unrated_at", Instant),
    Column("closed_at", Instant),
    Column("route", String(16)),
    Column("rating", Integer),
    Column("solved", Boolean),
    Column("unrated", String(8), nullable=False, server_default=""),
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
    Column("merged_into", String(24), nullable=False, server_default=""),
    Column("pending", String(8), nullable=False, server_default=""),
    Column("supervised", Boolean, nullable=False, server_default=text("false")),
    Column("elevated", Boolean, nullable=False, server_default=text("false")),
    Column("excluded", String(32), nullable=False, server_default=""),
    Column("urged", Integer, nullable=False, server_default="0"),
    Column("reworks", Integer, nullable=False, server_default="0"),
    Column("stale", Boolean, nullable=False, server_default=text("false")),
    Index("ix_tickets_city_number", "city_number", unique=True),
    Index("ix_tickets_stale", "number", sqlite_where=text("stale = 1"), postgresql_where=text("stale")),
    Index("ix_tickets_supervised", "due_at", sqlite_where=text("supervised = 1"), postgresql_where=text("supervised")),
    Index("ix_tickets_status_due_at", "status", "due_at"),
    Index("ix_tickets_holder_status_due_at", "holder", "status", "due_at"),
    Index("ix_tickets_conversation_accepted_at", "conversation", "accepted_at"),
    Index("ix_tickets_accepted_at", "accepted_at"),
    Index("ix_tickets_finished_at_accepted_at_number", "finished_at", "accepted_at", "number"),
    Index("ix_tickets_rated_at", "rated_at"),
    Index("ix_tickets_unrated_at", "unrated_at"),
    Index("ix_tickets_merged_into_number", "merged_into", "number"),
    Index("ix_tickets_pending", "pending", "due_at"),
)

ticket_events = Table(
    "ticket_events",
    metadata,
    _id(),
    Column("ticket", ForeignKey("tickets.number"), nullable=False),
    Column("no", Integer, nullable=False),
    Column("act", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("role", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("department", String(32), nullable=False),
    Column("why", Text, nullable=False),
    Column("data", JSON, nullable=False),
    UniqueConstraint("ticket", "no"),
)

assignments = Table(
    "assignments",
    metadata,
    Column("ticket", ForeignKey("tickets.number"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("department", String(32), nullable=False),
    Column("lead", Boolean, nullable=False),
    Column("dispatched_at", Instant, nullable=False),
    Column("signed_at", Instant),
    Column("replied_at", Instant),
    Column("ended_at", Instant),
    Column("returned_at", Instant),
    Index("ix_assignments_dispatched_at", "dispatched_at"),
    Index("ix_assignments_returned_at", "returned_at"),
    Index("ix_assignments_department_ticket", "department", "ticket"),
)

clocks = Table(
    "clocks",
    metadata,
    Column("ticket", ForeignKey("tickets.number"), primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("clock", String(8), nullable=False),
    Column("place", Integer, nullable=False),
    Column("department", String(32), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("plain_due", Instant, nullable=False),
    Column("stopped_at", Instant),
    Column("ending", String(8)),
    Column("settled_at", Instant, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("levels_version", String(32), nullable=False),
    Column("calendar_version", String(128), nullable=False),
    Column("next_at", Instant),
    Column("next_step", String(8)),
    Index("ix_clocks_settled_at_ticket", "settled_at", "ticket"),
    Index(
        "ix_clocks_running",
        "ticket",
        sqlite_where=text("stopped_at IS NULL"),
        postgresql_where=text("stopped_at IS NULL"),
    ),
    Index(
        "ix_clocks_next_at",
        "next_at",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
)

calendar_notices = Table(
    "calendar_notices",
    metadata,
    _id(),
    Column("year", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("document", String(64), nullable=False),
    Column("days", JSON, nullable=False),
    Column("by", String(64), nullable=False),
    Column("applied_at", Instant, nullable=False),
)

dispatch_rules = Table(
    "dispatch_rules",
    metadata,
    _id(),
    Column("category", String(64), nullable=False),
    Column("street", String(32), nullable=False),
    Column("words", String(64), nullable=False),
    Column("department", String(32), nullable=False),
    Column("why", Text, nullable=False),
    Column("ticket", String(24), nullable=False),
    Column("by", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("retired_at", Instant),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("key", String(160), nullable=False, unique=True),
    Column("conversation", ForeignKey("conversations.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("card", JSON),
    Column("status", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("pages_sent", Integer, nullable=False, server_default="0"),
    Column("next_at", Instant, nullable=False),
    Column("error", Text, nullable=False, server_default=""),
    Column("queued_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Index("ix_outbox_status_next_at", "status", "next_at"),
)

alerts = Table(
    "alerts",
    metadata,
    _id(),
    Column("kind", String(32), nullable=False),
    Column("conversation", String(32), nullable=False),
    Column("words", Text, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("taken_by", String(64), nullable=False, server_default=""),
    Column("taken_at", Instant),
    Index("ix_alerts_taken_at_raised_at", "taken_at", "raised_at"),
)

number_series = Table(
    "number_series",
    metadata,
    Column("day", String(8), primary_key=True),
    Column("last", Integer, nullable=False),
)
