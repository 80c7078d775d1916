"""Where is a person needed, and how does the operator speak into a conversation? Alerts, hand-offs and phone appeals."""

from datetime import datetime

from hotline.casework.filing import Draft, Filed, file
from hotline.casework.office import Office
from hotline.ports import Address, Alert, Message, Reply
from tickets.errors import ActRefused
from tickets.people import Actor

PHONE = "电话"


def waiting(office: Office) -> list[Alert]:
    """Alerts nobody has taken, dangers first, then the longest waiting."""
    with office.store.look() as work:
        return sorted(work.alerts.open(), key=lambda alert: (not alert.kind.startswith("危险"), alert.raised_at))


def mine(office: Office, actor: Actor) -> list[Alert]:
    with office.store.look() as work:
        return work.alerts.taken(actor.name)


def take(office: Office, alert_id: int, actor: Actor, now: datetime) -> None:
    with office.store.work() as work:
        if not work.alerts.take(alert_id, actor.name, now):
            raise ActRefused("这一条刚刚被别的同事接走了，请看下一条。")


def conversation(office: Office, conversation_id: str) -> tuple[Address, list[Message]]:
    with office.store.look() as work:
        return work.conversations.address(conversation_id), work.conversations.since(conversation_id, 0)


def speak(office: Office, conversation_id: str, words: str, key: str, now: datetime) -> None:
    """Send the operator's words to the citizen, once per `key` however often the form is posted."""
    if not words.strip():
        raise ActRefused("还没有写要发送的内容。")
    with office.store.work() as work:
        work.conversations.address(conversation_id)
        work.outbox.put(f"seat:{key}", conversation_id, Reply(text=f"【话务员】{words.strip()}"), now)
    office.bell.ring()


def file_for_caller(office: Office, draft: Draft, key: str, actor: Actor, now: datetime) -> Filed:
    """Enter a phone call as an appeal; each call is a conversation of its own, known by `key`."""
    with office.store.work() as work:
        conversation_id = work.conversations.open(Address(channel=PHONE, key=key), now)
    return file(office, conversation_id, draft, now, actor)
