"""How does WeChat reach us? One callback: checked, stored once, answered inside five seconds or by a message afterwards."""

import threading
from datetime import timedelta
from time import monotonic, sleep

import structlog
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from hotline.casework import conversation
from hotline.ports import Address, Callback, Heard, Message, Reply
from hotline.troubles import CallbackRefused, StorageBusy
from hotline.web.front import Front, front

WECHAT = "微信"
PATIENCE = timedelta(seconds=4.2)
LOOK_EVERY = 0.02
GREETING = "您好，这里是曾都区12345热线，我是自动问答助手。可以直接问问题，也可以说“我要诉求”“查进度”“转人工”。"
UNREADABLE = "暂时只能看懂文字和能识别出文字的语音。请打字说一说您的问题。"
BUSY = "系统繁忙，您刚才的话还没有收到，请稍后再发一次。"
log = structlog.get_logger()


def wechat_router(callback: Callback) -> APIRouter:
    """GET /wechat for the address check, POST /wechat for messages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/wechat")
    def check(request: Request) -> Response:
        try:
            said = callback.check(dict(request.query_params), front(request).clock())
        except CallbackRefused as refused:
            return _refused(refused)
        return Response(said, media_type="text/plain")

    @router.post("/wechat")
    async def message(request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(_answered, front(request), callback, dict(request.query_params), body)

    return router


def _answered(desk: Front, callback: Callback, query: dict[str, str], body: bytes) -> Response:
    try:
        heard = callback.hear(query, body, desk.clock())
    except CallbackRefused as refused:
        return _refused(refused)
    page = _passive(desk, callback, heard)
    return Response(callback.answer(heard, page, desk.clock()), media_type="application/xml")


def _refused(refused: CallbackRefused) -> Response:
    """Told to nobody but the log, and there without a word of the body."""
    log.warning("wechat callback refused", reason=str(refused))
    return Response("refused", status_code=refused.status)


def _passive(desk: Front, callback: Callback, heard: Heard) -> str:
    """The text of the passive reply, empty when nothing is to be shown now."""
    if heard.event:
        return GREETING if heard.event == "follow" else ""
    if not heard.text.strip():
        return UNREADABLE
    try:
        return _reply_in_time(desk, callback, heard)
    except StorageBusy:
        return conversation.when_not_stored(desk.office, heard.text, BUSY)


def _reply_in_time(desk: Front, callback: Callback, heard: Heard) -> str:
    """Answer within WeChat's patience; what comes later travels by the outbox. A retry of the same message finds the
    answer of the first delivery, in whichever process it is being made, and never starts a second one."""
    until = monotonic() + PATIENCE.total_seconds()
    address = Address(channel=WECHAT, key=heard.sender)
    taken = conversation.take(desk.office, address, heard.key, heard.text, desk.clock())
    if taken.new:
        threading.Thread(target=_respond, args=(desk, taken.message.id), daemon=True).start()
    replies = _wait_for_replies(desk, taken.message.id, until)
    way = conversation.deliver_by(desk.office, taken.message.id, "passive" if replies else "pushed", desk.clock())
    return _first_page(desk, callback, taken.message.id, replies) if way == "passive" else ""


def _respond(desk: Front, message_id: int) -> None:
    try:
        conversation.respond(desk.office, message_id, desk.clock())
    except StorageBusy:
        log.warning("answer not stored, the worker will answer", message=message_id)


def _wait_for_replies(desk: Front, message_id: int, until: float) -> list[Message]:
    while monotonic() < until:
        with desk.office.store.look() as work:
            replies = work.conversations.replies(message_id)
        if replies:
            return replies
        sleep(LOOK_EVERY)
    return []


def _first_page(desk: Front, callback: Callback, message_id: int, replies: list[Message]) -> str:
    """All replies as one text; when it does not fit, the first page now and the rest, once, by the outbox."""
    first, *rest = callback.pages([Reply(text=one.text, choices=one.choices, card=one.card) for one in replies])
    conversation.send_pages(desk.office, message_id, rest, desk.clock())
    return first
