"""What did WeChat bring to our callback address, may we believe it, and how is it answered?

The web rim hands over the query string, the raw body and the time, and sends back the text it gets.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from integrations.wechat.account import Account
from integrations.wechat.crypto import decrypt, encrypt
from integrations.wechat.envelope import read, write
from integrations.wechat.errors import TextTooLong
from integrations.wechat.messages import Inbound, parse
from integrations.wechat.paging import fits
from integrations.wechat.signature import FRESH_SECONDS, check_fresh, check_signature, signature

ACKNOWLEDGED = "success"  # the answer that shows the citizen nothing and stops WeChat's retries


@dataclass(frozen=True, kw_only=True)
class Query:
    """The query string of a callback; absent parameters are empty."""

    timestamp: str = ""
    nonce: str = ""
    signature: str = ""  # signs address checks and plain messages
    msg_signature: str = ""  # signs encrypted messages
    echostr: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Query":
        return cls(**{name: parameters.get(name, "") for name in cls.__dataclass_fields__})


def echo(account: Account, query: Query, *, now: datetime, window_seconds: int = FRESH_SECONDS) -> str:
    """The answer (as text/plain) to WeChat's GET that checks our address. Raises BadSignature, StaleTimestamp."""
    check_signature(query.signature, account.token, query.timestamp, query.nonce)
    check_fresh(query.timestamp, now=now, window_seconds=window_seconds)
    return query.echostr


def receive(
    account: Account, query: Query, body: bytes, *, now: datetime, window_seconds: int = FRESH_SECONDS
) -> Inbound:
    """The message WeChat posted. Raises a CallbackRefused. Compare `Inbound.key` with the keys already done."""
    message = _decrypted(account, query, body) if account.encrypted else _plain(account, query, body)
    check_fresh(query.timestamp, now=now, window_seconds=window_seconds)
    return parse(message)


def _decrypted(account: Account, query: Query, body: bytes) -> bytes:
    encrypted = read(body).get("Encrypt", "")
    check_signature(query.msg_signature, account.token, query.timestamp, query.nonce, encrypted)
    return decrypt(account, encrypted)


def _plain(account: Account, query: Query, body: bytes) -> bytes:
    check_signature(query.signature, account.token, query.timestamp, query.nonce)
    return body


def reply(account: Account, inbound: Inbound, text: str, *, now: datetime) -> str:
    """The XML that answers `inbound` with one text, sealed as the account demands; an empty text just acknowledges.

    Raises TextTooLong beyond one page: answer with the first page and send the others by a Messenger.
    """
    if not text.strip():
        return ACKNOWLEDGED
    if not fits(text):
        raise TextTooLong("回复超过微信单条 2048 字节的上限，请先分页。")
    plain = write(
        {
            "ToUserName": inbound.openid,
            "FromUserName": inbound.account_id,
            "CreateTime": int(now.timestamp()),
            "MsgType": "text",
            "Content": text,
        }
    )
    return sealed(account, plain, now=now) if account.encrypted else plain


def sealed(account: Account, plain: str, *, now: datetime) -> str:
    """An encrypted and signed envelope around the XML of a reply."""
    encrypted, nonce, timestamp = encrypt(account, plain), str(secrets.randbelow(10**10)), int(now.timestamp())
    return write(
        {
            "Encrypt": encrypted,
            "MsgSignature": signature(account.token, str(timestamp), nonce, encrypted),
            "TimeStamp": timestamp,
            "Nonce": nonce,
        }
    )
