"""Was this request signed with our token, and signed just now?

The signature is SHA-1 over the sorted, joined parts, as WeChat prescribes. Since the joined parts carry no separator, a
timestamp is accepted in exactly one shape (ten digits), which leaves a replayed pair no room to be cut anew.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime

from integrations.wechat.errors import BadSignature, StaleTimestamp

FRESH_SECONDS = 300
_TIMESTAMP = re.compile(r"[0-9]{10}")


def signature(*parts: str) -> str:
    """The 40 hexadecimal digits WeChat expects for these parts, in whatever order they are given."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8", "replace")).hexdigest()


def check_signature(claimed: str, *parts: str) -> None:
    """Raise BadSignature unless `claimed` signs `parts`; takes the same time whichever digit differs."""
    if not hmac.compare_digest(signature(*parts).encode(), claimed.encode("utf-8", "replace")):
        raise BadSignature("微信回调的签名不符，已拒绝。")


def check_fresh(timestamp: str, *, now: datetime, window_seconds: int = FRESH_SECONDS) -> None:
    """Raise StaleTimestamp unless `timestamp` (Unix seconds) lies within `window_seconds` of `now`, before or after."""
    if not _TIMESTAMP.fullmatch(timestamp):
        raise StaleTimestamp("微信回调的时间戳不是十位数字，已拒绝。")
    distance = abs((now - datetime.fromtimestamp(int(timestamp), UTC)).total_seconds())
    if distance > window_seconds:
        raise StaleTimestamp(f"微信回调的时间戳与本机时间相差超过 {window_seconds} 秒，已拒绝。")
