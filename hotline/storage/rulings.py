"""What has the office changed about its own rules? Holiday notices and dispatch rules, kept for ever."""

from datetime import date, datetime

from sqlalchemy import Connection, Row, select, update

from hotline.records import DispatchRule, StoredNotice
from hotline.storage.tables import calendar_notices, dispatch_rules


class SqlRulings:
    """`hotline.ports.Rulings` over one open transaction; what was read is remembered until it ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._notices: tuple[StoredNotice, ...] | None = None

    def notices(self) -> tuple[StoredNotice, ...]:
        if self._notices is None:
            rows = self._connection.execute(select(calendar_notices).order_by(calendar_notices.c.id))
            self._notices = tuple(_notice(row) for row in rows)
        return self._notices

    def apply_notice(self, notice: StoredNotice) -> None:
        row = {
            "year": notice.year,
            "title": notice.title,
            "document": notice.document,
            "days": {day.isoformat(): [works, name] for day, (works, name) in notice.days.items()},
            "by": notice.by,
            "applied_at": notice.applied_at,
        }
        self._connection.execute(calendar_notices.insert().values(row))
        self._notices = None

    def dispatch_rules(self) -> tuple[DispatchRule, ...]:
        holding = select(dispatch_rules).where(dispatch_rules.c.retired_at.is_(None))
        rows = self._connection.execute(holding.order_by(dispatch_rules.c.id.desc()))
        return tuple(DispatchRule(**row._mapping) for row in rows)

    def save_dispatch_rule(self, rule: DispatchRule) -> None:
        row = {
            "category": rule.category,
            "street": rule.street,
            "words": rule.words,
            "department": rule.department,
            "why": rule.why,
            "ticket": rule.ticket,
            "by": rule.by,
            "made_at": rule.made_at,
        }
        self._connection.execute(dispatch_rules.insert().values(row))

    def retire_dispatch_rule(self, rule_id: int, now: datetime) -> bool:
        holding = (dispatch_rules.c.id == rule_id) & dispatch_rules.c.retired_at.is_(None)
        return self._connection.execute(update(dispatch_rules).where(holding).values(retired_at=now)).rowcount == 1


def _notice(row: Row) -> StoredNotice:
    return StoredNotice(
        id=row.id,
        year=row.year,
        title=row.title,
        document=row.document,
        days={date.fromisoformat(day): (works, name) for day, (works, name) in row.days.items()},
        by=row.by,
        applied_at=row.applied_at,
    )
