"""The living knowledge base: articles with their versions and events, what citizens asked, and the gaps found in it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_articles()
    _create_versions_and_events()
    _create_questions()
    _create_gaps()
    for table in ("article_versions", "article_events"):
        _make_append_only(table)


def _create_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("category", "main_category")),
        *(sa.Column(name, sa.String(32), nullable=False) for name in ("department", "home")),
        *(sa.Column(name, sa.String(8), nullable=False) for name in ("standing", "stage")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("published", "versions")),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date()),
        sa.Column("review_due", sa.Date(), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    for columns in (
        ["standing", "main_category"],
        ["main_category"],
        ["stage"],
        ["department", "stage"],
        ["review_due"],
        ["expires"],
    ):
        op.create_index(f"ix_articles_{'_'.join(columns)}", "articles", columns)
    op.create_table(
        "article_numbers",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_article_numbers"),
    )


def _create_versions_and_events() -> None:
    op.create_table(
        "article_versions",
        sa.Column("article", sa.String(16), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_article_versions_article_articles"),
        sa.PrimaryKeyConstraint("article", "no", name="pk_article_versions"),
    )
    op.create_table(
        "article_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("article", sa.String(16), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("department", sa.String(32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_article_events_article_articles"),
        sa.PrimaryKeyConstraint("id", name="pk_article_events"),
        sa.UniqueConstraint("article", "no", name="uq_article_events_article_no"),
    )
    op.create_index("ix_article_events_step_id", "article_events", ["step", "id"])


def _create_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("helped", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    for columns in (["at"], ["conversation", "at"]):
        op.create_index(f"ix_questions_{'_'.join(columns)}", "questions", columns)


def _create_gaps() -> None:
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("questions", "kinds")),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("nearest", sa.String(16), nullable=False),
        sa.Column("department", sa.String(32), nullable=False),
        sa.Column("centre", sa.JSON(), nullable=False),
        *(sa.Column(name, _INSTANT, nullable=False) for name in ("first_at", "last_at")),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("article", sa.String(16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("closed_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_gaps"),
    )
    op.create_index("ix_gaps_status_total", "gaps", ["status", "total"])


def _make_append_only(table: str) -> None:
    """What was written and who did it stays: the database itself refuses to change or delete a line of it."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION refuse_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{table}()"
    )
