"""How do the fields of a message become WeChat's flat <xml>, and how are they read without trusting it?"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring

from integrations.wechat.errors import MalformedMessage, OversizeBody

MAX_BODY_BYTES = 64 * 1024
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot carry


def read(body: bytes) -> dict[str, str]:
    """The fields right under the root, stripped. Raises OversizeBody or MalformedMessage; no DTD, no entities."""
    if len(body) > MAX_BODY_BYTES:
        raise OversizeBody(f"微信消息超过 {MAX_BODY_BYTES // 1024} KB，已拒绝。")
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, ValueError, LookupError):  # LookupError: an encoding nobody knows
        raise MalformedMessage("微信消息不是合规的 XML，已拒绝。") from None
    return {child.tag: (child.text or "").strip() for child in root}


def write(fields: Mapping[str, str | int]) -> str:
    """An <xml> whose root holds these fields: numbers bare, texts in CDATA that their content cannot leave."""
    return "<xml>" + "".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields.items()) + "</xml>"


def _value(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    legal = _FORBIDDEN.sub("", value).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{legal}]]>"
