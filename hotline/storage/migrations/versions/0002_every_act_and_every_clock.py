"""Every act and every clock: runs of all clocks, figures by index, holiday notices, dispatch rules.

What tickets of release 0.1 lived through is carried over: their completions needed no review, so a review is written after
each one, and the index of every ticket is marked stale, to be made anew from its events when the service starts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_NO = sa.text("false")


def upgrade() -> None:
    op.drop_table("triggers")
    op.drop_table("assignments")
    _widen_tickets()
    _create_tables()
    _carry_over()


def _widen_tickets() -> None:
    op.drop_column("tickets", "assignment")
    for name in ("street", "department"):
        op.add_column("tickets", sa.Column(name, sa.String(32), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("city_number", sa.String(64)))
    for name in (
        "dispatched_at",
        "signed_at",
        "sign_due",
        "complete_due",
        "first_completed_at",
        "finished_at",
        "reviewed_at",
        "unrated_at",
    ):
        op.add_column("tickets", sa.Column(name, _INSTANT))
    op.add_column("tickets", sa.Column("due_clock", sa.String(8)))
    op.add_column("tickets", sa.Column("route", sa.String(16)))
    op.add_column("tickets", sa.Column("solved", sa.Boolean()))
    for name in ("provisional", "paused", "withdrawn", "supervised", "elevated", "stale"):
        op.add_column("tickets", sa.Column(name, sa.Boolean(), nullable=False, server_default=_NO))
    for name, length in (("unrated", 8), ("merged_into", 24), ("pending", 8), ("excluded", 32)):
        op.add_column("tickets", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("reworks", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_tickets_city_number", "tickets", ["city_number"], unique=True)
    for columns in (["finished_at", "accepted_at", "number"], ["unrated_at"], ["merged_into", "number"]):
        op.create_index(f"ix_tickets_{'_'.join(columns)}", "tickets", columns)
    op.create_index("ix_tickets_pending", "tickets", ["pending", "due_at"])
    for name, column in (("stale", "number"), ("supervised", "due_at")):
        ones, true = sa.text(f"{name} = 1"), sa.text(name)
        op.create_index(f"ix_tickets_{name}", "tickets", [column], sqlite_where=ones, postgresql_where=true)


def _create_tables() -> None:
    op.create_table(
        "assignments",
        sa.Column("ticket", sa.String(24), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department", sa.String(32), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("dispatched_at", _INSTANT, nullable=False),
        *(sa.Column(name, _INSTANT) for name in ("signed_at", "replied_at", "ended_at", "returned_at")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name="fk_assignments_ticket_tickets"),
        sa.PrimaryKeyConstraint("ticket", "place", name="pk_assignments"),
    )
    for columns in (["dispatched_at"], ["returned_at"], ["department", "ticket"]):
        op.create_index(f"ix_assignments_{'_'.join(columns)}", "assignments", columns)
    op.create_table(
        "clocks",
        sa.Column("ticket", sa.String(24), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clock", sa.String(8), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(32), nullable=False),
        *(sa.Column(name, _INSTANT, nullable=False) for name in ("started_at", "due", "plain_due")),
        sa.Column("stopped_at", _INSTANT),
        sa.Column("ending", sa.String(8)),
        sa.Column("settled_at", _INSTANT, nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("paused", "provisional")),
        sa.Column("levels_version", sa.String(32), nullable=False),
        sa.Column("calendar_version", sa.String(128), nullable=False),
        sa.Column("next_at", _INSTANT),
        sa.Column("next_step", sa.String(8)),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name="fk_clocks_ticket_tickets"),
        sa.PrimaryKeyConstraint("ticket", "no", name="pk_clocks"),
    )
    op.create_index("ix_clocks_settled_at_ticket", "clocks", ["settled_at", "ticket"])
    running, ahead = sa.text("stopped_at IS NULL"), sa.text("next_at IS NOT NULL")
    op.create_index("ix_clocks_running", "clocks", ["ticket"], sqlite_where=running, postgresql_where=running)
    op.create_index("ix_clocks_next_at", "clocks", ["next_at"], sqlite_where=ahead, postgresql_where=ahead)
    op.create_table(
        "calendar_notices",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("applied_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_notices"),
    )
    op.create_table(
        "dispatch_rules",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("street", sa.String(32), nullable=False),
        sa.Column("words", sa.String(64), nullable=False),
        sa.Column("department", sa.String(32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ticket", sa.String(24), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("retired_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_dispatch_rules"),
    )


def _carry_over() -> None:
    connection = op.get_bind()
    numbers = list(connection.scalars(sa.text("SELECT number FROM tickets")))
    if not numbers:
        return
    _let_events_change(connection)
    for number in numbers:
        _carry_over_one(connection, number)
    _forbid_change_of_events(connection)
    connection.execute(sa.text("UPDATE tickets SET stale = true"))


def _carry_over_one(connection: sa.Connection, number: str) -> None:
    """Number the events anew with a review after each completion, and name the runs that warnings and breaches belong to."""
    plain = map(sa.column, ("id", "ticket", "no", "act", "role", "name", "department", "why"))
    events = sa.table("ticket_events", *plain, sa.column("at", _INSTANT), sa.column("data", sa.JSON()))
    own = connection.execute(sa.select(events).where(events.c.ticket == number).order_by(events.c.no)).all()
    named = own[0].data.get("privacy", "实名") == "实名"
    runs = {"签收": 2, "办结": 4 if named else 3}
    written: list[dict[str, object]] = []
    for row in own:
        event = {name: value for name, value in row._mapping.items() if name != "id"}
        if event["act"] in ("预警", "超期") and "clock" in event["data"]:
            step = "黄灯" if event["act"] == "预警" else "超期"
            event["data"] = {**event["data"], "run": runs[event["data"]["clock"]], "step": step}
        if event["act"] == "结案" and event["why"] == "期满未评价":
            event["data"] = {**event["data"], "unrated": "未评价"}
        written.append(event)
        if event["act"] == "办结":
            review = {"act": "审核通过", "role": "系统", "name": "系统", "department": "", "data": {}}
            written.append({**event, **review, "why": "升级前的办结不经审核，升级时补记"})
    connection.execute(sa.delete(events).where(events.c.ticket == number))
    connection.execute(sa.insert(events), [{**event, "no": no} for no, event in enumerate(written, start=1)])
    version = sa.text("UPDATE tickets SET version = :version WHERE number = :number")
    connection.execute(version, {"version": len(written), "number": number})


def _let_events_change(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        for act in ("update", "delete"):
            connection.execute(sa.text(f"DROP TRIGGER ticket_events_no_{act}"))
        return
    connection.execute(sa.text("ALTER TABLE ticket_events DISABLE TRIGGER ticket_events_append_only"))


def _forbid_change_of_events(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            connection.execute(
                sa.text(
                    f"CREATE TRIGGER ticket_events_no_{act.lower()} BEFORE {act} ON ticket_events "
                    "BEGIN SELECT RAISE(ABORT, 'ticket_events is append-only'); END"
                )
            )
        return
    connection.execute(sa.text("ALTER TABLE ticket_events ENABLE TRIGGER ticket_events_append_only"))
