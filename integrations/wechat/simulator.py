"""How does WeChat itself call us? This plays the platform's side of the callback: build, sign, seal, post, retry, read.

`say` is what `hotline wechat-sim` runs; the other functions let tests send voice, events and forgeries.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import httpx

from integrations.wechat.account import Account
from integrations.wechat.callback import ACKNOWLEDGED
from integrations.wechat.crypto import decrypt, encrypt
from integrations.wechat.envelope import read, write
from integrations.wechat.errors import CallbackRefused, WeChatError
from integrations.wechat.paging import fits
from integrations.wechat.signature import check_signature, signature

DELIVERIES = 3  # WeChat posts one message at most this often
PATIENCE_SECONDS = 5.0  # and waits this long for each answer
ORIGINAL_ID = "gh_12345zengdu"
UNAVAILABLE = "该公众号提供的服务出现故障，请稍后再试"  # what WeChat shows the citizen when our answer is unusable


class CallbackFailed(WeChatError):
    """The callback gave no answer WeChat could use: the citizen would see UNAVAILABLE."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One signed request as WeChat would post it."""

    parameters: Mapping[str, str]
    body: bytes


def say(
    url: str,
    text: str,
    openid: str,
    account: Account,
    *,
    now: datetime,
    http: httpx.Client | None = None,
    message_id: str | None = None,
) -> str:
    """Write `text` to the account as the citizen `openid`; the reply they see at once, "" if there is none yet.

    Retries as WeChat does, with the same MsgId. Raises CallbackFailed. Any httpx.Client may be lent, a test client too.
    """
    return deliver(url, text_message(text, openid, now=now, message_id=message_id), account, now=now, http=http)


def text_message(text: str, openid: str, *, now: datetime, message_id: str | None = None) -> str:
    """The XML of a written message."""
    return _message(openid, now, MsgType="text", Content=text, MsgId=message_id or new_message_id())


def voice_message(recognition: str, openid: str, *, now: datetime, message_id: str | None = None) -> str:
    """The XML of a spoken message with what WeChat understood, "" if nothing."""
    return _message(openid, now, MsgType="voice", Recognition=recognition, MsgId=message_id or new_message_id())


def event_message(event: str, openid: str, *, now: datetime, event_key: str = "") -> str:
    """The XML of an event: subscribe, unsubscribe, CLICK …"""
    return _message(openid, now, MsgType="event", Event=event, EventKey=event_key)


def new_message_id() -> str:
    """A MsgId like WeChat's, a number of 63 bits."""
    return str(secrets.randbits(63))


def _message(openid: str, now: datetime, **fields: str) -> str:
    return write({"ToUserName": ORIGINAL_ID, "FromUserName": openid, "CreateTime": int(now.timestamp()), **fields})


def request(message: str, account: Account, *, now: datetime) -> Request:
    """Sign, and where the account demands it seal, the XML of a message."""
    parameters = _signed(account, now)
    if not account.encrypted:
        return Request(parameters=parameters, body=message.encode())
    encrypted = encrypt(account, message)
    seal = signature(account.token, parameters["timestamp"], parameters["nonce"], encrypted)
    return Request(
        parameters={**parameters, "encrypt_type": "aes", "msg_signature": seal},
        body=write({"ToUserName": ORIGINAL_ID, "Encrypt": encrypted}).encode(),
    )


def address_check(echostr: str, account: Account, *, now: datetime) -> dict[str, str]:
    """The query string with which WeChat checks a callback address by GET; the answer must be `echostr`."""
    return {**_signed(account, now), "echostr": echostr}


def _signed(account: Account, now: datetime) -> dict[str, str]:
    timestamp, nonce = str(int(now.timestamp())), str(secrets.randbelow(10**10))
    return {"signature": signature(account.token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}


def deliver(url: str, message: str, account: Account, *, now: datetime, http: httpx.Client | None = None) -> str:
    """Post one message, again if no answer comes, and read the reply like `say`."""
    client = http or httpx.Client(timeout=PATIENCE_SECONDS, trust_env=False)
    try:
        return _reply(_answer(client, url, message, account, now), message, account)
    finally:
        if http is None:
            client.close()


def _answer(client: httpx.Client, url: str, message: str, account: Account, now: datetime) -> bytes:
    for _ in range(DELIVERIES):
        sent = request(message, account, now=now)
        try:
            answer = client.post(url, params=sent.parameters, content=sent.body, headers={"Content-Type": "text/xml"})
        except httpx.TransportError:
            continue
        if not answer.is_server_error:
            return _accepted(answer)
    raise CallbackFailed(f"{UNAVAILABLE}（回调地址 {DELIVERIES} 次都没有应答）。")


def _accepted(answer: httpx.Response) -> bytes:
    if answer.status_code != 200:
        raise CallbackFailed(f"{UNAVAILABLE}（回调地址返回 {answer.status_code}）。")
    return answer.content


def _reply(answer: bytes, message: str, account: Account) -> str:
    if answer in (b"", ACKNOWLEDGED.encode()):
        return ""
    try:
        fields = read(_opened(read(answer), account) if account.encrypted else answer)
    except CallbackRefused as refused:
        raise CallbackFailed(f"{UNAVAILABLE}（{refused}）") from None
    return _shown(fields, read(message.encode())["FromUserName"])


def _opened(envelope: Mapping[str, str], account: Account) -> bytes:
    timestamp, nonce, encrypted = (envelope.get(name, "") for name in ("TimeStamp", "Nonce", "Encrypt"))
    check_signature(envelope.get("MsgSignature", ""), account.token, timestamp, nonce, encrypted)
    return decrypt(account, encrypted)


def _shown(fields: Mapping[str, str], openid: str) -> str:
    """The text the citizen sees, if the reply is one WeChat would show to this citizen."""
    text = fields.get("Content", "")
    if fields.get("ToUserName") != openid or fields.get("FromUserName") != ORIGINAL_ID:
        raise CallbackFailed(f"{UNAVAILABLE}（回复的收发人不符）。")
    if fields.get("MsgType") != "text" or not text or not fits(text):
        raise CallbackFailed(f"{UNAVAILABLE}（回复为空、过长或不是文本）。")
    return text
