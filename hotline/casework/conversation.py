"""A message came in: how is it stored before it is answered, and answered once, even when parts fail?"""

from datetime import datetime, timedelta

from hotline.casework.answering import answer, danger_reply, danger_words, surely
from hotline.casework.choosing import chosen
from hotline.casework.knowledge import asking
from hotline.casework.lookout import is_short
from hotline.casework.office import Office
from hotline.ports import Address, Choice, Delivery, Message, Reply, Taken
from hotline.troubles import DialogueSilent

CLAIM = timedelta(seconds=40)
LONGEST_MESSAGE = 2000
PLAIN_FORM_CARD = {"type": "form", "url": "/appeal", "title": "填写诉求单"}


def take(office: Office, address: Address, key: str, text: str, now: datetime) -> Taken:
    """Store what the citizen said; a message the channel brings again is recognised by `key`. Errors: `StorageBusy`."""
    with office.store.work() as work:
        conversation = work.conversations.open(address, now)
        return work.conversations.take(conversation, key, _cleaned(text), now)


def respond(office: Office, message_id: int, now: datetime) -> list[Message]:
    """Answer a stored message once; whoever comes second gets the stored replies, or none while the first is still at it."""
    with office.store.work() as work:
        message = work.conversations.message(message_id)
        mine = work.conversations.claim(message_id, now, now + CLAIM)
        words = _chosen(message.text, work.conversations.choices_before(message_id)) if mine else ""
    if mine:
        asking.judge(office, message.conversation, words, now)
        _store_replies(office, message, _replies(office, message, words, now), now)
    with office.store.look() as work:
        return work.conversations.replies(message_id)


def deliver_by(office: Office, message_id: int, way: Delivery, now: datetime) -> Delivery:
    """Fix how the replies of a message travel; a first choice of `pushed` sends what is already answered through the outbox."""
    with office.store.work() as work:
        held = work.conversations.choose_delivery(message_id, way)
        if held == "pushed":
            _push(work, message_id, work.conversations.replies(message_id), now)
    if held == "pushed":
        office.bell.ring()
    return held


def alarm(office: Office, conversation_id: str, words: str, now: datetime) -> Reply | None:
    """Call a person when the words tell of danger to life, and say what to do; None when they do not."""
    danger = office.lookout.danger_in(words)
    if danger is None:
        return None
    with office.store.work() as work:
        work.alerts.raise_(f"危险：{danger.kind}", conversation_id, words, now)
    return danger_reply(danger)


def when_not_stored(office: Office, text: str, sentence: str) -> str:
    """What to say when storage took nothing: the way out of danger all the same, else `sentence`."""
    danger = office.lookout.danger_in(text)
    return danger_words(danger) if danger else sentence


def send_pages(office: Office, message_id: int, pages: list[str], now: datetime) -> None:
    """Queue the further pages of an answer whose first page travelled as the passive reply, each once."""
    if not pages:
        return
    with office.store.work() as work:
        said = work.conversations.message(message_id)
        for place, page in enumerate(pages, start=1):
            work.outbox.put(f"reply:{message_id}:page{place}", said.conversation, Reply(text=page), now)
    office.bell.ring()


def answer_left_over(office: Office, now: datetime, limit: int = 50) -> int:
    """Answer messages whose process died before it could; their replies travel by the outbox. Returns how many."""
    with office.store.look() as work:
        left = work.conversations.unanswered(now - CLAIM, now, limit)
    for message_id in left:
        deliver_by(office, message_id, "pushed", now)
        respond(office, message_id, now)
    return len(left)


def _replies(office: Office, message: Message, words: str, now: datetime) -> tuple[Reply, ...]:
    """Danger comes first: after it a short message gets an article only if that surely answers it; on a long one the dialogue
    goes on."""
    advice = alarm(office, message.conversation, words, now)
    if advice is None:
        return _said(office, message, words, now)
    return (advice, *(surely(office, words, now) if is_short(words) else _said(office, message, words, now)))


def _said(office: Office, message: Message, words: str, now: datetime) -> tuple[Reply, ...]:
    try:
        return office.dialogue.say(message.conversation, words)
    except DialogueSilent:
        return (_without_dialogue(office, message.conversation, words, now),)


def _without_dialogue(office: Office, conversation: str, words: str, now: datetime) -> Reply:
    """Knowledge still answers when the dialogue engine does not; filing goes on by the plain form."""
    answered = answer(office, words, now)
    asking.note(office, conversation, words, answered, now)
    if answered.outcome == "answer":
        return answered.reply
    text = "对话服务暂时没有响应，您说的话已经保存。登记诉求请点“填写诉求单”，也可以稍后再试或转人工。"
    titles = answered.reply.choices[: len(answered.candidates)] if answered.outcome == "clarify" else ()
    return Reply(text=text, choices=titles, card=PLAIN_FORM_CARD)


def _store_replies(office: Office, message: Message, replies: tuple[Reply, ...], now: datetime) -> None:
    with office.store.work() as work:
        way = work.conversations.answer(message.id, replies, now)
        if way == "pushed":
            _push(work, message.id, work.conversations.replies(message.id), now)
    if way == "pushed":
        office.bell.ring()


def _push(work, message_id: int, replies: list[Message], now: datetime) -> None:
    if not replies or work.conversations.address(replies[0].conversation).channel == "网页":
        return
    for place, line in enumerate(replies):
        reply = Reply(text=line.text, choices=line.choices, card=line.card)
        work.outbox.put(f"reply:{message_id}:{place}", line.conversation, reply, now)


def _cleaned(text: str) -> str:
    """Raw `/intent` payloads are the engine's own language: a citizen's leading slash is dropped."""
    return text.strip().lstrip("/").strip()[:LONGEST_MESSAGE]


def _chosen(text: str, choices: tuple[Choice, ...]) -> str:
    """The words behind the choice that was named, else the words as they came."""
    label = chosen(text, [choice.label for choice in choices])
    return next((choice.value for choice in choices if choice.label == label), text)
