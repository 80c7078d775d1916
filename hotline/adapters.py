"""How do the outside systems take the shape the use cases expect? One small class each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hotline.ports import Choice, Heard, Reply
from hotline.troubles import CallbackRefused, DialogueSilent, Undelivered
from integrations.rasa.contract import Dialogue as Engine
from integrations.rasa.contract import DialogueSilent as EngineSilent
from integrations.wechat import callback
from integrations.wechat.account import Account
from integrations.wechat.callback import Query
from integrations.wechat.choices import render
from integrations.wechat.errors import CallbackRefused as WeChatRefused
from integrations.wechat.errors import DeliveryUnknown, NeverDelivered, OversizeBody, WeChatError
from integrations.wechat.messages import Inbound, Kind
from integrations.wechat.messenger import Messenger as WeChat
from integrations.wechat.paging import pages


class NoBell:
    """`hotline.ports.Bell` where no worker listens."""

    def ring(self) -> None:
        return


class NoDialogue:
    """`hotline.ports.Dialogue` where nobody talks."""

    def say(self, conversation: str, text: str) -> tuple[Reply, ...]:
        raise DialogueSilent("这里没有对话引擎")


class RasaDialogue:
    """`hotline.ports.Dialogue` over the Rasa client; `timeout` in seconds."""

    def __init__(self, engine: Engine, timeout: float) -> None:
        self._engine = engine
        self._timeout = timeout

    def say(self, conversation: str, text: str) -> tuple[Reply, ...]:
        try:
            said = self._engine.say(conversation, text, self._timeout)
        except EngineSilent as silent:
            raise DialogueSilent(str(silent)) from silent
        return tuple(
            Reply(
                text=one.text,
                choices=tuple(Choice(label=choice.label, value=choice.value) for choice in one.choices),
                card=one.card,
            )
            for one in said
        )


def spoken(reply: Reply, public_url: str) -> str:
    """A reply as WeChat shows it: numbered choices, and the address of the plain form where one is offered."""
    text = render(reply.text, [choice.label for choice in reply.choices])
    if reply.card and reply.card.get("type") == "form" and public_url:
        text += f"\n填写诉求单：{public_url}{reply.card['url']}"
    return text


class WeChatChannel:
    """`hotline.ports.Messenger` over WeChat's customer-service messages."""

    def __init__(self, messenger: WeChat, public_url: str) -> None:
        self._messenger = messenger
        self._public_url = public_url

    def pages(self, reply: Reply) -> list[str]:
        return pages(spoken(reply, self._public_url))

    def send(self, key: str, page: str) -> None:
        """A page that may have arrived counts as undeliverable rather than being shown twice."""
        try:
            self._messenger.send(key, page)
        except WeChatError as problem:
            raise Undelivered(str(problem), final=isinstance(problem, (NeverDelivered, DeliveryUnknown))) from problem


class WeChatCallback:
    """`hotline.ports.Callback` over the official account's callback protocol."""

    def __init__(self, account: Account, public_url: str) -> None:
        self._account = account
        self._public_url = public_url

    def check(self, query: Mapping[str, str], now: datetime) -> str:
        with _refusals():
            return callback.echo(self._account, Query.of(query), now=now)

    def hear(self, query: Mapping[str, str], body: bytes, now: datetime) -> Heard:
        with _refusals():
            inbound = callback.receive(self._account, Query.of(query), body, now=now)
        return Heard(key=inbound.key, sender=inbound.openid, text=inbound.text, event=_event(inbound), origin=inbound)

    def pages(self, replies: list[Reply]) -> list[str]:
        return pages("\n\n".join(spoken(reply, self._public_url) for reply in replies))

    def answer(self, heard: Heard, page: str, now: datetime) -> str:
        return callback.reply(self._account, heard.origin, page, now=now)


def _event(inbound: Inbound) -> Literal["", "follow", "unfollow", "other"]:
    """A pressed menu key counts as words; a page opened from the menu, a scan or a location must not be answered."""
    if inbound.kind is Kind.FOLLOW:
        return "follow"
    if inbound.kind is Kind.UNFOLLOW:
        return "unfollow"
    return "other" if inbound.kind is Kind.OTHER and inbound.happened else ""


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except OversizeBody as refused:
        raise CallbackRefused(type(refused).__name__, 413) from refused
    except WeChatRefused as refused:
        raise CallbackRefused(type(refused).__name__) from refused


class Argon2Passwords:
    """`hotline.ports.Passwords`; an unknown login costs as much time as a known one."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash("nobody")

    def hashed(self, password: str) -> str:
        return self._hasher.hash(password)

    def matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash or self._nobody, password) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False
