"""What does a citizen see and say? The chat page: bubbles, choices and news; it works without a script."""

import hashlib
import re
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework import conversation
from hotline.ports import Address, Message
from hotline.troubles import StorageBusy
from hotline.web import appeal, my
from hotline.web.bubbles import bubbles
from hotline.web.front import front
from hotline.web.own_conversation import keep, own
from hotline.web.pages import page
from hotline.web.visitors import Citizen, Genuine

FREQUENT = (
    "身份证到期换领、丢失补办怎么办",
    "居民医保怎么交、交多少、什么时候截止",
    "12345管什么、不管什么，不受理的事该找谁",
)
"""Titles of three published articles that newcomers can press."""
LineId = Annotated[int, Query(ge=0, le=2**31 - 1)]
_OWN_PAGE = re.compile(r"/(?:chat|appeal|my(?:/[A-Z0-9]{1,24})?)")

router = APIRouter(include_in_schema=False)
router.include_router(my.router)
router.include_router(appeal.router)


@router.get("/")
def root() -> Response:
    return RedirectResponse("/chat", status_code=303)


@router.get("/chat")
def chat(request: Request, address: Citizen) -> Response:
    return _chat_page(request, _lines(request, after=0))


@router.post("/chat/say", dependencies=[Genuine])
def say(
    request: Request,
    address: Citizen,
    text: Annotated[str, Form()] = "",
    choice: Annotated[str, Form()] = "",
    key: Annotated[str, Form()] = "",
    after: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Store and answer one message. A pressed choice goes before what is typed."""
    try:
        _take_and_respond(request, address, key, choice or text)
    except StorageBusy as trouble:
        sentence = conversation.when_not_stored(front(request).office, choice or text, str(trouble))
        return _not_said(request, sentence, text)
    if not _by_script(request):
        return RedirectResponse("/chat#end", status_code=303)
    return _news(request, after, next_key=uuid4().hex)


@router.get("/chat/new")
def new(request: Request, after: LineId = 0) -> Response:
    """Lines after the last one shown, e.g. notices; 204 when there is nothing new."""
    return _news(request, after)


@router.post("/elder", dependencies=[Genuine])
def elder(request: Request, back: Annotated[str, Form()] = "") -> Response:
    """Turn the large, plainer pages 长辈版 on or off, and go back."""
    request.session["elder"] = not request.session.get("elder", False)
    return RedirectResponse(back if _OWN_PAGE.fullmatch(back) else "/chat", status_code=303)


def _take_and_respond(request: Request, address: Address, key: str, words: str) -> None:
    if not words.strip("/ \t\r\n　"):
        return
    desk = front(request)
    taken = conversation.take(desk.office, address, _once(key, words), words, desk.clock())
    keep(request, taken.message.conversation)
    conversation.respond(desk.office, taken.message.id, desk.clock())


def _once(key: str, words: str) -> str:
    """A double post has the same key and words; other words from a page shown again are another message."""
    return hashlib.sha256(f"{key or uuid4().hex}\n{words}".encode()).hexdigest()


def _not_said(request: Request, sentence: str, typed: str) -> Response:
    if _by_script(request):
        return page(request, "chat_trouble.html", status=503, sentence=sentence)
    try:
        lines = _lines(request, after=0)
    except StorageBusy:
        lines = []
    return _chat_page(request, lines, status=503, sentence=sentence, typed=typed)


def _chat_page(
    request: Request, lines: list[Message], *, status: int = 200, sentence: str = "", typed: str = ""
) -> Response:
    return page(
        request,
        "chat.html",
        status=status,
        bubbles=bubbles(lines),
        last=lines[-1].id if lines else 0,
        key=uuid4().hex,
        frequent=FREQUENT,
        sentence=sentence,
        typed=typed,
    )


def _news(request: Request, after: int, *, next_key: str = "") -> Response:
    lines = _lines(request, after)
    if not lines and not next_key:
        return Response(status_code=204)
    last = lines[-1].id if lines else after
    return page(request, "chat_news.html", bubbles=bubbles(lines), last=last, key=next_key)


def _lines(request: Request, after: int) -> list[Message]:
    if not own(request):
        return []
    with front(request).office.store.look() as work:
        return work.conversations.since(own(request), after)


def _by_script(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"
