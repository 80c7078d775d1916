"""What did the citizen do in WeChat: write, speak, follow, press a menu key, or something we do not read?"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from integrations.wechat.envelope import read
from integrations.wechat.errors import MalformedMessage

_ID = re.compile(r"[A-Za-z0-9_\-]{1,64}")
_SECONDS = re.compile(r"[0-9]{1,10}")
_MESSAGE_ID = re.compile(r"[0-9]{1,20}")


class Kind(Enum):
    """What an inbound message is to us."""

    TEXT = "text"
    VOICE = "voice"
    FOLLOW = "subscribe"
    UNFOLLOW = "unsubscribe"
    MENU = "CLICK"
    OTHER = "other"  # image, location, video, link, scans, page views: answered with a hint, or not at all


@dataclass(frozen=True, kw_only=True)
class Inbound:
    """One message or event from one citizen."""

    key: str  # equal for all retries of one message, different for any two messages: do each key once
    kind: Kind
    openid: str  # the citizen, as this account knows them
    account_id: str  # our original id 原始ID (gh_…), the sender of the reply
    sent_at: datetime  # aware, to the second
    text: str = ""  # words written; words recognised (may be empty!); the key of the menu entry pressed

    @property
    def happened(self) -> bool:
        """An event rather than a message."""
        return self.key.startswith("event:")


def parse(body: bytes) -> Inbound:
    """The message in a decrypted body. Raises OversizeBody or MalformedMessage."""
    fields = read(body)
    openid = _required(fields, "FromUserName", _ID)
    seconds = int(_required(fields, "CreateTime", _SECONDS))
    return Inbound(
        key=_key(fields),
        kind=_kind(fields),
        openid=openid,
        account_id=_required(fields, "ToUserName", _ID),
        sent_at=datetime.fromtimestamp(seconds, UTC),
        text=_text(fields),
    )


def _required(fields: Mapping[str, str], name: str, shape: re.Pattern[str]) -> str:
    value = fields.get(name, "")
    if not shape.fullmatch(value):
        raise MalformedMessage(f"微信消息的 {name} 缺失或不合规，已拒绝。")
    return value


def _key(fields: Mapping[str, str]) -> str:
    """MsgId for messages. Events have none: WeChat advises FromUserName + CreateTime; the event's name and key are
    added since two events may share a second, and all is hashed so that the key tells nothing about the citizen."""
    if fields.get("MsgType") != "event":
        return "message:" + _required(fields, "MsgId", _MESSAGE_ID)
    parts = [fields.get(name, "") for name in ("FromUserName", "CreateTime", "Event", "EventKey")]
    return "event:" + hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


_KINDS = {kind.value: kind for kind in Kind}


def _kind(fields: Mapping[str, str]) -> Kind:
    kind = fields.get("MsgType", "")
    if not kind:
        raise MalformedMessage("微信消息缺少 MsgType，已拒绝。")
    if kind == "event":
        return _event_kind(fields.get("Event", ""))
    return _KINDS[kind] if kind in ("text", "voice") else Kind.OTHER


def _event_kind(event: str) -> Kind:
    return _KINDS[event] if event in ("subscribe", "unsubscribe", "CLICK") else Kind.OTHER


_TEXT_FIELD = {Kind.TEXT: "Content", Kind.VOICE: "Recognition", Kind.MENU: "EventKey"}


def _text(fields: Mapping[str, str]) -> str:
    return fields.get(_TEXT_FIELD.get(_kind(fields), ""), "")
