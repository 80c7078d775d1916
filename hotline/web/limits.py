"""How much may one request bring? A body over the limit is refused before it is read into memory."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 64 * 1024
LARGEST_AT = {"/actions/webhook": 16 * 1024 * 1024}
"""The dialogue engine sends the whole conversation with every action; nobody else reaches that route."""
REFUSAL = "提交的内容太大（超过64KB），没有接收。请把文字缩短一些再提交。"


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
        try:
            await self._app(scope, _counted(receive, largest), send)
        except BodyTooLarge:
            await _refuse(send)


def _counted(receive: Receive, largest: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > largest:
            raise BodyTooLarge
        return message

    return counted


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": REFUSAL.encode()})
