"""Who works here, what waits for the citizens, and where is a person needed? People, outbox and alerts."""

from datetime import datetime

from sqlalchemy import Connection, and_, func, select, update

from hotline.ports import Address, Alert, Notice, Person, Reply
from hotline.storage.conversations import dumped, inserted, loaded_choices
from hotline.storage.tables import alerts, conversations, outbox, people
from tickets.people import Role

WAITING, SENDING, SENT, GIVEN_UP = "待发", "发送中", "已发", "放弃"


class SqlPeople:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, login: str) -> Person | None:
        row = self._connection.execute(select(people).where(people.c.login == login)).first()
        if row is None:
            return None
        known = {name: value for name, value in row._mapping.items() if name != "id"}
        return Person(**{**known, "role": Role(row.role)})

    def add(self, person: Person) -> None:
        row = {
            "login": person.login,
            "name": person.name,
            "role": str(person.role),
            "department": person.department,
            "password_hash": person.password_hash,
        }
        inserted(self._connection, people, row)

    def remember_failure(self, login: str, failed: int, locked_until: datetime | None) -> None:
        known = update(people).where(people.c.login == login)
        self._connection.execute(known.values(failed=failed, locked_until=locked_until))


class SqlOutbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, key: str, conversation: str, reply: Reply, now: datetime) -> bool:
        row = {
            "key": key,
            "conversation": conversation,
            "status": WAITING,
            "next_at": now,
            "queued_at": now,
            **dumped(reply),
        }
        return inserted(self._connection, outbox, row)

    def claim(self, now: datetime, lease_until: datetime, limit: int) -> list[Notice]:
        due = and_(outbox.c.status.in_([WAITING, SENDING]), outbox.c.next_at <= now)
        wanted = select(outbox.c.id).where(due).order_by(outbox.c.id).limit(limit).with_for_update(skip_locked=True)
        ids = list(self._connection.scalars(wanted))
        self._connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(next_at=lease_until))
        joined = select(outbox, conversations.c.channel, conversations.c.key.label("address")).join(conversations)
        rows = self._connection.execute(joined.where(outbox.c.id.in_(ids)).order_by(outbox.c.id))
        return [_notice(row) for row in rows]

    def begin(self, notice: Notice) -> None:
        self._set(notice, status=SENDING)

    def page_sent(self, notice: Notice, pages: int) -> None:
        self._set(notice, status=WAITING, pages_sent=pages)

    def sent(self, notice: Notice, now: datetime) -> None:
        self._set(notice, status=SENT, sent_at=now)

    def retry(self, notice: Notice, error: str, next_at: datetime) -> None:
        self._set(notice, status=WAITING, error=error, next_at=next_at, attempts=notice.attempts + 1)

    def give_up(self, notice: Notice, error: str, now: datetime) -> None:
        self._set(notice, status=GIVEN_UP, error=error, attempts=notice.attempts + 1)

    def waiting(self) -> int:
        open_ones = outbox.c.status.in_([WAITING, SENDING])
        return int(self._connection.scalar(select(func.count()).select_from(outbox).where(open_ones)) or 0)

    def _set(self, notice: Notice, **values: object) -> None:
        self._connection.execute(update(outbox).where(outbox.c.id == notice.id).values(**values))


def _notice(row) -> Notice:
    reply = Reply(text=row.text, choices=loaded_choices(row.choices), card=row.card)
    address = Address(channel=row.channel, key=row.address)
    return Notice(
        id=row.id,
        key=row.key,
        conversation=row.conversation,
        address=address,
        reply=reply,
        attempts=row.attempts,
        pages_sent=row.pages_sent,
        unsure=row.status == SENDING,
    )


class SqlAlerts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def raise_(self, kind: str, conversation: str, words: str, now: datetime) -> None:
        row = {"kind": kind, "conversation": conversation, "words": words, "raised_at": now}
        self._connection.execute(alerts.insert().values(row))

    def open(self, limit: int = 100) -> list[Alert]:
        wanted = select(alerts).where(alerts.c.taken_at.is_(None)).order_by(alerts.c.raised_at).limit(limit)
        return [Alert(**row._mapping) for row in self._connection.execute(wanted)]

    def taken(self, by: str, limit: int = 20) -> list[Alert]:
        mine = and_(alerts.c.taken_by == by, alerts.c.conversation != "")
        wanted = select(alerts).where(mine).order_by(alerts.c.taken_at.desc()).limit(limit)
        return [Alert(**row._mapping) for row in self._connection.execute(wanted)]

    def take(self, alert_id: int, by: str, now: datetime) -> bool:
        free = and_(alerts.c.id == alert_id, alerts.c.taken_at.is_(None))
        return self._connection.execute(update(alerts).where(free).values(taken_by=by, taken_at=now)).rowcount == 1
