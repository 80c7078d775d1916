"""How much may one request bring? A body over the limit is refused before it is read into memory."""

from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 64 * 1024
_MEGABYTE = 1024 * 1024
LARGEST_AT = {
    "/actions/webhook": 16 * _MEGABYTE,
    "/admin/calendar/preview": 2 * _MEGABYTE,
    "/admin/city": 8 * _MEGABYTE,
    "/knowledge/exchange": 8 * _MEGABYTE,
}
"""The dialogue engine sends the whole conversation with every action; nobody else reaches that route. Officers upload
tables at the others."""
REFUSAL = "提交的内容太大，没有接收。请把文字缩短一些、文件分小一些再提交。"


class BodyTooLarge(Exception):
    pass


class BodyLimit:
    """ASGI middleware: 413 for a declared or actual body over the limit, in bytes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = LARGEST_AT.get(scope["path"], LARGEST)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > largest:
            await _refuse(send)
            return
        gate = _Gate(receive, send, largest)
        with suppress(BodyTooLarge):
            await self._app(scope, gate.receive, gate.send)
        if gate.shut:
            await _refuse(send)


class _Gate:
    """Counts what comes in. Once it was too much, what the application makes of that does not get out."""

    def __init__(self, receive: Receive, send: Send, largest: int) -> None:
        self._receive, self._send = receive, send
        self._left = largest

    @property
    def shut(self) -> bool:
        return self._left < 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self.shut:
            raise BodyTooLarge
        return message

    async def send(self, message: Message) -> None:
        if not self.shut:
            await self._send(message)


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": REFUSAL.encode()})
