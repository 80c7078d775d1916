"""What stands in for WeChat's platform when there is no official account: in tests, demos, on a newcomer's machine?

`Platform` follows the platform's law and remembers what was sent. `HarmlessMessenger` reaches it by a call, `serving`
puts it on a local port in place of api.weixin.qq.com, for a worker in another process.
"""

import json
import secrets
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from integrations.wechat.account import Account
from integrations.wechat.client import SEND_PATH, TOKEN_PATH
from integrations.wechat.envelope import MAX_BODY_BYTES
from integrations.wechat.errors import TextTooLong, send_failure
from integrations.wechat.paging import fits

SENT_PATH = "/sent"  # ours, not WeChat's: what was sent, for readers in another process
_REMEMBERED = 1000

Answer = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One customer-service message that a citizen would have seen."""

    openid: str = field(repr=False)
    text: str = field(repr=False)


class Platform:
    """WeChat as far as we use it: one account's access token, custom messages, the refusals one asks it to give."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._token = secrets.token_hex(16)
        self._refusals: dict[str, int] = {}
        self._sent: deque[Sent] = deque(maxlen=_REMEMBERED)
        self._changed = threading.Condition()

    def texts_for(self, openid: str) -> list[str]:
        """What this citizen was sent, oldest first."""
        with self._changed:
            return [sent.text for sent in self._sent if sent.openid == openid]

    def wait_for(self, openid: str, *, count: int, timeout_seconds: float) -> list[str]:
        """What this citizen was sent, as soon as there are `count` texts or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.texts_for(openid)) >= count, timeout_seconds)
            return self.texts_for(openid)

    def refuse(self, openid: str, code: int) -> None:
        """From now on, answer messages to this citizen with an errcode; 0 lets them through again."""
        self._refusals[openid] = code

    def void_token(self) -> None:
        """Make the token in circulation invalid, as a forced refresh elsewhere does."""
        self._token = secrets.token_hex(16)

    def deliver(self, openid: str, text: str) -> int:
        """Take one text; the errcode, 0 if the citizen sees it."""
        code = self._refusals.get(openid, 0) if fits(text) else 45002
        if code == 0:
            with self._changed:
                self._sent.append(Sent(openid=openid, text=text))
                self._changed.notify_all()
        return code

    def answer(self, path: str, parameters: Mapping[str, str], payload: Mapping[str, object]) -> Answer:
        """What the interface at `path` says to a request."""
        if path == TOKEN_PATH:
            return self._sell_token(payload)
        if path == SEND_PATH:
            return self._take_message(parameters, payload)
        if path == SENT_PATH:
            return {"texts": self.texts_for(parameters.get("openid", ""))}
        return _said(40066)

    def _sell_token(self, payload: Mapping[str, object]) -> Answer:
        if payload.get("appid") != self._account.app_id:
            return _said(40013)
        if payload.get("secret") != self._account.secret:
            return _said(40125)
        if payload.get("force_refresh"):
            self.void_token()
        return {"access_token": self._token, "expires_in": 7200}

    def _take_message(self, parameters: Mapping[str, str], payload: Mapping[str, object]) -> Answer:
        if parameters.get("access_token") != self._token:
            return _said(40001)
        match payload:
            case {"touser": str(openid), "msgtype": "text", "text": {"content": str(text)}}:
                return _said(self.deliver(openid, text))
        return _said(47001)


def _said(code: int) -> Answer:
    return {"errcode": code, "errmsg": "ok" if code == 0 else "refused by the double"}


class HarmlessMessenger:
    """A Messenger that hands texts to a Platform in the same process and fails as the real one does."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def send(self, openid: str, text: str) -> None:
        """See Messenger.send."""
        if not fits(text):
            raise TextTooLong("消息超过微信单条 2048 字节的上限，请先分页。")
        code = self._platform.deliver(openid, text)
        if code != 0:
            raise send_failure(code)


@contextmanager
def serving(platform: Platform, *, port: int = 0) -> Iterator[str]:
    """Serve the platform on 127.0.0.1 while the block runs; yields the base URL. Port 0 takes any free one."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(platform))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="wechat-double", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(platform: Platform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY_BYTES)
            self._answer(_payload(self.rfile.read(length)))

        def _answer(self, payload: Mapping[str, object]) -> None:
            url = urlsplit(self.path)
            said = json.dumps(
                platform.answer(url.path, dict(parse_qsl(url.query)), payload), ensure_ascii=False
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the addresses carry access tokens."""

    return Handler


def _payload(body: bytes) -> dict[str, object]:
    """The JSON object in a body, read as WeChat does: as UTF-8. An unreadable one counts as empty."""
    try:
        payload = json.loads(body)
    except ValueError:
        return {}
    return payload if isinstance(payload, dict) else {}
