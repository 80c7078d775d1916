"""How are the rows of one transaction written? Collected, joined where one is changed twice, and put down table by table.

Many acts in one transaction then cost a few statements in all; one act costs no more than it would row by row."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Connection, Insert, Table, Update, and_, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from hotline.storage.tables import assignments, clocks, ticket_events, tickets
from hotline.troubles import Collision

Row = dict[str, object]
COLLISION = "这件工单刚刚被别人处理了，您这一步没有提交。请刷新页面看最新情况。"


class Pen:
    """Writes what the acts of one transaction changed. `put_down` comes before every query that must see it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: dict[str, Row] = {}
        self._changed: dict[str, tuple[int, Row]] = {}
        self._events: list[Row] = []
        self._assignments: dict[tuple[str, int], Row] = {}
        self._clocks: dict[tuple[str, int], Row] = {}

    def begin_ticket(self, row: Row) -> None:
        self._new[str(row["number"])] = row

    def change_ticket(self, number: str, base: int, values: Row) -> None:
        """`base` is the version the change was made from: when the stored one is another, somebody was first."""
        if number in self._new:
            self._new[number] |= values
            return
        known = self._changed.get(number, (base, {}))
        self._changed[number] = (known[0], known[1] | values)

    def add_event(self, row: Row) -> None:
        self._events.append(row)

    def set_assignment(self, row: Row) -> None:
        self._assignments[str(row["ticket"]), int(row["place"])] = row

    def set_clock(self, row: Row) -> None:
        self._clocks[str(row["ticket"]), int(row["no"])] = row

    def put_down(self) -> None:
        """The projection goes first: whoever is second stops there. Errors: `Collision`."""
        if not (self._events or self._changed):
            return
        if self._new:
            self._connection.execute(tickets.insert(), list(self._new.values()))
        self._change_tickets()
        if self._events:
            self._connection.execute(ticket_events.insert(), self._events)
        self._upsert(assignments, self._assignments, key=("ticket", "place"))
        self._upsert(clocks, self._clocks, key=("ticket", "no"))
        for written in (self._new, self._changed, self._events, self._assignments, self._clocks):
            written.clear()

    def _change_tickets(self) -> None:
        if not self._changed:
            return
        rows = [{"_number": number, "_base": base, **values} for number, (base, values) in self._changed.items()]
        for names, alike in _by_columns(rows).items():
            done = self._connection.execute(_change(names), alike)
            if done.rowcount != len(alike):
                raise Collision(COLLISION)

    def _upsert(self, table: Table, rows: Mapping[tuple[str, int], Row], *, key: tuple[str, str]) -> None:
        if rows:
            self._connection.execute(_upsert(table, key, self._connection.dialect.name), list(rows.values()))


@cache
def _change(names: tuple[str, ...]) -> Update:
    """Change these columns of one ticket, if nobody has changed it since."""
    same = and_(tickets.c.number == bindparam("_number"), tickets.c.version == bindparam("_base"))
    return update(tickets).where(same).values({name: bindparam(name) for name in names if not name.startswith("_")})


@cache
def _upsert(table: Table, key: tuple[str, str], dialect: str) -> Insert:
    """Insert a row, or put its new values in the place of the old."""
    made = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    new = {column.name: made.excluded[column.name] for column in table.columns if column.name not in key}
    return made.on_conflict_do_update(index_elements=key, set_=new)


def _by_columns(rows: list[Row]) -> dict[tuple[str, ...], list[Row]]:
    """Rows that change the same columns, so that each sort is one statement."""
    sorts: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        sorts.setdefault(tuple(row), []).append(row)
    return sorts
