"""What was said, in order, and what still waits for an answer?"""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, Row, Table, and_, false, or_, select, true, update

from hotline.ports import Address, Choice, Delivery, Message, Reply, Taken
from hotline.storage import statements
from hotline.storage.tables import conversations, messages
from hotline.troubles import NoSuchConversation


def inserted(connection: Connection, table: Table, row: dict[str, object]) -> bool:
    """Insert a row unless a unique value is taken already; True when it was made."""
    made = statements.insert_once(table, tuple(row), connection.dialect.name)
    return connection.execute(made, row).first() is not None


def dumped(reply: Reply) -> dict[str, object]:
    """A reply as the columns text, choices and card."""
    choices = [{"label": choice.label, "value": choice.value} for choice in reply.choices]
    return {"text": reply.text, "choices": choices, "card": dict(reply.card) if reply.card else None}


def loaded_choices(stored: list[dict[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(label=one["label"], value=one["value"]) for one in stored)


class SqlConversations:
    """`hotline.ports.Conversations` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._addresses: dict[str, Address] = {}

    def open(self, address: Address, now: datetime) -> str:
        place = {"channel": address.channel, "key": address.key}
        found = self._connection.scalar(statements.CONVERSATION_AT, place)
        if found:
            return found
        row = {"id": uuid4().hex, "channel": address.channel, "key": address.key, "opened_at": now}
        made = inserted(self._connection, conversations, row)
        opened = str(row["id"] if made else self._connection.scalar(statements.CONVERSATION_AT, place))
        self._addresses[opened] = address
        return opened

    def address(self, conversation: str) -> Address:
        if conversation in self._addresses:
            return self._addresses[conversation]
        row = self._connection.execute(select(conversations).where(conversations.c.id == conversation)).first()
        if row is None:
            raise NoSuchConversation("没有这个会话，请刷新页面重新开始。")
        return Address(channel=row.channel, key=row.key)

    def take(self, conversation: str, key: str, text: str, now: datetime) -> Taken:
        row = {
            "conversation": conversation,
            "key": f"in:{key}",
            "incoming": True,
            "text": text,
            "choices": [],
            "at": now,
        }
        made = inserted(self._connection, messages, row)
        stored = self._connection.execute(
            select(messages).where(messages.c.conversation == conversation, messages.c.key == f"in:{key}")
        ).one()
        return Taken(message=_message(stored), new=made)

    def message(self, message_id: int) -> Message:
        return _message(self._connection.execute(select(messages).where(messages.c.id == message_id)).one())

    def claim(self, message_id: int, now: datetime, until: datetime) -> bool:
        free = or_(messages.c.claimed_until.is_(None), messages.c.claimed_until <= now)
        wanted = and_(messages.c.id == message_id, messages.c.answered.is_(False), free)
        return self._connection.execute(update(messages).where(wanted).values(claimed_until=until)).rowcount == 1

    def answer(self, message_id: int, replies: tuple[Reply, ...], now: datetime) -> Delivery | None:
        done = update(messages).where(messages.c.id == message_id, messages.c.answered.is_(False)).values(answered=True)
        if self._connection.execute(done).rowcount == 1:
            said = self.message(message_id)
            for place, reply in enumerate(replies):
                key = f"out:{message_id}:{place}"
                self._connection.execute(
                    messages.insert().values(**_line(said.conversation, key, reply, now), reply_to=message_id)
                )
        return self.message(message_id).delivery

    def replies(self, message_id: int) -> list[Message]:
        wanted = select(messages).where(messages.c.reply_to == message_id).order_by(messages.c.id)
        return [_message(row) for row in self._connection.execute(wanted)]

    def choose_delivery(self, message_id: int, way: Delivery) -> Delivery:
        first = update(messages).where(messages.c.id == message_id, messages.c.delivery.is_(None)).values(delivery=way)
        self._connection.execute(first)
        return self.message(message_id).delivery or way

    def say(self, conversation: str, key: str, reply: Reply, now: datetime) -> bool:
        row = _line(conversation, f"out:{key}", reply, now)
        return inserted(self._connection, messages, row)

    def since(self, conversation: str, after: int, limit: int = 200) -> list[Message]:
        wanted = select(messages).where(messages.c.conversation == conversation, messages.c.id > after)
        newest = wanted.order_by(messages.c.id.desc()).limit(limit)
        return [_message(row) for row in reversed(self._connection.execute(newest).all())]

    def choices_before(self, message_id: int) -> tuple[Choice, ...]:
        said = self.message(message_id)
        last = (
            select(messages.c.choices)
            .where(
                messages.c.conversation == said.conversation, messages.c.id < message_id, messages.c.incoming.is_(False)
            )
            .order_by(messages.c.id.desc())
            .limit(1)
        )
        return loaded_choices(self._connection.scalar(last) or [])

    def unanswered(self, before: datetime, now: datetime, limit: int) -> list[int]:
        left = and_(messages.c.incoming == true(), messages.c.answered == false(), messages.c.at <= before)
        free = or_(messages.c.claimed_until.is_(None), messages.c.claimed_until <= now)
        wanted = select(messages.c.id).where(left, free).order_by(messages.c.at).limit(limit)
        return list(self._connection.scalars(wanted))


def _line(conversation: str, key: str, reply: Reply, now: datetime) -> dict[str, object]:
    return {"conversation": conversation, "key": key, "incoming": False, "answered": True, "at": now, **dumped(reply)}


def _message(row: Row) -> Message:
    return Message(
        id=row.id,
        conversation=row.conversation,
        incoming=row.incoming,
        text=row.text,
        at=row.at,
        choices=loaded_choices(row.choices),
        card=row.card,
        answered=row.answered,
        delivery=row.delivery,
    )
