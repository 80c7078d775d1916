"""What is stored of the living knowledge base? Versions and events are the truth and never change; `articles` is their index."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from hotline.storage.tables import Instant, metadata


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


articles = Table(
    "articles",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("title", Text, nullable=False),
    Column("category", String(64), nullable=False),
    Column("main_category", String(64), nullable=False),
    Column("department", String(32), nullable=False),
    Column("home", String(32), nullable=False),
    Column("standing", String(8), nullable=False),
    Column("stage", String(8), nullable=False),
    Column("published", Integer, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("author", String(64), nullable=False),
    Column("effective", Date, nullable=False),
    Column("expires", Date),
    Column("review_due", Date, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Index("ix_articles_standing_main_category", "standing", "main_category"),
    Index("ix_articles_main_category", "main_category"),
    Index("ix_articles_stage", "stage"),
    Index("ix_articles_department_stage", "department", "stage"),
    Index("ix_articles_review_due", "review_due"),
    Index("ix_articles_expires", "expires"),
)

article_numbers = Table(
    "article_numbers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("article", ForeignKey("articles.id"), primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("content", JSON, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)

article_events = Table(
    "article_events",
    metadata,
    _id(),
    Column("article", ForeignKey("articles.id"), nullable=False),
    Column("no", Integer, nullable=False),
    Column("step", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("role", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("department", String(32), nullable=False),
    Column("why", Text, nullable=False),
    Column("data", JSON, nullable=False),
    UniqueConstraint("article", "no"),
    Index("ix_article_events_step_id", "step", "id"),
)

questions = Table(
    "questions",
    metadata,
    _id(),
    Column("conversation", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("shown", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("probability", Float, nullable=False),
    Column("helped", Boolean),
    Index("ix_questions_at", "at"),
    Index("ix_questions_conversation_at", "conversation", "at"),
)

gaps = Table(
    "gaps",
    metadata,
    _id(),
    Column("title", Text, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("total", Integer, nullable=False),
    Column("nearest", String(16), nullable=False),
    Column("department", String(32), nullable=False),
    Column("centre", JSON, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("status", String(8), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("article", String(16), nullable=False),
    Column("why", Text, nullable=False),
    Column("closed_at", Instant),
    Index("ix_gaps_status_total", "status", "total"),
)
