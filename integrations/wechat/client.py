"""How are customer-service messages 客服消息 sent through WeChat's own interface?

Tokens come from `stable_token`: the service and the worker each ask for it without voiding the other's. A token that
WeChat refuses is replaced once; forcing a new one is rationed (20 a day), so it is done only when asking is not enough.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from integrations.wechat.account import Account
from integrations.wechat.errors import DeliveryUnknown, RetryLater, TextTooLong, send_failure
from integrations.wechat.paging import fits

OFFICIAL_API = "https://api.weixin.qq.com"
TOKEN_PATH = "/cgi-bin/stable_token"
SEND_PATH = "/cgi-bin/message/custom/send"
TOKEN_REFUSED = frozenset({40001, 40014, 42001})
_SPARE = timedelta(minutes=5)  # a token is renewed this long before it ends
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True, kw_only=True)
class _Token:
    value: str = field(repr=False)
    good_until: datetime


class WeChatMessenger:
    """The real Messenger. Safe to share among threads; close it when done."""

    def __init__(
        self,
        account: Account,
        *,
        clock: Callable[[], datetime],
        base_url: str = OFFICIAL_API,
        timeout_seconds: float = 5.0,
    ) -> None:
        direct = {"all://127.0.0.1": None, "all://localhost": None}  # a double on this machine is never behind a proxy
        self._http = httpx.Client(base_url=base_url, timeout=timeout_seconds, mounts=direct)
        self._account, self._clock = account, clock
        self._token: _Token | None = None
        self._one_at_a_time = threading.Lock()
        logging.getLogger("httpx").addFilter(_without_tokens)

    def send(self, openid: str, text: str) -> None:
        """See Messenger.send."""
        if not fits(text):
            raise TextTooLong("消息超过微信单条 2048 字节的上限，请先分页。")
        token = self._current_token()
        code = self._send_with(token, openid, text)
        if code in TOKEN_REFUSED:
            code = self._send_with(self._another_token(token), openid, text)
        if code != 0:
            raise send_failure(code)

    def close(self) -> None:
        self._http.close()

    def _send_with(self, token: _Token, openid: str, text: str) -> int:
        payload = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        return _code(self._post(SEND_PATH, payload, {"access_token": token.value}))

    def _current_token(self) -> _Token:
        with self._one_at_a_time:
            if self._token is None or self._token.good_until <= self._clock():
                self._token = self._bought_token(force=False)
            return self._token

    def _another_token(self, refused: _Token) -> _Token:
        """A token other than the refused one: somebody else's newer one if there is, else a forced one."""
        with self._one_at_a_time:
            if self._token is None or self._token.value == refused.value:
                self._token = self._bought_token(force=False)
            if self._token.value == refused.value:
                self._token = self._bought_token(force=True)
            return self._token

    def _bought_token(self, *, force: bool) -> _Token:
        payload = {
            "grant_type": "client_credential",
            "appid": self._account.app_id,
            "secret": self._account.secret,
            "force_refresh": force,
        }
        try:
            answer = self._post(TOKEN_PATH, payload, {})
            lasts = timedelta(seconds=int(answer["expires_in"]))
            return _Token(value=str(answer["access_token"]), good_until=self._clock() + lasts - _SPARE)
        except DeliveryUnknown:
            raise RetryLater("向微信换取调用凭证时没有得到可读的应答，稍后重试。") from None
        except (KeyError, TypeError, ValueError):
            code = _code(answer)
            raise RetryLater(
                f"微信没有发给调用凭证（{code}），请核对 AppID、AppSecret 与 IP 白名单。", code=code
            ) from None

    def _post(self, path: str, payload: Mapping[str, object], parameters: Mapping[str, str]) -> Mapping[str, object]:
        try:
            answer = self._http.post(path, json=payload, params=parameters)
            said = answer.json() if answer.is_success else None
        except _NOT_SENT:
            raise RetryLater("连接不上微信接口，稍后重试。") from None
        except (httpx.HTTPError, ValueError):
            said = None
        if not isinstance(said, dict):
            raise DeliveryUnknown("微信接口没有给出可读的应答，消息可能已送达。")
        return said


def _code(answer: Mapping[str, object]) -> int:
    """WeChat's errcode; it is absent from some successful answers."""
    code = answer.get("errcode", 0)
    return code if isinstance(code, int) else -1


def _without_tokens(record: logging.LogRecord) -> bool:
    """A filter for httpx, which logs whole addresses: those that carry an access token are not logged."""
    return "access_token=" not in record.getMessage()
