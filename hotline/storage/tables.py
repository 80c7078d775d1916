"""What is stored where? All tables on one page; the truth about a ticket is `ticket_events`, the rest of it is an index."""

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
    Column("time_words", Text, nullable=False),
    Column("contact", LargeBinary),
    Column("privacy", String(8), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("conversation", ForeignKey("conversations.id"), nullable=False),
    Column("filing", String(64), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
    Column("urgency", String(8), nullable=False),
    Column("category", String(64), nullable=False),
    Column("holder", String(32), nullable=False, server_default=""),
    Column("assignment", Integer),
    Column("accepted_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("rating", Integer),
    Column("rated_at", Instant),
    Column("completed_at", Instant),
    Column("closed_at", Instant),
    Column("urged", Integer, nullable=False, server_default="0"),
    Index("ix_tickets_status_due_at", "status", "due_at"),
    Index("ix_tickets_holder_status_due_at", "holder", "status", "due_at"),
    Index("ix_tickets_conversation_accepted_at", "conversation", "accepted_at"),
    Index("ix_tickets_accepted_at", "accepted_at"),
    Index("ix_tickets_rated_at", "rated_at"),
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
    _id(),
    Column("ticket", ForeignKey("tickets.number"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("department", String(32), nullable=False),
    Column("lead", Boolean, nullable=False),
    Column("dispatched_at", Instant, nullable=False),
    Column("sign_due", Instant, nullable=False),
    Column("signed_at", Instant),
    Column("complete_due", Instant, nullable=False),
    Column("completed_at", Instant),
    Column("provisional", Boolean, nullable=False),
    Column("levels_version", String(32), nullable=False),
    Column("calendar_version", String(64), nullable=False),
    UniqueConstraint("ticket", "place"),
    Index("ix_assignments_sign_due", "sign_due"),
    Index("ix_assignments_signed_at", "signed_at"),
    Index("ix_assignments_complete_due", "complete_due"),
    Index("ix_assignments_completed_at", "completed_at"),
)

triggers = Table(
    "triggers",
    metadata,
    _id(),
    Column("assignment", ForeignKey("assignments.id"), nullable=False),
    Column("ticket", String(24), nullable=False),
    Column("clock", String(8), nullable=False),
    Column("step", String(8), nullable=False),
    Column("at", Instant, nullable=False),
    Column("fired_at", Instant),
    UniqueConstraint("assignment", "clock", "step"),
    Index(
        "ix_triggers_due",
        "at",
        sqlite_where=text("fired_at IS NULL"),
        postgresql_where=text("fired_at IS NULL"),
    ),
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
